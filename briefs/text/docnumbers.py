"""Numbers of legal documents: as official texts write them and as people type them.

Three families of forms: number/KIND-ISSUER and, for letters, number/ISSUER-UNIT (administrative documents),
number/year/KIND-ISSUER (legal documents) and number-KIND/ISSUER (documents of the Party).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from types import MappingProxyType

from briefs.text.fold import fold, nfc

KINDS = MappingProxyType(
    {
        "chỉ thị": "ct",
        "nghị quyết": "nq",
        "nghị định": "nd",
        "quyết định": "qd",
        "thông tư liên tịch": "ttlt",
        "thông tư": "tt",
        "thông báo": "tb",
        "công văn": "cv",
        "công điện": "cd",
        "kết luận": "kl",
        "kế hoạch": "kh",
        "hướng dẫn": "hd",
        "báo cáo": "bc",
        "tờ trình": "ttr",
        "chương trình": "ctr",
        "quy định": "qdi",
        "quy chế": "qc",
        "pháp lệnh": "pl",
        "giấy phép": "gp",
        "luật": "l",
    }
)
"""Names of document kinds in Vietnamese and the folded code each has in numbers."""

_ENGLISH = {
    "resolution": "nq",
    "decree": "nd",
    "decision": "qd",
    "directive": "ct",
    "circular": "tt",
    "notice": "tb",
    "official letter": "cv",
    "official telegram": "cd",
    "conclusion": "kl",
    "ordinance": "pl",
    "law": "l",
}
_KIND_OF_NAME = {fold(name): code for name, code in KINDS.items()} | _ENGLISH
"""Kinds as people type them."""
_KIND_CODES = frozenset({*KINDS.values(), "vbhn", "bb", "gm", "tlt", "cth", "sl"})
_ISSUER_CODES = """
    bca bct bgd bgddt bgtvt bkhcn bkhdt bldtbxh bng bngd bnnptnt bnv bqp btc btnmt btp btttt
    bvhttdl bxd byt cp hdbt hdnd hdtp nhnn qh tandtc ttcp ttg tu tw ub ubdt ubnd ubtvqh
    vksndtc vpcp vptw
