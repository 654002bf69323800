"""Screens of what is followed, held against files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.render.html import MESSAGE_LIMIT, render, units
from briefs.library import Volume
from briefs.schedule import Frequency, QuietHours, Schedule
from briefs.subscriptions import Chat, Criteria, Subscription
from briefs.views import following as views
from briefs.views.context import Page
from briefs.views.following import SUBSCRIPTIONS_A_PAGE, Change

HANOI = "Asia/Ho_Chi_Minh"
NOW = dt.datetime(2024, 12, 23, 3, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
PRIVATE = Chat(1, "telegram", "7", "private", "", "vi", HANOI)
GROUP = Chat(2, "telegram", "-100", "supergroup", "Tổ Tổng hợp", "vi", "Asia/Tokyo")
CHANNEL = Chat(3, "telegram", "-101", "channel", "Tin ngoại giao", "vi", HANOI)
DAILY, AT_ONCE = Schedule(Frequency.DAILY), Schedule(Frequency.IMMEDIATE)
AN_GIANG = Criteria(keys=("place:an-giang",))


def followed(criteria: Criteria = AN_GIANG, schedule: Schedule = DAILY, chat: Chat = PRIVATE) -> Subscription:
    due = schedule.next_due(NOW, chat.timezone)
    return Subscription(1, chat, "", criteria, schedule, chat.timezone, 0, NOW, due)


def test_the_steps(golden, context):
    golden("following-what", views.choose_what(context))
    golden("following-meaning", views.choose_meaning("bo cong thuon", context))
    golden("following-when", views.choose_when(AN_GIANG, Volume(3), PRIVATE, context))
    weekly = Schedule(Frequency.WEEKLY, weekday=4)
    golden("following-hour", views.choose_hour(Criteria(query="gạo -nếp"), weekly, GROUP, context))
    golden("following-monthday", views.choose_monthday(AN_GIANG, context))
    golden("following-where", views.choose_where(followed(), context))


def test_what_was_followed_just_now(golden, context):
    golden("following-new", views.confirmed(followed(), Change.NEW, NOW, context))
    golden("following-same", views.confirmed(followed(), Change.SAME, NOW, context))
    moved = followed(schedule=AT_ONCE, chat=CHANNEL)
    golden("following-moved", views.confirmed(moved, Change.MOVED, NOW, context, before=DAILY))


def test_the_list(golden, context):
    items = [
        replace(followed(), last_sent_at=NOW - 2 * HOUR),
        followed(Criteria(query="xuất khẩu -gạo"), AT_ONCE),
        replace(followed(Criteria(everything=True)), paused_until=NOW + 7 * DAY, next_due=NOW + 8 * DAY),
        replace(followed(Criteria(documents=("355/TB-VPCP",)), AT_ONCE), paused_until=NOW + DAY),
    ]
    golden("following-list", views.subscriptions(items, Page.of(0, SUBSCRIPTIONS_A_PAGE, 4), NOW, context))
    golden("following-none", views.subscriptions([], Page.of(0, SUBSCRIPTIONS_A_PAGE, 0), NOW, context))


def test_one_subscription_of_a_topic_in_a_group(golden, context):
    golden(
        "following-one",
        views.subscription(
            replace(followed(chat=GROUP), thread="5"), Volume(1200, exact=False), NOW, context
        ),
    )


def test_stopping(golden, context):
    items = [followed(), followed(Criteria(everything=True))]
    golden("following-stop-all", views.confirm_stopping(2, context))
    golden("following-stopped", views.stopped(items, context))


def text(document) -> str:
    return "\n".join(render(document))


def test_quiet_hours_hold_the_next_send_back(context):
    quiet = replace(PRIVATE, quiet=QuietHours(dt.time(22), dt.time(8)))
    shown = text(views.confirmed(followed(chat=quiet), Change.NEW, NOW, context))
    assert "08:00" in shown.splitlines()[3]


def test_a_pause_that_is_over_is_not_spoken_of(context):
    over = replace(followed(), paused_until=NOW - HOUR)
    running = replace(followed(), paused_until=NOW + HOUR)
    page = Page.of(0, SUBSCRIPTIONS_A_PAGE, 1)
    assert text(views.subscriptions([over], page, NOW, context)).count("2024") == 1
    assert text(views.subscriptions([running], page, NOW, context)).count("2024") == 2


@pytest.mark.parametrize("query", ["x" * 4000, "<b>&", "\U0001f35a" * 3000, "- -- -", "a\u202eb"])
def test_a_page_of_any_searches_is_one_message(context, query):
    items = [followed(Criteria(query=query))] * SUBSCRIPTIONS_A_PAGE
    (message,) = render(
        views.subscriptions(items, Page.of(0, SUBSCRIPTIONS_A_PAGE, len(items)), NOW, context)
    )
    assert units(message) < MESSAGE_LIMIT


@pytest.mark.parametrize("title", ["", "x" * 300])
def test_a_group_with_any_title_can_be_shown(context, title):
    shown = followed(chat=replace(GROUP, title=title))
    assert text(views.confirmed(shown, Change.NEW, NOW, context))
    assert text(views.chosen(title, context))
