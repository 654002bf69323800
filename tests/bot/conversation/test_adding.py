"""Adding: an owner hands in an article, reads the draft, publishes it and takes it back."""

import pytest

from bot.local import LocalTelegram, Persona
from bot.settings import Settings, load_settings

ARTICLE = """Siết kiểm tra an toàn hồ chứa trước mùa mưa

05/06/2024 08:00

Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai tại Hà Nội.

Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024.
"""


@pytest.fixture
def settings(settings: Settings, reader: Persona) -> Settings:
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(reader.person.id,))


async def test_a_pasted_article_becomes_a_draft_that_nobody_else_sees(talk, telegram: LocalTelegram):
    answer = await talk.say(f"/add {ARTICLE}")
    assert "Bản nháp 6." in answer
    assert "Bài không nêu: cơ quan báo chí, tác giả." in answer
    assert "Siết kiểm tra an toàn hồ chứa trước mùa mưa" in answer
    assert "Bộ Công Thương (1)" in answer
    other = Persona(telegram, telegram.person("Minh"))
    assert "Không có bản tóm lược số 6" in (await other.ask("/b6"))["text"]
    assert "Siết kiểm tra" not in (await other.ask("an toan ho chua"))["text"]


async def test_a_published_draft_is_found_at_once_and_gone_when_taken_back(talk):
    await talk.say(f"/add {ARTICLE}")
    assert "rà soát an toàn" in await talk.press("1 nhiệm vụ")
    await talk.press("‹ Bản tóm lược")
    assert "Đã xuất bản: Siết kiểm tra" in await talk.press("Xuất bản")
    published = talk.last
    assert "1. Siết kiểm tra" in await talk.say("an toan ho chua")
    assert "thực hiện 5 nhiệm vụ" in await talk.say("/directives bo cong thuong")
    talk.last = published
    assert "Đã rút" in await talk.press("Rút lại")
    assert "Siết kiểm tra" not in await talk.say("an toan ho chua")


async def test_a_file_with_a_caption_and_a_file_alone_are_read(talk, telegram: LocalTelegram):
    for caption in ("/add", ""):
        telegram.mark_read(talk.persona.chat)
        talk.persona.upload("bai.txt", ARTICLE.encode(), caption=caption)
        assert "Bản nháp 6." in (await telegram.next_message(talk.persona.chat))["text"]


async def test_a_text_is_added_by_replying_to_it(talk):
    sent = talk.persona.send(ARTICLE)
    await talk.persona.telegram.idle()
    assert "Bản nháp 6." in await talk.say("/add", reply_to=sent)


async def test_drafts_are_listed_and_published_by_number(talk):
    assert "Không có bản nháp nào." in await talk.say("/drafts")
    await talk.say(f"/add {ARTICLE}")
    assert "6. Siết kiểm tra" in await talk.say("/drafts")
    assert "Siết kiểm tra" in await talk.press("6")
    assert "Đã xuất bản" in await talk.say("/publish 6")
    assert "Đã rút" in await talk.say("/withdraw 6")
    assert "Không có bản tóm lược số 99" in await talk.say("/publish 99")


@pytest.mark.parametrize(
    "text", ["/add", "/add ngắn quá", "/add http://127.0.0.1/x", "/publish", "/publish x"]
)
async def test_what_cannot_be_added_says_what_can(talk, text):
    answer = await talk.say(text)
    assert "Lỗi ở phía chúng tôi" not in answer
    assert "Bản nháp" not in answer


async def test_a_broken_file_is_refused_with_a_reason(talk, telegram: LocalTelegram):
    telegram.mark_read(talk.persona.chat)
    talk.persona.upload("bai.pdf", b"%PDF-1.4 broken", mime="application/pdf")
    answer = await telegram.next_message(talk.persona.chat, 30)
    assert "Không đọc được." in answer["text"]


async def test_others_cannot_add_publish_or_see_drafts(talk, telegram: LocalTelegram):
    await talk.say(f"/add {ARTICLE}")
    other = Persona(telegram, telegram.person("Minh"))
    for text in (f"/add {ARTICLE}", "/drafts", "/publish 6", "/withdraw 1"):
        assert "Chỉ biên tập viên" in (await other.ask(text))["text"]
    message = await other.ask("/start")
    for data in ("ap:6", "ax:1", "av:6", "ad:6:0"):
        assert "không còn" in str((await other.answered(other.callback(message, data))).text)
    assert "/b1" in (await other.ask("/latest"))["text"]