"""
_ISSUERS = frozenset(_ISSUER_CODES.split())
_LOOSE_KINDS = frozenset(_KIND_CODES - {"l", "bb", "sl", "gm"})

_LETTERS = r"[A-ZĐƯÔ][A-Za-zĐđƯưÔô]*\d{0,2}"
# A pattern that starts with a digit, and looks behind it only then, is scanned four times as fast.
_WRITTEN = re.compile(
    rf"(?P<number>\d(?<![\w/.,]\d)\d{{0,5}}[a-zđ]?)"
    rf"(?:(?:/(?P<year>(?:19|20)\d\d))?/(?P<codes>{_LETTERS}(?:[-–/]{_LETTERS}){{0,3}})"
    rf"|-(?P<party_kind>[A-ZĐ]{{1,5}})/(?P<party_issuer>{_LETTERS}(?:-{_LETTERS})?))(?!\w)"
)
_HEAD = re.compile(r"\d{1,6}[a-zđ]?(?:-[A-ZĐ]{1,5})?$")
_LONGEST_HEAD = 13
_NAMES_BY_LENGTH = "|".join(re.escape(name) for name in sorted(KINDS, key=len, reverse=True))
_NAMED = re.compile(rf"(?<!\w)(?P<name>{_NAMES_BY_LENGTH})(?:\s+số)?\s*:?\s*$", re.IGNORECASE)
_NAME_ENDS = tuple({name.split()[-1] for name in KINDS} | {"số"})
# Running texts are looked through for a space three times as fast as for all that may stand there.
_BARE = re.compile(r" (?P<number>\d{1,5})(?:/(?P<year>(?:19|20)\d\d))?(?![\w%]|[/.,-]\d)")
_AS_SPACES = "\n\r\t\u00a0\u202f:"
_NAME_REACH = 32
_LONGEST_TYPED = 60
_DATED = re.compile(
    r" ngay (?:thang )?\d{1,2}(?:[/. ]| thang )\d{1,2}(?:[/. ]| nam )(?P<year>(?:19|20)\d\d)$"
)
_RUN = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number by its parts, folded; None means the part was not given.

    `number` has no leading zeros, `kind` is a code such as nq or ct, `issuer` has no separators (tw, qh15).
    """

    number: str
    year: int | None = None
    kind: str | None = None
    issuer: str | None = None

    def agreement(self, other: DocNumber) -> float:
        """Return how well two numbers agree: 0 where a part contradicts, else 0.4 to 1 by shared parts."""
        shares = (
            0.4 if self.number == other.number else 0.0,
            _share(self.year, other.year, self.year == other.year, 0.2),
            _share(self.kind, other.kind, _same_kind(self.kind, other.kind), 0.25),
            _share(self.issuer, other.issuer, _same_issuer(self.issuer, other.issuer), 0.15),
        )
        return 0.0 if shares[0] == 0.0 or min(shares) < 0 else min(1.0, sum(shares))

    def matches(self, other: DocNumber) -> bool:
        """Say whether no part of the two numbers contradicts."""
        return self.agreement(other) > 0


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text: `start` and `end` count characters of the NFC text; `text` is as written there."""

    start: int
    end: int
    text: str
    number: DocNumber


def find_numbers(text: str) -> list[FoundNumber]:
    """Return the complete document numbers of a running text, such as 15-CT/TW or 202/2025/QH15.

    Dates, fractions and units (5/kg) are left out: the letters must be a known code or two codes joined.
    """
    return list(_written(nfc(text)))


def find_mentions(text: str) -> list[FoundNumber]:
    """Return complete numbers and those cited by kind only ("Nghị định 46", "quyết định số 41/2005").

    A complete number without a kind in its letters takes that of the words before it (công văn 1257/BTC-QLG).
    The text must be NFC.
    """
    complete = [_with_named_kind(text, found) for found in _written(text)]
    taken = {found.start for found in complete}
    return sorted([*complete, *_cited_by_kind(text, taken)], key=lambda found: found.start)


def parse_number(text: str) -> DocNumber | None:
    """Read a whole text as a loosely typed number: 355, NQ 21, quyet dinh 1977, 26 2019 ndcp, CV1257.

    A date after it (ngay 20/2/2023) gives the year where the number has none. Return None where anything else
    in the text is not part of a number.
    """
    undated, year = _without_date(fold(text))
    number = _parse_undated(undated)
    return replace(number, year=number.year or year) if number else None


def _without_date(folded: str) -> tuple[str, int | None]:
    match = _DATED.search(folded)
    return (folded[: match.start()], int(match["year"])) if match else (folded, None)


def _parse_undated(folded: str) -> DocNumber | None:
    kind, rest = _leading_kind(folded)
    runs = [run for run in _RUN.findall(rest) if run not in {"so", "no", "nam"}]
    if not 1 <= len(runs) <= 6 or len(folded) > _LONGEST_TYPED:
        return None
    number, year, letters = _sort_runs(runs)
    code_kind, issuer = _split_codes(letters)
    if number is None or (letters and code_kind is None and issuer is None):
        return None
    return DocNumber(number, year, code_kind or kind, issuer)


def _sort_runs(runs: list[str]) -> tuple[str | None, int | None, list[str]]:
    """Tell number, year and letters apart; digits after letters (qh 15) belong to them."""
    number, year = None, None
    letters: list[str] = []
    for run in runs:
        if not run.isdecimal():
            letters.append(run)
        elif number is None and len(run) <= 6:
            number = _plain(run)
        elif year is None and len(run) == 4 and run[:2] in {"19", "20"}:
            year = int(run)
        elif letters and len(run) <= 2:
            letters[-1] += run
        else:
            return None, None, []
    return number, year, letters


def _leading_kind(folded: str) -> tuple[str | None, str]:
    for name in sorted(_KIND_OF_NAME, key=len, reverse=True):
        if folded == name or (folded.startswith(name) and not folded[len(name)].isalpha()):
            return _KIND_OF_NAME[name], folded[len(name) :]
    return None, folded


def _split_codes(letters: list[str]) -> tuple[str | None, str | None]:
    """Split folded letter runs into kind and issuer; glued codes (ndcp) are cut after a known kind."""
    if not letters:
        return None, None
    first, rest = letters[0], "".join(letters[1:])
    if first in _LOOSE_KINDS:
        return first, rest or None
    if first.rstrip("0123456789") in _ISSUERS:
        return None, first + rest
    for length in (4, 3, 2):
        kind, issuer = first[:length], first[length:]
        if kind in _LOOSE_KINDS and (
            issuer in _ISSUERS or (2 <= len(issuer) <= 9 and not rest and _no_vowel(issuer))
        ):
            return kind, issuer + rest
    return None, None


def _no_vowel(letters: str) -> bool:
    return not set(letters) & set("aeio")


def _written(source: str) -> Iterator[FoundNumber]:
    end, slash = 0, source.find("/")
    while slash >= 0:  # every form has one, and looking for it is much cheaper than the pattern
        head = _HEAD.search(source, max(end, slash - _LONGEST_HEAD), slash)
        match = _WRITTEN.match(source, head.start()) if head else None
        number = _from_match(match) if match else None
        if match and number is not None:
            yield FoundNumber(match.start(), match.end(), match.group(), number)
        end = match.end() if match else slash + 1
        slash = source.find("/", end)


def _from_match(match: re.Match[str]) -> DocNumber | None:
    plain = _plain(match["number"])
    if match["party_kind"]:
        return DocNumber(plain, None, _compact(match["party_kind"]), _compact(match["party_issuer"]))
    year = int(match["year"]) if match["year"] else None
    first, *rest = re.split(r"[-–/]", match["codes"])
    code = _compact(first)
    if code in _KIND_CODES:
        return DocNumber(plain, year, code, "".join(map(_compact, rest)) or None)
    if not rest and year is None and code.rstrip("0123456789") not in _ISSUERS:
        return None
    return DocNumber(plain, year, None, code + "".join(map(_compact, rest)))


def _with_named_kind(source: str, found: FoundNumber) -> FoundNumber:
    named = _named_before(source, found.start)
    if named is None or found.number.kind is not None:
        return found
    return replace(found, number=replace(found.number, kind=named[1]))


def _cited_by_kind(source: str, taken: Set[int]) -> Iterator[FoundNumber]:
    spaced = source
    for blank in _AS_SPACES:
        spaced = spaced.replace(blank, " ")
    for match in _BARE.finditer(spaced):
        begun = match.start("number")
        named = None if begun in taken else _named_before(source, begun)
        if named is not None:
            start, kind = named
            year = int(match["year"]) if match["year"] else None
            number = DocNumber(_plain(match["number"]), year, kind)
            yield FoundNumber(start, match.end(), source[start : match.end()], number)


def _named_before(source: str, position: int) -> tuple[int, str] | None:
    reach = max(0, position - _NAME_REACH)
    before = source[reach:position]
    if not before.rstrip().removesuffix(":").rstrip().lower().endswith(_NAME_ENDS):
        return None  # as the pattern would say, in a tenth of the time
    match = _NAMED.search(before)
    return (reach + match.start(), KINDS[nfc(match["name"].lower())]) if match else None


def _plain(number: str) -> str:
    return fold(number).lstrip("0") or "0"


def _compact(code: str) -> str:
    return fold(code).replace(" ", "")


def _share(one: object, other: object, same: bool, weight: float) -> float:
    if one is None and other is None:
        return weight
    if one is None or other is None:
        return 0.0
    return weight if same else -1.0


def _same_kind(one: str | None, other: str | None) -> bool:
    return one == other


def _same_issuer(one: str | None, other: str | None) -> bool:
    """Issuers agree when one begins the other (ub, ubnd): people type what they remember."""
    return one is not None and other is not None and (one.startswith(other) or other.startswith(one))
