"""Telegram's HTML, as strictly as Telegram reads it."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.errors import ApiError
from bot.local.formatting import found_entities, parse_html, units

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def refusal(source: str) -> str:
    with pytest.raises(ApiError) as raised:
        parse_html(source)
    assert raised.value.violation
    return raised.value.message


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_a_supported_tag_becomes_an_entity(tag, kind):
    expected = [{"type": kind, "offset": 2, "length": 3}]
    assert parse_html(f"a <{tag}>Đắk</{tag}>") == ("a Đắk", expected)


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://a.vn/?x=1&amp;y=2">a</a>', {"type": "text_link", "url": "https://a.vn/?x=1&y=2"}),
        ("<blockquote expandable>a</blockquote>", {"type": "expandable_blockquote"}),
        ('<span class="tg-spoiler">a</span>', {"type": "spoiler"}),
        ('<tg-emoji emoji-id="5">a</tg-emoji>', {"type": "custom_emoji", "custom_emoji_id": "5"}),
        ('<pre><code class="language-sql">a</code></pre>', {"type": "pre", "language": "sql"}),
    ],
)
def test_attributes_say_what_the_entity_is(source, entity):
    assert parse_html(source) == ("a", [entity | {"offset": 0, "length": 1}])


def test_offsets_count_utf16_units():
    assert parse_html("🇻🇳<b>😀</b>")[1] == [{"type": "bold", "offset": 4, "length": 2}]


def test_styles_nest():
    _, entities = parse_html("<blockquote><b>a<i>b</i></b></blockquote>")
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("blockquote", 0, 2),
        ("bold", 0, 2),
        ("italic", 1, 1),
    ]


def test_a_link_that_is_none_stays_plain_text():
    assert parse_html('<a href="javascript:alert(1)">a</a>') == ("a", [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("Đ<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag, expected "</b>", found "</i>" at byte offset 4'),
        ("<b><i>a</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>a</a>', 'Broken attribute in the tag "a" at byte offset 0'),
        ("AT&T", "Unescaped or unsupported character reference at byte offset 2"),
        ("a&nbsp;b", "Unescaped or unsupported character reference at byte offset 1"),
        (
            "<blockquote>a<blockquote expandable>b</blockquote></blockquote>",
            "Nested blockquote at byte offset 37",
        ),
        ("<code><b>a</b></code>", 'Entity "bold" can\'t be combined with code at byte offset 10'),
        ("<b><code>a</code></b>", 'Entity "code" can\'t be combined with bold at byte offset 10'),
    ],
)
def test_broken_markup_is_refused_with_its_place(source, reason):
    assert refusal(source) == f"Bad Request: can't parse entities: {reason}"


@given(TEXT)
def test_escaped_text_comes_back_unchanged(text):
    assert parse_html(html.escape(text)) == (text, [])


@given(TEXT)
def test_any_text_is_parsed_or_refused(text):
    try:
        plain, entities = parse_html(text)
    except ApiError:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(plain) for e in entities)


@given(TEXT)
def test_units_are_those_of_utf16(text):
    assert units(text) == sum(2 if character > "\uffff" else 1 for character in text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mở /b3 nhé", [("bot_command", "/b3")]),
        ("/tim@diemtin_bot xuất khẩu", [("bot_command", "/tim@diemtin_bot")]),
        ("355/TB-VPCP và 1/2", []),
        ("xem https://a.vn/b?c=1. Hết", [("url", "https://a.vn/b?c=1")]),
        ("hỏi @diemtin_bot #Bảntin", [("mention", "@diemtin_bot"), ("hashtag", "#Bảntin")]),
        ("a@b.vn", []),
    ],
)
def test_links_and_commands_are_found_without_markup(text, found):
    entities = found_entities(text, [])
    parts = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in entities]
    assert parts == found


def test_nothing_is_found_inside_code():
    text, entities = parse_html("gõ <code>/tim</code>")
    assert found_entities(text, entities) == []
