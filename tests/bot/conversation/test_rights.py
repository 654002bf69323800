"""Who may not do it any more: roles taken away while a question is open, and buttons of former days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.app import Bot
from bot.local import LocalTelegram
from bot.settings import Settings, load_settings
from bot.updates.callbacks import VERBS
from briefs.model import Article, BriefContent, Point, Status
from briefs.staff import Actor, Person, StaffRole

CONTENT = BriefContent("Siết kiểm tra hồ chứa", Article("Bài"), points=(Point("Rà soát trước ngày 30/6."),))
CHANGED = replace(CONTENT, title="Siết kiểm tra đập")
BOSS = Actor(Person("telegram", "1"), StaffRole.OWNER)

Talk = Any
Hire = Callable[[str, StaffRole], Any]


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    kept = settings.model_dump(exclude_unset=True)
    return load_settings(None, **kept, second_approval=getattr(request, "param", False))


async def published(bot: Bot) -> int:
    number = (await bot.services.desk.create(CONTENT, BOSS)).id
    await bot.services.desk.publish(number, BOSS)
    return number


QUESTIONS = {
    "add": (StaffRole.EDITOR, ["/add"]),
    "reword": (StaffRole.EDITOR, ["/edit {n}", "[1 ý chính]", "[1]", "[Sửa lời]"]),
    "correct": (StaffRole.PUBLISHER, ["/correct {n}"]),
    "withdraw": (StaffRole.PUBLISHER, ["/withdraw {n}"]),
    "send back": (StaffRole.PUBLISHER, ["/preview {m}", "[Trả lại]"]),
    "plan": (StaffRole.PUBLISHER, ["/preview {m}", "[Hẹn giờ]"]),
    "name": (StaffRole.OWNER, ["/roles 77"]),
}


@pytest.mark.parametrize(("role", "steps"), QUESTIONS.values(), ids=QUESTIONS)
async def test_an_answer_of_somebody_whose_role_was_taken_away_is_refused_and_the_question_ends(
    bot: Bot, hire: Hire, role: StaffRole, steps: Sequence[str]
) -> None:
    desk, number = bot.services.desk, await published(bot)
    await desk.revise(number, CHANGED, BOSS)
    other = (await desk.create(CONTENT, BOSS)).id
    await desk.submit(other, BOSS)
    talk, by = await hire("Dung", role)
    for step in steps:
        label = step.format(n=number, m=other)
        await (talk.press(label.strip("[]")) if label.startswith("[") else talk.say(label))
    await bot.services.roster.grant(by.person, StaffRole.READER, BOSS)
    acts = await bot.services.audit.entries(99)
    answer = await talk.say("ngoai giao kinh te")
    assert answer.startswith("Chỉ ")
    assert "Siết" not in answer
    assert await bot.services.audit.entries(99) == acts
    assert "bản tóm lược" in await talk.say("ngoai giao kinh te")


async def test_a_button_of_the_desk_does_nothing_for_those_who_work_there_no_more(
    bot: Bot, hire: Hire, telegram: LocalTelegram
) -> None:
    number = await published(bot)
    draft = (await bot.services.desk.create(CONTENT, BOSS)).id
    talk, by = await hire("Dung", StaffRole.OWNER)
    await talk.say("/start")
    await bot.services.roster.grant(by.person, StaffRole.READER, BOSS)
    acts = await bot.services.audit.entries(99)
    for verb in sorted(verb for verb in VERBS if verb[0] in "wae" or verb in ("gd", "gy")):
        for arguments in ("", f":{number}", f":{draft}", f":{draft}:d:1", f":{draft}:p:1:u"):
            query = talk.persona.callback(talk.last, verb + arguments)
            answer = await talk.persona.answered(query)
            assert answer.text, verb
            assert "Siết" not in answer.text
    await telegram.idle()
    assert (await bot.services.briefs.get(draft)).status is Status.DRAFT
    assert await bot.services.audit.entries(99) == acts


async def test_what_was_changed_or_withdrawn_since_is_said_when_the_reason_is_typed(
    bot: Bot, hire: Hire
) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    desk, number = bot.services.desk, await published(bot)
    await desk.revise(number, CHANGED, publisher)
    await dung.say(f"/correct {number}")
    await desk.revise(number, replace(CONTENT, title="Khác"), publisher)
    assert "vừa sửa bản này" in await dung.say("Nhầm thời hạn.")
    assert f"‹ Hồ sơ /b{number}" in dung.buttons


@pytest.mark.parametrize("settings", [True], indirect=True)
async def test_who_may_not_issue_their_own_changes_is_told_before_they_type_what_was_wrong(
    bot: Bot, hire: Hire
) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = await published_by_two(bot)
    await bot.services.desk.revise(number, CHANGED, publisher)
    answer = await dung.say(f"/correct {number}")
    assert "người xuất bản khác" in answer
    assert "Gõ một câu" not in answer
    assert "bản tóm lược" in await dung.say("ngoai giao kinh te")


async def published_by_two(bot: Bot) -> int:
    number = (await bot.services.desk.create(CONTENT, BOSS)).id
    other = Actor(Person("telegram", "2"), StaffRole.PUBLISHER)
    await bot.services.desk.publish(number, other)
    return number
