from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import InputError
from briefs.moments import moment_of

HANOI = "Asia/Ho_Chi_Minh"
NOW = dt.datetime(2026, 12, 24, 3, 0, tzinfo=dt.UTC)  # 10:00 in Hanoi


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("14:30", "2026-12-24 14:30"),
        ("14h30", "2026-12-24 14:30"),
        ("8h", "2026-12-25 08:00"),
        ("mai 8:00", "2026-12-25 08:00"),
        ("8 giờ ngày mai", "2026-12-25 08:00"),
        ("hôm nay 11h", "2026-12-24 11:00"),
        ("25/12 08:00", "2026-12-25 08:00"),
        ("08:00 25/12/2027", "2027-12-25 08:00"),
        ("1/3 7:05", "2027-03-01 07:05"),
        ("tomorrow 17:00", "2026-12-25 17:00"),
        ("3 giờ chiều nay", "2026-12-24 15:00"),
        ("8h30 tối", "2026-12-24 20:30"),
        ("lúc 7 giờ 30 phút sáng mai", "2026-12-25 07:30"),
        ("12h trưa ngày 25/12", "2026-12-25 12:00"),
        ("2:30 pm", "2026-12-24 14:30"),
        ("8pm tomorrow", "2026-12-25 20:00"),
    ],
)
def test_a_moment_is_read_in_the_zone_of_the_chat(text: str, local: str) -> None:
    expected = dt.datetime.fromisoformat(local) - dt.timedelta(hours=7)
    assert moment_of(text, NOW, HANOI) == expected.replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", "mai", "25/12", "31/2 8:00", "25:00", "hôm nay 9:00", "1/1/2026 8:00", "31/12/9999 23:59"),
        *("8h thứ hai", "8h tuần tới", "mai 25/12 8h", "8:00 9:00", "13h tối", "không phải 8h"),
    ],
)
def test_what_is_no_moment_or_is_over_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        moment_of(text, NOW, HANOI)


@given(st.text(alphabet="0123456789/:.hgmai ngày", max_size=20) | st.text(max_size=30))
def test_any_text_is_a_coming_moment_or_refused(text: str) -> None:
    with suppress(InputError):
        assert moment_of(text, NOW, HANOI) > NOW
