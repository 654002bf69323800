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
    assert "Của một nơi, trong một tháng, quý, năm: /overdue bo cong thuong " in passed
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


FIXED = [("ba", AN_GIANG, "2025-12-31"), ("hai", INDUSTRY, "2025-11-30"), ("một", INDUSTRY, "2023-06-30")]


@pytest.fixture
async def fixed(bot):
    """A brief whose duties were due on three days of years gone by."""
    days = [(f"việc {name}", body, dt.date.fromisoformat(day)) for name, body, day in FIXED]
    duties = tuple(Directive(name, lead=body, deadline=Deadline(f"{day}", day)) for name, body, day in days)
    content = BriefContent(TITLE, Article(TITLE), directives=duties)
    await bot.services.briefs.put(content, now=bot.services.now())


@pytest.mark.parametrize(
    ("asked", "heading", "names"),
    [
        ("việc đến hạn 31/12/2025", "Hạn ngày 31/12/2025: 1 nhiệm vụ", ["ba"]),
        ("hạn chót tháng 11/2025", "Hạn trong tháng 11/2025: 1 nhiệm vụ", ["hai"]),
        ("/deadlines quý 4/2025", "Hạn trong quý 4/2025: 2 nhiệm vụ", ["ba", "hai"]),
        ("/hanchot 2025", "Hạn trong năm 2025: 2 nhiệm vụ", ["ba", "hai"]),
        ("den han quy 4 nam 2025 cua bo cong thuong", "Bộ Công Thương, hạn trong quý 4/2025: 1", ["hai"]),
        ("/overdue an giang 12/2025", "An Giang, hạn trong tháng 12/2025: 1 nhiệm vụ", ["ba"]),
        ("nhiệm vụ phải xong trước 30/6/2023", "Hạn đến 30/06/2023: 1 nhiệm vụ", ["một"]),
        ("quá hạn từ 1/1/2025 đến 30/11/2025", "Hạn từ 01/01/2025 đến 30/11/2025: 1 nhiệm vụ", ["hai"]),
    ],
)
async def test_what_was_due_in_a_period_is_listed_and_marked(talk, fixed, asked, heading, names):
    answer = await talk.say(asked)
    assert answer.startswith(heading)
    assert listed(answer) == names
    assert answer.count(", đã qua hạn\n") == len(names)
    assert "Bot không có thông tin việc đã hoàn thành hay chưa." in answer


async def test_where_nothing_is_due_in_a_period_the_nearest_days_are_offered(talk, fixed):
    nothing = await talk.say("những việc hoàn thành trong quý 2/2024")
    assert nothing.startswith("Hạn trong quý 2/2024: chưa có nhiệm vụ nào\n")
    assert "Hạn 31/12/2024" in talk.buttons
    assert (await talk.press("Hạn 30/06/2023")).startswith("Hạn ngày 30/06/2023: 1 nhiệm vụ\n")
    await talk.say("/deadlines bo cong thuong nam 2024")
    assert (await talk.press("Hạn 30/11/2025")).startswith("Bộ Công Thương, hạn ngày 30/11/2025: 1 ")
    assert (await talk.press("Của tất cả cơ quan")).startswith("Hạn ngày 30/11/2025: 1 ")


async def test_a_question_for_duties_of_a_year_in_which_none_is_due_is_searched_for(talk, bot):
    asked = "bộ ngoại giao phải làm gì năm 2024"
    assert (await talk.say(asked)).startswith("Nhiệm vụ về “Bộ Ngoại giao, năm 2024”: 2 nhiệm vụ\n")
    assert (await talk.say("năm 2022 bộ ngoại giao làm gì")).startswith("“năm 2022 bộ ngoại giao làm gì”: 1 ")
    assert "Hạn trong năm 2030: chưa có" in await talk.say("ai phải làm gì năm 2030")
    assert "hạn đến 31/12/2023: chưa có" in await talk.say("bộ ngoại giao phải làm gì trước năm 2024")
    assert "hạn trong năm 2024: chưa có" in await talk.say("/deadlines bộ ngoại giao năm 2024")
    duty = Directive(
        "x", lead=Body("Bộ Ngoại giao", "agency:bo-ngoai-giao"), deadline=Deadline("y", dt.date(2024, 6, 30))
    )
    await bot.services.briefs.put(
        BriefContent(TITLE, Article(TITLE), directives=(duty,)), now=bot.services.now()
    )
    assert (await talk.say(asked)).startswith("Bộ Ngoại giao, hạn trong năm 2024: 1 nhiệm vụ\n")


