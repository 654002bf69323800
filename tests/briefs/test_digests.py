from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.digests import MAX_ITEMS, DigestPlan, PlannedItem, Shelf, assemble
from briefs.model import Article, Body, Brief, BriefContent, Directive, DocumentRef, Point, Status
from briefs.registry import Registry
from briefs.schedule import Frequency, Schedule
from briefs.subscriptions import Chat, Criteria, Reason, ReasonKind, Subscription

START = dt.datetime(2024, 12, 23, 0, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
END = START + 24 * HOUR
CHAT = Chat(1, "telegram", "7", "private", "", "vi", "Asia/Ho_Chi_Minh")

TRADE, OLD_PLANNING, FINANCE = "agency:bo-cong-thuong", "agency:bo-ke-hoach-va-dau-tu", "agency:bo-tai-chinh"
AN_GIANG, KIEN_GIANG, TOPIC = "place:an-giang", "place:kien-giang", "topic:xuat-khau"
REASONS = (
    Reason(ReasonKind.EVERYTHING),
    Reason(ReasonKind.QUERY, "gạo"),
    Reason(ReasonKind.LEAD, TRADE),
    Reason(ReasonKind.SUBJECT, FINANCE, OLD_PLANNING),
)
MINISTRIES, PROVINCES = "group:bo-nganh", "group:dia-phuong"


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


def brief(number: int, publication: int = 1, **content: object) -> Brief:
    made = replace(BriefContent(f"Bản {number}", Article("x")), **content)
    return Brief(number, made, publication=publication)


def duty(action: str, lead: str | None = None, *addressees: str) -> Directive:
    return Directive(
        action, lead=Body(lead, lead) if lead else None, addressees=tuple(Body(a, a) for a in addressees)
    )


def following(*keys: str, **criteria: object) -> Subscription:
    asked = replace(Criteria(keys=keys), **criteria)
    schedule = Schedule(Frequency.DAILY)
    return Subscription(1, CHAT, "", asked, schedule, CHAT.timezone, 0, START, END)


def planned(registry: Registry, briefs: Sequence[Brief], *subscriptions: Subscription) -> DigestPlan:
    plan = Shelf(briefs, registry).plan(subscriptions, END)
    assert plan is not None
    return plan


def reasons(registry: Registry, one: Brief, *subscriptions: Subscription) -> list[tuple[str, str, str]]:
    plan = Shelf([one], registry).plan(subscriptions, END)
    return [(r.kind, r.followed, r.via) for item in (plan.items if plan else ()) for r in item.reasons]


def test_a_body_that_leads_a_duty_is_the_reason(registry: Registry) -> None:
    assert reasons(registry, brief(1, directives=(duty("a", TRADE),)), following(TRADE)) == [
        ("lead", TRADE, "")
    ]


def test_a_body_that_leads_beside_another_is_followed_as_one_that_leads(registry: Registry) -> None:
    led = replace(duty("a", TRADE), co_leads=(Body(FINANCE, FINANCE),))
    assert reasons(registry, brief(1, directives=(led,)), following(FINANCE)) == [("lead", FINANCE, "")]


def test_a_body_that_is_only_addressed_or_only_mentioned_is_a_weaker_reason(registry: Registry) -> None:
    addressed = brief(1, directives=(duty("a", None, TRADE),))
    assert reasons(registry, addressed, following(TRADE)) == [("duty", TRADE, "")]
    assert reasons(registry, brief(1, agencies=(TRADE,)), following(TRADE)) == [("subject", TRADE, "")]


def test_a_follower_of_a_body_of_today_gets_the_duties_of_its_predecessors(registry: Registry) -> None:
    old = brief(1, directives=(duty("a", OLD_PLANNING),))
    assert reasons(registry, old, following(FINANCE)) == [("lead", FINANCE, OLD_PLANNING)]


def test_a_follower_of_a_province_gets_what_names_a_province_merged_into_it(registry: Registry) -> None:
    assert reasons(registry, brief(1, places=(KIEN_GIANG,)), following(AN_GIANG)) == [
        ("subject", AN_GIANG, KIEN_GIANG)
    ]


def test_a_follower_of_a_ministry_gets_the_duties_of_all_ministries(registry: Registry) -> None:
    common = brief(1, directives=(duty("a", None, MINISTRIES),))
    assert reasons(registry, common, following(TRADE)) == [("group", TRADE, MINISTRIES)]


def test_a_follower_of_a_province_gets_the_duties_of_all_provinces(registry: Registry) -> None:
    common = brief(1, directives=(duty("a", PROVINCES),))
    assert reasons(registry, common, following(AN_GIANG)) == [("group", AN_GIANG, PROVINCES)]


def test_a_document_a_topic_and_everything_can_be_followed(registry: Registry) -> None:
    one = brief(1, topics=(TOPIC,), documents=(DocumentRef("355/TB-VPCP"),))
    assert reasons(registry, one, following(TOPIC)) == [("subject", TOPIC, "")]
    assert reasons(registry, one, following(documents=("355/tb-vpcp",))) == [("document", "355/tb-vpcp", "")]
    assert reasons(registry, one, following(everything=True)) == [("everything", "", "")]
    assert reasons(registry, one, following("topic:y-te", documents=("1/TB-VPCP",))) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("xuat khau gao", True),
        ("xuất khẩu -gỗ", True),
        ("xuất khẩu -gạo", False),
        ("xuất khẩu thép", False),
        ("mở gạo", False),
        ("-gỗ", True),
        ("thép hoặc gạo", True),
        ("mở gạo hoặc thép", False),
        ("gạo -tấn hoặc thép", False),
    ],
)
def test_words_must_stand_in_one_line_and_unwanted_ones_in_none(
    registry: Registry, query: str, found: bool
) -> None:
    one = brief(1, points=(Point("Xuất khẩu 8 triệu tấn gạo"),), directives=(duty("mở thị trường"),))
    assert bool(reasons(registry, one, following(query=query))) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('place:"An Giang" gạo', True),
        ("gạo diaphuong:an giang", True),
        ("place:giang", True),
        ('place:"Cần Thơ" gạo', False),
        ('agency:"Bộ Công Thương" gạo', False),
        ("gạo tu:2024", True),
        ("gạo tu:2024-12-25", False),
        ("truoc:2024 gạo", False),
        ("lúa truoc:2025", False),
    ],
)
def test_a_followed_query_keeps_to_its_filters(registry: Registry, query: str, found: bool) -> None:
    article = Article("x", published=dt.date(2024, 12, 24))
    one = brief(1, title="Xuất khẩu gạo", article=article, places=(AN_GIANG,), directives=(duty("x", TRADE),))
    assert bool(reasons(registry, one, following(query=query))) is found


