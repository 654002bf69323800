"""Text as Telegram reads it: the HTML parse mode, its limits, and the entities found without markup.

Source: Bot API, "Formatting options" and "HTML style". Offsets and lengths are in UTF-16 units.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.local.errors import ApiError, unsupported, violation

Entity = dict[str, Any]

MAX_TEXT = 4096  # sendMessage: 1-4096 characters after entities parsing
MAX_CAPTION = 1024  # sendDocument: 0-1024 characters after entities parsing
MAX_ENTITIES = 100  # Telegram drops the formatting after the 100th entity without an error

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
}
OTHER_TAGS = {"span", "a", "tg-emoji", "code", "pre", "blockquote"}

TOKEN = re.compile(r"<(?P<end>/?)(?P<name>[^\s<>/]*)(?P<attributes>[^<>]*)>")
ATTRIBUTE = re.compile(r"""\s*([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+)))?(?=\s|$)""")
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?<![\w/<>])/(?P<bot_command>[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<!\w)@(?P<mention>[A-Za-z]\w{3,31})\b"
    r"|(?<!\w)#(?P<hashtag>\w*[^\W\d]\w*)"
)


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(
    text: str, parse_mode: str | None, entities: list[Entity] | None, limit: int, too_long: str
) -> tuple[str, list[Entity]]:
    """Return the text a chat shows and its entities; the text may be empty.

    Raises ApiError where the markup is broken, or (worded as `too_long`) the text is over `limit` units.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise unsupported(f"parse_mode {parse_mode!r}; use HTML")
    if parse_mode:
        text, entities = parse_html(text)
    text, entities = _trimmed(text, entities or [])
    if units(text) > limit:
        raise violation(too_long)
    if len(entities) > MAX_ENTITIES:
        raise violation(f"too many entities: {len(entities)}, Telegram drops those after {MAX_ENTITIES}")
    return text, entities + found_entities(text, entities)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as Telegram does, and move the entities with the text."""
    text = text.replace("\r", "").rstrip()
    lead = units(text) - units(text.lstrip())
    size = units(text)
    kept = []
    for entity in entities:
        start = max(entity["offset"], lead)
        end = min(entity["offset"] + entity["length"], size)
        if end > start:
            kept.append(entity | {"offset": start - lead, "length": end - start})
    return text.lstrip(), kept


def found_entities(text: str, marked: list[Entity]) -> list[Entity]:
    """Return the links, commands, mentions and hashtags that Telegram finds outside links and code."""
    closed = [e for e in marked if e["type"] in ("text_link", "code", "pre", "text_mention")]
    found = []
    for match in FOUND.finditer(text):
        kind = match.lastgroup or "url"
        offset, length = units(text[: match.start()]), units(match[0])
        if not any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in closed):
            found.append({"type": kind, "offset": offset, "length": length})
    return found


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    name: str
    offset: int
    entity: Entity | None


@dataclass(slots=True)
class _Parser:
    source: str
    parts: list[str] = field(default_factory=list)
    size: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def fail(self, reason: str, position: int) -> ApiError:
        offset = len(self.source[:position].encode("utf-8", "surrogatepass"))
        return violation(f"can't parse entities: {reason} at byte offset {offset}")

    def add_text(self, start: int, end: int) -> None:
        raw = self.source[start:end]
        stray = REFERENCE.sub(lambda m: " " * len(m[0]), raw)
        if "<" in stray:
            raise self.fail("Unclosed start tag", start + stray.index("<"))
        if "&" in stray:
            raise self.fail("Unescaped or unsupported character reference", start + stray.index("&"))
        text = html.unescape(raw) if "&" in raw else raw
        self.parts.append(text)
        self.size += units(text)

    def open_tag(self, match: re.Match[str]) -> None:
        name = match["name"].lower()
        if name not in STYLES and name not in OTHER_TAGS:
            raise self.fail(f'Unsupported start tag "{name}"', match.start())
        attributes = self.attributes(match)
        self.stack.append(_Open(name, self.size, self.entity(name, attributes, match.start())))

    def attributes(self, match: re.Match[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        text, position = match["attributes"].rstrip(), 0
        while position < len(text):
            attribute = ATTRIBUTE.match(text, position)
            if attribute is None:
                raise self.fail(f'Broken attribute in the tag "{match["name"]}"', match.start())
            value = next((group for group in attribute.groups()[1:] if group is not None), "")
            found[attribute[1].lower()] = html.unescape(value)
            position = attribute.end()
        return found

    def entity(self, name: str, attributes: dict[str, str], position: int) -> Entity | None:
        if name in STYLES:
            return {"type": STYLES[name]}
        if name == "a":
            return _link(attributes.get("href", ""))
        if name == "blockquote":
            return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
        if name == "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
        if name == "span":
            if attributes.get("class") != "tg-spoiler":
                raise self.fail('Tag "span" must have class "tg-spoiler"', position)
            return {"type": "spoiler"}
        return self.code(name, attributes)

    def code(self, name: str, attributes: dict[str, str]) -> Entity | None:
        language = attributes.get("class", "").removeprefix("language-")
        above = self.stack[-1] if self.stack else None
        if name == "code" and above and above.name == "pre" and above.offset == self.size and above.entity:
            above.entity |= {"language": language} if language else {}
            return None
        return {"type": name}

    def close_tag(self, match: re.Match[str]) -> None:
        name = match["name"].lower()
        if not self.stack:
            raise self.fail("Unexpected end tag", match.start())
        top = self.stack.pop()
        if match["attributes"].strip():
            raise self.fail("Unclosed end tag", match.start())
        if name and name != top.name:
            raise self.fail(f'Unmatched end tag, expected "</{top.name}>", found "</{name}>"', match.start())
        if top.entity is not None and self.size > top.offset:
            self.check_nesting(top, match.start())
            self.entities.append(top.entity | {"offset": top.offset, "length": self.size - top.offset})

    def check_nesting(self, top: _Open, position: int) -> None:
        """Quotes cannot be nested; code holds nothing and stands in nothing (Bot API, "HTML style").

        Telegram drops such formatting without an error; here it is a fault.
        """
        quotes = ("blockquote", "expandable_blockquote")
        kind = top.entity["type"] if top.entity else ""
        outer = {opened.entity["type"] for opened in self.stack if opened.entity}
        if kind in quotes and outer.intersection(quotes):
            raise self.fail("Nested blockquote", position)
        plain = outer - set(quotes)
        if (kind in ("code", "pre") and plain) or outer.intersection(("code", "pre")):
            raise self.fail(f'Entity "{kind}" can\'t be combined with {", ".join(sorted(outer))}', position)


def _link(href: str) -> Entity | None:
    """Return the entity of a link, or None for an address that Telegram does not keep as a link."""
    parts = urlsplit(href)
    if parts.scheme in ("http", "https", "tg") and parts.netloc:
        return {"type": "text_link", "url": href}
    if not parts.scheme and "." in href.split("/")[0]:
        return {"type": "text_link", "url": f"http://{href}"}
    return None


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return plain text and entities of a text in Telegram's HTML.

    Raises ApiError "can't parse entities: ..." with the byte offset; unlike Telegram also for a bare "&".
    """
    parser = _Parser(source)
    position = 0
    for match in TOKEN.finditer(source):
        parser.add_text(position, match.start())
        (parser.close_tag if match["end"] else parser.open_tag)(match)
        position = match.end()
    parser.add_text(position, len(source))
    if parser.stack:
        name = parser.stack[-1].name
        raise violation(f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\"")
    return "".join(parser.parts), sorted(
        parser.entities, key=lambda e: (e["offset"], -e["length"], e["type"])
    )
