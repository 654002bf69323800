"""The HTTP face of the pretend Telegram: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import inspect
import json
import math
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.local.errors import ApiError, forbidden, migrated, too_many_requests, unsupported
from bot.local.faults import Fault, Trouble
from bot.local.journal import Call
from bot.local.methods.table import BY_LOWER_NAME, KNOWN, METHODS, Method
from bot.local.params import Params
from bot.local.requests import parse_params, read_params
from bot.local.telegram import LocalTelegram

ABORT = "diemtin.abort"
BROKEN_JSON = b'{"ok":true,"result":{"message_id":'
PROXY_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><hr>nginx</body></html>"


def bot_api(telegram: LocalTelegram) -> Starlette:
    """Return the Bot API of a pretend Telegram as an ASGI application."""

    async def call(request: Request) -> Response:
        return await _Attempt(telegram, request).respond()

    async def download(request: Request) -> Response:
        stored = telegram.files.by_path(request.path_params["path"])
        if request.path_params["token"] != telegram.token or stored is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(stored.upload.content, media_type="application/octet-stream")

    return Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
        ]
    )


class _Attempt:
    """One call on its way: what is known of it so far ends up in the journal."""

    def __init__(self, telegram: LocalTelegram, request: Request) -> None:
        self.telegram = telegram
        self.request = request
        asked: str = request.path_params["method"]
        self.name = BY_LOWER_NAME.get(asked.lower(), asked)  # names are not case-sensitive
        self.values: dict[str, Any] = {}
        self.fault: Fault | None = None
        self.error: ApiError | None = None
        self.took_effect = False

    async def respond(self) -> Response:
        journal = self.telegram.journal
        journal.in_flight += self.name != "getUpdates"
        try:
            response = await self.answer()
            if self.telegram.latency and self.took_effect and self.name != "getUpdates":
                await asyncio.sleep(self.telegram.latency)
            if self.fault is not None:
                response = await self.disturb(self.fault, response)
            self.record(response.status_code)
            return response
        finally:
            journal.in_flight -= self.name != "getUpdates"
            journal.changed()

    async def answer(self) -> Response:
        try:
            method, params = await self.understand()
            self.fault = self.telegram.faults.strike(self.name, self.values.get("chat_id"))
            if self.fault is not None and not self.fault.after_effect:
                if self.fault.trouble is not Trouble.SLOW:
                    return _success(None)
                await asyncio.sleep(self.fault.seconds)
            result = await self.effect(method, params)
        except ApiError as error:
            self.error = error
            return _refusal(error)
        self.took_effect = True
        return _success(result)

    async def understand(self) -> tuple[Method, Params]:
        """Return the method and its parameters. Raises ApiError for a wrong token, method or parameter."""
        if self.request.path_params["token"] != self.telegram.token:
            raise ApiError(401, "Unauthorized")
        self.values = await read_params(self.request)
        method = METHODS.get(self.name)
        if method is None:
            raise unsupported(f"method {self.name}") if self.name in KNOWN else ApiError(404, "Not Found")
        params = parse_params(self.name, method.params, self.values)
        self.values = {name: getattr(params, name) for name in params.model_fields_set}
        return method, params

    async def effect(self, method: Method, params: Params) -> Any:
        """Do what the call asks for, within the rates."""
        if method.sends:
            self.check_rate()
        result = method.answer(self.telegram, params)
        return await result if inspect.isawaitable(result) else result

    def check_rate(self) -> None:
        chat = self.telegram.world.find(self.values["chat_id"])
        if chat is None:
            return
        now = self.telegram.clock()
        paid = self.values.get("allow_paid_broadcast", False)
        retry_after = self.telegram.rates.refuse(chat.id, now, group=chat.is_group, paid=paid)
        if retry_after is not None:
            raise too_many_requests(retry_after)

    async def disturb(self, fault: Fault, response: Response) -> Response:
        """Return what the bot gets instead of its answer."""
        match fault.trouble:
            case Trouble.FLOOD:
                return _refusal(too_many_requests(math.ceil(fault.seconds)))
            case Trouble.BLOCKED:
                return _refusal(forbidden("bot was blocked by the user"))
            case Trouble.MIGRATED:
                return _refusal(migrated(fault.new_chat_id))
            case Trouble.STATUS:
                return _proxy_error(fault.status)
            case Trouble.GARBAGE:
                return Response(BROKEN_JSON, media_type="application/json")
            case Trouble.RESET:
                await _tear_down(self.request)
            case Trouble.SLOW if fault.after_effect:
                await asyncio.sleep(fault.seconds)
        return response

    def record(self, status: int) -> None:
        call = Call(
            self.name,
            self.values,
            self.telegram.clock(),
            status,
            error=self.error.message if self.error else None,
            violation=self.error is not None and self.error.violation,
            fault=self.fault.trouble.value if self.fault else None,
            took_effect=self.took_effect,
        )
        self.telegram.journal.calls.append(call)
        if call.method != "getUpdates":
            verdict = {"violation": call.violation, "fault": call.fault}
            self.telegram.emit("call", None, method=call.method, status=status, error=call.error, **verdict)


async def _tear_down(request: Request) -> None:
    """Reset the connection of a request, where the server lets us; else the answer breaks off."""
    abort = request.scope.get("extensions", {}).get(ABORT)
    if abort is None:
        raise ConnectionResetError("a fault was asked for, and this server cannot reset connections")
    abort()
    await asyncio.sleep(0)


def _proxy_error(status: int) -> Response:
    """Return a 500 as Telegram words it, any other error as a proxy before it does."""
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return _refusal(ApiError(status, "Internal Server Error"))
    phrase = f"{status} {HTTPStatus(status).phrase}"
    return Response(PROXY_PAGE.format(phrase), status_code=status, media_type="text/html")


def _success(result: Any) -> Response:
    return Response(json.dumps({"ok": True, "result": result}), media_type="application/json")


def _refusal(error: ApiError) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.message}
    if error.parameters:
        body["parameters"] = error.parameters
    return Response(json.dumps(body), status_code=error.status, media_type="application/json")
