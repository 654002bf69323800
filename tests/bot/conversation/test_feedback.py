"""/feedback: a word of a reader to the owners."""

import asyncio
import datetime as dt

import pytest

from bot.app import build_bot, running
from bot.local import Persona
from bot.services import open_services
from bot.settings import load_settings


@pytest.fixture
def owner(telegram) -> Persona:
    return Persona(telegram, telegram.person("Hoa"))


@pytest.fixture
def settings(settings, owner):
    return load_settings(None, **settings.model_dump(exclude_unset=True), owner_ids=(owner.person.id,))


@pytest.fixture
async def reached(owner, meet):
    """The owner has a conversation with the bot: it may write first to nobody else."""
    talk = meet(owner)
    await talk.say("/start")
    return owner


def told(owner: Persona) -> list[str]:
    """What the bot wrote to the owner after the greeting."""
    return [m["text"] for m in owner.chat.messages.values() if m["from"]["is_bot"]][1:]


async def test_what_is_typed_after_the_question_reaches_the_owners_with_the_name(talk, reached):
    assert (await talk.say("/gopy")).startswith("Góp ý cho người quản trị bot")
    assert (await talk.say("Thiếu nghị quyết <b>68</b>\nvề kinh tế tư nhân")).startswith("Cảm ơn anh/chị.")
    [letter] = told(reached)
    assert letter == (
        f"Góp ý của {talk.persona.person.first_name}\nThiếu nghị quyết <b>68</b>\nvề kinh tế tư nhân"
        f"\nSố định danh Telegram: {talk.persona.person.id}"
    )


async def test_the_next_text_is_searched_again(talk, reached):
    await talk.say("/feedback Rất hữu ích")
    assert "bản tóm lược" in await talk.say("ngoai giao kinh te")
    assert len(told(reached)) == 1


async def test_a_group_is_asked_to_write_behind_the_command(talk, reached, telegram):
    reader = talk.persona
    group = telegram.group("Tổ", admins=[reached.person], members=[reader.person], bot="administrator")
    assert "bắt đầu bằng lệnh: /feedback …" in (await reader.ask("/gopy", group))["text"]
    assert "bản tóm lược" in (await reader.ask("@diemtin_bot ngoai giao kinh te", group))["text"]
    assert told(reached) == []
    assert (await reader.ask("/feedback Rất hữu ích", group))["text"].startswith("Cảm ơn")
    assert len(told(reached)) == 1


async def test_what_reaches_no_owner_is_not_said_to_be_passed_on(talk, reached):
    reached.block()
    assert (await talk.say("/feedback Rất hữu ích")).startswith("Chưa chuyển được")


async def test_one_person_writes_five_times_a_day(talk, reached):
    answers = [await talk.say(f"/feedback lần {number}") for number in range(7)]
    assert [answer.startswith("Cảm ơn") for answer in answers] == [True] * 5 + [False] * 2
    assert answers[-1].startswith("Hôm nay anh/chị đã góp ý nhiều lần.")
    assert len(told(reached)) == 5


async def test_the_five_are_counted_over_a_restart_and_in_groups_too(settings, telegram, reader, owner):
    group = telegram.group("Tổ", admins=[owner.person], members=[reader.person], bot="administrator")
    answers = []
    for chat in (reader.chat, group):
        async with open_services(settings) as services, running(build_bot(services), asyncio.Event()):
            if chat is reader.chat:
                await owner.ask("/start")
            answers += [(await reader.ask(f"/feedback lần {n}", chat))["text"] for n in range(3)]
    assert [answer.startswith("Cảm ơn") for answer in answers] == [True] * 5 + [False]


async def test_a_day_ends_at_midnight_and_not_before(settings, telegram, reader, owner):
    now = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)  # 08:00 in the zone of the settings
    async with (
        open_services(settings, now=lambda: now) as services,
        running(build_bot(services), asyncio.Event()),
    ):
        await owner.ask("/start")
        for number in range(6):
            answer = (await reader.ask(f"/feedback lần {number}"))["text"]
        assert answer.startswith("Hôm nay")
        now += dt.timedelta(hours=13)
        assert (await reader.ask("/feedback buổi tối"))["text"].startswith("Hôm nay")
        now += dt.timedelta(hours=3)
        assert (await reader.ask("/feedback hôm sau"))["text"].startswith("Cảm ơn")


async def test_who_wrote_enough_takes_nothing_from_the_others_of_a_group(talk, reached, telegram):
    minh = Persona(telegram, telegram.person("Minh"))
    members = [talk.persona.person, minh.person]
    group = telegram.group("Tổ", admins=[reached.person], members=members, bot="administrator")
    for number in range(5):
        await talk.say(f"/feedback lần {number}")
    for number in range(5):
        refused = await talk.persona.ask(f"/feedback lần {number}", group)
        assert refused["text"].startswith("Hôm nay")
    assert (await minh.ask("/feedback Rất hữu ích", group))["text"].startswith("Cảm ơn")


@pytest.mark.parametrize("asked_first", [False, True])
async def test_what_is_edited_is_not_passed_on_again(talk, reached, asked_first):
    if asked_first:
        await talk.say("/gopy")
        await talk.say("Thiếu nghị quyết 86")
        answer = await talk.edit(talk.own, "Thiếu nghị quyết 68")
    else:
        await talk.say("/feedback Thiếu nghị quyết 86")
        answer = await talk.edit(talk.own, "/feedback Thiếu nghị quyết 68")
    assert answer.startswith("Tin nhắn đã sửa không được chuyển;")
    assert [letter.splitlines()[1] for letter in told(reached)] == ["Thiếu nghị quyết 86"]


async def test_an_older_message_that_is_edited_does_not_answer_the_question(talk, reached):
    await talk.say("ngoai giao kinh te")
    search = talk.own
    await talk.say("/gopy")
    assert "miễn thị thực" in await talk.edit(search, "mien thi thuc")
    assert told(reached) == []
    assert (await talk.say("Rất hữu ích")).startswith("Cảm ơn")
    assert "miễn thị thực" in await talk.edit(search, "mien thi thuc")


async def test_a_question_that_is_edited_into_an_answer_stays_open(talk, reached):
    await talk.say("/gopy")
    assert (await talk.edit(talk.own, "/gopy Thiếu nghị quyết 68")).startswith("Tin nhắn đã sửa")
    assert (await talk.say("Thiếu nghị quyết 68")).startswith("Cảm ơn")
    assert "bản tóm lược" in await talk.say("ngoai giao kinh te")
    assert len(told(reached)) == 1


async def test_a_message_in_a_group_is_not_taken_for_the_private_one_of_its_number(talk, reached, telegram):
    await talk.say("ngoai giao kinh te")
    search = talk.own
    group = telegram.group("Tổ", admins=[reached.person], members=[talk.persona.person], bot="administrator")
    group.last_id = search["message_id"] - 1
    assert (await talk.persona.ask("/feedback Rất hữu ích", group))["text"].startswith("Cảm ơn")
    assert "miễn thị thực" in await talk.edit(search, "mien thi thuc")


async def test_a_long_text_is_passed_on_as_far_as_a_message_holds(talk, reached):
    assert (await talk.say("/feedback " + "& " * 2000)).startswith("Cảm ơn anh/chị.")
    [letter] = told(reached)
    assert 1900 < len(letter) < 4096


async def test_words_to_the_owners_are_in_no_log(talk, reached, capsys):
    await talk.say("/feedback mậtkhẩuriêng")
    output = capsys.readouterr()
    assert "mậtkhẩuriêng" not in output.out + output.err
