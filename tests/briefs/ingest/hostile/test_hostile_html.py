"""Hostile web pages: depth, width, scripts, JSON-LD, entities, encodings."""

import json
import unicodedata
from collections.abc import Callable

import pytest

from briefs.ingest.extract import Refusal

DUTY = "tỉnh giao Sở Y tế chủ trì, phối hợp với các huyện báo cáo kết quả trước ngày 30/6/2024 cho Ủy ban."
BODY = "".join(f"<p>Đoạn {n}: {DUTY}</p>" for n in range(6))
READ = None  # the file is read


def page(inside: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><h1>Tỉnh giao việc</h1>{inside}</body></html>".encode()


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)

CASES: dict[str, tuple[Callable[[], bytes], set[Refusal | None]]] = {
    "100,000 nested blocks": (lambda: page("<div>" * 100_000 + BODY), {Refusal.TOO_TANGLED}),
    "100,000 nested inline tags": (lambda: page("<b>" * 100_000 + BODY), {Refusal.TOO_TANGLED}),
    "100,000 nested tables": (lambda: page("<table><tr><td>" * 100_000 + BODY), {Refusal.TOO_TANGLED}),
    "100,000 nested lists": (lambda: page("<ul><li>" * 100_000 + BODY), {Refusal.TOO_TANGLED}),
    "100,000 nested fonts of no tag": (lambda: page("<x-y>" * 100_000 + BODY), {Refusal.TOO_TANGLED}),
    "200 nested blocks": (lambda: page("<div>" * 200 + BODY + "</div>" * 200), {READ}),
    "100,000 siblings": (lambda: page("<p>a</p>" * 100_000), {Refusal.TOO_TANGLED}),
    "100,000 attributes": (
        lambda: page(f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>{BODY}</div>"),
        {Refusal.TOO_TANGLED},
    ),
    "an attribute of 4 MB": (lambda: page(f"<div class='{'sapo ' * 800_000}'>{BODY}</div>"), {READ}),
    "a tag name of 1 MB": (lambda: page(f"<{'a' * 10**6}>{BODY}"), {READ, Refusal.NO_ARTICLE}),
    "a comment that never ends": (lambda: page(BODY + "<!-- " + "a" * 10**6), {READ}),
    "100,000 comments": (lambda: page("<!-- a -->" * 100_000 + BODY), {READ}),
    "a script of 4 MB": (lambda: page(f"<script>{'a(1);' * 800_000}</script>{BODY}"), {READ}),
    "a script that never ends": (lambda: page(BODY + "<script>" + "var a;" * 1000), {READ}),
    "scripts and handlers": (
        lambda: page(
            f"<img src=x onerror=alert(1)><script>steal()</script><svg onload=steal()>{BODY}</svg>{BODY}"
        ),
        {READ},
    ),
    "text where browsers show none": (
        lambda: page(
            "".join(
                f"<{tag}><p>steal() {DUTY}</p></{tag}>"
                for tag in ("template", "noscript", "object", "form", "button")
            )
            + BODY
        ),
        {READ},
    ),
    "a drawing of 50,000 paths": (
        lambda: page(f"<svg>{'<path d=M0/>' * 50_000}</svg>{BODY}"),
        {Refusal.TOO_TANGLED},
    ),
    "frames of other sites": (
        lambda: page(
            f"<iframe src='http://169.254.169.254/'></iframe><object data='file:///etc/passwd'></object>{BODY}"
        ),
        {READ},
    ),
    "a base and a refresh to elsewhere": (
        lambda: page(
            BODY, "<base href='http://127.0.0.1/'><meta http-equiv=refresh content='0;url=file:///'>"
        ),
        {READ},
    ),
    "entities declared in HTML": (
        lambda: LAUGHS.encode() + page(f"&a9;{BODY}"),
        {READ, Refusal.NO_ARTICLE},
    ),
    "XHTML with an external entity": (
        lambda: (
            b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + page(f"<p>&x;</p>{BODY}")
        ),
        {READ},
    ),
    "100,000 character references": (lambda: page(f"{'&#x202e;' * 100_000}{BODY}"), {READ}),
    "references out of range": (lambda: page(f"&#0;&#x110000;&#xD800;&#99999999999;{BODY}"), {READ}),
    "JSON-LD nested 100,000 deep": (
        lambda: page(BODY, f'<script type="application/ld+json">{"[" * 100_000}</script>'),
        {READ},
    ),
    "JSON-LD of wrong types": (
        lambda: page(
            BODY,
            '<script type="application/ld+json">'
            + json.dumps(
                {
                    "@type": "NewsArticle",
                    "headline": {"a": 1},
                    "author": [[1]],
                    "datePublished": 5,
                    "publisher": "x",
                    "description": ["y"],
                }
            )
            + "</script>",
        ),
        {READ},
    ),
    "JSON-LD with a huge number": (
        lambda: page(BODY, f'<script type="application/ld+json">{{"@type": {"9" * 6000}}}</script>'),
        {READ},
    ),
    "a graph of 200,000 nodes": (
        lambda: page(
            BODY, '<script type="application/ld+json">{"@graph": [' + "{}," * 90_000 + "{}]}</script>"
        ),
        {READ},
    ),
    "10,000 meta tags": (
        lambda: page(BODY, "".join(f"<meta name=a{n} content=b>" for n in range(10_000))),
        {READ},
    ),
    "a title of 1 MB": (lambda: page(BODY, f"<title>{'a ' * 500_000}</title>"), {READ}),
    "a title that attacks a pattern": (lambda: page(BODY, f"<title>{' | -' * 50_000}</title>"), {READ}),
    "one line of 4.9 MB": (
        lambda: page("<p>" + "a" * 4_900_000),
        {Refusal.TOO_LONG, Refusal.TOO_HARD, Refusal.NO_ARTICLE},
    ),
    "spaces of 4 MB": (lambda: page(" " * 4_000_000 + BODY), {READ}),
    "Telegram markup": (
        lambda: page(
            f"<tg-spoiler>x</tg-spoiler><blockquote expandable>y</blockquote>{BODY}<p>[a](tg://user?id=1)</p>"
        ),
        {READ},
    ),
    "zero bytes": (lambda: page(BODY).replace(b"giao", b"gi\x00ao", 3), {READ}),
    "letters that turn the line": (lambda: page(BODY.replace("Sở", "\u202eSở\u202c")), {READ}),
    "decomposed letters": (lambda: unicodedata.normalize("NFD", page(BODY).decode()).encode(), {READ}),
    "UTF-7 declared": (lambda: page(f"+ADw-script+AD4-{BODY}", "<meta charset=utf-7>"), {READ}),
    "a charset of nonsense": (lambda: page(BODY, "<meta charset='../../x'>"), {READ}),
    "UTF-8 called UTF-16": (lambda: page(BODY, "<meta charset=utf-16>"), {READ}),
    "UTF-16 without a mark": (lambda: page(BODY).decode().encode("utf-16-le"), {READ}),
    "a tenth of broken bytes": (lambda: page(BODY).replace(b"t", b"\xff"), {Refusal.ENCODING}),
    "an empty page": (lambda: page(""), {Refusal.NO_ARTICLE, Refusal.EMPTY, READ}),
    "only tags": (lambda: b"<html>" + b"<p></p>" * 1000, {Refusal.NO_ARTICLE, Refusal.EMPTY}),
    "half a page": (lambda: page(BODY)[:-60], {READ}),
    "tags closed that were never open": (
        lambda: page("</div></table></p>" * 20_000 + BODY),
        {READ, Refusal.TOO_TANGLED},
    ),
    "forms and fields": (
        lambda: page(f"<form><input name=token value=s><textarea>{'a' * 99}</textarea></form>{BODY}"),
        {READ},
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_hostile_page_is_read_or_refused_within_the_limits(judge, name):
    make, wanted = CASES[name]
    extracted = await judge("a.html", make(), wanted)
    assert extracted is None or "kết quả" in extracted.text
