"""Receiving updates, answering presses, and files (Bot API, "Getting updates" and answer methods)."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from bot.local import params as p
from bot.local.errors import bad_request, unsupported, violation
from bot.local.files import MAX_DOWNLOAD
from bot.local.keyboards import check_markup
from bot.local.telegram import CallbackAnswer, LocalTelegram, Query
from bot.local.updates import Update, Webhook

MAX_ANSWER = 200  # answerCallbackQuery: 0-200 characters
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def get_updates(telegram: LocalTelegram, params: p.GetUpdates) -> list[Update]:
    """Bot API: getUpdates."""
    telegram.updates.allow(params.allowed_updates)
    return await telegram.updates.fetch(params.offset, params.limit, params.timeout)


def set_webhook(telegram: LocalTelegram, params: p.SetWebhook) -> bool:
    """Bot API: setWebhook. Plain HTTP is taken for loopback addresses, where Telegram wants HTTPS."""
    if params.certificate is not None or params.ip_address is not None:
        raise unsupported("certificate and ip_address of a webhook")
    if params.url:
        _check_webhook(params.url)
    _drop(telegram, drop=params.drop_pending_updates)
    telegram.updates.allow(params.allowed_updates)
    telegram.updates.post_to(Webhook(params.url, params.secret_token, params.max_connections))
    return True


def _check_webhook(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    try:
        local = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        local = False
    if parts.scheme != "http" or not local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def _drop(telegram: LocalTelegram, *, drop: bool) -> None:
    if drop:
        telegram.updates.forget()


def delete_webhook(telegram: LocalTelegram, params: p.DeleteWebhook) -> bool:
    """Bot API: deleteWebhook."""
    _drop(telegram, drop=params.drop_pending_updates)
    telegram.updates.post_to(Webhook())
    return True


def get_webhook_info(telegram: LocalTelegram, params: p.Nothing) -> dict[str, Any]:
    """Bot API: getWebhookInfo."""
    del params
    hook = telegram.updates.webhook
    info: dict[str, Any] = {"url": hook.url, "has_custom_certificate": False}
    info["pending_update_count"] = len(telegram.updates.pending)
    if hook.url:
        info["max_connections"] = hook.max_connections
    if hook.last_error:
        info |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error}
    return info


def answer_callback_query(telegram: LocalTelegram, params: p.AnswerCallbackQuery) -> bool:
    """Bot API: answerCallbackQuery."""
    query = _open_query(telegram, params.callback_query_id)
    if len(params.text or "") > MAX_ANSWER:
        raise violation("MESSAGE_TOO_LONG")
    if params.url is not None and not _opens_bot(telegram, params.url):
        raise violation("URL_INVALID")
    query.answer = CallbackAnswer(params.text or None, params.show_alert, params.url)
    answer = {"text": params.text, "show_alert": params.show_alert, "url": params.url}
    telegram.emit("answer", query.chat, query_id=query.id, user_id=query.person.id, **answer)
    return True


def _open_query(telegram: LocalTelegram, query_id: str) -> Query:
    query = telegram.queries.get(query_id)
    if query is None or telegram.clock() - query.asked > telegram.query_seconds:
        raise bad_request(TOO_OLD)
    if query.answer is not None or query.results is not None:
        raise violation("the query was answered before; answer each one once")
    return query


def _opens_bot(telegram: LocalTelegram, url: str) -> bool:
    """Whether a link is one that an answer may open: t.me/your_bot?start=XXXX."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    path = parts.path.strip("/").lower()
    return parts.hostname in ("t.me", "telegram.me") and path == (telegram.bot.username or "").lower()


def answer_inline_query(telegram: LocalTelegram, params: p.AnswerInlineQuery) -> bool:
    """Bot API: answerInlineQuery."""
    query = _open_query(telegram, params.inline_query_id)
    ids = [result.id for result in params.results]
    if len(set(ids)) != len(ids) or not all(1 <= len(i.encode()) <= 64 for i in ids):
        raise violation("RESULT_ID_INVALID: ids of results are unique and have 1-64 bytes")
    for result in params.results:
        check_markup(result.reply_markup)
    query.results = [result.model_dump(exclude_none=True) for result in params.results]
    telegram.emit("answer", None, query_id=query.id, user_id=query.person.id)
    return True


def get_file(telegram: LocalTelegram, params: p.GetFile) -> dict[str, Any]:
    """Bot API: getFile."""
    stored = telegram.files.by_id(params.file_id)
    size = len(stored.upload.content)
    if size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": size,
        "file_path": stored.path,
    }


def log_out(telegram: LocalTelegram, params: p.Nothing) -> bool:
    """Bot API: logOut and close; nothing has to be done for either here."""
    del telegram, params
    return True
