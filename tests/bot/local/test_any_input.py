"""Whatever is sent, the answer is JSON that says yes or why not."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlencode

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.local import LocalTelegram, Persona, bot_api
from bot.local.methods.table import METHODS

READER = 5
TEXT = st.text(max_size=30)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([READER, 1, 2, -1, 0, 10**30]),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXT,
    st.sampled_from(["HTML", "<b>", "<b>a</b>", "@kenh", "attach://x", '{"a":1}', "[[", "t.me", "\ud800"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
WAITING = {"getUpdates", "setWebhook"}


@st.composite
def calls(draw):
    name = draw(st.sampled_from(sorted(set(METHODS) - WAITING)))
    fields = sorted(METHODS[name].params.model_fields) or ["x"]
    params = draw(st.dictionaries(st.sampled_from([*fields, "x"]), VALUES, max_size=len(fields) + 1))
    return name, params | ({"chat_id": READER} if "chat_id" in fields and draw(st.booleans()) else {})


def answer(method, **request):
    async def ask():
        telegram = LocalTelegram("1:token")
        reader = Persona(telegram, telegram.person("Lan", user_id=READER))
        reader.send("/start")
        transport = httpx.ASGITransport(bot_api(telegram))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.post(f"/bot1:token/{method}", **request)

    return asyncio.run(ask())


def check(response):
    body = response.json()
    assert body["ok"] is (response.status_code == 200)
    assert body["ok"] or body["description"]


@settings(deadline=None, max_examples=150)
@given(calls())
def test_any_json_is_answered(call):
    name, params = call
    headers = {"content-type": "application/json"}
    check(answer(name, content=json.dumps(params), headers=headers))


@settings(deadline=None, max_examples=50)
@given(calls())
def test_any_form_is_answered(call):
    name, params = call
    form = urlencode({key: json.dumps(value) for key, value in params.items()})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    check(answer(name, content=form, headers=headers))


@settings(deadline=None, max_examples=50)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "text/plain",
            "",
        ]
    ),
)
def test_any_bytes_are_answered(body, kind):
    check(answer("sendMessage", content=body, headers={"content-type": kind}))
