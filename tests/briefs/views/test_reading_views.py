import datetime as dt

import pytest

from bot.render.html import render, units
from bot.updates.commands import COMMANDS
from briefs.deadlines import Due
from briefs.duty_search import duties_about as duties_about_words
from briefs.library import BodyDuties, DocumentCount, Findings, Item
from briefs.model import Article, Body, Brief, BriefContent, Deadline, Directive, Duty, Point
from briefs.refining import Facets, facets
from briefs.search import Hit
from briefs.search.fewer import Part
from briefs.search.periods import Period
from briefs.staff import StaffRole
from briefs.store.briefs import BodyCount
from briefs.store.misses import Miss
from briefs.store.stats import Statistics
from briefs.views import results
from briefs.views.brief import brief, brief_in_short, clip
from briefs.views.context import Page
from briefs.views.deadlines import deadlines
from briefs.views.duties import bodies, body_duties, brief_duties, duties_about
from briefs.views.home import help_page, help_search, start
from briefs.views.stats import stats

INDUSTRY, HOME_AFFAIRS = "agency:bo-cong-thuong", "agency:bo-noi-vu"
LABOUR = "agency:bo-lao-dong-thuong-binh-va-xa-hoi"


def item(shown: Brief, *snippet: tuple[str, bool]) -> Item:
    return Item(shown, Hit(shown.id, None, shown.title, 0.9, "words", "point", snippet))


def duties_of(shown: Brief, key: str) -> tuple[Duty, ...]:
    numbered = enumerate(shown.content.directives, start=1)
    return tuple(Duty(shown.id, n, d, shown.title) for n, d in numbered if d.lead and d.lead.key == key)


def test_start(golden, context):
    golden("start", start(5, dt.date(2024, 12, 24), context))


def test_start_of_an_empty_library(golden, context):
    golden("start-empty", start(0, None, context))


def test_help(golden, context):
    listed = [c for c in COMMANDS if c.summary and c.role is StaffRole.READER]
    golden("help", help_page([(c.name, context.tr(c.summary)) for c in listed], "diemtin_bot", context))
    golden("help-search", help_search(context))


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_briefs(golden, context, briefs, number):
    golden(f"brief-{number}", brief(briefs[number], context))


def test_duties_of_a_brief(golden, context, briefs):
    golden("duties-5-first", brief_duties(briefs[5], 0, context))
    golden("duties-5-last", brief_duties(briefs[5], 99, context))


def test_a_duty_that_is_a_part_of_its_sentence_begins_with_a_capital(context):
    content = BriefContent("Y tế", Article("Y tế"), directives=(Directive("đẩy mạnh tiêm chủng"),))
    shown = brief_duties(Brief(1, content), 0, context)
    assert "<b>1. </b>Đẩy mạnh tiêm chủng" in render(shown)[0]


def test_a_point_that_is_a_part_of_its_sentence_begins_with_a_capital(context):
    shown = Brief(1, BriefContent("Y tế", Article("Y tế"), points=(Point("đợt tiêm chủng đã xong"),)))
    for view in (brief(shown, context), brief_in_short(shown, context)):
        assert "Đợt tiêm chủng đã xong" in render(view)[0]


def test_duties_of_a_body(golden, context, briefs, registry):
    led = duties_of(briefs[5], INDUSTRY)
    shared = (Duty(5, 1, briefs[5].content.directives[0], briefs[5].title),)
    found = BodyDuties(registry.get(INDUSTRY), (INDUSTRY,), led=led, shared=shared)
    golden("body-industry", body_duties(found, 0, context))


def test_duties_of_a_body_that_followed_another(golden, context, briefs, registry):
    found = BodyDuties(registry.get(HOME_AFFAIRS), (HOME_AFFAIRS, LABOUR), led=duties_of(briefs[5], LABOUR))
    golden("body-home-affairs", body_duties(found, 0, context))


def test_a_body_without_duties(golden, context, registry):
    golden(
        "body-none", body_duties(BodyDuties(registry.get("place:an-giang"), ("place:an-giang",)), 0, context)
    )


def test_bodies(golden, context):
    golden("bodies", bodies([BodyCount(INDUSTRY, 4, 0), BodyCount("group:dia-phuong", 0, 16)], 0, context))
    golden("bodies-none", bodies([], 0, context))


def test_results(golden, context, briefs):
    hit = item(briefs[5], ("…mở rộng diện ", False), ("miễn thị thực", True), ("; Bộ Văn hóa", False))
    found = Findings("mien thj thuc", 7, 5, (hit,), corrected="miễn thị thực")
    golden("results", results.found(found, context))


