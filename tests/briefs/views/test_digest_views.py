"""Digests as they are sent, held against files, and how long ones are split."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.digest_messages import digest_documents
from bot.render.html import MESSAGE_LIMIT, render, units
from briefs.digests import MAX_ITEMS, Digest, DigestPlan, Shelf, assemble
from briefs.i18n import Catalogues
from briefs.model import Article, Body, Brief, BriefContent, Deadline, Directive, Point
from briefs.registry import Registry
from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Chat, Criteria, Subscription
from briefs.views.context import ViewContext
from briefs.views.digest import FULL_ITEMS

HANOI = "Asia/Ho_Chi_Minh"
START = dt.datetime(2024, 12, 23, 0, 30, tzinfo=dt.UTC)
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)
NEXT = START + 2 * WEEK
CHAT = Chat(1, "telegram", "7", "private", "", "vi", HANOI)

INDUSTRY, FINANCE, OLD_PLANNING = (
    "agency:bo-cong-thuong",
    "agency:bo-tai-chinh",
    "agency:bo-ke-hoach-va-dau-tu",
)
AN_GIANG, PROVINCES = "place:an-giang", "group:dia-phuong"


def published(briefs: list[Brief]) -> list[Brief]:
    return [replace(b, publication=n) for n, b in enumerate(briefs, start=1)]


def following(*keys: str, **criteria: object) -> Subscription:
    asked = replace(Criteria(keys=keys), **criteria)
    return Subscription(1, CHAT, "", asked, Schedule(Frequency.WEEKLY), HANOI, 0, START, NEXT)


def digest_of(
    registry: Registry, briefs: list[Brief], *followed: Subscription, end: dt.datetime = START + WEEK
) -> Digest:
    plan = Shelf(published(briefs), registry).plan(followed, end, NEXT)
    assert plan is not None
    return assemble(plan, {b.id: b for b in briefs})


def texts(parts: list) -> list[str]:
    return [re.sub(r"<[^>]+>", "", message) for part in parts for message in render(part)]


@pytest.fixture
def golden_digest(golden, context):
    """Hold the parts of a digest against the file of its name."""

    def check(name: str, shown: Digest, **how: bool) -> None:
        golden(name, *digest_documents(shown, context, **how))

    return check


def test_a_digest_of_a_body_a_place_and_everything(golden_digest, registry, briefs):
    followed = following(INDUSTRY), following(AN_GIANG), following(everything=True)
    golden_digest("digest", digest_of(registry, list(briefs.values()), *followed))


def test_the_duties_of_a_predecessor_are_told_to_those_who_follow_its_successor(
    golden_digest, registry, briefs
):
    duty = Directive(
        "Sửa đổi danh mục dự án kêu gọi đầu tư", lead=Body("Bộ Kế hoạch và Đầu tư", OLD_PLANNING)
    )
    old = Brief(7, BriefContent("Danh mục dự án", Article("x"), directives=(duty,)))
    golden_digest("digest-predecessor", digest_of(registry, [old], following(FINANCE), end=START + DAY))


def test_a_duty_of_all_provinces_is_told_to_those_who_follow_one(golden_digest, registry):
    duty = Directive(
        "Rà soát quy hoạch vùng trồng lúa",
        addressees=(Body("các tỉnh, thành phố", PROVINCES),),
        partners=(Body("Bộ Công Thương", INDUSTRY),),
        deadline=Deadline("trước ngày 30/6/2025", dt.date(2025, 6, 30)),
    )
    common = Brief(8, BriefContent("Vùng trồng lúa", Article("x"), directives=(duty,)))
    golden_digest("digest-shared", digest_of(registry, [common], following(AN_GIANG)))


def test_briefs_that_are_left_out_are_counted(golden_digest, registry, briefs):
    shown = digest_of(registry, list(briefs.values()), following(everything=True))
    golden_digest("digest-omitted", replace(shown, items=shown.items[:2], omitted=12, next_due=None))


def test_a_sample_says_that_it_is_one(golden_digest, registry, briefs):
    shown = digest_of(registry, list(briefs.values())[:2], following(AN_GIANG))
    golden_digest("digest-sample", shown, sample=True)


def test_a_long_digest_comes_in_numbered_parts(golden_digest, registry):
    action = "Rà soát, hoàn thiện quy định về xuất khẩu nông sản, báo cáo kết quả " * 3
    duties = tuple(Directive(f"{action}{n}", lead=Body("Bộ Công Thương", INDUSTRY)) for n in range(3))
    led = [
        Brief(
            n,
            BriefContent(
                f"Kết luận số {n}", Article("x"), points=(Point("Ý chính " * 20),), directives=duties
            ),
        )
        for n in range(1, 9)
    ]
    others = [
        Brief(n, BriefContent(f"Tin số {n}", Article("x"), topics=("topic:du-lich",))) for n in range(9, 16)
    ]
    followed = following(INDUSTRY), following("topic:du-lich")
    shown = digest_of(registry, led + others, *followed)
    golden_digest("digest-long", replace(shown, end=START + 40 * DAY))


lengths = st.integers(1, 3000)
contents = st.tuples(lengths, lengths, st.lists(lengths, max_size=6), st.sampled_from("aệ\U0001f35a "))


@settings(max_examples=40, deadline=None)
@given(drawn=st.lists(contents, min_size=1, max_size=MAX_ITEMS))
def test_whatever_the_lengths_parts_fit_and_briefs_come_whole_and_in_order(registry, drawn):
    context = ViewContext(Catalogues.load().get("vi"), registry, str)
    made = [brief_of(number, *one) for number, one in enumerate(drawn, start=1)]
    shown = digest_of(registry, made, following(INDUSTRY, everything=True))
    parts = digest_documents(shown, context)
    messages = texts(parts)
    assert all(units(message) <= MESSAGE_LIMIT for message in messages)
    marks = [re.findall(r"→ /b(\d+)\n", f"{message}\n") for message in messages]
    assert [int(m) for mark in marks for m in mark] == [item.brief.id for item in shown.items]
    if "\U0001f35a" not in str(drawn):  # such a letter counts twice, and may break a part once more
        assert len(messages) == len(parts)
        assert all(marks)


def brief_of(number: int, title: int, point: int, actions: list[int], letter: str) -> Brief:
    def text(length: int) -> str:
        return ("x" + letter * length).strip()

    duties = tuple(Directive(text(n), lead=Body(text(n), INDUSTRY)) for n in actions)
    content = BriefContent(text(title), Article("x"), points=(Point(text(point)),), directives=duties)
    return Brief(number, content)


def test_briefs_beyond_the_first_are_one_line_unless_they_have_duties(registry, context):
    plain = [
        Brief(n, BriefContent(f"Tin {n}", Article("x"), points=(Point("Ý chính"),))) for n in range(1, 14)
    ]
    shown = digest_of(registry, plain, following(everything=True))
    (text,) = texts(digest_documents(shown, context))
    assert text.count("Ý chính") == FULL_ITEMS
    assert text.count("→ /b") == len(plain)


def test_the_reason_is_said_once_for_each_thing_followed(registry, context):
    duties = (
        Directive("a", lead=Body("Bộ Công Thương", INDUSTRY)),
        Directive("b", addressees=(Body("các tỉnh, thành phố", PROVINCES),)),
    )
    one = Brief(1, BriefContent("Bản", Article("x"), directives=duties, agencies=(INDUSTRY,)))
    (text,) = texts(digest_documents(digest_of(registry, [one], following(INDUSTRY)), context))
    assert text.count(context.name(INDUSTRY)) == 2  # in the reason, and above the duty


@pytest.mark.parametrize(
    ("start", "end", "window"),
    [
        ("2024-12-23T00:30", "2024-12-24T00:30", "07:30 23/12 – 07:30 24/12/2024"),
        ("2024-12-23T00:30", "2024-12-29T17:30", "23–30/12/2024"),
        ("2024-11-23T00:30", "2024-12-23T00:30", "23/11 – 23/12/2024"),
        ("2024-12-30T00:30", "2025-01-06T00:30", "30/12/2024 – 06/01/2025"),
    ],
)
def test_the_heading_names_the_window_in_local_time(registry, briefs, start, end, window):
    context = ViewContext(Catalogues.load().get("vi"), registry, str)
    times = [dt.datetime.fromisoformat(f"{time}+00:00") for time in (start, end)]
    shown = replace(
        digest_of(registry, [briefs[1]], following(everything=True)), start=times[0], end=times[1]
    )
    assert texts(digest_documents(shown, context))[0].startswith(f"Bản tin {window}\n")


def test_a_plan_that_was_stored_is_shown_the_same(registry, context, briefs):
    plan = Shelf(published([briefs[5]]), registry).plan([following(INDUSTRY)], START + WEEK, NEXT)
    stored = DigestPlan.from_json(json.loads(plan.to_json()))
    shown = [digest_documents(assemble(p, {5: briefs[5]}), context) for p in (plan, stored)]
    assert shown[0] == shown[1]
