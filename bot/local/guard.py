"""Who may talk to the chat page: this machine's own browser, and no web site through it."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost"})
SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class LoopbackOnly:
    """Refuses requests that reach this server under another name (DNS rebinding) or from another origin.

    A browser sends Origin with every POST, and with no `GET` of the page itself; other programs send none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, with the security headers on its answer, or refuse it with 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _is_ours(Headers(scope=scope)):
            refusal = PlainTextResponse("This server answers to its own page only.", status_code=403)
            await refusal(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self._app(scope, receive, guarded)


def _is_ours(headers: Headers) -> bool:
    host = headers.get("host", "")
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site")
    named = host.rpartition(":")[0] or host
    return (
        named in LOCAL_NAMES
        and (origin is None or origin == f"http://{host}")
        and (site is None or site in ("same-origin", "none"))
    )
