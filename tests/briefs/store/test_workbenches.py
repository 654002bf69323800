from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from briefs.ingest.surroundings import Hints, LeftOut
from briefs.model import Article, BriefContent, Point
from briefs.store.briefs import BriefStore
from briefs.store.engine import Database
from briefs.store.workbenches import FORMER, Former, Workbench, WorkbenchStore

NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
CONTENT = BriefContent("Tên", Article("Tên", paragraphs=("Một.", "Hai.")), points=(Point("Một."),))


def with_title(title: str) -> BriefContent:
    return replace(CONTENT, title=title)


async def test_what_is_put_on_a_workbench_is_there_again(store: BriefStore, database: Database):
    brief, _ = await store.put(CONTENT, now=NOW)
    benches = WorkbenchStore(database)
    assert await benches.get(brief.id) == Workbench()
    hints = Hints(("Báo A",), (dt.date(2024, 12, 24),), ("Tên khác",))
    full = Workbench(
        (LeftOut("Ảnh: X", "caption", 1),), hints, ("Xem lại dấu.",), (Former(with_title("Cũ")),)
    )
    other = replace(full, notes=("Của bản khác.",))
    await benches.put((await store.put(with_title("Khác"), now=NOW, slug="khac"))[0].id, other)
    for bench in (full, replace(full, former=())):
        await benches.put(brief.id, bench)
        assert await benches.get(brief.id) == bench
    assert await benches.get(2) == other


def test_changes_are_undone_in_turn_until_the_first():
    states = [with_title(str(n)) for n in range(4)]
    bench = Workbench()
    for before, now in pairwise(states):
        bench = bench.after(before, now)
    assert not any(one.content.article.paragraphs for one in bench.former)  # kept once, with the brief
    now = states[-1]
    for expected in reversed(states[:-1]):
        undone = bench.undone(now)
        assert undone is not None
        now, bench = undone
        assert now == expected
    assert bench.undone(now) is None


def test_an_undone_change_of_the_source_brings_its_paragraphs_back():
    longer = replace(CONTENT, article=replace(CONTENT.article, paragraphs=("Một.", "Thêm.", "Hai.")))
    undone = Workbench().after(CONTENT, longer).undone(longer)
    assert undone is not None
    assert undone[0] == CONTENT


def test_a_line_put_back_is_left_out_again_when_that_is_undone():
    line = LeftOut("Ảnh: X", "caption", 1)
    longer = replace(CONTENT, article=replace(CONTENT.article, paragraphs=("Một.", "Ảnh: X", "Hai.")))
    after = Workbench(left_out=(line,)).after(CONTENT, longer, left_out=())
    assert after.left_out == ()
    undone = after.undone(longer)
    assert undone is not None
    assert undone[1].left_out == (line,)


def test_only_so_many_changes_are_kept():
    bench = Workbench()
    for n in range(FORMER + 5):
        bench = bench.after(with_title(str(n)), with_title(str(n + 1)))
    assert [one.content.title for one in bench.former] == [str(n) for n in range(5, FORMER + 5)]