def test_a_brief_without_a_date_is_in_no_year_that_is_followed(registry: Registry) -> None:
    assert not reasons(registry, brief(1, title="Gạo"), following(query="gạo tu:2024"))


def test_a_brief_wanted_by_several_subscriptions_comes_once_with_all_reasons(registry: Registry) -> None:
    one = brief(1, topics=(TOPIC,), directives=(duty("a", TRADE),))
    both = following(TRADE), following(TOPIC)
    assert reasons(registry, one, *both) == [("lead", TRADE, ""), ("subject", TOPIC, "")]


def test_everything_is_not_said_to_be_the_reason_beside_a_better_one(registry: Registry) -> None:
    one = brief(1, topics=(TOPIC,))
    assert reasons(registry, one, following(everything=True), following(TOPIC)) == [("subject", TOPIC, "")]


def test_the_strongest_reason_comes_first_and_then_the_newest_brief(registry: Registry) -> None:
    briefs = [
        brief(1, 1, topics=(TOPIC,)),
        brief(2, 2, topics=(TOPIC,)),
        brief(3, 1, directives=(duty("a", TRADE),)),
        brief(4, 3, directives=(duty("a", None, MINISTRIES),)),
    ]
    plan = planned(registry, briefs, following(TRADE, TOPIC))
    assert [item.brief_id for item in plan.items] == [3, 2, 1, 4]


def test_each_subscription_gets_what_it_has_not_been_sent(registry: Registry) -> None:
    on_topic = [brief(1, 1, topics=(TOPIC,)), brief(4, 2, topics=(TOPIC,)), brief(2, 3, topics=(TOPIC,))]
    briefs = [*on_topic, brief(3, 1, agencies=(TRADE,))]
    later = replace(following(TOPIC), covered=2, covered_until=START + HOUR)
    plan = planned(registry, briefs, later, following(TRADE))
    assert sorted(item.brief_id for item in plan.items) == [2, 3]
    assert (plan.start, plan.end) == (START, END)


def test_nothing_to_send_is_no_plan(registry: Registry) -> None:
    assert Shelf([brief(1)], registry).plan([following(TOPIC)], END) is None


