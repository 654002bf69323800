"""What benchmarks/search.py found, as Markdown tables and as pictures for phones, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

Row = Mapping[str, float]
Results = Mapping[int, Mapping[str, Row]]

OURS = "Điểm Tin"
SETS = {
    "title_fragment": "title",
    "title_fragment_no_diacritics": "title, no marks",
    "title_typos": "typos",
    "title_typos_no_diacritics": "typos, no marks",
    "title_words_shuffled_typo": "shuffled, typo",
    "content_words": "content",
    "content_words_typos": "content, typos",
    "abbreviations": "abbrev.",
    "document_numbers": "numbers",
}
UNANSWERABLE = "nothing_to_find answered"
COSTS = {"p50 ms": 1, "p95 ms": 1, "p99 ms": 1, "build s": 1, "add ms": 2, "memory MB": 0, "queries": 0}


def tables(results: Results) -> str:
    """Return three tables a size: MRR@10, recall, and costs; engines are rows."""
    return "\n\n".join(_size(size, rows) for size, rows in results.items()) + "\n"


def _size(size: int, rows: Mapping[str, Row]) -> str:
    parts = (
        f"### {size:,} articles",
        _table(["MRR@10", *SETS.values(), "mean", "answers the unanswerable"], rows, _ranks),
        _table(["Recall@1 / @10", *SETS.values()], rows, _recalls),
        _table(["cost", *COSTS], rows, _costs),
    )
    return "\n\n".join(parts)


def _table(head: Sequence[str], rows: Mapping[str, Row], cells: Callable[[Row], list[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for name, row in rows.items():
        shown = f"**{name}**" if name == OURS else name
        lines.append(f"| {shown} | {' | '.join(cells(row))} |")
    return "\n".join(lines)


def _ranks(row: Row) -> list[str]:
    cells = [_three(row.get(f"{name} MRR@10")) for name in SETS]
    answered = row.get(UNANSWERABLE)
    return [*cells, _three(mean(row)), "" if answered is None else f"{answered:.1%}"]


def _recalls(row: Row) -> list[str]:
    return [f"{_two(row.get(f'{name} R@1'))} / {_two(row.get(f'{name} R@10'))}" for name in SETS]


def _costs(row: Row) -> list[str]:
    return [f"{row[name]:,.{digits}f}" if name in row else "–" for name, digits in COSTS.items()]


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removeprefix("0")


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".removeprefix("0")


def mean(row: Row) -> float:
    """Return the mean MRR@10 of the sets that were asked."""
    values = [row[f"{name} MRR@10"] for name in SETS if f"{name} MRR@10" in row]
    return sum(values) / len(values) if values else 0.0


_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .b { font-weight: 700; } .s { font-size: 11px; fill: #59636e; } .h { font-size: 15px; font-weight: 700; }
  .bg { fill: #ffffff; } .bar { fill: #9aa4af; } .ours { fill: #0969da; } .track { fill: #eef1f4; }
  .worst { stroke: #1f2328; stroke-width: 2; } .grid { stroke: #d1d9e0; stroke-width: 1; }
  .line { fill: none; stroke: #9aa4af; stroke-width: 1.5; } .line.o { stroke: #0969da; stroke-width: 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .s { fill: #9198a1; } .bg { fill: #0d1117; } .bar { fill: #656c76; }
    .ours { fill: #4493f8; } .track { fill: #1c2128; } .worst { stroke: #f0f6fc; } .grid { stroke: #3d444d; }
    .line { stroke: #656c76; } .line.o { stroke: #4493f8; }
  }
"""
_WIDTH = 420


def pictures(results: Results) -> dict[str, str]:
    """Return SVG by name: quality at the size nearest 10,000, and time a query over all sizes."""
    if not results or not any(results.values()):
        return {}
    size = _nearest(results)
    return {"search-quality": _quality(size, results[size]), "search-time": _time(results)}


def _nearest(results: Results) -> int:
    return min(results, key=lambda each: abs(each - 10_000))


