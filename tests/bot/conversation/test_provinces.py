"""Bodies that every province has: their duties, those of their groups, and following them."""

import pytest


@pytest.mark.parametrize(
    "asked", ["/directives sở công thương", "so cong thuong phai lam gi", "/directives sct"]
)
async def test_a_department_that_no_duty_names_shows_those_of_its_groups_and_offers_its_ministry(talk, asked):
    answer = await talk.say(asked)
    assert answer.startswith("Sở Công Thương: ")
    assert "Chưa có nhiệm vụ nào nêu đích danh" in answer
    assert "Nhiệm vụ chung" in answer
    assert "Thực hiện: Các bộ, ngành, địa phương" in answer
    assert "Nhiệm vụ: Địa phương" in talk.buttons
    assert (await talk.press("Nhiệm vụ: Bộ Công Thương")).startswith("Bộ Công Thương: ")


async def test_a_ministry_is_offered_only_where_it_or_its_predecessor_has_duties(talk):
    await talk.say("/directives sở nội vụ")
    assert (await talk.press("Nhiệm vụ: Bộ Nội vụ")).startswith("Bộ Nội vụ: chủ trì")
    await talk.say("/directives sở tư pháp")
    assert "Nhiệm vụ: Bộ Tư pháp" not in talk.buttons
    assert "Nhiệm vụ: Địa phương" in talk.buttons


async def test_the_department_of_a_place_is_understood_and_can_be_followed(talk):
    assert (await talk.say("/directives so y te ha noi")).startswith("Sở Y tế Hà Nội: ")
    await talk.press("Theo dõi Sở Y tế Hà Nội")
    await talk.press("Hằng ngày, 07:30")
    assert "Sở Y tế Hà Nội" in await talk.say("/mysubs")


async def test_a_department_named_in_a_search_is_offered_with_its_duties(talk):
    await talk.say("so ngoai vu an giang")
    assert "Nhiệm vụ: Sở Ngoại vụ An Giang" in talk.buttons