def test_more_than_anybody_reads_is_counted_not_listed(registry: Registry) -> None:
    briefs = [brief(number, topics=(TOPIC,)) for number in range(1, MAX_ITEMS + 6)]
    plan = planned(registry, briefs, following(TOPIC))
    assert (len(plan.items), plan.total) == (MAX_ITEMS, MAX_ITEMS + 5)
    assert assemble(plan, {b.id: b for b in briefs}).omitted == 5


def test_of_more_than_anybody_reads_the_weaker_ones_go_first(registry: Registry) -> None:
    older = [brief(number, number, topics=(TOPIC,)) for number in range(1, MAX_ITEMS)]
    newer = [brief(number, number) for number in range(MAX_ITEMS, MAX_ITEMS + 6)]
    plan = planned(registry, older + newer, following(TOPIC), following(everything=True))
    assert [item.brief_id for item in plan.items] == [*range(MAX_ITEMS - 1, 0, -1), MAX_ITEMS + 5]
    assert plan.total == MAX_ITEMS + 5


def test_a_plan_survives_the_outbox(registry: Registry) -> None:
    one = brief(1, topics=(TOPIC,))
    plan = Shelf([one], registry).plan([following(TOPIC)], END, END + HOUR)
    assert plan is not None
    assert DigestPlan.from_json(json.loads(plan.to_json())) == plan


@given(st.lists(st.sets(st.sampled_from(REASONS), min_size=1).map(tuple)))
def test_every_item_of_a_stored_plan_has_its_reasons_again(several: list[tuple[Reason, ...]]) -> None:
    items = tuple(PlannedItem(number, reasons) for number, reasons in enumerate(several))
    plan = DigestPlan(START, END, CHAT.timezone, items, len(items))
    stored = plan.to_json()
    assert DigestPlan.from_json(json.loads(stored)) == plan
    assert all(f'"brief_id":{item.brief_id},' in stored for item in items)  # by which corrections find it


def test_reasons_that_repeat_are_stored_once(registry: Registry) -> None:
    plan = planned(registry, [brief(1, 1), brief(2, 2)], following(query="bản"))
    assert plan.to_json().count("query") == 1


def test_a_digest_shows_the_duties_of_followed_bodies_with_those_they_lead_first(registry: Registry) -> None:
    one = brief(
        1,
        directives=(
            duty("chung", None, MINISTRIES),
            duty("phối hợp", "agency:bo-y-te", TRADE),
            duty("chủ trì", TRADE),
            duty("khác", "agency:bo-y-te"),
        ),
    )
    (item,) = assemble(planned(registry, [one], following(TRADE)), {1: one}).items
    assert [(d.number, d.directive.action) for d in item.duties] == [(3, "chủ trì"), (2, "phối hợp")]
    assert [d.directive.action for d in item.shared] == ["chung"]


def test_a_brief_withdrawn_in_between_is_left_out(registry: Registry) -> None:
    briefs = [brief(1, topics=(TOPIC,)), brief(2, topics=(TOPIC,))]
    plan = planned(registry, briefs, following(TOPIC))
    now = {1: replace(briefs[0], status=Status.WITHDRAWN), 2: briefs[1]}
    assert [item.brief.id for item in assemble(plan, now).items] == [2]
    assert Reason(ReasonKind.SUBJECT, TOPIC) in assemble(plan, now).items[0].reasons


def test_a_plan_for_a_channel_says_so_and_others_are_kept_as_before(registry: Registry) -> None:
    followed = following(everything=True)
    channel = replace(followed, chat=replace(CHAT, kind="channel"))
    plan = planned(registry, [brief(1)], channel)
    assert assemble(DigestPlan.from_json(json.loads(plan.to_json())), {1: brief(1)}).in_channel
    assert "in_channel" not in planned(registry, [brief(1)], followed).to_json()


def test_the_department_of_a_place_gets_what_departments_are_told_there_and_everywhere(
    registry: Registry,
) -> None:
    health, hanoi = "agency:so-y-te", "agency:so-y-te@ha-noi"
    everywhere = brief(1, directives=(duty("a", None, health),))
    elsewhere = brief(2, directives=(duty("a", None, health),), places=(AN_GIANG,))
    own = brief(3, directives=(duty("a", None, hanoi),), places=("place:ha-noi",))
    asked = following(hanoi)
    assert reasons(registry, everywhere, asked) == [("group", hanoi, health)]
    assert reasons(registry, elsewhere, asked) == []
    assert reasons(registry, own, asked) == [("duty", hanoi, "")]
    assert reasons(registry, own, following(health)) == [("duty", health, hanoi)]
