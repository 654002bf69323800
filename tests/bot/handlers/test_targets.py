"""What can be followed, as it stands on buttons."""

from __future__ import annotations

from bot.conversation.keyboards import data
from bot.handlers.schedules import frequency_code, time_code
from bot.handlers.targets import target_of_key
from briefs.registry import Kind, Registry
from briefs.schedule import Frequency, Schedule

LONGEST = Schedule(Frequency.MONTHLY, monthday=31)
QUERY_ID = "abcdefgh"


def test_every_key_fits_beside_a_schedule_and_beside_a_saved_query() -> None:
    entries = Registry.load().entries()
    places = [entry for entry in entries if entry.kind is Kind.PLACE]
    local = [entry.at(place) for entry in entries if entry.parent for place in places]
    assert local
    for entry in (*entries, *local):
        target = target_of_key(entry.key)
        assert data("ss", target, frequency_code(LONGEST), time_code(LONGEST.at))
        assert data("fa", QUERY_ID, target)
