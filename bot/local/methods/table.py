"""Which methods there are, what they take and who answers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.local import params as p
from bot.local.methods import chats, messages, queries


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the Bot API: its parameters, its handler, and whether it counts against the rates."""

    params: type[p.Params]
    answer: Callable[..., Any]
    sends: bool = False


METHODS: dict[str, Method] = {
    "getUpdates": Method(p.GetUpdates, queries.get_updates),
    "setWebhook": Method(p.SetWebhook, queries.set_webhook),
    "deleteWebhook": Method(p.DeleteWebhook, queries.delete_webhook),
    "getWebhookInfo": Method(p.Nothing, queries.get_webhook_info),
    "getMe": Method(p.Nothing, chats.get_me),
    "logOut": Method(p.Nothing, queries.log_out),
    "close": Method(p.Nothing, queries.log_out),
    "sendMessage": Method(p.SendMessage, messages.send_message, sends=True),
    "forwardMessage": Method(p.ForwardMessage, messages.forward_message, sends=True),
    "copyMessage": Method(p.CopyMessage, messages.copy_message, sends=True),
    "sendPhoto": Method(p.SendPhoto, messages.send_photo, sends=True),
    "sendDocument": Method(p.SendDocument, messages.send_document, sends=True),
    "sendMessageDraft": Method(p.SendMessageDraft, messages.send_message_draft),
    "sendChatAction": Method(p.SendChatAction, messages.send_chat_action),
    "setMessageReaction": Method(p.SetMessageReaction, messages.set_message_reaction),
    "getFile": Method(p.GetFile, queries.get_file),
    "pinChatMessage": Method(p.PinChatMessage, messages.pin_chat_message),
    "leaveChat": Method(p.OfChat, chats.leave_chat),
    "getChat": Method(p.OfChat, chats.get_chat),
    "getChatAdministrators": Method(p.GetChatAdministrators, chats.get_chat_administrators),
    "getChatMemberCount": Method(p.OfChat, chats.get_chat_member_count),
    "getChatMember": Method(p.GetChatMember, chats.get_chat_member),
    "answerCallbackQuery": Method(p.AnswerCallbackQuery, queries.answer_callback_query),
    "setMyCommands": Method(p.SetMyCommands, chats.set_my_commands),
    "deleteMyCommands": Method(p.MyCommands, chats.delete_my_commands),
    "getMyCommands": Method(p.MyCommands, chats.get_my_commands),
    "setMyName": Method(p.SetMyName, chats.set_my_name),
    "getMyName": Method(p.ByLanguage, chats.get_my_name),
    "setMyDescription": Method(p.SetMyDescription, chats.set_my_description),
    "getMyDescription": Method(p.ByLanguage, chats.get_my_description),
    "setMyShortDescription": Method(p.SetMyShortDescription, chats.set_my_short_description),
    "getMyShortDescription": Method(p.ByLanguage, chats.get_my_short_description),
    "setChatMenuButton": Method(p.SetChatMenuButton, chats.set_chat_menu_button),
    "getChatMenuButton": Method(p.GetChatMenuButton, chats.get_chat_menu_button),
    "editMessageText": Method(p.EditMessageText, messages.edit_message_text),
    "editMessageCaption": Method(p.EditMessageCaption, messages.edit_message_caption),
    "editMessageReplyMarkup": Method(p.EditMessageReplyMarkup, messages.edit_message_reply_markup),
    "deleteMessage": Method(p.DeleteMessage, messages.delete_message),
    "deleteMessages": Method(p.DeleteMessages, messages.delete_messages),
    "answerInlineQuery": Method(p.AnswerInlineQuery, queries.answer_inline_query),
}

