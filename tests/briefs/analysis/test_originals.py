"""The five original articles, where they are at hand: no sentence of them is kept in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefs.analysis import Analysis, analyse
from briefs.analysis.points import LONGEST_SUMMARY
from briefs.ingest.clean import clean
from briefs.registry import Registry

FOLDER = Path(__file__).parents[4] / "shared" / "articles"


@pytest.fixture(scope="module")
def originals(registry: Registry) -> list[Analysis]:
    files = sorted(FOLDER.glob("*.txt"))
    if len(files) != 5:
        pytest.skip(f"the five original articles are not in {FOLDER}")
    return [analyse(clean(file.read_text(encoding="utf-8")), registry) for file in files]


def test_the_number_of_duties_of_each_is_as_read_by_hand(originals: list[Analysis]) -> None:
    assert [len(found.directives) for found in originals] == [1, 7, 7, 9, 30]


def test_all_summaries_fit_a_phone(originals: list[Analysis]) -> None:
    assert all(0 < sum(len(p.text) for p in found.points) <= LONGEST_SUMMARY for found in originals)


def test_no_caption_or_file_name_is_left(originals: list[Analysis]) -> None:
    assert not any(word in found.text for found in originals for word in (".png", ".jpg", "(Ảnh", "ONECMS"))


def test_titles_and_dates_only_where_they_stand(originals: list[Analysis]) -> None:
    assert [found.title is not None for found in originals] == [True, True, True, False, True]
    assert [str(found.published) for found in originals[:3]] == ["2024-12-06", "2023-03-09", "2024-12-24"]
    assert [found.published for found in originals[3:]] == [None, None]


def test_the_first_eight_lines_name_the_bodies_with_a_duty_of_their_own(originals: list[Analysis]) -> None:
    first = [body.key for directive in originals[4].directives[:8] for body in directive.responsible]
    slugs = (
        "bo-ngoai-giao",
        "bo-cong-thuong",
        "bo-cong-an",
        "bo-van-hoa-the-thao-va-du-lich",
        "van-phong-chinh-phu",
    )
    assert {f"agency:{slug}" for slug in slugs} <= set(first)


def test_the_document_that_carries_the_news_is_known(originals: list[Analysis]) -> None:
    carriers = [d.number for found in originals for d in found.documents if d.role.value == "carrier"]
    assert carriers == ["355/TB-VPCP"]
