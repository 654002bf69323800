import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.render.html import render, units, visible_size
from briefs.blocks import Gap, Heading, Para, Points, Quote, Span, Style, bold, document, line, para

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
spans = st.builds(Span, texts, st.sampled_from(Style))
lines = st.lists(spans, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Heading, lines),
    st.builds(Para, st.lists(lines, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(Points, st.lists(lines, min_size=1, max_size=4).map(tuple), st.none() | st.integers(1, 30)),
    st.builds(Quote, st.lists(lines, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.just(Gap()),
)


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def visible(message: str) -> str:
    parser = Balance()
    parser.feed(message)
    parser.close()
    assert parser.open == []
    return parser.text


@given(st.lists(blocks, max_size=12), st.integers(30, 300))
def test_every_message_is_balanced_and_within_the_limit(parts, limit):
    for message in render(tuple(parts), limit=limit):
        assert visible(message).strip()
        assert units(visible(message)) <= limit


@given(st.lists(blocks, max_size=8), st.integers(30, 300))
def test_no_letter_is_lost_or_moved_by_splitting(parts, limit):
    whole = "".join(visible(message) for message in render(tuple(parts), limit=10**6))
    split = "".join(visible(message) for message in render(tuple(parts), limit=limit))
    assert re.sub(r"\s", "", split) == re.sub(r"\s", "", whole)


def test_markup_in_texts_is_shown_as_typed():
    message = render((para("<b>&", bold("</b>")),))[0]
    assert unescape(visible(message)) == "<b>&</b>"
    assert message == "&lt;b&gt;&amp;<b>&lt;/b&gt;</b>"


def test_an_emoji_counts_as_two_units():
    assert units("😀") == 2
    assert len(render((para("😀" * 15),), limit=20)) == 2


def test_a_document_is_split_between_blocks_before_it_is_split_inside_one():
    first, second = para("một " * 5), para("hai " * 5)
    assert render((first, second), limit=30) == ["một " * 5, "hai " * 5]


def test_a_folded_quote_that_is_split_stays_a_folded_quote():
    quote = Quote(tuple(line(f"đoạn {i} " + "x" * 10) for i in range(6)), folded=True)
    messages = render((quote,), limit=40)
    assert len(messages) > 1
    assert all(m.startswith("<blockquote expandable>") and m.endswith("</blockquote>") for m in messages)


def test_a_link_keeps_its_address_out_of_the_count():
    message = render((para(Span("mở", url="https://t.me/bot?start=b3&x=" + "y" * 50)),), limit=2)
    assert message == ['<a href="https://t.me/bot?start=b3&amp;x=' + "y" * 50 + '">mở</a>']


def test_gaps_are_dropped_at_the_ends_and_never_doubled():
    kept = document([Gap(), para("a"), Gap(), None, Gap(), para("b"), Gap()])
    assert render(kept) == ["a\n\nb"]


def test_the_size_of_a_document_is_known_before_it_is_rendered() -> None:
    rows = (line("một"), line("hai ", bold("ba")))
    blocks = (Heading(line("Tên 🍚")), Gap(), Points(rows), Points(rows, start=9), Quote(rows), Para(rows))
    (message,) = render(blocks)
    text = unescape(re.sub(r"<[^>]+>", "", message))
    assert units(text) <= visible_size(blocks) <= units(text) + len("10. ")
