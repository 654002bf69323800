"""The page answers to this machine's own browser, and to nobody through it."""

from __future__ import annotations

import httpx
import pytest

from bot.local import LocalServer, demo_cast, local_chat


async def nothing_due(chat_id: int) -> str:
    return f"không có gì cho {chat_id}"


@pytest.fixture
async def page(telegram):
    app = local_chat(telegram, demo_cast(telegram), on_make_due=nothing_due)
    async with (
        LocalServer(telegram, app) as server,
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:80", "origin": "http://evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": ""},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/chat/state", "/page/chat.js", "/botx/getMe"])
async def test_other_names_and_origins_are_refused(headers, path, page):
    assert (await page.get(path, headers=headers)).status_code == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_the_own_page_may_ask(name, page):
    host = f"{name}:{page.base_url.port}"
    headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    assert (await page.get("/chat/state", headers=headers)).status_code == 200


async def test_the_page_may_run_only_its_own_scripts(page):
    response = await page.get("/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("send", {}),
        ("send", {"as": 1, "chat": 2, "text": "a"}),
        ("send", {"as": 100_000_001, "chat": 100_000_001, "text": "  "}),
        ("send", {"as": 100_000_001, "chat": 100_000_001, "text": "a", "topic": 9}),
        ("press", {"as": 100_000_001, "chat": 100_000_001, "message_id": 9, "data": "x"}),
        ("trouble", {"name": "unheard of", "on": True}),
        ("edit", [1]),
    ],
)
async def test_what_does_not_fit_is_refused_with_a_reason(path, body, page):
    response = await page.post(f"/chat/{path}", json=body)
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize("query", ["", "?as=1&chat=2", "?as=x&chat=y", "?as=100000001&chat=5"])
async def test_a_chat_that_is_not_there_is_no_crash(query, page):
    assert (await page.get(f"/chat/history{query}")).status_code == 400


async def test_a_persona_reads_and_writes_only_chats_of_its_own(page):
    foreign = {"as": 100_000_001, "chat": 100_000_002, "text": "a"}
    assert (await page.post("/chat/send", json=foreign)).status_code == 403
    assert (
        await page.get("/chat/history", params={"as": 100_000_001, "chat": 100_000_002})
    ).status_code == 403


async def test_a_file_is_never_shown_as_a_page(page):
    who = {"as": "100000001", "chat": "100000001"}
    sent = await page.post("/chat/upload", data=who, files={"file": ("x.html", b"<script>", "text/html")})
    file = await page.get(f"/chat/file/{sent.json()['document']['file_id']}")
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["x-content-type-options"] == "nosniff"
