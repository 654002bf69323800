"""The desk: people with roles take briefs from draft to readers and back, in the chat."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.app import Bot
from bot.local import LocalTelegram, Persona
from bot.settings import Settings, load_settings
from bot.updates.callbacks import VERBS
from briefs.model import Article, BriefContent, Point, Status
from briefs.schedule import Frequency, Schedule
from briefs.staff import Actor, Person, StaffRole
from briefs.store.audit import Act
from briefs.subscriptions import Criteria

CONTENT = BriefContent("Siết kiểm tra hồ chứa", Article("Bài"), points=(Point("Rà soát trước ngày 30/6."),))
CORRECTED = BriefContent("Siết kiểm tra hồ chứa", Article("Bài"), points=(Point("Rà soát trước ngày 15/6."),))


Talk = Any
Hire = Callable[[str, StaffRole], Any]


@pytest.fixture
def owner(telegram: LocalTelegram) -> Persona:
    return Persona(telegram, telegram.person("Giang"))


@pytest.fixture
def settings(settings: Settings, owner: Persona, request: pytest.FixtureRequest) -> Settings:
    second = getattr(request, "param", False)
    kept = settings.model_dump(exclude_unset=True)
    return load_settings(None, **kept, owner_ids=(owner.person.id,), second_approval=second)


def actor(persona: Persona, role: StaffRole) -> Actor:
    return Actor(Person("telegram", str(persona.person.id), persona.person.first_name), role)


async def reads(bot: Bot, reader: Persona) -> None:
    """Let somebody get all that is published, at once."""
    now = bot.services.now()
    chat = await bot.services.chats.get_or_create("telegram", str(reader.person.id), kind="private", now=now)
    immediate = Schedule(Frequency.IMMEDIATE)
    await bot.services.subscriptions.follow(chat, "", Criteria(everything=True), immediate, now=now)


async def told(bot: Bot, talk: Talk) -> str:
    """Let the planner tick, and return what somebody is told then."""
    known = max(talk.persona.chat.messages)
    await bot.delivery.tick_now()
    await talk.persona.telegram.journal.until(lambda: max(talk.persona.chat.messages) > known, 5, "a report")
    return newest(talk)


def newest(talk: Talk) -> str:
    """Return what came last, asked for or not, and go on from there."""
    talk.last = list(talk.persona.chat.messages.values())[-1]
    return str(talk.last["text"])


def menu(talk: Talk) -> set[str]:
    person, chat = talk.persona.person, talk.persona.chat
    return {command["command"] for command in talk.persona.telegram.menus.seen_by(person, chat)}


async def test_an_invitation_makes_one_person_an_editor_and_the_owner_can_take_it_back(
    meet: Callable[[Persona], Talk], owner: Persona, talk: Talk, telegram: LocalTelegram
) -> None:
    boss, lan, other = meet(owner), talk, meet(Persona(telegram, telegram.person("Minh")))
    await boss.say("/start")
    await boss.press("Bàn biên tập")
    assert {"roles", "audit", "backup", "publish", "add"} <= menu(boss)
    await boss.press("Phân quyền")
    link = re.search(r"start=(role_\S+)", await boss.press("Mời biên tập viên"))
    assert link is not None
    group = telegram.group("Nhóm", members=[lan.persona.person])
    assert "đã dùng hoặc đã hết hạn" in await lan.say(f"/start {link[1]}", chat=group)
    assert "Anh/chị giờ là biên tập viên" in await lan.say(f"/start {link[1]}")
    assert {"add", "drafts", "preview", "edit", "search"} <= menu(lan)
    assert not menu(lan) & {"publish", "roles", "backup"}
    assert "đã dùng hoặc đã hết hạn" in await other.say(f"/start {link[1]}")
    assert "Lan giờ là biên tập viên." in newest(boss)
    assert "Lan giờ là bạn đọc." in await boss.press("Thu hồi quyền")
    assert "thôi làm ở bàn biên tập" in newest(lan)
    assert "add" not in menu(lan)
    assert "Chỉ biên tập viên" in await lan.say("/drafts")
    await boss.press("Hoàn tác")
    assert "Anh/chị giờ là biên tập viên" in newest(lan)
    assert "Bản nháp: 0" in await lan.press("Bàn biên tập")
    assert "Thống kê" not in lan.buttons


async def test_roles_are_given_by_a_forwarded_message_or_an_id_and_not_to_owners_of_the_settings(
    meet: Callable[[Persona], Talk], owner: Persona, reader: Persona, telegram: LocalTelegram
) -> None:
    boss, group = meet(owner), telegram.group("Nhóm", members=[owner.person, reader.person])
    forwarded = owner.forward(reader.send("xin chào", group))
    await telegram.next_message(owner.chat, 5)  # it was taken for a search
    await boss.say("/roles", reply_to=forwarded)
    assert "Lan giờ là biên tập viên." in await boss.press("Biên tập viên")
    await boss.press("Hoàn tác")
    assert "Lan\nHiện là bạn đọc." in await boss.say("/roles", reply_to=forwarded)
    assert "Lan giờ là người xuất bản." in await boss.say("người xuất bản")
    assert "bản tóm lược" in await boss.say("ngoai giao kinh te")
    assert "Lan: người xuất bản" in await boss.say("/roles")
    assert "Hiện là người xuất bản" in await boss.press("Lan")
    assert "Lan giờ là biên tập viên." in await boss.press("Biên tập viên")
    assert "Lan: biên tập viên" in await boss.press("‹ Phân quyền")
    unmet = await boss.say("/roles 987654 editor")
    assert unmet.startswith("987654 giờ là biên tập viên.")
    assert "chưa mở bot" in unmet
    for nobody in ("@ai", "²", "9" * 80):
        assert f"chưa biết “{nobody}” là ai" in await boss.say(f"/roles {nobody}")
    assert "khai trong cấu hình" in await boss.say(f"/roles {owner.person.id} reader")
    audit = await boss.say("/audit")
    assert "phân quyền: Lan → biên tập viên" in audit
    assert "phân quyền: 987654 → biên tập viên" in audit
    assert "Giang" in audit


async def test_an_owner_of_the_settings_is_named_to_themselves_and_by_number_to_others(
    meet: Callable[[Persona], Talk], owner: Persona, hire: Hire
) -> None:
    assert "Quản trị viên theo cấu hình: Giang\n" in await meet(owner).say("/roles")
    hoa, _ = await hire("Hoa", StaffRole.OWNER)
    assert f"Quản trị viên theo cấu hình: {owner.person.id}\n" in await hoa.say("/roles")


async def test_the_audit_of_a_brief_that_is_not_there_says_so(
    meet: Callable[[Persona], Talk], owner: Persona
) -> None:
    boss = meet(owner)
    assert await boss.say("/audit 99") == "Không có bản tóm lược này."
    assert "‹ Bàn biên tập" in boss.buttons
    assert "Chưa có việc nào" in await boss.say("/audit 3")


async def test_all_of_the_audit_can_be_turned_to(
    bot: Bot, meet: Callable[[Persona], Talk], owner: Persona
) -> None:
    boss = meet(owner)
    for number in range(1, 18):
        await bot.services.audit.note(Act("telegram:1", "publish", number), now=bot.services.now())
    pages = [await boss.say("/audit"), await boss.press("Cũ hơn ›"), await boss.press("Cũ hơn ›")]
    assert "Cũ hơn ›" not in boss.buttons
    found = [[int(number) for number in re.findall(r"/b(\d+)", page)] for page in pages]
    assert found == [[*range(17, 9, -1)], [*range(9, 1, -1)], [1]]


async def test_a_draft_is_handed_in_sent_back_planned_and_published(
    bot: Bot, telegram: LocalTelegram, hire: Hire, reader: Persona
) -> None:
    await reads(bot, reader)
    binh, editor = await hire("Bình", StaffRole.EDITOR)
    dung, _ = await hire("Dung", StaffRole.PUBLISHER)
    number = (await bot.services.desk.create(CONTENT, editor)).id
    group = telegram.group("Nhóm", members=[binh.persona.person])
    assert "trò chuyện riêng" in await binh.say("/drafts", chat=group)
    await binh.say(f"/b{number}")
    assert "Hồ sơ biên tập" in binh.buttons
    other = await reader.ask(f"/b{number}")
    assert "Hồ sơ biên tập" not in str(other["reply_markup"])
    reader.chat.messages.clear()
    assert "Siết kiểm tra hồ chứa" in await binh.say("/drafts")
    await binh.press(str(number))
    await binh.press("Trình duyệt")
    assert "Bản này trở lại là bản nháp" in await binh.press("Lấy về sửa")
    assert "chờ duyệt\nBình soạn và trình" in await binh.press("Trình duyệt")
    await dung.say("/queue")
    await dung.press(str(number))
    await dung.press("Trả lại")
    assert "Đã trả lại: Thiếu nguồn" in await dung.say("Thiếu nguồn")
    assert "bản tóm lược" in await dung.say("ngoai giao kinh te")
    assert "được trả lại" in await told(bot, binh)
    assert "Thiếu nguồn" in newest(binh)
    await binh.press("Mở")
    await binh.press("Trình duyệt")
    assert "Chưa rõ thời điểm" in await dung.say(f"/publish {number} hôm nào đó")
    assert "hẹn xuất bản" in await dung.say(f"/publish {number} mai 8h")
    assert "hẹn xuất bản" in await binh.say("/queue")
    await dung.press("Đổi giờ hẹn")
    assert "08:15 giờ Việt Nam" in await dung.say("mai 8:15")
    card = dung.last
    assert "bản tóm lược" in await dung.say("ngoai giao kinh te")
    dung.last = card
    assert "Đã hủy hẹn" in await dung.press("Hủy hẹn")
    assert "Đã xuất bản" in await dung.press("Xuất bản")
    assert "đã xuất bản" in await told(bot, binh)
    messages = reader.chat.messages
    await telegram.journal.until(lambda: bool(messages), 5, "the digest")
    assert f"/b{number}" in next(iter(messages.values()))["text"]


async def test_what_readers_will_be_told_is_shown_first_and_what_is_typed_later_is_a_search(
    bot: Bot, hire: Hire, talk: Talk
) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    desk = bot.services.desk
    number = (await desk.create(CONTENT, publisher)).id
    await desk.publish(number, publisher)
    assert "bấm Sửa trước" in await dung.say(f"/correct {number}")
    assert "Đính chính, có báo" not in dung.buttons
    await desk.revise(number, replace(CORRECTED, title="Kiểm tra hồ chứa"), publisher)
    assert "+ Rà soát trước ngày 15/6." in await dung.say("/queue") or await dung.press(str(number))
    await dung.press("Đính chính, có báo")
    shown = await dung.say("Nhầm thời hạn.")
    assert f"Đính chính: Kiểm tra hồ chứa → /b{number}\nNhầm thời hạn." in shown
    assert "15/6" not in await talk.say(f"/b{number}")
    assert (await dung.press("Gửi đính chính")).startswith("Đã đính chính.\n")  # nobody had received it
    assert "15/6" in await talk.say(f"/b{number}")
    await dung.press("Rút bản này")
    await dung.press(f"‹ Hồ sơ /b{number}")
    assert "bản tóm lược" in await dung.say("ngoai giao kinh te")
    await dung.say(f"/withdraw {number}")
    await dung.say("Nguồn đã gỡ bài gốc")
    assert "đã rút" in await dung.press("Rút bản này")
    assert "Chỉ đính chính được bản đã xuất bản" in await dung.say(f"/correct {number}")
    assert re.search(r"đã được rút ngày .*: Nguồn đã gỡ bài gốc", await talk.say(f"/b{number}"))
    assert "người từng được báo rút nay được báo lại" in await dung.press("Khôi phục")
    assert "15/6" in await talk.say(f"/b{number}")
    await dung.press("Các bản")
    difference = await dung.press("1 → 2")
    assert "− Rà soát trước ngày 30/6." in difference
    assert "+ Rà soát trước ngày 15/6." in difference


async def test_what_was_changed_after_a_publisher_saw_it_is_not_published_or_issued_unseen(
    bot: Bot, hire: Hire
) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    desk = bot.services.desk
    number = (await desk.create(CONTENT, publisher)).id
    await dung.say(f"/preview {number}")
    preview = dung.last
    await desk.revise(number, CORRECTED, publisher)
    for label in ("Xuất bản", "Hẹn giờ"):
        answer = await dung.persona.press(preview, label)
        assert "vừa sửa bản này" in str(answer.text), label
    await dung.say(f"/preview {number}")
    await dung.press("Hẹn giờ")
    await desk.revise(number, replace(CORRECTED, topics=("topic:y-te",)), publisher)
    assert "vừa sửa bản này" in await dung.say("mai 8h")
    assert (await desk.file(number)).brief.status is Status.DRAFT
    await dung.say(f"/preview {number}")
    assert "Đã xuất bản" in await dung.press("Xuất bản")
    await desk.revise(number, CONTENT, publisher)
    await dung.say(f"/preview {number}")
    await dung.press("Đính chính, có báo")
    await dung.say("Nhầm thời hạn.")
    await desk.revise(number, replace(CONTENT, title="Khác"), publisher)
    assert "vừa sửa bản này" in str((await dung.persona.press(dung.last, "Gửi đính chính")).text)
    assert (await desk.file(number)).brief.content.title == CONTENT.title
    await dung.say(f"/preview {number}")
    await desk.revise(number, replace(CONTENT, title="Khác nữa"), publisher)
    assert "vừa sửa bản này" in str((await dung.persona.press(dung.last, "Bỏ nội dung sửa")).text)
    assert (await desk.file(number)).manuscript.title == "Khác nữa"


async def test_a_command_that_is_refused_shows_where_the_brief_stands(bot: Bot, hire: Hire) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = (await bot.services.desk.create(CONTENT, publisher)).id
    await bot.services.desk.publish(number, publisher)
    assert f"Bản này đã xuất bản.\nSiết kiểm tra hồ chứa\n/b{number} · đã xuất bản" in await dung.say(
        f"/publish {number}"
    )
    await dung.say(f"/withdraw {number} Trùng")
    await dung.press("Rút bản này")
    assert "đã rút" in await dung.say(f"/edit {number}")
    assert "Bản này đã rút" in await dung.say(f"/withdraw {number} Trùng")
    assert "Khôi phục" in dung.buttons
    assert "Không có bản tóm lược này" in await dung.say("/edit 99")


async def test_a_withdrawal_is_shown_with_those_who_have_the_brief_before_it_happens(
    bot: Bot, hire: Hire, reader: Persona
) -> None:
    services = bot.services
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = (await services.desk.create(CONTENT, publisher)).id
    await services.desk.publish(number, publisher)
    assert "Chưa gửi bản này tới ai" in await dung.say(f"/withdraw {number} Nhầm số liệu")
    await reads(bot, reader)
    number = (await services.desk.create(CONTENT, publisher)).id
    await services.desk.publish(number, publisher)
    await bot.delivery.tick_now()
    messages = reader.chat.messages
    await reader.telegram.journal.until(lambda: bool(messages), 5, "the digest")
    shown = await dung.say(f"/withdraw {number} Nhầm số liệu")
    assert "1 nơi đã nhận bản này" in shown
    assert f"Đã rút: Siết kiểm tra hồ chứa → /b{number}\nNhầm số liệu" in shown
    assert "đã xuất bản" in await dung.press("Không rút")
    assert (await services.desk.file(number)).brief.status is Status.PUBLISHED
    await services.desk.revise(number, CORRECTED, publisher)
    await dung.say(f"/correct {number}")
    assert "1 nơi đã nhận bản này" in await dung.say("Nhầm thời hạn.")
    assert "người đã nhận đang được báo" in await dung.press("Gửi đính chính")
    await dung.press("Rút bản này")
    assert "Nguồn đã gỡ bài" in await dung.press("Nguồn đã gỡ bài.")
    assert (await services.desk.file(number)).brief.status is Status.PUBLISHED
    assert "Trùng bản khác" in await dung.say("Trùng bản khác")
    assert "Đã rút: Trùng bản khác" in await dung.press("Rút bản này")
    assert "Khôi phục" in dung.buttons


async def test_a_message_that_is_edited_answers_what_was_asked_before_it_was_sent_and_nothing_later(
    bot: Bot, hire: Hire
) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = (await bot.services.desk.create(CONTENT, publisher)).id
    await bot.services.desk.publish(number, publisher)
    await bot.services.desk.revise(number, CORRECTED, publisher)
    await dung.say("hồ chứa")
    search = dung.own
    await dung.say(f"/correct {number}")
    await dung.say("Nhầm thời hn.")
    answer = dung.own | {"date": dung.own["date"] + 2}  # nobody answers in the second of the question
    for text in ("Nhầm thời hạn.", "Nhầm thời hạn rà soát."):
        assert f"\n{text}" in await dung.edit(answer, text)
        assert "“an toàn hồ chứa”" in await dung.edit(search, "an toàn hồ chứa")


async def test_a_reason_that_was_typed_anew_is_not_sent_by_the_older_button(bot: Bot, hire: Hire) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = (await bot.services.desk.create(CONTENT, publisher)).id
    await bot.services.desk.publish(number, publisher)
    await dung.say(f"/withdraw {number} Nhầm số liệu")
    older = dung.last
    await dung.say("Trùng bản khác")
    assert "tin mới hơn" in str((await dung.persona.press(older, "Rút bản này")).text)
    assert (await bot.services.desk.file(number)).brief.status is Status.PUBLISHED
    assert "Đã rút: Trùng bản khác" in await dung.press("Rút bản này")


@pytest.mark.parametrize("minute", ["99999999999", "4223372036"])
async def test_an_hour_that_no_button_offers_plans_nothing(bot: Bot, hire: Hire, minute: str) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = (await bot.services.desk.create(CONTENT, publisher)).id
    await dung.say(f"/preview {number}")
    query = dung.persona.callback(dung.last, f"wtt:{number}:{minute}")
    assert "Nút này đã cũ" in str((await dung.persona.answered(query)).text)
    assert (await bot.services.desk.file(number)).making.publish_at is None


async def test_changes_that_were_dropped_come_back_with_undo(bot: Bot, hire: Hire) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    number = (await bot.services.desk.create(CONTENT, publisher)).id
    await bot.services.desk.publish(number, publisher)
    await bot.services.desk.revise(number, CORRECTED, publisher)
    await dung.say(f"/edit {number}")
    await dung.press("‹ Xem trước")
    assert "bấm Sửa, rồi Hoàn tác" in await dung.press("Bỏ nội dung sửa")
    await dung.press("Sửa")
    await dung.press("Hoàn tác")
    assert (await bot.services.desk.file(number)).manuscript.content.points == CORRECTED.points


async def test_changes_that_another_has_open_are_not_dropped_without_a_word(bot: Bot, hire: Hire) -> None:
    dung, publisher = await hire("Dung", StaffRole.PUBLISHER)
    binh, editor = await hire("Bình", StaffRole.EDITOR)
    number = (await bot.services.desk.create(CONTENT, publisher)).id
    await bot.services.desk.publish(number, publisher)
    await bot.services.desk.revise(number, CORRECTED, editor)
    await binh.say(f"/edit {number}")
    await dung.say(f"/preview {number}")
    assert "Bình đang sửa bản này" in await dung.press("Bỏ nội dung sửa")
    assert (await bot.services.desk.file(number)).prepared is not None
    await dung.press("Vẫn sửa")
    await dung.press("‹ Xem trước")
    assert "Hoàn tác" in await dung.press("Bỏ nội dung sửa")


async def test_who_edits_what_is_planned_is_told_that_a_change_calls_it_off(bot: Bot, hire: Hire) -> None:
    dung, _ = await hire("Dung", StaffRole.PUBLISHER)
    binh, editor = await hire("Bình", StaffRole.EDITOR)
    number = (await bot.services.desk.create(CONTENT, editor)).id
    await dung.say(f"/publish {number} mai 8h")
    assert "sửa nội dung sẽ hủy hẹn" in await binh.say(f"/edit {number}")


COMMANDS = (
    *("drafts", "queue", "preview 6", "edit 6"),
    *("publish 6", "correct 6", "withdraw 6 x", "roles", "audit", "backup"),
)
STEPS = sorted(verb for verb in VERBS if verb.startswith("w") or verb in ("ap", "ax", "ar"))


async def test_a_reader_can_do_nothing_of_this(
    bot: Bot, hire: Hire, talk: Talk, telegram: LocalTelegram
) -> None:
    _, editor = await hire("Bình", StaffRole.EDITOR)
    number = (await bot.services.desk.create(CONTENT, editor)).id
    acts = await bot.services.audit.entries(99)
    for command in COMMANDS:
        assert (await talk.say(f"/{command}")).startswith("Chỉ "), command
    for verb in STEPS:
        for arguments in ("", f":{number}", f":{number}:1", f":{number}:correction"):
            query = talk.persona.callback(talk.last, verb + arguments)
            answer = await talk.persona.answered(query)
            assert answer.text, verb
            assert "Siết" not in answer.text
    await telegram.idle()
    assert (await bot.services.briefs.get(number)).status is Status.DRAFT
    assert await bot.services.audit.entries(99) == acts
    texts = [message["text"] for message in talk.persona.chat.messages.values()]
    assert not any("Siết" in text for text in texts)


@pytest.mark.parametrize("settings", [True], indirect=True)
async def test_with_second_approval_nobody_publishes_their_own_words(
    bot: Bot, meet: Callable[[Persona], Talk], owner: Persona, hire: Hire
) -> None:
    boss, by = meet(owner), actor(owner, StaffRole.OWNER)
    number = (await bot.services.desk.create(CONTENT, by)).id
    assert "người xuất bản khác" in await boss.say(f"/publish {number}")
    await boss.say("/drafts")
    await boss.press(str(number))
    assert "Xuất bản" not in boss.buttons
    await boss.press("Trình duyệt")
    assert "Xuất bản" not in boss.buttons
    await boss.say("/queue")
    assert "cần người xuất bản khác duyệt" in await boss.press(str(number))
    binh, _ = await hire("Bình", StaffRole.EDITOR)
    assert "quản trị viên soạn và trình" in await binh.say("/queue")
