"""What Telegram refuses in keyboards (Bot API, InlineKeyboardButton and CopyTextButton)."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.local.errors import violation
from bot.local.objects import InlineKeyboardButton, InlineKeyboardMarkup, ReplyMarkup

MAX_BUTTONS = 100  # more are dropped without an error by Telegram
MAX_ROW = 8  # likewise
MAX_DATA_BYTES = 64  # callback_data: 1-64 bytes
MAX_COPY_TEXT = 256  # CopyTextButton.text: 1-256 characters
DECORATION = {"text", "icon_custom_emoji_id", "style"}


def check_markup(markup: ReplyMarkup | None) -> None:
    """Raise ApiError where a keyboard breaks a limit of Telegram."""
    if isinstance(markup, InlineKeyboardMarkup):
        _check_shape([len(row) for row in markup.inline_keyboard])
        for row in markup.inline_keyboard:
            for button in row:
                _check_button(button)


def _check_shape(rows: list[int]) -> None:
    if sum(rows) > MAX_BUTTONS:
        raise violation(f"reply markup is too long: {sum(rows)} buttons, at most {MAX_BUTTONS}")
    if rows and max(rows) > MAX_ROW:
        raise violation(f"reply markup is too wide: {max(rows)} buttons in a row, at most {MAX_ROW}")
    if 0 in rows:
        raise violation("reply markup has an empty row")


def _check_button(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise violation("can't parse inline keyboard button: text must be non-empty")
    actions = button.model_fields_set - DECORATION
    if len(actions) != 1:
        raise violation(f"button {button.text!r} must have exactly one action, has {sorted(actions)}")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MAX_DATA_BYTES:
        raise violation(f"BUTTON_DATA_INVALID: {len(button.callback_data.encode())} bytes in {button.text!r}")
    if button.copy_text and not 1 <= len(button.copy_text.text) <= MAX_COPY_TEXT:
        raise violation(f"BUTTON_COPY_TEXT_INVALID: {len(button.copy_text.text)} characters")
    if button.url is not None and not _is_link(button.url):
        raise violation(f"BUTTON_URL_INVALID: inline keyboard button URL {button.url!r} is invalid")


def _is_link(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "tg") and bool(parts.netloc)
