"""Changes by hand: what is kept, and what the guard finds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.analysis.grounding import Kind
from briefs.editing import (
    Field,
    LineKind,
    Part,
    added,
    bodies_of,
    dropped,
    moved,
    one_line,
    reworded,
    text_of,
    with_basis,
    with_bodies,
    with_deadline,
    with_field,
    with_title,
    with_topic,
)
from briefs.errors import InputError
from briefs.evidence import bodies_near, document_numbers, quotations, sentences, times_near
from briefs.model import Article, Body, BriefContent, Citation, Deadline, Directive, Point
from briefs.registry import Registry

PARAGRAPHS = (
    "Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai. Có 1.200 hồ chứa xuống cấp.",
    "Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024.",
    "Bộ Tài chính phối hợp bố trí vốn theo Chỉ thị 15-CT/TW. Các địa phương không xả lũ ban đêm.",
)
DUTY = Directive(
    "Rà soát an toàn các hồ thủy điện",
    lead=Body("Bộ Công Thương", "agency:bo-cong-thuong"),
    citations=(Citation(2, 0, 86),),
)
CONTENT = BriefContent(
    "An toàn hồ chứa",
    Article("An toàn hồ chứa", paragraphs=PARAGRAPHS),
    points=tuple(Point(f"Ý {n}", (Citation(1),)) for n in (1, 2, 3)),
    directives=(DUTY,),
)
POINT, DIRECTIVE = LineKind.POINT, LineKind.DIRECTIVE


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def texts(content: BriefContent, kind: LineKind = POINT) -> list[str]:
    count = len(content.points if kind is POINT else content.directives)
    return [text_of(content, kind, number) for number in range(1, count + 1)]


def test_a_line_in_other_words_cites_the_sentence_that_says_so(registry: Registry):
    change = reworded(CONTENT, POINT, 2, "Có 1.200 hồ chứa đã xuống cấp", registry)
    assert change.finding.ok
    cited = quotations(CONTENT.article, change.content.points[1].citations)
    assert [one.text for one in cited] == ["Có 1.200 hồ chứa xuống cấp."]
    assert texts(change.content) == ["Ý 1", "Có 1.200 hồ chứa đã xuống cấp", "Ý 3"]


@pytest.mark.parametrize(
    ("line", "kind", "what"),
    [
        ("Có 1.500 hồ chứa xuống cấp.", Kind.NUMBER, "1.500"),
        ("Rà soát an toàn các hồ thủy điện trước ngày 30/7/2024.", Kind.DATE, "30/7/2024"),
        ("Bộ Tài chính phối hợp bố trí vốn theo Chỉ thị 16-CT/TW.", Kind.DOCUMENT, "16-CT/TW"),
        ("Bộ Xây dựng phối hợp bố trí vốn theo Chỉ thị 15-CT/TW.", Kind.NAME, "Bộ Xây dựng"),
        ("Các địa phương xả lũ ban đêm.", Kind.POLARITY, "không xả lũ"),
        ("Giá vàng trong nước lập đỉnh mới.", Kind.UNSUPPORTED, "Giá vàng trong nước lập đỉnh mới."),
    ],
)
def test_the_guard_names_what_the_source_does_not_say(registry: Registry, line: str, kind: Kind, what: str):
    finding = reworded(CONTENT, POINT, 1, line, registry).finding
    assert not finding.ok
    assert [(alarm.kind, alarm.text) for alarm in finding.alarms if alarm.kind is kind][:1] == [(kind, what)]


def test_without_the_source_nothing_can_be_compared(registry: Registry):
    bare = BriefContent("Tên", Article("Tên"), points=(Point("Ý"),), directives=(Directive("làm việc A"),))
    assert with_title(bare, "Đầu đề khác", registry).finding.unchecked
    assert with_basis(bare, 1, ["16-CT/TW"]).finding.unchecked
    assert with_bodies(bare, 1, Part.LEAD, [Body("Bộ Y tế")], registry).finding.unchecked
    assert with_deadline(bare, 1, "trước ngày 30/6/2025").finding.unchecked
    assert reworded(bare, POINT, 1, "Ý khác", registry).finding.unchecked


@given(st.integers(1, 3), st.integers(-4, 4))
def test_moving_keeps_every_line_and_changes_only_the_order(number: int, by: int):
    after = texts(moved(CONTENT, POINT, number, by))
    assert sorted(after) == texts(CONTENT)
    target = number + by
    assert after.index(f"Ý {number}") + 1 == (target if 1 <= target <= 3 else number)


def test_a_dropped_line_is_gone_and_the_others_stay():
    assert texts(dropped(CONTENT, POINT, 2)) == ["Ý 1", "Ý 3"]
    assert texts(dropped(CONTENT, DIRECTIVE, 1), DIRECTIVE) == []


@pytest.mark.parametrize("number", [0, 4])
def test_a_line_that_is_not_there_cannot_be_changed(number: int):
    with pytest.raises(LookupError):
        dropped(CONTENT, POINT, number)


@pytest.mark.parametrize("kind", list(LineKind))
def test_a_sentence_of_the_source_becomes_a_line_that_cites_it(kind: LineKind):
    sentence = sentences(CONTENT.article)[2]
    new = added(CONTENT, kind, sentence)
    assert texts(new, kind)[-1].startswith("Thủ tướng yêu cầu Bộ Công Thương")
    line = new.points[-1] if kind is POINT else new.directives[-1]
    assert [one.text for one in quotations(new.article, line.citations)] == [sentence.text]


def test_a_title_of_ones_own_is_marked_and_its_facts_are_checked(registry: Registry):
    own = with_title(CONTENT, "Siết an toàn 1.200 hồ chứa", registry)
    assert own.finding.ok
    assert own.content.title_is_ours
    assert (own.content.title, own.content.article.title) == (own.line, CONTENT.article.title)
    assert not own.content.untitled
    again = with_title(own.content, CONTENT.article.title, registry).content
    assert (again.title, again.title_is_ours) == (CONTENT.article.title, False)
    wrong = with_title(CONTENT, "Siết an toàn 1.300 hồ chứa ở Cà Mau", registry)
    assert {alarm.kind for alarm in wrong.finding.alarms} >= {Kind.NUMBER, Kind.NAME}


def test_a_source_without_a_title_has_none_whatever_is_written_over_it(registry: Registry):
    untitled = replace(CONTENT, title_is_ours=True)
    own = with_title(untitled, "Siết an toàn 1.200 hồ chứa", registry).content
    assert own.untitled
    assert with_title(own, "Siết an toàn hồ chứa", registry).content.untitled


def test_a_title_that_the_source_has_is_the_sources(registry: Registry):
    change = with_title(CONTENT, "Các địa phương không xả lũ ban đêm", registry)
    assert change.finding.ok
    assert not change.content.title_is_ours


def test_what_an_editor_states_of_the_source_is_taken_and_can_be_cleared():
    full = with_field(CONTENT, Field.OUTLET, " Báo  A ")
    full = with_field(full, Field.DATE, "ngày 5 tháng 6 năm 2024")
    full = with_field(full, Field.URL, "https://bao.vn/1")
    article = full.article
    assert (article.outlet, article.published, article.url) == (
        "Báo A",
        dt.date(2024, 6, 5),
        "https://bao.vn/1",
    )
    assert with_field(full, Field.OUTLET, "").article.outlet is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.DATE, "hôm qua"),
        (Field.DATE, "31/2/2024"),
        (Field.DATE, "Hội nghị ngày 5/6/2024 bàn về an toàn của các hồ chứa nước trước mùa mưa bão"),
        (Field.URL, "bao.vn/1"),
        (Field.URL, "file:///etc/passwd"),
        (Field.URL, "https://[x"),
        (Field.URL, "https://bao.vn/hai phần"),
        (Field.URL, "http://localhost/1"),
        (Field.URL, "https://bao.vn:99999/1"),
        (Field.OUTLET, "x" * 200),
    ],
)
def test_what_is_no_date_address_or_name_is_refused(field: Field, text: str):
    with pytest.raises(InputError):
        with_field(CONTENT, field, text)


def test_topics_are_added_and_taken_away():
    once = with_topic(CONTENT, "topic:a")
    assert once.topics == ("topic:a",)
    assert with_topic(once, "topic:a") == CONTENT


def test_a_body_that_the_source_names_may_lead_and_another_may_not(registry: Registry):
    named = Body("Bộ Tài chính", "agency:bo-tai-chinh")
    change = with_bodies(CONTENT, 1, Part.LEAD, [named], registry)
    assert change.finding.ok
    assert change.content.directives[0].lead == named
    strange = with_bodies(CONTENT, 1, Part.PARTNERS, [Body("Bộ Y tế", "agency:bo-y-te")], registry)
    assert [(a.kind, a.text) for a in strange.finding.alarms] == [(Kind.NAME, "Bộ Y tế")]


def test_taking_a_body_out_needs_no_evidence(registry: Registry):
    change = with_bodies(CONTENT, 1, Part.LEAD, [], registry)
    assert change.finding.ok
    assert change.content.directives[0].lead is None


def test_of_several_that_lead_one_may_be_taken_out(registry: Registry):
    first, second = Body("Bộ Tài chính", "agency:bo-tai-chinh"), Body("Bộ Y tế", "agency:bo-y-te")
    both = with_bodies(CONTENT, 1, Part.LEAD, [first, second], registry).content
    assert bodies_of(both, 1, Part.LEAD) == both.directives[0].leads == (first, second)
    left = with_bodies(both, 1, Part.LEAD, [second], registry)
    assert left.finding.ok
    assert (left.content.directives[0].lead, left.content.directives[0].co_leads) == (second, ())


def test_a_deadline_has_to_stand_beside_the_duty():
    change = with_deadline(CONTENT, 1, "trước ngày 30/6/2024")
    assert change.finding.ok
    assert change.content.directives[0].deadline == Deadline("trước ngày 30/6/2024", dt.date(2024, 6, 30))
    wrong = with_deadline(CONTENT, 1, "trước ngày 30/6/2025")
    assert [alarm.kind for alarm in wrong.finding.alarms] == [Kind.DATE]
    assert with_deadline(change.content, 1, "").content.directives[0].deadline is None


def test_the_basis_is_a_document_that_the_source_names():
    assert with_basis(CONTENT, 1, ["15-CT/TW"]).finding.ok
    wrong = with_basis(CONTENT, 1, ["16-CT/TW"])
    assert [alarm.kind for alarm in wrong.finding.alarms] == [Kind.DOCUMENT]


def test_what_stands_near_a_duty_is_offered(registry: Registry):
    assert [body.name for body in bodies_near(CONTENT, DUTY, registry)][:2] == ["Thủ tướng", "Bộ Công Thương"]
    assert times_near(CONTENT.article, DUTY) == ["trước ngày 30/6/2024"]
    assert document_numbers(CONTENT) == ["15-CT/TW"]


def article_of(paragraph: str) -> tuple[Article, Directive]:
    return Article("Bài", paragraphs=(paragraph,)), Directive("rà soát", citations=(Citation(1),))


def test_an_hour_and_its_day_are_offered_as_one_deadline():
    article, duty = article_of("a) Rà soát trước 17 giờ ngày 18/10/2025; báo cáo trong tháng 11.")
    assert times_near(article, duty) == ["trước 17 giờ ngày 18/10/2025", "trong tháng 11"]


def test_bodies_of_a_list_are_offered_by_their_whole_names(registry: Registry):
    article, duty = article_of("Công điện gửi Bộ trưởng các Bộ: Quốc phòng, Công an; Bộ Y tế.")
    offered = bodies_near(BriefContent("Bài", article), duty, registry)
    assert [body.name for body in offered] == ["Bộ Quốc phòng", "Bộ Công an", "Bộ Y tế"]


def test_a_sentence_is_offered_without_the_mark_of_its_item():
    article, _ = article_of("a) Rà soát giá thuốc. Báo cáo kết quả.")
    first, second = sentences(article)
    assert (first.text, first.citation) == ("Rà soát giá thuốc.", Citation(1, 3, 21))
    assert second.text == "Báo cáo kết quả."


@given(st.text(max_size=900))
def test_typed_text_becomes_one_line_or_is_refused(text: str):
    try:
        line = one_line(text)
    except InputError:
        return
    assert line == " ".join(line.split())
    assert 0 < len(line) <= 700


@settings(deadline=None)
@given(st.text(max_size=120))
def test_no_text_breaks_the_guard(text: str):
    registry = Registry.load() if not _LOADED else _LOADED[0]
    _LOADED[:] = [registry]
    try:
        reworded(CONTENT, POINT, 1, text, registry)
        with_title(CONTENT, text, registry)
        with_deadline(CONTENT, 1, text)
    except InputError:
        pass


_LOADED: list[Registry] = []
