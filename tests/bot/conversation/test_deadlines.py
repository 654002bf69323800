"""What is due soon: listed by day, of all or of one body, and asked for in plain words."""

import datetime as dt

import pytest

from briefs.model import Article, Body, BriefContent, Deadline, Directive

INDUSTRY = Body("Bộ Công Thương", "agency:bo-cong-thuong")
AN_GIANG = Body("UBND tỉnh An Giang", "place:an-giang")
TITLE = "Kết luận về xuất khẩu"


@pytest.fixture
async def due(bot):
    """A brief whose duties are due today, in the week to come, and were due three days ago."""
    now = bot.services.now()
    told = [("ba", INDUSTRY, 6), ("hai", AN_GIANG, 5), ("một", INDUSTRY, 0), ("không", INDUSTRY, -3)]
    duties = tuple(Directive(f"việc {name}", lead=body, deadline=on(bot, days)) for name, body, days in told)
    await bot.services.briefs.put(BriefContent(TITLE, Article(TITLE), directives=duties), now=now)


def on(bot, days: int) -> Deadline:
    day = bot.services.today() + dt.timedelta(days=days)
    return Deadline(f"trước ngày {day:%d/%m/%Y}", day)


def listed(answer: str) -> list[str]:
    return [line.split(". Việc ")[1] for line in answer.split("\n") if ". Việc " in line]


async def test_what_is_due_from_today_on_is_listed_the_soonest_first(talk, due):
    answer = await talk.say("/deadlines")
    assert answer.startswith("3 nhiệm vụ có hạn từ hôm nay trở đi\n")
    assert listed(answer) == ["một", "hai", "ba"]
    assert "Chủ trì: UBND tỉnh An Giang · Thời hạn: trước ngày " in answer
    assert (await talk.press("/b6")).startswith(TITLE)
    assert await talk.press("‹ Quay lại") == answer


async def test_what_was_due_is_a_button_away(talk, due):
    ahead = await talk.say("/hanchot")
    passed = await talk.press("Đã qua hạn (2)")
    assert "đã qua 3 ngày" in passed
    assert listed(passed) == ["không"]
    assert "Của một cơ quan, địa phương: /overdue bo cong thuong" in passed
    assert await talk.press("Sắp đến hạn") == ahead
    assert await talk.say("việc nào quá hạn?") == await talk.say("/quahan") == passed
    assert listed(await talk.say("/overdue bo cong thuong")) == ["không"]


async def test_deadlines_of_one_body_are_asked_for_by_its_name_or_from_its_duties(talk, due):
    answer = await talk.say("/deadlines bo cong thuong")
    assert answer.startswith("Bộ Công Thương: 2 nhiệm vụ có hạn từ hôm nay trở đi\n")
    assert listed(answer) == ["một", "ba"]
    assert await talk.say("việc sắp đến hạn của Bộ Công Thương?") == answer
    assert (await talk.press("Nhiệm vụ: Bộ Công Thương")).startswith("Bộ Công Thương: chủ trì")
    assert await talk.press("Theo thời hạn") == answer
    assert listed(await talk.press("Của tất cả cơ quan")) == ["một", "hai", "ba"]


@pytest.mark.parametrize(
    ("asked", "command"),
    [
        ("nhiệm vụ của Bộ Công Thương sắp đến hạn", "/deadlines bo cong thuong"),
        ("deadline an giang", "/deadlines an giang"),
        ("/deadlines của an giang tuần này", "/deadlines an giang"),
        ("tuần này phải làm gì", "/deadlines"),
        ("/search bo cong thuong qua han gi", "/overdue bo cong thuong"),
    ],
)
async def test_what_is_due_is_asked_for_in_plain_words(talk, due, asked, command):
    assert listed(answer := await talk.say(asked))
    assert answer == await talk.say(command)


async def test_what_a_deadline_of_an_article_is_about_is_searched_for(talk, due):
    assert "nào nói về “gia hạn visa”" in await talk.say("gia hạn visa")
    assert "nào nói về “việc cấp phép”" in await talk.say("hạn chót của việc cấp phép")


async def test_how_much_is_due_this_week_and_month_is_said_first(talk, bot, due):
    week, nearer = (await talk.say("/deadlines")).splitlines()[1], await talk.say("/deadlines an giang")
    today = bot.services.today()
    assert week.startswith(f"Tuần này: {1 + sum(today.weekday() + days < 7 for days in (5, 6))} · tuần sau: ")
    assert f" · tháng này: {int((today + dt.timedelta(days=5)).month == today.month)}\n" in nearer
    assert "Tuần này" not in await talk.say("/overdue")


async def test_what_names_no_body_leads_to_the_briefs_on_it(talk, due):
    assert "tên “halal”" in await talk.say("/deadlines halal")
    assert "Bản tóm lược về “halal”" in talk.buttons
    assert listed(await talk.press("Sắp đến hạn")) == ["một", "hai", "ba"]


async def test_long_lists_of_deadlines_turn_pages(talk, bot):
    duties = tuple(Directive(f"việc {n}", deadline=on(bot, n)) for n in range(8))
    content = BriefContent("Tin", Article("Tin"), directives=duties)
    await bot.services.briefs.put(content, now=bot.services.now())
    assert listed(await talk.say("sắp đến hạn")) == [str(n) for n in range(6)]
    assert listed(await talk.press("›")) == ["6", "7"]
    assert "‹" in talk.buttons


async def test_nothing_due_is_said(talk):
    assert (await talk.say("hạn chót tháng này")).startswith("Chưa có nhiệm vụ nào có hạn từ hôm nay trở đi")
    answer = await talk.say("/overdue bo cong thuong")
    assert answer.startswith("Bộ Công Thương: chưa có nhiệm vụ nào qua hạn\nChỉ liệt kê nhiệm vụ có ngày, ")


async def test_duties_whose_deadline_names_no_day_lead_to_no_empty_list(talk):
    answer = await talk.say("/directives bo ngoai giao")
    assert "Thời hạn: Từ nay đến cuối năm" in answer  # of a source without date
    assert "Theo thời hạn" not in talk.buttons
