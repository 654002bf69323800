"""The chat page and the small API behind it: what a Telegram app would do, in the browser on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.local.api import bot_api
from bot.local.cast import Cast
from bot.local.errors import ApiError
from bot.local.faults import Fault, Trouble
from bot.local.guard import LoopbackOnly
from bot.local.personas import Persona
from bot.local.telegram import Event, LocalTelegram
from bot.local.world import ADMINS, Chat, Message, Topic

PAGE = Path(__file__).parent / "page"
HISTORY = 200
PRESS_SECONDS = 15.0
KEEP_ALIVE_SECONDS = 15.0
MakeDue = Callable[[int], Awaitable[str]]

# The switches of the developer drawer.
TROUBLES: dict[str, Fault] = {
    "slow": Fault(Trouble.SLOW, method="[!g]*", seconds=2.0),
    "status": Fault(Trouble.STATUS, method="[!g]*", status=502),
    "flood": Fault(Trouble.FLOOD, method="send*", seconds=5),
    "lost": Fault(Trouble.RESET, method="send*", after_effect=True, rate=0.5),
    "outage": Fault(Trouble.RESET),
}


def local_chat(telegram: LocalTelegram, cast: Cast, *, on_make_due: MakeDue) -> Starlette:
    """Return the chat page and the Bot API as one ASGI application.

    `on_make_due` gets a chat id, makes that chat's digest due now and returns what to tell the person.
    """
    page = LocalChat(telegram, cast, on_make_due)
    return Starlette(
        routes=[
            Route("/", page.index),
            Mount("/page", StaticFiles(directory=PAGE)),
            Mount("/chat", routes=page.routes()),
            Mount("/", bot_api(telegram)),
        ],
        middleware=[Middleware(LoopbackOnly)],
    )


class LocalChat:
    """The API of the page: everything is said as one of the cast's personas."""

    def __init__(self, telegram: LocalTelegram, cast: Cast, on_make_due: MakeDue) -> None:
        self._telegram = telegram
        self._cast = cast
        self._on_make_due = on_make_due
        self._personas = {persona.person.id: persona for persona in cast.personas}

    def routes(self) -> list[Route]:
        """Return the routes under `/chat`."""
        posts = {
            "send": self.send,
            "edit": self.edit,
            "forward": self.forward,
            "press": self.press,
            "upload": self.upload,
            "share": self.share,
            "block": self.block,
            "due": self.due,
            "trouble": self.trouble,
        }
        return [
            Route("/state", self.state),
            Route("/history", _answering(self.history)),
            Route("/events", self.events),
            Route("/file/{file_id}", self.download),
            *(Route(f"/{name}", _answering(post), methods=["POST"]) for name, post in posts.items()),
        ]

    async def index(self, request: Request) -> Response:
        """Serve the page."""
        del request
        return FileResponse(PAGE / "index.html")

    async def state(self, request: Request) -> Response:
        """Tell who there is, and the chats of each."""
        del request
        menus, bot = self._telegram.menus, self._telegram.bot
        return JSONResponse(
            {
                "bot": {
                    "id": bot.id,
                    "username": bot.username,
                    "name": menus.text("name", "vi") or bot.first_name,
                    "description": menus.text("description", "vi"),
                },
                "personas": [self._persona_json(persona) for persona in self._cast.personas],
                "troubles": {name: fault in self._telegram.faults.active for name, fault in TROUBLES.items()},
            }
        )

    def _persona_json(self, persona: Persona) -> dict[str, Any]:
        chats = [chat for chat in self._telegram.world.chats.values() if _sees(persona, chat)]
        return {
            "id": persona.person.id,
            "name": persona.person.first_name,
            "chats": [self._chat_json(persona, chat) for chat in chats],
        }

    def _chat_json(self, persona: Persona, chat: Chat) -> dict[str, Any]:
        return {
            "id": chat.id,
            "type": chat.type,
            "title": chat.title,
            "admin": chat.members.get(persona.person.id) in ADMINS,
            "blocked": chat.bot == "kicked",
            "topics": [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()],
            "last": next(reversed(chat.messages.values()), None),
        }

    async def history(self, query: dict[str, Any]) -> Any:
        """Return the last messages of a chat, its command menu and the reply keyboard in force."""
        persona, chat = self._who_and_where(query)
        return {
            "messages": list(chat.messages.values())[-HISTORY:],
            "commands": self._telegram.menus.seen_by(persona.person, chat),
            "keyboard": chat.keyboard,
        }

    async def events(self, request: Request) -> Response:
        """Stream what happens, as server-sent events."""
        del request
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[Event] = asyncio.Queue()
        stop = self._telegram.listen(queue.put_nowait)
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event["kind"] == "closed":
                    return
                yield f"data: {json.dumps(event)}\n\n"
        finally:
            stop()

    async def send(self, body: dict[str, Any]) -> Any:
        """Say something."""
        persona, chat = self._who_and_where(body)
        reply_to = self._message(chat, body["reply_to"]) if body.get("reply_to") else None
        return persona.send(str(body["text"]), chat, reply_to=reply_to, topic=self._topic(chat, body))

    async def edit(self, body: dict[str, Any]) -> Any:
        """Change something one has said."""
        persona, chat = self._who_and_where(body)
        message = self._message(chat, body["message_id"])
        if message.get("from", {}).get("id") != persona.person.id or "text" not in message:
            raise HTTPException(403, "Only your own texts can be edited.")
        return persona.edit(message, str(body["text"]))

    async def forward(self, body: dict[str, Any]) -> Any:
        """Pass a message on to the bot."""
        persona, chat = self._who_and_where(body)
        return persona.forward(self._message(chat, body["message_id"]))

    async def press(self, body: dict[str, Any]) -> Any:
        """Press a button and return the bot's answer."""
        persona, chat = self._who_and_where(body)
        message = self._message(chat, body["message_id"])
        try:
            answer = await persona.press(message, str(body["data"]), seconds=PRESS_SECONDS)
        except TimeoutError:
            raise HTTPException(504, "The bot did not answer the button.") from None
        return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}

    async def upload(self, body: dict[str, Any]) -> Any:
        """Send a file."""
        persona, chat = self._who_and_where(body)
        file = body.get("file")
        if not isinstance(file, UploadFile):
            raise HTTPException(400, "There is no file.")
        content, mime = await file.read(), file.content_type or "application/octet-stream"
        caption = str(body.get("caption", ""))
        topic = self._topic(chat, body)
        return persona.upload(file.filename or "file", content, mime, caption=caption, chat=chat, topic=topic)

    async def share(self, body: dict[str, Any]) -> Any:
        """Answer a button that asks for a chat."""
        persona, chat = self._who_and_where(body)
        return persona.share_chat(int(body["request_id"]), chat)

    async def block(self, body: dict[str, Any]) -> Any:
        """Block or unblock the bot."""
        persona = self._persona(body)
        persona.block() if body["blocked"] else persona.unblock()

    async def due(self, body: dict[str, Any]) -> Any:
        """Make the digest of a chat due now."""
        _, chat = self._who_and_where(body)
        return {"text": await self._on_make_due(chat.id)}

    async def trouble(self, body: dict[str, Any]) -> Any:
        """Switch a fault of the developer drawer on or off."""
        fault = TROUBLES[body["name"]]
        if body["on"]:
            self._telegram.faults.add(fault)
        else:
            self._telegram.faults.remove(fault)

    async def download(self, request: Request) -> Response:
        """Return a file that was sent, as an attachment."""
        try:
            upload = self._telegram.files.by_id(request.path_params["file_id"]).upload
        except ApiError:
            raise HTTPException(404) from None
        name = f"attachment; filename*=UTF-8''{quote(upload.name, safe='')}"
        headers = {"content-disposition": name}
        return Response(upload.content, media_type="application/octet-stream", headers=headers)

    def _persona(self, body: Any) -> Persona:
        return self._personas[int(body["as"])]

    def _who_and_where(self, body: Any) -> tuple[Persona, Chat]:
        persona, chat = self._persona(body), self._telegram.world.chats[int(body["chat"])]
        if not _sees(persona, chat):
            raise HTTPException(403, "Not a member of this chat.")
        return persona, chat

    def _message(self, chat: Chat, message_id: Any) -> Message:
        return chat.messages[int(message_id)]

    def _topic(self, chat: Chat, body: Any) -> Topic | None:
        return chat.topics[int(body["topic"])] if body.get("topic") else None


def _sees(persona: Persona, chat: Chat) -> bool:
    return chat.migrated_to is None and chat.members.get(persona.person.id) in ("member", *ADMINS)


def _answering(
    answer: Callable[[dict[str, Any]], Awaitable[Any]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint: a query, JSON or a form in, JSON out, a clear error for what does not fit."""

    async def endpoint(request: Request) -> Response:
        try:
            if request.method == "GET":
                return JSONResponse(await answer(dict(request.query_params)))
            if request.headers.get("content-type", "").startswith("multipart/form-data"):
                async with request.form() as form:
                    return JSONResponse(await answer(dict(form)))
            return JSONResponse(await answer(await request.json()))
        except ApiError as error:
            return JSONResponse({"error": error.message}, status_code=400)
        except (KeyError, TypeError, ValueError, LookupError) as error:
            return JSONResponse({"error": f"Nothing there: {error}"}, status_code=400)

    return endpoint