def _svg(height: float, title: str, parts: Iterator[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>"
        f'<rect class="bg" width="{_WIDTH}" height="{height:.0f}"/>' + "".join(parts) + "</svg>\n"
    )


def _text(x: float, y: float, text: str, style: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}" text-anchor="{anchor}">{escape(text)}</text>'


def _quality(size: int, rows: Mapping[str, Row]) -> str:
    """Draw a bar of the mean MRR@10 an engine, a mark at its worst set, and its false answers beside it."""
    title = f"Found first: mean MRR@10, {size:,} articles"
    left, full, step = 12, 262, 44
    ordered = sorted(rows.items(), key=lambda item: -mean(item[1]))

    def parts() -> Iterator[str]:
        yield _text(left, 26, title, "h")
        yield _text(left, 44, "| worst of the nine query sets", "s")
        yield _text(_WIDTH - left, 44, "answers nonsense", "s", "end")
        for number, (name, row) in enumerate(ordered):
            y = 66 + number * step
            style = "ours" if name == OURS else "bar"
            worst = min(row.get(f"{each} MRR@10", 1.0) for each in SETS)
            yield _text(left, y, name, "b" if name == OURS else "")
            yield f'<rect class="track" x="{left}" y="{y + 6}" width="{full}" height="14" rx="3"/>'
            yield (
                f'<rect class="{style}" x="{left}" y="{y + 6}" width="{full * mean(row):.1f}" '
                f'height="14" rx="3"/>'
            )
            at = left + full * worst
            yield f'<line class="worst" x1="{at:.1f}" x2="{at:.1f}" y1="{y + 3}" y2="{y + 23}"/>'
            yield _text(left + full + 8, y + 18, _three(mean(row)), "b")
            yield _text(_WIDTH - left, y + 18, f"{row.get(UNANSWERABLE, 0):.0%}", "b", "end")

    return _svg(66 + len(ordered) * step, title, parts())


Lines = Mapping[str, Sequence[tuple[int, float]]]
"""For each engine, sizes and values, the smallest size first."""


@dataclass(frozen=True)
class _Plane:
    """Where sizes and values stand, both by powers of ten; values from 10^low to 10^high."""

    first: int
    last: int
    low: int
    high: int
    left: float = 44
    right: float = 250
    top: float = 48
    bottom: float = 388

    @classmethod
    def holding(cls, lines: Lines) -> _Plane:
        """Return a plane for all points, from 1 or less to 10 or more."""
        sizes = [size for line in lines.values() for size, _ in line]
        values = [max(value, 0.1) for line in lines.values() for _, value in line]
        low, high = int(log10(min(values)) - 0.999), int(log10(max(values)) + 0.999)
        return cls(min(sizes), max(sizes), min(low, 0), max(high, 1))

    def across(self, size: int) -> float:
        share = log10(size / self.first) / log10(self.last / self.first) if self.last > self.first else 0.5
        return self.left + (self.right - self.left) * share

    def down(self, value: float) -> float:
        share = (log10(max(value, 0.1)) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * share


def _time(results: Results) -> str:
    """Draw the 95th percentile of the time a query over the sizes, both by powers of ten.

    Names stand with what was measured nearest to 10,000; values at greater sizes stand at their points.
    """
    middle = _nearest(results)
    title = "Processor time a query: 95th percentile, ms"
    lines = {
        name: [(size, rows[name]["p95 ms"]) for size, rows in sorted(results.items()) if name in rows]
        for name in dict.fromkeys(name for rows in results.values() for name in rows)
    }
    plane = _Plane.holding(lines)

    def parts() -> Iterator[str]:
        yield _text(12, 26, title, "h")
        yield _text(_WIDTH - 12, 44, f"at {middle:,} articles", "s", "end")
        yield from _axes(plane, results)
        for name, line in sorted(lines.items(), key=lambda item: item[0] == OURS):
            yield from _line(plane, line, middle, ours=name == OURS)
        yield from _labels(plane, lines, middle)

    return _svg(plane.bottom + 34, title, parts())


def _axes(plane: _Plane, sizes: Iterable[int]) -> Iterator[str]:
    for power in range(plane.low, plane.high + 1):
        y = plane.down(10.0**power)
        yield f'<line class="grid" x1="{plane.left}" x2="{plane.right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text(plane.left - 6, y + 4, f"{10.0**power:g}", "s", "end")
    for size in sizes:
        yield _text(plane.across(size), plane.bottom + 20, f"{size // 1000}k", "s", "middle")


def _line(plane: _Plane, line: Sequence[tuple[int, float]], middle: int, *, ours: bool) -> Iterator[str]:
    points = [(plane.across(size), plane.down(value)) for size, value in line]
    style, dot = ("line o", "ours") if ours else ("line", "bar")
    yield f'<polyline class="{style}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'
    yield from (f'<circle class="{dot}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in points)
    for (size, value), (x, y) in zip(line, points, strict=True):
        if size > middle:
            yield _text(x, y - 8, f"{value:.0f}", "b" if ours else "s", "middle")


def _labels(plane: _Plane, lines: Lines, middle: int) -> Iterator[str]:
    shown = {name: value for name, line in lines.items() for size, value in line if size == middle}
    ends = _spread({name: plane.down(value) for name, value in shown.items()}, 19, plane.bottom)
    for name, value in shown.items():
        start, end = plane.down(value), ends[name]
        yield (
            f'<line class="grid" x1="{plane.across(middle) + 6:.1f}" y1="{start:.1f}" '
            f'x2="{plane.right + 22}" y2="{end:.1f}"/>'
        )
        label = f"{_short(name)} {value:.{0 if value >= 10 else 1}f}"
        yield _text(plane.right + 26, end + 4, label, "b" if name == OURS else "")


def _short(name: str) -> str:
    for long, short in (("PostgreSQL FTS + pg_trgm", "PostgreSQL"), ("SQLite ", ""), ("rapidfuzz ", "")):
        name = name.replace(long, short)
    return name.removesuffix(" engine")


def _spread(wanted: Mapping[str, float], gap: float, lowest: float) -> dict[str, float]:
    """Move labels apart so that none covers another, none below `lowest`."""
    placed: dict[str, float] = {}
    above = float("-inf")
    for name, y in sorted(wanted.items(), key=lambda item: item[1]):
        above = placed[name] = max(y, above + gap)
    below = lowest + gap
    for name, y in reversed(list(placed.items())):
        below = placed[name] = min(y, below - gap)
    return placed
