"""Sending, editing, deleting: accepted and refused as by Telegram."""

from __future__ import annotations

import pytest


def button(**fields):
    return {"inline_keyboard": [[{"text": "Đọc", **fields}]]}


async def test_a_message_arrives_with_its_text_and_entities(client, telegram, reader):
    sent = await client.ok(
        "sendMessage", chat_id=reader.chat.id, text=" <b>Chào</b> anh/chị\n", parse_mode="HTML"
    )
    shown = await telegram.next_message(reader.chat)
    assert shown["text"] == "Chào anh/chị"
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert shown["message_id"] == sent["message_id"]


@pytest.mark.parametrize("content_type", ["form", "query", "multipart"])
async def test_parameters_can_come_in_every_way(content_type, client, reader):
    params = {"chat_id": str(reader.chat.id), "text": "Đắk Nông", "reply_markup": '{"force_reply":true}'}
    how = {"form": {"data": params}, "query": {"params": params}, "multipart": {"files": _parts(params)}}
    url = f"{client.base_url}{client.token}/sendmessage"
    response = await client.http.post(url, **how[content_type])
    assert response.json()["result"]["text"] == "Đắk Nông"


def _parts(params):
    return {name: (None, value) for name, value in params.items()}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "a", "disable_web_page_preview": True}, "unknown parameter disable_web_page_preview"),
        ({}, "parameter text is required"),
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>a</b>" * 101, "parse_mode": "HTML"}, "too many entities"),
        ({"text": "<x>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "a", "reply_markup": button()}, "exactly one action"),
        ({"text": "a", "reply_markup": button(url="https://a.vn", callback_data="x")}, "exactly one action"),
        ({"text": "a", "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": button(callback_data="đ" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": button(url="not a link")}, "BUTTON_URL_INVALID"),
        ({"text": "a", "reply_markup": button(copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "reply_markup": button(callback_data="x", colour="red")}, "unknown parameter"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[]]}}, "empty row"),
    ],
)
async def test_a_faulty_message_is_refused_and_remembered(params, reason, client, telegram, reader):
    assert reason in await client.refused("sendMessage", chat_id=reader.chat.id, **params)
    assert [call.method for call in telegram.violations] == ["sendMessage"]


@pytest.mark.parametrize(("rows", "fits"), [([8] * 12 + [4], True), ([8] * 12 + [5], False), ([9], False)])
async def test_a_keyboard_has_at_most_100_buttons_and_8_in_a_row(rows, fits, client, reader):
    keyboard = [[{"text": "x", "callback_data": "x"}] * count for count in rows]
    answer = await client.answer(
        "sendMessage", chat_id=reader.chat.id, text="a", reply_markup={"inline_keyboard": keyboard}
    )
    assert answer["ok"] is fits


async def test_a_text_of_exactly_4096_units_passes_after_parsing(client, reader):
    text = f"<b>{'😀' * 2048}</b>"
    assert await client.ok("sendMessage", chat_id=reader.chat.id, text=text, parse_mode="HTML")


async def test_a_reply_quotes_the_message_or_says_that_it_is_gone(client, reader):
    question = reader.send("hỏi")
    params = {"chat_id": reader.chat.id, "text": "đáp"}
    reply = await client.ok("sendMessage", **params, reply_parameters={"message_id": question["message_id"]})
    assert reply["reply_to_message"]["text"] == "hỏi"
    gone = {"message_id": 999}
    refused = await client.refused("sendMessage", **params, reply_parameters=gone)
    assert refused == "Bad Request: message to be replied not found"
    lenient = gone | {"allow_sending_without_reply": True}
    assert await client.ok("sendMessage", **params, reply_parameters=lenient)


async def test_an_edit_replaces_text_and_keyboard(client, telegram, reader):
    old = await client.ok(
        "sendMessage",
        chat_id=reader.chat.id,
        text="<b>a</b>",
        parse_mode="HTML",
        reply_markup=button(callback_data="x"),
    )
    await client.ok("editMessageText", chat_id=reader.chat.id, message_id=old["message_id"], text="b")
    shown = await telegram.next_edit(reader.chat)
    assert shown["text"] == "b"
    assert not {"entities", "reply_markup"} & set(shown)


async def test_an_edit_that_changes_nothing_is_refused(client, reader):
    markup = button(callback_data="x")
    params = {"chat_id": reader.chat.id, "reply_markup": markup, "parse_mode": "HTML"}
    message = await client.ok("sendMessage", text="<b>a</b>", **params)
    where = {"message_id": message["message_id"], **params}
    assert "message is not modified" in await client.refused(
        "editMessageText", text=" <strong>a</strong>", **where
    )
    await client.ok("editMessageText", text="<i>a</i>", **where)
    assert "message is not modified" in await client.refused("editMessageText", text="<em>a</em>", **where)


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup", "deleteMessage"])
async def test_a_message_that_is_gone_is_not_found(method, client, reader):
    params = {"text": "a"} if method == "editMessageText" else {}
    refused = await client.refused(method, chat_id=reader.chat.id, message_id=99, **params)
    assert refused.startswith("Bad Request: message to ")
    assert refused.endswith(" not found")


async def test_the_messages_of_others_cannot_be_edited(client, reader):
    message = reader.send("của tôi")
    where = {"chat_id": reader.chat.id, "message_id": message["message_id"]}
    assert (
        await client.refused("editMessageText", text="a", **where) == "Bad Request: message can't be edited"
    )


async def test_an_old_message_cannot_be_deleted(client, telegram, reader):
    message = await client.ok("sendMessage", chat_id=reader.chat.id, text="a")
    where = {"chat_id": reader.chat.id, "message_id": message["message_id"]}
    now = telegram.clock()
    telegram.clock = lambda: now + 49 * 3600
    assert (
        await client.refused("deleteMessage", **where) == "Bad Request: message can't be deleted for everyone"
    )
    telegram.clock = lambda: now + 47 * 3600
    assert await client.ok("deleteMessage", **where)
    assert message["message_id"] not in reader.chat.messages


async def test_a_document_is_uploaded_and_can_be_fetched_again(client, telegram, reader):
    response = await client.http.post(
        f"{client.base_url}{client.token}/sendDocument",
        data={"chat_id": reader.chat.id, "caption": "<b>Tệp</b>", "parse_mode": "HTML"},
        files={"document": ("nhiệm vụ.docx", b"PK..", "application/x-docx")},
    )
    document = response.json()["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("nhiệm vụ.docx", 4)
    file = await client.ok("getFile", file_id=document["file_id"])
    url = f"{client.base_url.removesuffix('/bot')}/file/bot{client.token}/{file['file_path']}"
    assert (await client.http.get(url)).content == b"PK.."
    again = await client.ok("sendDocument", chat_id=reader.chat.id, document=document["file_id"])
    assert again["document"] == document


async def test_a_file_can_be_attached_under_another_name(client, reader):
    response = await client.http.post(
        f"{client.base_url}{client.token}/sendDocument",
        data={"chat_id": reader.chat.id, "document": "attach://part"},
        files={"part": ("a.csv", b"a,b", "text/csv")},
    )
    assert response.json()["result"]["document"]["file_name"] == "a.csv"


async def test_a_picture_knows_its_size(client, reader):
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x20\x00\x00\x00\x10"
    response = await client.http.post(
        f"{client.base_url}{client.token}/sendPhoto",
        data={"chat_id": reader.chat.id},
        files={"photo": ("a.png", picture, "image/png")},
    )
    photo = response.json()["result"]["photo"][0]
    assert (photo["width"], photo["height"]) == (32, 16)


async def test_a_copy_has_no_origin_and_a_forward_has(client, telegram, reader):
    message = reader.send("gốc")
    where = {"chat_id": reader.chat.id, "from_chat_id": reader.chat.id, "message_id": message["message_id"]}
    forward = await client.ok("forwardMessage", **where)
    assert forward["forward_origin"]["sender_user"]["id"] == reader.person.id
    copy = await client.ok("copyMessage", **where)
    assert "forward_origin" not in reader.chat.messages[copy["message_id"]]


@pytest.mark.parametrize(
    ("method", "status", "reason"),
    [("sendGift", 501, "the local Bot API has no method sendGift"), ("sendNonsense", 404, "Not Found")],
)
async def test_a_missing_method_says_whether_telegram_has_it(method, status, reason, client):
    body = await client.answer(method)
    assert body["error_code"] == status
    assert reason in body["description"]


async def test_a_wrong_token_is_unauthorised(client, reader):
    client.token = "1:wrong"
    body = await client.answer("sendMessage", chat_id=reader.chat.id, text="a")
    assert (body["error_code"], body["description"]) == (401, "Unauthorized")


@pytest.mark.parametrize("body", [b"{", b"[]", b"[" * 100_000, b'{"text": "\xff"}', b'"a"'])
async def test_a_body_that_is_no_object_is_refused(body, client):
    url = f"{client.base_url}{client.token}/sendMessage"
    response = await client.http.post(url, content=body, headers={"content-type": "application/json"})
    assert response.json()["description"] == "Bad Request: can't parse JSON object"


async def test_a_form_that_is_not_utf8_is_refused(client):
    url = f"{client.base_url}{client.token}/sendMessage"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = await client.http.post(url, content=b"chat_id=1&text=%ff", headers=headers)
    assert response.json()["description"] == "Bad Request: strings must be encoded in UTF-8"
