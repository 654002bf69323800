"""Every line of every seed against the paragraphs of the original that it points to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from briefs.model import BriefContent, Citation, Directive
from briefs.registry import Kind, Registry
from briefs.text.fold import tone_key

pytestmark = pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"], indirect=True)

# Section names, bylines, image files, captions, related links and the site's foot.
NOT_CONTENT = {
    "000_9d6eedfe7b931b05.txt": {1, 3, 5, 6, 27, 28, 29, 30, 31},
    "001_bbecbb411adb6276.txt": {1, 3, 6, 7, 14, 15, 20},
    "002_a41e2977bbe56534.txt": {2, 6, 11, 16},
    "003_ec3a725e548eb492.txt": {2},
    "004_46fac73a961af926.txt": {3, 9, 16, 34, 35},
}
NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*%?")
DOCUMENT_NUMBER = re.compile(r"\d+/?\d*[/-][A-ZĐ][\w/-]*")
WORD_INSIDE = re.compile(r"(?<=[^.;:] )\w+")
LONGEST_SHARED_RUN = 8


@dataclass(frozen=True)
class Line:
    """A line that readers see, and the text of the paragraphs it points to."""

    text: str
    evidence: str


@pytest.fixture
def lines(seed: BriefContent, source: tuple[str, ...]) -> list[Line]:
    return [Line(text, _evidence(citations, source)) for text, citations in _cited(seed)]


def _evidence(citations: tuple[Citation, ...], source: tuple[str, ...]) -> str:
    return "\n".join(source[citation.paragraph - 1] for citation in citations)


def _cited(seed: BriefContent) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    yield from ((point.text, point.citations) for point in seed.points)
    for figure in seed.figures:
        yield from ((figure.label, figure.citations), (figure.value, figure.citations))
    for directive in seed.directives:
        yield directive.action, directive.citations
        for text in (*_names(directive), *directive.basis):
            yield text, directive.citations
        if directive.deadline:
            yield directive.deadline.text, directive.citations
    for document in seed.documents:
        stated = filter(None, (document.number, document.kind, document.issuer))
        yield from ((text, document.citations) for text in stated)
        if document.date:
            yield f"{document.date:%-d/%-m/%Y}", document.citations


def _names(directive: Directive) -> list[str]:
    named = [directive.issuer, directive.lead, *directive.partners, *directive.addressees]
    return [body.name for body in (*named, *directive.overseers) if body]


def test_every_number_stands_in_the_paragraphs_pointed_to(lines: list[Line]) -> None:
    for line in lines:
        assert set(NUMBER.findall(line.text)) <= set(NUMBER.findall(line.evidence)), line


def test_every_document_number_stands_in_the_paragraphs_pointed_to(lines: list[Line]) -> None:
    for line in lines:
        assert set(DOCUMENT_NUMBER.findall(line.text)) <= set(DOCUMENT_NUMBER.findall(line.evidence)), line


def test_every_agency_and_place_is_named_in_the_paragraphs_pointed_to(
    lines: list[Line], registry: Registry
) -> None:
    for line in lines:
        named = {mention.key for mention in registry.mentions(line.text)}
        assert named <= {mention.key for mention in registry.mentions(line.evidence)}, line


def test_every_capitalised_word_stands_in_the_paragraphs_pointed_to(lines: list[Line]) -> None:
    for line in lines:
        words = {word.casefold() for word in WORD_INSIDE.findall(line.text) if word[0].isupper()}
        assert words <= set(re.findall(r"\w+", line.evidence.casefold())), line


def test_bodies_and_deadlines_and_figures_are_written_as_in_the_source(
    seed: BriefContent, source: tuple[str, ...]
) -> None:
    for directive in seed.directives:
        evidence = _flat(_evidence(directive.citations, source))
        stated = [*_names(directive), *([directive.deadline.text] if directive.deadline else [])]
        for text in stated:
            assert _flat(text) in evidence, (text, directive.action)
    for figure in seed.figures:
        assert _flat(figure.value) in _flat(_evidence(figure.citations, source)), figure


def test_a_body_has_the_key_of_what_its_name_says(seed: BriefContent, registry: Registry) -> None:
    for directive in seed.directives:
        bodies = [directive.lead, *directive.partners, *directive.addressees, *directive.overseers]
        for body in filter(None, bodies):
            named = {mention.key for mention in registry.mentions(body.name)}
            assert not named or body.key in named, body


def test_captions_and_site_chrome_are_never_pointed_to(seed: BriefContent) -> None:
    pointed = {citation.paragraph for _, citations in _cited(seed) for citation in citations}
    assert not pointed & NOT_CONTENT[seed.article.external_id or ""]


def test_outlet_author_and_date_are_what_the_text_states(seed: BriefContent, source: tuple[str, ...]) -> None:
    article, text = seed.article, "\n".join(source)
    for stated in filter(None, (article.outlet, article.author)):
        assert re.search(rf"^\W*{re.escape(stated)}(?!\w)", text, re.IGNORECASE | re.MULTILINE), stated
    if article.published:
        assert re.search(rf"(?<!\d){article.published:%d/%m/%Y}(?!\d)", text)


def test_a_title_is_the_articles_own_or_is_marked_as_ours(
    seed: BriefContent, source: tuple[str, ...]
) -> None:
    assert (seed.title not in source) == seed.title_is_ours


def test_agencies_places_and_documents_listed_are_named_by_lines_or_source(
    seed: BriefContent, source: tuple[str, ...], registry: Registry
) -> None:
    content = (p for n, p in enumerate(source, 1) if n not in NOT_CONTENT[seed.article.external_id or ""])
    named = {mention.key for mention in registry.mentions("\n".join(content))}
    assert {*seed.agencies, *seed.places} <= named


def test_no_agency_that_is_given_or_gives_a_duty_is_left_out(seed: BriefContent, registry: Registry) -> None:
    bodies = [
        body
        for directive in seed.directives
        for body in (directive.issuer, directive.lead, *directive.partners, *directive.addressees)
        if body and body.key
    ]
    agencies = {entry.key for entry in registry.entries(Kind.AGENCY)}
    assert {body.key for body in bodies} & agencies <= set(seed.agencies)


def test_no_line_is_copied_from_the_article(
    seed: BriefContent, source: tuple[str, ...], registry: Registry
) -> None:
    text = re.findall(r"\w+", tone_key("\n".join(source)))
    size = LONGEST_SHARED_RUN + 1
    runs = {tuple(text[at : at + size]) for at in range(len(text) - size + 1)}
    own_title = [] if seed.title_is_ours else [seed.title]
    for written in (*(point.text for point in seed.points), *(d.action for d in seed.directives)):
        for piece in _without_names(written, own_title, registry):
            words = re.findall(r"\w+", tone_key(piece))
            shared = [run for at in range(len(words)) if (run := tuple(words[at : at + size])) in runs]
            assert not shared, (written, shared)


def _without_names(text: str, titles: list[str], registry: Registry) -> list[str]:
    """Cut the text at what must be said as the source says it: names, titles, numbers."""
    mentions = registry.mentions(text)
    # "địa phương" is a word like others; "cơ quan đại diện Việt Nam ở nước ngoài" is a name.
    names = [m.text for m in mentions if not m.key.startswith("group:") or len(m.text.split()) > 4]
    exempt = [*names, *DOCUMENT_NUMBER.findall(text), *NUMBER.findall(text), *titles]
    return re.split("|".join(map(re.escape, exempt)), text) if exempt else [text]


def test_every_labelled_directive_is_covered(seed: BriefContent, labelled: frozenset[int]) -> None:
    pointed = {c.paragraph for directive in seed.directives for c in directive.citations}
    assert labelled <= pointed


def test_no_directive_rests_on_background_alone(seed: BriefContent, labelled: frozenset[int]) -> None:
    for directive in seed.directives:
        assert labelled & {c.paragraph for c in directive.citations}, directive


def _flat(text: str) -> str:
    return " ".join(tone_key(text).split())
