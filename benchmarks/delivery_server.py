"""A Bot API for the delivery benchmark: the limits of the local one, and little else, so that it keeps up.

The local Bot API (`bot.local`) checks markup and keeps chats, for about 1 ms of CPU time a message: at 1,000
a second it would be what is measured. This one answers from a process of its own, in a fraction of that.
"""

from __future__ import annotations

import asyncio
import json
import math
import multiprocessing as mp
import random
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import uvloop
from aiohttp import web

from bot.local.limits import Limits, RateLimiter

TOKEN = "700000000:a-token-of-the-benchmark-server-00000"
PENALTY = (3, 10)
ME = {"id": 700_000_000, "is_bot": True, "first_name": "Điểm Tin", "username": "diemtin_bot"}
LIMITS = Limits(30, 1000, 1, 20, PENALTY)


@dataclass
class Seen:
    """What the server saw so far; `first` and `last` are the times of accepted messages.

    `closest` are the seconds in which one more arrived than a free bot may send in one.
    """

    copies: Counter[int] = field(default_factory=Counter)
    floods: int = 0
    closest: float = math.inf
    first: float = 0.0
    last: float = 0.0
    cpu: float = 0.0


class _Server:
    """Answers sendMessage within the limits, and getMe.

    What takes time is the way back of `latency` seconds, or where `latency` are two, ways there and back that
    differ from message to message, and take between the two of them together.
    """

    def __init__(self, latency: Sequence[float]) -> None:
        self.seen = Seen()
        self._rates = RateLimiter(LIMITS)
        self._latency = latency
        self._number = 0
        self._arrivals: deque[float] = deque(maxlen=LIMITS.overall_per_second)
        self._random = random.Random(1)

    async def answer(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2].lower()
        if method == "getme":
            return _response(200, {"ok": True, "result": ME})
        if method != "sendmessage":
            return _response(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        asked = await _parameters(request)
        there, back = self._ways()
        await asyncio.sleep(there)
        status, body = self._send(asked)
        await asyncio.sleep(back)
        return _response(status, body)

    def _ways(self) -> tuple[float, float]:
        least, most = self._latency[0] / 2, self._latency[-1] / 2
        if len(self._latency) == 1:
            return 0.0, self._latency[0]
        return self._random.uniform(least, most), self._random.uniform(least, most)

    def _send(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        chat, now = int(asked["chat_id"]), time.monotonic()
        paid = str(asked.get("allow_paid_broadcast", "")).lower() == "true"
        wait = self._rates.refuse(chat, now, group=False, paid=paid)
        if wait is not None:
            self.seen.floods += 1
            told = f"Too Many Requests: retry after {wait}"
            return 429, {
                "ok": False,
                "error_code": 429,
                "description": told,
                "parameters": {"retry_after": wait},
            }
        self.seen.first = self.seen.first or now
        self.seen.last = now
        if len(self._arrivals) == LIMITS.overall_per_second:
            self.seen.closest = min(self.seen.closest, now - self._arrivals[0])
        self._arrivals.append(now)
        self.seen.copies[chat] += 1
        self._number += 1
        return 200, {"ok": True, "result": self._message(chat, asked)}

    def _message(self, chat: int, asked: dict[str, Any]) -> dict[str, Any]:
        message = {
            "message_id": self._number,
            "from": ME,
            "chat": {"id": chat, "first_name": "An", "type": "private"},
            "date": int(time.time()),
            "text": asked["text"],
            "entities": [{"type": "bold", "offset": 0, "length": 20}],
            "link_preview_options": {"is_disabled": True},
        }
        if "reply_markup" in asked:
            message["reply_markup"] = json.loads(asked["reply_markup"])
        return message


async def _parameters(request: web.BaseRequest) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


def _response(status: int, body: dict[str, Any]) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def _serve(pipe: Connection, latency: Sequence[float]) -> None:
    async def serving() -> None:
        server = _Server(latency)
        runner = web.ServerRunner(web.Server(server.answer))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
        await site.start()
        pipe.send(f"http://127.0.0.1:{runner.addresses[0][1]}/bot")
        loop, before = asyncio.get_running_loop(), time.process_time()
        while await loop.run_in_executor(None, pipe.recv):
            server.seen.cpu = time.process_time() - before
            pipe.send(server.seen)
        await runner.cleanup()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serving())


@dataclass(frozen=True)
class ServerHandle:
    """A server in another process."""

    base_url: str
    pipe: Connection

    def look(self) -> Seen:
        """Return what it saw so far."""
        self.pipe.send(True)
        seen: Seen = self.pipe.recv()
        return seen


@contextmanager
def served(latency: Sequence[float]) -> Iterator[ServerHandle]:
    """Run a server while the block runs."""
    here, there = mp.Pipe()
    process = mp.get_context("spawn").Process(target=_serve, args=(there, latency), daemon=True)
    process.start()
    try:
        yield ServerHandle(here.recv(), here)
    finally:
        here.send(False)
        process.join(10)
