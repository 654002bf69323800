from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from briefs.analysis import Analysis
from briefs.model import DocumentRole

Analyse = Callable[..., Analysis]


def test_a_document_has_kind_issuer_and_date_where_the_text_gives_them(analysed: Analyse) -> None:
    (found,) = analysed(
        "Tỉnh thực hiện Chỉ thị số 12/CT-TTg ngày 5/4/2023 của Thủ tướng Chính phủ về an toàn."
    ).documents
    assert (found.number, found.kind, found.issuer) == ("12/CT-TTg", "Chỉ thị", "Thủ tướng Chính phủ")
    assert found.date == dt.date(2023, 4, 5)
    assert found.role is DocumentRole.CITED


def test_what_the_text_does_not_give_is_missing(analysed: Analyse) -> None:
    (found,) = analysed("Việc này theo văn bản 345/UBND-NV.").documents
    assert (found.issuer, found.date) == (None, None)


def test_the_document_that_is_the_news_carries_it(analysed: Analyse) -> None:
    (found,) = analysed("Văn phòng Chính phủ vừa ban hành Thông báo số 77/TB-VPCP về vụ lúa mới.").documents
    assert found.role is DocumentRole.CARRIER
    assert found.issuer == "Văn phòng Chính phủ"


def test_a_document_named_twice_is_listed_once_with_both_places(analysed: Analyse) -> None:
    (found,) = analysed(
        "Nghị quyết 21/NQ-CP đề ra nhiều việc.", "Các sở bám sát Nghị quyết số 21/NQ-CP ngày 2/3/2023."
    ).documents
    assert [c.paragraph for c in found.citations] == [1, 2]
    assert found.date == dt.date(2023, 3, 2)
