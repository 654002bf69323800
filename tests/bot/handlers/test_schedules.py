"""Schedules as they are typed, printed and carried by buttons."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import settings as how_many
from hypothesis import strategies as st

from bot.handlers.schedules import frequency_code, schedule_of, split_schedule, time_code
from bot.settings import Settings, load_settings
from briefs.i18n import LANGUAGES, Catalogues
from briefs.schedule import Frequency, Schedule
from briefs.text.fold import nfc
from briefs.views.following import schedule_name

SETTINGS: Settings = load_settings(None)
CATALOGUES = Catalogues.load()

times = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
schedules = st.one_of(
    st.just(Schedule(Frequency.IMMEDIATE, SETTINGS.digest_time)),
    st.builds(Schedule, st.sampled_from([Frequency.DAILY, Frequency.WORKDAYS]), times),
    st.builds(Schedule, st.just(Frequency.WEEKLY), times, weekday=st.integers(0, 6)),
    st.builds(Schedule, st.just(Frequency.MONTHLY), times, monthday=st.integers(1, 31)),
)
words = st.sampled_from(["", "an giang", "Bộ Công Thương", "355/TB-VPCP", "xuất khẩu -gạo", "FTA", "“halal”"])


@how_many(max_examples=300, deadline=None)
@given(words, schedules, st.sampled_from(sorted(LANGUAGES)))
def test_what_is_printed_is_read_back(what: str, schedule: Schedule, language: str) -> None:
    printed = schedule_name(schedule, CATALOGUES.get(language))
    assert split_schedule(f"{what} {printed}", SETTINGS) == (what, schedule)


@how_many(max_examples=500, deadline=None)
@given(st.text())
@example("ngày ٣ hằng tháng ٧:٣٠")
@example("\ud800 hằng ngày \udfff 25:61")
@example("²h ³ ngày 0 hằng tháng")
def test_any_text_is_parted_and_what_is_left_is_its_beginning(text: str) -> None:
    rest, schedule = split_schedule(text, SETTINGS)
    whole = " ".join(nfc(text).split())
    assert whole.strip(" ,;").startswith(rest.strip(" ,;"))
    assert schedule is not None or rest == whole.rstrip(" ,;")


@given(st.text(st.sampled_from("0123456789:h giờngàyhằtuánđầulúcthứmonday,;")))
def test_texts_of_the_letters_of_schedules_never_fail(text: str) -> None:
    rest, _ = split_schedule(text, SETTINGS)
    assert rest == rest.strip()


@given(schedules)
def test_a_button_carries_a_schedule_whole(schedule: Schedule) -> None:
    assert schedule_of(frequency_code(schedule), time_code(schedule.at)) == schedule


@how_many(max_examples=300)
@given(st.text(max_size=4), st.text(max_size=5))
@example("m32", "0730")
@example("w7", "0730")
@example("d", "2460")
@example("m٣", "0730")
@example("d", "०७३०")
def test_data_that_no_button_of_ours_carries_is_no_schedule(frequency: str, at: str) -> None:
    found = schedule_of(frequency, at)
    assert found is None or (frequency_code(found), time_code(found.at)) == (frequency, at)


@pytest.mark.parametrize(
    ("typed", "what", "schedule"),
    [
        ("an giang 18:15", "an giang", Schedule(Frequency.DAILY, dt.time(18, 15))),
        ("FTA lúc 7h30 hằng ngày", "FTA", Schedule(Frequency.DAILY, dt.time(7, 30))),
        ("y tế ngày 5 hằng tháng", "y tế", Schedule(Frequency.MONTHLY, dt.time(7, 30), monthday=5)),
        ("y te hang thang ngay 31 8h", "y te", Schedule(Frequency.MONTHLY, dt.time(8), monthday=31)),
        ("fta every monday at 9:05", "fta", Schedule(Frequency.WEEKLY, dt.time(9, 5), weekday=0)),
        ("fta t6", "fta", Schedule(Frequency.WEEKLY, dt.time(7, 30), weekday=4)),
        ("fta chủ nhật hằng tuần", "fta", Schedule(Frequency.WEEKLY, dt.time(7, 30), weekday=6)),
        ("fta, weekdays 6h", "fta", Schedule(Frequency.WORKDAYS, dt.time(6))),
        ("fta ngay khi co tin moi", "fta", Schedule(Frequency.IMMEDIATE, dt.time(7, 30))),
        ("bộ ngoại giao 7h sáng thứ hai", "bộ ngoại giao", Schedule(Frequency.WEEKLY, dt.time(7), weekday=0)),
        ("fta 8h30 toi", "fta", Schedule(Frequency.DAILY, dt.time(20, 30))),
        ("fta chiều thứ sáu 3 giờ", "fta", Schedule(Frequency.WEEKLY, dt.time(15), weekday=4)),
        ("fta sáng thứ hai", "fta", Schedule(Frequency.WEEKLY, dt.time(7, 30), weekday=0)),
        ("fta every friday at 8am", "fta", Schedule(Frequency.WEEKLY, dt.time(8), weekday=4)),
        ("fta 7 pm daily", "fta", Schedule(Frequency.DAILY, dt.time(19))),
        ("7 pm daily", "", Schedule(Frequency.DAILY, dt.time(19))),
        ("daily 7pm", "", Schedule(Frequency.DAILY, dt.time(19))),
        ("fta at 7 a.m. on monday", "fta", Schedule(Frequency.WEEKLY, dt.time(7), weekday=0)),
        ("fta 7:30 PM weekdays", "fta", Schedule(Frequency.WORKDAYS, dt.time(19, 30))),
        ("hàng ngày 7 giờ tối", "", Schedule(Frequency.DAILY, dt.time(19))),
        ("fta tối 7 giờ 30 phút hàng ngày", "fta", Schedule(Frequency.DAILY, dt.time(19, 30))),
        ("fta moi sang 8h", "fta", Schedule(Frequency.DAILY, dt.time(8))),
        ("fta 8h từ thứ hai đến thứ sáu", "fta", Schedule(Frequency.WORKDAYS, dt.time(8))),
        ("fta 7:45 pm", "fta", Schedule(Frequency.DAILY, dt.time(19, 45))),
    ],
)
def test_people_type_schedules_in_many_ways(typed: str, what: str, schedule: Schedule) -> None:
    assert split_schedule(typed, SETTINGS) == (what, schedule)


@pytest.mark.parametrize(
    "typed",
    [
        *("an giang", "355/TB-VPCP", "kế hoạch ngày 5", "quý 4", "hằng ngày lúc 25:00", "phim 24h"),
        *("fta 15h sáng", "fta chiều thứ sáu", "đường sang", "đầu tư 5 sáng kiến", "đi tối"),
    ],
)
def test_what_only_looks_like_a_schedule_stays_with_the_words(typed: str) -> None:
    assert split_schedule(typed, SETTINGS) == (typed, None)
