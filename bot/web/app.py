"""Health, metrics and webhook as one Starlette application."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE

MAX_UPDATE_BYTES = 1_000_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (Bot API, setWebhook: the header's name)

Take = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the bot can do its work; `checks` says of each part what was seen."""

    ready: bool
    checks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates, the secret that comes with them, and what takes them."""

    path: str
    secret: str
    take: Take

    async def answer(self, request: Request) -> Response:
        """Take one update; whoever does not know the secret gets nowhere."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return PlainTextResponse("wrong secret", status_code=403)
        update = await _update(request)
        if update is None:
            return PlainTextResponse("not an update", status_code=400)
        await self.take(update)
        return PlainTextResponse("ok")


def web_app(
    readiness: Callable[[], Awaitable[Readiness]],
    metrics: Callable[[], Awaitable[bytes]],
    webhook: Webhook | None = None,
) -> Starlette:
    """Return the application: /healthz (the process answers), /readyz (it can work), /metrics and webhook.

    `metrics` gives the text that Prometheus reads.
    """

    async def health(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def ready(request: Request) -> Response:
        seen = await readiness()
        return JSONResponse(dict(seen.checks), status_code=200 if seen.ready else 503)

    async def measured(request: Request) -> Response:
        return Response(await metrics(), media_type=CONTENT_TYPE)

    routes = [Route("/healthz", health), Route("/readyz", ready), Route("/metrics", measured)]
    if webhook is not None:
        routes.append(Route(webhook.path, webhook.answer, methods=["POST"]))
    return Starlette(routes=routes)


async def _update(request: Request) -> dict[str, Any] | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_UPDATE_BYTES:
            return None
    try:
        update = json.loads(body)
    except ValueError:
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None