@pytest.mark.parametrize(
    "asked", ["nhiệm vụ bộ ngoại giao được giao năm 2024 là gì", "bộ ngoại giao phải làm gì tháng 3/2030"]
)
async def test_a_body_with_duties_of_which_none_is_due_in_the_period_asked_for_shows_them_all(talk, asked):
    none, _, heading = (await talk.say(asked)).splitlines()[:3]
    assert none.endswith(": chưa có nhiệm vụ nào. Dưới đây là tất cả nhiệm vụ.")
    assert heading == (await talk.say("/directives bo ngoai giao")).splitlines()[0]
    due = await talk.say("Bộ Ngoại giao có việc gì đến hạn năm 2024")
    assert due.startswith("Bộ Ngoại giao, hạn trong năm 2024: chưa có nhiệm vụ nào\n")


async def test_a_word_for_tasks_in_the_name_of_a_body_asks_for_none(talk, bot):
    place = Body("thành phố Cần Thơ", "place:can-tho")
    content = BriefContent(TITLE, Article(TITLE), directives=(Directive("việc", lead=place),))
    await bot.services.briefs.put(content, now=bot.services.now())
    answer = await talk.say("/deadlines Cần Thơ tháng 3/2030")
    assert answer.startswith("Cần Thơ, hạn trong tháng 3/2030: chưa có nhiệm vụ nào\n")
    assert "Dưới đây là tất cả nhiệm vụ" in await talk.say("Cần Thơ phải làm gì tháng 3/2030")


async def test_a_day_without_a_year_is_the_next_one_to_come(talk, bot, due):
    tomorrow = bot.services.today() + dt.timedelta(days=1)
    for asked in (f"việc đến hạn {tomorrow.day}/{tomorrow.month}", f"/deadlines ngày {tomorrow:%d/%m}"):
        assert (await talk.say(asked)).startswith(f"Hạn ngày {tomorrow:%d/%m/%Y}: chưa có")
    until = bot.services.today() + dt.timedelta(days=5)
    assert listed(await talk.say(f"việc phải xong trước {until:%d/%m}")) == ["một", "hai"]
    past = bot.services.today() - dt.timedelta(days=3)
    assert listed(await talk.say(f"việc quá hạn {past:%d/%m}")) == ["không"]


async def test_until_a_day_to_come_is_from_today_on_and_what_is_overdue_until_today(talk, bot, due):
    today = bot.services.today()
    until = f"{today + dt.timedelta(days=5):%d/%m/%Y}"
    assert listed(await talk.say(f"việc phải xong trước {until}")) == ["một", "hai"]
    assert listed(await talk.say(f"/overdue từ {today - dt.timedelta(days=9):%d/%m/%Y}")) == ["không"]
    assert listed(await talk.say(f"/deadlines sau {today:%d/%m/%Y}")) == ["hai", "ba"]


async def test_a_period_and_the_longest_name_fit_into_a_button(talk, bot):
    longest = Body("VCCI", "agency:lien-doan-thuong-mai-va-cong-nghiep-viet-nam")
    days = [dt.date(2025, 1, day) for day in range(1, 9)]
    duties = tuple(Directive(f"việc {day.day}", lead=longest, deadline=Deadline("x", day)) for day in days)
    await bot.services.briefs.put(
        BriefContent(TITLE, Article(TITLE), directives=duties), now=bot.services.now()
    )
    assert "hạn trong năm 2025: 8 nhiệm vụ" in await talk.say("/deadlines vcci 2025")
    assert listed(await talk.press("›")) == ["2", "1"]


async def test_of_several_bodies_one_is_chosen_for_the_period_asked_for(talk, bot):
    day = dt.date(2025, 11, 30)
    bodies = (INDUSTRY, Body("Bộ Chính trị", "agency:bo-chinh-tri"))
    duties = tuple(Directive("việc chung", lead=body, deadline=Deadline("x", day)) for body in bodies)
    await bot.services.briefs.put(
        BriefContent(TITLE, Article(TITLE), directives=duties), now=bot.services.now()
    )
    assert "Anh/chị chọn:" in await talk.say("/deadlines bct 11/2025")
    assert (await talk.press("Bộ Chính trị")).startswith("Bộ Chính trị, hạn trong tháng 11/2025: 1 ")


@pytest.mark.parametrize("period", ["zzz000", "zzzzzz", "000000", "-1-2-3", "ttttttt"])
async def test_data_that_names_no_period_lists_what_is_due_from_today_on(talk, due, period):
    ahead = await talk.say("/deadlines")
    await talk.say("an giang")
    await talk.persona.answered(talk.persona.callback(talk.last, f"dl:{period}"))
    await talk.persona.telegram.idle()
    assert talk.current["text"] == ahead


async def test_duties_whose_deadline_names_no_day_lead_to_no_empty_list(talk):
    answer = await talk.say("/directives bo ngoai giao")
    assert "Thời hạn: Từ nay đến cuối năm" in answer  # of a source without date
    assert "Theo thời hạn" not in talk.buttons
