"""/feedback: a word of a reader to the owners."""

import pytest

from bot.local import Persona
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


async def test_a_long_text_is_passed_on_as_far_as_a_message_holds(talk, reached):
    assert (await talk.say("/feedback " + "& " * 2000)).startswith("Cảm ơn anh/chị.")
    [letter] = told(reached)
    assert 1900 < len(letter) < 4096


async def test_words_to_the_owners_are_in_no_log(talk, reached, capsys):
    await talk.say("/feedback mậtkhẩuriêng")
    output = capsys.readouterr()
    assert "mậtkhẩuriêng" not in output.out + output.err
