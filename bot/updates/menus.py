"""The command menu and the bot's description, set on Telegram per scope and language."""

from __future__ import annotations

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.updates.commands import COMMANDS
from briefs.i18n import DEFAULT_LANGUAGE, LANGUAGES, Catalogues, Translator
from briefs.staff import StaffRole


async def set_menus(bot: Bot, catalogues: Catalogues) -> None:
    """Set menus and descriptions for every scope and language; the default language has no language code."""
    for language in LANGUAGES:
        tr = catalogues.get(language)
        tag = None if language == DEFAULT_LANGUAGE else language
        everything, reading = _menu(tr, manages=True), _menu(tr, manages=False)
        await bot.set_my_commands(everything, BotCommandScopeAllPrivateChats(), language_code=tag)
        await bot.set_my_commands(reading, BotCommandScopeAllGroupChats(), language_code=tag)
        await bot.set_my_commands(everything, BotCommandScopeAllChatAdministrators(), language_code=tag)
        await bot.set_my_short_description(
            tr("Vietnamese policy briefings: who must do what, by when, and where the source says so."),
            language_code=tag,
        )
        await bot.set_my_description(
            tr(
                "Type words, a document number, a body or a place, with or without diacritics, and read what "
                "was decided, who must do what, by when and on what basis. "
                "Every line says where its source is."
            ),
            language_code=tag,
        )


async def set_chat_menu(
    bot: Bot, catalogues: Catalogues, chat_id: int, language: str, role: StaffRole
) -> None:
    """Set one chat's menu in the language it chose; in a private chat, with the commands of a role."""
    menu = _menu(catalogues.get(language), manages=chat_id > 0, role=role)
    await bot.set_my_commands(menu, BotCommandScopeChat(chat_id))


def _menu(tr: Translator, *, manages: bool, role: StaffRole = StaffRole.READER) -> list[BotCommand]:
    return [
        BotCommand(command.name, tr(command.summary))
        for command in COMMANDS
        if command.summary and (manages or not command.manages) and role.covers(command.role)
    ]