# All methods of Bot API 10.1, so that "not implemented here" is told apart from "no such method".
_NAMES = """
    getUpdates setWebhook deleteWebhook getWebhookInfo getMe logOut close sendMessage forwardMessage
    forwardMessages copyMessage copyMessages sendPhoto sendLivePhoto sendAudio sendDocument sendVideo
    sendAnimation sendVoice sendVideoNote sendPaidMedia sendMediaGroup sendLocation sendVenue
    sendContact sendPoll sendChecklist sendDice sendMessageDraft sendChatAction setMessageReaction
    getUserProfilePhotos getUserProfileAudios setUserEmojiStatus getFile banChatMember unbanChatMember
    restrictChatMember promoteChatMember setChatAdministratorCustomTitle setChatMemberTag
    banChatSenderChat unbanChatSenderChat setChatPermissions exportChatInviteLink createChatInviteLink
    editChatInviteLink createChatSubscriptionInviteLink editChatSubscriptionInviteLink
    revokeChatInviteLink approveChatJoinRequest declineChatJoinRequest answerChatJoinRequestQuery
    sendChatJoinRequestWebApp setChatPhoto deleteChatPhoto setChatTitle setChatDescription
    pinChatMessage unpinChatMessage unpinAllChatMessages leaveChat getChat getChatAdministrators
    getChatMemberCount getChatMember getUserPersonalChatMessages setChatStickerSet deleteChatStickerSet
    getForumTopicIconStickers createForumTopic editForumTopic closeForumTopic reopenForumTopic
    deleteForumTopic unpinAllForumTopicMessages editGeneralForumTopic closeGeneralForumTopic
    reopenGeneralForumTopic hideGeneralForumTopic unhideGeneralForumTopic
    unpinAllGeneralForumTopicMessages answerCallbackQuery answerGuestQuery getUserChatBoosts
    getBusinessConnection getManagedBotToken replaceManagedBotToken getManagedBotAccessSettings
    setManagedBotAccessSettings setMyCommands deleteMyCommands getMyCommands setMyName getMyName
    setMyDescription getMyDescription setMyShortDescription getMyShortDescription setMyProfilePhoto
    removeMyProfilePhoto setChatMenuButton getChatMenuButton setMyDefaultAdministratorRights
    getMyDefaultAdministratorRights getAvailableGifts sendGift giftPremiumSubscription verifyUser
    verifyChat removeUserVerification removeChatVerification readBusinessMessage deleteBusinessMessages
    setBusinessAccountName setBusinessAccountUsername setBusinessAccountBio
    setBusinessAccountProfilePhoto removeBusinessAccountProfilePhoto setBusinessAccountGiftSettings
    getBusinessAccountStarBalance transferBusinessAccountStars getBusinessAccountGifts getUserGifts
    getChatGifts convertGiftToStars upgradeGift transferGift postStory repostStory editStory deleteStory
    answerWebAppQuery savePreparedInlineMessage savePreparedKeyboardButton editMessageText
    editMessageCaption editMessageMedia editMessageLiveLocation stopMessageLiveLocation
    editMessageChecklist editMessageReplyMarkup stopPoll approveSuggestedPost declineSuggestedPost
    deleteMessage deleteMessages deleteMessageReaction deleteAllMessageReactions sendSticker
    getStickerSet getCustomEmojiStickers uploadStickerFile createNewStickerSet addStickerToSet
    setStickerPositionInSet deleteStickerFromSet replaceStickerInSet setStickerEmojiList
    setStickerKeywords setStickerMaskPosition setStickerSetTitle setStickerSetThumbnail
    setCustomEmojiStickerSetThumbnail deleteStickerSet sendRichMessage sendRichMessageDraft
    answerInlineQuery sendInvoice createInvoiceLink answerShippingQuery answerPreCheckoutQuery
    getMyStarBalance getStarTransactions refundStarPayment editUserStarSubscription
    setPassportDataErrors sendGame setGameScore getGameHighScores
"""
KNOWN = frozenset(_NAMES.split())
BY_LOWER_NAME = {name.lower(): name for name in KNOWN}