def test_results_say_by_what_they_are_narrowed_and_where_the_words_stand(golden, context, briefs):
    hits = [
        Item(briefs[3], Hit(3, None, "", 0.9, f"{field}: words", field, (("…an ninh", False),)))
        for field in ("title", "lead", "directive", "document", "name", "body")
    ]
    found = Findings('du lich place:"An Giang" tu:05/2024', 6, 0, tuple(hits))
    golden("results-narrowed", results.found(found, context))
    alone = Findings("after:2024 before:2025", 1, 0, (hits[0],))
    golden("results-of-filters", results.found(alone, context))


def test_narrowing(golden, context, briefs):
    offered = facets([briefs[n] for n in range(1, 6)])
    shown = results.narrowing("du lich tu:2024", 5, offered, context)
    golden("narrowing", shown, results.narrowing("du lich", 1, Facets(), context))


def test_nothing_found(golden, context):
    found = Findings("halal & <b>", 0, near=("topic:ngoai-giao-kinh-te",))
    golden("nothing-found", results.nothing_found(found, context))
    narrowed = Findings('halal place:"An Giang"', 0, near=("topic:ngoai-giao-kinh-te",))
    parted = Findings("mien thi thuc ca phe", 0, near=found.near, part=Part("mien thi thuc", 2))
    golden("nothing-but-a-part", results.nothing_found(parted, context))
    golden("nothing-left", results.nothing_found(narrowed, context))


def test_briefs_of_a_source(golden, context, briefs):
    golden(
        "source",
        results.from_source("vietnam", [briefs[5]], Page(0, 5, 1), context),
        results.from_source("bao vietnam+", [briefs[5]], Page(1, 5, 6), context),
    )


def test_duties_on_words(golden, context, briefs):
    duties = duties_about_words("xuat khau", [briefs[n] for n in range(1, 6)])
    golden("duties-on-words", duties_about("xuat khau", duties, 0, context))


def test_deadlines(golden, context):
    today = dt.date(2026, 11, 22)
    ministry = Body("Bộ Công Thương", INDUSTRY)
    stated = Directive("báo cáo " * 30, lead=ministry, deadline=Deadline("trước ngày 22/11/2026", today))
    month = dt.date(2026, 11, 30)
    reckoned = Directive("lập kế hoạch", addressees=(ministry,), deadline=Deadline("trong tháng 11/2026"))
    late = Directive("sơ kết", deadline=Deadline("năm 2030"))
    days = [(today, stated), (month, reckoned), (month, reckoned), (dt.date(2030, 12, 31), late)]
    due = [Due(day, Duty(7, n, directive)) for n, (day, directive) in enumerate(days, start=1)]
    golden("deadlines", deadlines(due, Page(0, 6, 4), today, context))
    before = [Due(today - dt.timedelta(days=1), Duty(7, 1, stated))]
    golden(
        "deadlines-passed",
        deadlines(before, Page(1, 1, 2), today, context, key=INDUSTRY, passed=True),
        deadlines([], Page(0, 6, 0), today, context),
    )


def test_deadlines_of_a_period(golden, context):
    today, day = dt.date(2026, 11, 22), dt.date(2026, 7, 1)
    late = Due(day, Duty(7, 1, Directive("sơ kết", deadline=Deadline("trước ngày 1/7/2026", day))))
    ends = ("2026-07-02", "2026-08-01", "2026-10-01", "2026-11-01")
    periods = [Period(day, dt.date.fromisoformat(end)) for end in ends]
    open_ = (Period(day, dt.date.max), Period(dt.date.min, dt.date(2026, 7, 2)))
    year = Period(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    shown = [deadlines([late], Page(0, 6, 1), today, context, period=each) for each in (*periods, *open_)]
    golden(
        "deadlines-of-a-period",
        *shown,
        deadlines([], Page(0, 6, 0), today, context, key=INDUSTRY, period=year),
    )


def test_statistics(golden, context):
    seen = Statistics(5, 2, 40, 30, 210, 3, 8, 51, 12, (Miss("halal", 7), Miss("gao nep", 1)))
    golden("stats", stats(seen, context), stats(Statistics(*[0] * 9), context))


def test_latest_and_documents(golden, context, briefs):
    golden("latest", results.latest([briefs[3], briefs[4]], Page(0, 5, 2), context))
    golden("documents", results.documents([DocumentCount("15-CT/TW", 2)], 0, context))
    golden("document", results.document_briefs("15-CT/TW", [briefs[1]], context))


def test_a_brief_with_very_long_points_stays_one_message(context):
    long = Article("T", paragraphs=("x",))
    content = BriefContent("T" * 200, long, points=tuple(Point("một hai ba " * 400) for _ in range(20)))
    messages = render(brief(Brief(1, content), context))
    assert len(messages) == 1
    assert units(messages[0]) < 4096


def test_clipping_cuts_at_a_space_and_says_so():
    assert clip("một hai ba", 9) == "một hai…"
    assert clip("một", 3) == "một"


def test_a_body_that_only_its_source_names_begins_with_a_capital_in_lists(context):
    assert context.name("từ Chính phủ đến các địa phương") == "Từ Chính phủ đến các địa phương"
