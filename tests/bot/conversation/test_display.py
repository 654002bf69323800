"""What Telegram is handed of a screen with a file."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import httpx
from telegram import Bot, Chat, Message
from telegram.request import BaseRequest, RequestData

from bot.conversation.display import Display
from bot.conversation.screen import Attachment, Screen
from bot.metrics import Metrics
from briefs.blocks import document, para

DAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
CONTENT = bytes(range(256)) * 1000
POSTED = {"message_id": 2, "date": 0, "chat": {"id": 7, "type": "private"}}


class Noting(BaseRequest):
    """Takes each request as the transports do, twice: as where the first try is refused with a 429."""

    read_timeout = 5.0

    def __init__(self) -> None:
        self.tries: list[list[bytes]] = []
        self.waits: list[Any] = []

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        assert request_data is not None
        for _ in range(2):
            form: Any = httpx.Request(
                method, url, data=request_data.json_parameters, files=request_data.multipart_data
            )
            self.tries.append(list(form.stream))
        self.waits.append(named["read_timeout"])
        return 200, json.dumps({"ok": True, "result": POSTED}).encode()


async def test_a_file_goes_in_small_pieces_and_from_its_beginning_when_tried_again():
    request = Noting()
    message = Message(1, DAY, Chat(7, "private"))
    message.set_bot(Bot("123:token", request=request, get_updates_request=Noting()))
    screen = Screen(document([para("Tệp")]), attachment=Attachment("a.db", CONTENT))
    await Display(Metrics()).send(message, screen)
    for pieces in request.tries:
        assert max(map(len, pieces)) <= 2**16  # a timeout for writing is one for each of them
        assert CONTENT in b"".join(pieces)
    assert len(request.tries) == 2
    assert request.waits == [60]
