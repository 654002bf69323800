from __future__ import annotations

from briefs.model import Article, Body, Brief, BriefContent, Directive, Figure, Point
from briefs.search import SearchIndex, search_document

SENTENCE = "Cả nước thu hoạch xong lúa hè thu trong tháng chín."
REST = "Giá gạo ổn định suốt quý ba."


def content(*, machine_made: bool) -> BriefContent:
    return BriefContent(
        title="Vụ lúa hè thu",
        article=Article(title="Vụ lúa", paragraphs=(f"{SENTENCE} {REST}",)),
        points=(Point(SENTENCE),),
        directives=(Directive("chuẩn bị giống", Body("Thứ trưởng Lê Thị Mai"), lead=Body("Sở Nông nghiệp")),),
        figures=(Figure("Sản lượng", "9,5 triệu tấn"),),
        machine_made=machine_made,
    )


def test_a_directive_says_who_acts_what_is_to_be_done_and_who_orders_it() -> None:
    document = search_document(Brief(1, content(machine_made=False)), lambda _: ())
    assert document.directives == ("Sở Nông nghiệp: chuẩn bị giống (Thứ trưởng Lê Thị Mai)",)


def test_figures_are_lines_of_label_and_value() -> None:
    document = search_document(Brief(1, content(machine_made=False)), lambda _: ())
    assert document.figures == ("Sản lượng: 9,5 triệu tấn",)


def test_what_a_machine_took_from_the_source_is_not_indexed_twice() -> None:
    made = search_document(Brief(1, content(machine_made=True)), lambda _: ())
    written = search_document(Brief(2, content(machine_made=False)), lambda _: ())
    assert SENTENCE not in made.body
    assert REST in made.body
    assert SENTENCE in written.body


def test_the_rest_of_the_source_of_a_machine_made_brief_is_found() -> None:
    index = SearchIndex()
    index.add(search_document(Brief(1, content(machine_made=True)), lambda _: ()))
    (hit,) = index.search("gia gao on dinh").hits
    assert hit.field == "body"
