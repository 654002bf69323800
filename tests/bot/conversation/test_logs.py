"""What a conversation leaves in the log: no token, no text of a user, ids only as hashes."""

import asyncio
import json
import logging

import pytest
import sqlalchemy as sa
import structlog

from bot import log as logs
from bot.app import build_bot, running
from bot.local import Fault, LocalTelegram, Persona, Trouble
from bot.services import open_services
from briefs.store.schema import saved_queries

QUERY, SECOND = "kế hoạch mật của tôi", "xưởng gỗ bí mật"


class Written:
    """What was written to standard error so far."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._text = ""

    def getvalue(self) -> str:
        self._text += self._capsys.readouterr().err
        return self._text


@pytest.fixture
def stderr(capsys: pytest.CaptureFixture[str]):
    """Standard error as the log sees it; logging is put back afterwards."""
    root, names = logging.getLogger(), ("", *logs._OURS, *logs._QUIET)
    handlers, levels = root.handlers[:], {name: logging.getLogger(name).level for name in names}
    yield Written(capsys)
    root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


async def converse(settings, telegram: LocalTelegram, reader: Persona) -> None:
    """Search, follow, fail at Telegram and fail at the database."""
    async with open_services(settings) as services:
        await services.seed_if_empty()
        async with running(build_bot(services), asyncio.Event()):
            await reader.ask(QUERY)
            await reader.ask(f"/subscribe {QUERY} 07:30")
            telegram.faults.add(Fault(Trouble.STATUS, method="sendMessage", times=1, status=502))
            reader.send(QUERY)
            await telegram.idle()
            async with services.database.write() as tx:
                await tx.execute(sa.schema.DropTable(saved_queries))
            assert "Lỗi ở phía chúng tôi" in (await reader.ask(SECOND))["text"]


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_a_conversation_leaves_no_token_and_no_text(level, settings, telegram, reader, stderr):
    logs.configure(level, as_json=True, key=b"a key")
    await converse(settings, telegram, reader)
    events = [json.loads(line) for line in stderr.getvalue().splitlines()]
    assert sum(event["event"] == "update.failed" for event in events) == 2
    assert any("no such table" in event.get("exception", "") for event in events)
    secret = telegram.token.partition(":")[2]
    for text in (secret, QUERY, SECOND, "mật"):
        assert text not in stderr.getvalue()


async def test_ids_are_hashed_unless_debugging(settings, telegram, reader, stderr):
    logs.configure("INFO", as_json=True, key=b"a key")
    await converse(settings, telegram, reader)
    assert '"chat": "#' in stderr.getvalue()
    assert str(reader.chat.id) not in stderr.getvalue()


def logged(stderr: Written, level: str, key: bytes, event: str, **values) -> dict:
    logs.configure(level, as_json=True, key=key)
    structlog.get_logger("bot.test").error(event, **values)
    return json.loads(stderr.getvalue().splitlines()[-1])


def test_equal_ids_have_equal_hashes_under_one_key(stderr):
    one = logged(stderr, "INFO", b"key", "x", chat=-1001234567890)["chat"]
    assert one == logged(stderr, "INFO", b"key", "x", chat="-1001234567890")["chat"]
    assert one != logged(stderr, "INFO", b"another", "x", chat=-1001234567890)["chat"]
    assert logged(stderr, "DEBUG", b"key", "x", chat=-1001234567890)["chat"] == -1001234567890


def test_an_id_in_the_words_of_an_error_is_hashed_too(stderr):
    found = logged(stderr, "INFO", b"key", "x", error="Group migrated. New chat id: -1001234567890")
    assert "1001234567890" not in found["error"]
    assert found["timestamp"].startswith("20")


def test_libraries_never_log_below_info(stderr):
    logs.configure("DEBUG", as_json=True)
    logging.getLogger("telegram.ext.ExtBot").debug("sendMessage with text %s", QUERY)
    logging.getLogger("telegram.ext.Application").info("Application started")
    assert [json.loads(line)["event"] for line in stderr.getvalue().splitlines()] == ["Application started"]


def test_logs_for_people_are_plain_lines(stderr):
    logs.configure("INFO", as_json=False)
    structlog.get_logger("bot.test").info("bot.started", url="https://api.telegram.org/bot123456:" + "A" * 35)
    assert "bot.started" in stderr.getvalue()
    assert "A" * 35 not in stderr.getvalue()


def test_errors_for_people_show_no_values_of_variables(stderr):
    logs.configure("INFO", as_json=False)
    text = QUERY
    try:
        raise LookupError(str(len(text)))
    except LookupError:
        structlog.get_logger("bot.test").exception("broken")
    assert "LookupError: 20" in stderr.getvalue()
    assert QUERY not in stderr.getvalue()
