"""Logging: structlog for ours, the same form for the libraries'; no tokens and no texts of users.

Libraries are never logged below INFO: at DEBUG python-telegram-bot writes whole updates and requests, and
aiosqlite whole statements. Ids of chats and people appear as keyed hashes, in the clear only at DEBUG.
"""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
"""A bot token as the Bot API writes it: the bot's id, a colon and a secret."""

_ID = re.compile(r"(?<![\w.:-])-?\d{8,}(?![\w.:-])")
"""A number as long as those of people and chats, standing alone."""

_ID_FIELDS = frozenset({"chat", "user"})
_OURS = ("bot", "briefs")
_QUIET = ("httpx", "httpcore", "apscheduler", "alembic", "uvicorn.access", "sqlalchemy", "aiosqlite")

Event = MutableMapping[str, Any]


def redact(text: str) -> str:
    """Return the text with bot tokens taken out."""
    return _TOKEN.sub("<token>", text)


def configure(level: str, *, as_json: bool, key: bytes = b"") -> None:
    """Send all logs to standard error, as lines for people or as JSON lines for machines.

    `key` makes the hashes of ids the same over restarts and replicas; without one they hold for this process.
    """
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    hiding = [] if level == "DEBUG" else [_IdHider(key or secrets.token_bytes(32))]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            _redact_event,
            *hiding,
            _renderer(as_json=as_json),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    _set_levels(level)


def _renderer(*, as_json: bool) -> structlog.types.Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    # Not structlog's default, which prints the values of local variables: texts and tokens among them.
    plain = structlog.dev.plain_traceback
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)


def _set_levels(level: str) -> None:
    number = logging.getLevelName(level)
    logging.getLogger().setLevel(max(logging.INFO, number))
    for name in _OURS:
        logging.getLogger(name).setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, number))


def _redact_event(_: Any, __: str, event: Event) -> Event:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = redact(value)
    return event


class _IdHider:
    """Puts a keyed hash in the place of every id."""

    def __init__(self, key: bytes) -> None:
        self._key = hashlib.blake2b(key, digest_size=32).digest()

    def __call__(self, _: Any, __: str, event: Event) -> Event:
        for name, value in event.items():
            if name in _ID_FIELDS and value is not None:
                event[name] = self._hash(str(value))
            elif isinstance(value, str):
                event[name] = _ID.sub(lambda match: self._hash(match[0]), value)
        return event

    def _hash(self, number: str) -> str:
        return f"#{hashlib.blake2b(number.encode(), key=self._key, digest_size=5).hexdigest()}"
