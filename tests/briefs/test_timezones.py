from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.timezones import TimeZones, city_name

ZONES = TimeZones.load()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("tokyo", "Asia/Tokyo"),
        ("Hà Nội", "Asia/Ho_Chi_Minh"),
        ("ha noi", "Asia/Ho_Chi_Minh"),
        ("sài gòn", "Asia/Ho_Chi_Minh"),
        ("TP.HCM", "Asia/Ho_Chi_Minh"),
        ("luan don", "Europe/London"),
        ("Mát-xcơ-va", "Europe/Moscow"),
        ("nhật bản", "Asia/Tokyo"),
        ("Bắc Kinh", "Asia/Shanghai"),
        ("new york", "America/New_York"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        ("Calcutta", "Asia/Kolkata"),
    ],
)
def test_a_name_in_vietnamese_or_english_is_one_zone(typed, zone):
    (found,) = ZONES.find(typed)
    assert (found.zone, found.exact) == (zone, True)


@pytest.mark.parametrize(
    ("typed", "zone"), [("tokio", "Asia/Tokyo"), ("beclin", "Europe/Berlin"), ("ho chi", "Asia/Ho_Chi_Minh")]
)
def test_a_typo_or_an_unfinished_name_is_suggested_and_not_taken(typed, zone):
    found = ZONES.find(typed)
    assert found[0].zone == zone
    assert not any(match.exact for match in found)


@pytest.mark.parametrize("typed", ["", "x", "qwzxvb", "gmt+7", "utc-8", "🙂", "\ud800"])
def test_what_is_no_place_finds_nothing(typed):
    assert ZONES.find(typed) == []


@given(st.text(max_size=60))
def test_whatever_is_typed_only_zones_that_exist_are_found(typed):
    found = ZONES.find(typed)
    assert len(found) <= 4
    assert [ZoneInfo(match.zone).key for match in found] == [match.zone for match in found]


def test_the_zones_offered_exist_and_have_names():
    assert "Asia/Ho_Chi_Minh" in ZONES.common
    assert all(city_name(zone, language) for zone in ZONES.common for language in ("vi", "en"))


def test_a_city_is_named_in_the_readers_language():
    assert city_name("Asia/Shanghai", "vi") == "Thượng Hải"
    assert city_name("Asia/Shanghai", "en") == "Shanghai"
    assert city_name("Asia/Kolkata", "en") == "Kolkata"
    assert city_name("America/Argentina/Buenos_Aires", "vi") == "Buenos Aires"
