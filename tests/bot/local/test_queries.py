"""Pressing buttons and asking inline, and the bot's answers to both."""

from __future__ import annotations

import asyncio

import pytest


@pytest.fixture
async def message(client, reader):
    keyboard = {
        "inline_keyboard": [[{"text": "Đọc", "callback_data": "b:3"}, {"text": "Web", "url": "https://a.vn"}]]
    }
    return await client.ok("sendMessage", chat_id=reader.chat.id, text="a", reply_markup=keyboard)


async def pressed(client):
    updates = await client.ok("getUpdates", timeout=5)
    return updates[-1]["callback_query"]


@pytest.mark.parametrize("button", ["Đọc", "b:3"])
async def test_a_press_carries_the_data_and_gets_the_answer(button, client, reader, message):
    press = asyncio.create_task(reader.press(message, button))
    query = await pressed(client)
    assert (query["data"], query["message"]["text"]) == ("b:3", "a")
    await client.ok("answerCallbackQuery", callback_query_id=query["id"], text="Đã mở", show_alert=True)
    answer = await press
    assert (answer.text, answer.show_alert) == ("Đã mở", True)


@pytest.mark.parametrize("button", ["Xóa", "Web"])
async def test_a_button_that_cannot_be_pressed_is_an_error(button, reader, message):
    with pytest.raises(LookupError, match="there are"):
        await reader.press(message, button)


async def test_a_press_on_a_deleted_message_still_names_it(client, reader, message):
    await client.ok("deleteMessage", chat_id=reader.chat.id, message_id=message["message_id"])
    reader.callback(message, "b:3")
    query = await pressed(client)
    assert query["message"] == {"chat": reader.chat.json(), "message_id": message["message_id"], "date": 0}


async def test_a_query_is_answered_once(client, telegram, reader, message):
    query = reader.callback(message, "x")
    await client.ok("answerCallbackQuery", callback_query_id=query.id)
    assert "answered before" in await client.refused("answerCallbackQuery", callback_query_id=query.id)
    assert len(telegram.violations) == 1


async def test_an_old_or_unknown_query_cannot_be_answered(client, telegram, reader, message):
    query = reader.callback(message, "x")
    now = telegram.clock()
    telegram.clock = lambda: now + telegram.query_seconds + 1
    for query_id in (query.id, "5"):
        assert "query is too old" in await client.refused("answerCallbackQuery", callback_query_id=query_id)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "a" * 201}, "MESSAGE_TOO_LONG"),
        ({"url": "https://example.com"}, "URL_INVALID"),
        ({"url": "t.me/another_bot?start=b3"}, "URL_INVALID"),
    ],
)
async def test_an_answer_telegram_does_not_show_is_refused(params, reason, client, reader, message):
    query = reader.callback(message, "x")
    assert reason in await client.refused("answerCallbackQuery", callback_query_id=query.id, **params)


async def test_an_answer_can_open_the_bot(client, reader, message):
    query = reader.callback(message, "x")
    url = "https://t.me/diemtin_bot?start=b3"
    assert await client.ok("answerCallbackQuery", callback_query_id=query.id, url=url)


def article(result_id):
    return {"type": "article", "id": result_id, "title": "a", "input_message_content": {"message_text": "a"}}


async def test_an_inline_query_gets_results(client, reader):
    query = reader.inline("xuất khẩu")
    await client.ok("answerInlineQuery", inline_query_id=query.id, results=[article("b3")])
    assert query.results == [article("b3")]


async def test_inline_results_need_ids_of_their_own(client, reader):
    query = reader.inline("a")
    refused = await client.refused("answerInlineQuery", inline_query_id=query.id, results=[article("x")] * 2)
    assert "RESULT_ID_INVALID" in refused


async def test_waiting_for_a_message_that_never_comes_says_what_was_called_last(client, telegram, reader):
    await client.refused("sendMessage", chat_id=5, text="a")
    with pytest.raises(TimeoutError, match="chat not found"):
        await telegram.next_message(reader.chat, seconds=0.05)
