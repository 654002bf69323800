import pytest

from briefs.analysis import analyse
from briefs.drafting.drafts import draft_of, topics_of
from briefs.ingest.clean import clean
from briefs.registry import Registry

ARTICLE = """Đẩy mạnh du lịch ở An Giang

Thủ tướng yêu cầu Bộ Công Thương rà soát thị trường xuất khẩu trước ngày 30/6/2024 theo Nghị quyết 21/NQ-CP.

Xuất khẩu của tỉnh tăng 5%. Hàng xuất khẩu chủ yếu là gạo.
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def test_a_draft_holds_the_source_and_what_the_machine_found_in_it(registry):
    draft = draft_of(analyse(clean(ARTICLE), registry), registry, url="https://example.org/a")
    assert draft.machine_made
    assert (draft.title, draft.title_is_ours) == ("Đẩy mạnh du lịch ở An Giang", False)
    assert draft.article.url == "https://example.org/a"
    assert "place:an-giang" in draft.places or "agency:bo-cong-thuong" in draft.agencies
    (directive,) = draft.directives
    (citation,) = directive.citations
    assert "rà soát thị trường" in draft.article.paragraphs[citation.paragraph - 1]


def test_topics_are_those_the_title_names_or_the_text_names_twice(registry):
    topics = topics_of("Đẩy mạnh du lịch ở An Giang", ARTICLE, registry)
    assert {"topic:du-lich", "topic:xuat-nhap-khau"} <= set(topics)
    assert topics_of("", "Một lần nói đến y tế.", registry) == ()


def test_a_source_without_a_title_gets_one_that_is_marked_as_ours(registry):
    text = "Bộ Công Thương yêu cầu các địa phương báo cáo. " + "Việc này rất cần. " * 20
    draft = draft_of(analyse(clean(text), registry), registry)
    assert draft.title_is_ours
    assert draft.title.startswith("Bộ Công Thương yêu cầu")
    assert len(draft.title) <= 121


def test_the_same_text_has_the_same_identity_and_an_address_is_one_of_its_own(registry):
    found = analyse(clean(ARTICLE), registry)
    assert draft_of(found, registry).article.external_id == draft_of(found, registry).article.external_id
    assert draft_of(found, registry, url="https://example.org/a").article.external_id is None


def test_half_a_letter_in_a_pasted_text_does_not_harm_its_draft(registry):
    draft = draft_of(analyse(clean(ARTICLE.replace("gạo", "g\ud83do")), registry), registry)
    assert "chủ yếu là g?o." in draft.article.paragraphs[-1]


def test_a_point_that_begins_inside_its_sentence_gets_a_capital(registry):
    text = f"{ARTICLE}\nDo vậy, xuất khẩu gạo và du lịch ở An Giang là hai việc chính của năm nay."
    points = [point.text for point in draft_of(analyse(clean(text), registry), registry).points]
    assert "Xuất khẩu gạo và du lịch ở An Giang là hai việc chính của năm nay." in points


def test_a_duty_about_a_thing_says_what_it_is_about(registry):
    text = "Thủ tướng yêu cầu Bộ Y tế rà soát. Toàn bộ hồ sơ phải được chuyển cho Bộ Công an trong tháng 7."
    draft = draft_of(analyse(clean(text), registry), registry)
    stated = "Toàn bộ hồ sơ phải được chuyển cho Bộ Công an trong tháng 7"
    assert stated in [directive.action for directive in draft.directives]
