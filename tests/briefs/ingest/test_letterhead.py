"""Official documents as they are pasted or read from files. All texts are made up."""

from __future__ import annotations

import datetime as dt

import pytest

from briefs.analysis import analyse
from briefs.ingest.clean import Reason, clean
from briefs.model import DocumentRole
from briefs.registry import Registry

NOTICE = """ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 214/TB-VPUBND
Đồng Tháp, ngày 05 tháng 9 năm 2025

THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp
về tiến độ giải ngân

Ngày 03/9/2025, Chủ tịch UBND tỉnh chủ trì cuộc họp và kết luận như sau:

1. Sở Tài chính rà soát các dự án chậm.

Nơi nhận:
- Chủ tịch UBND tỉnh;
TL. CHỦ TỊCH
Trần Văn Bình"""
TITLE = "Thông báo kết luận của Chủ tịch UBND tỉnh tại cuộc họp về tiến độ giải ngân"


def test_title_and_date_of_an_official_document_are_read_from_below_its_letterhead() -> None:
    found = clean(NOTICE)
    assert (found.title, found.published, found.author) == (TITLE, dt.date(2025, 9, 5), None)
    assert found.paragraphs == (
        "Số: 214/TB-VPUBND",
        "Đồng Tháp, ngày 05 tháng 9 năm 2025",
        "Ngày 03/9/2025, Chủ tịch UBND tỉnh chủ trì cuộc họp và kết luận như sau:",
        "1. Sở Tài chính rà soát các dự án chậm.",
    )
    assert {line.reason for line in found.removed} == {Reason.FRAME}
    assert {"THÔNG BÁO", "TL. CHỦ TỊCH", "Trần Văn Bình"} <= {line.text for line in found.removed}


def test_the_document_itself_carries_the_news() -> None:
    found = analyse(clean(NOTICE), Registry.load())
    (own,) = found.documents
    assert (own.number, own.kind, own.role) == ("214/TB-VPUBND", "Thông báo", DocumentRole.CARRIER)
    assert own.date == dt.date(2025, 9, 5)
    assert [body.name for body in found.places] == ["Đồng Tháp"]
    assert [directive.action for directive in found.directives] == ["rà soát các dự án chậm"]
    assert "214" not in " ".join(point.text for point in found.points)


@pytest.mark.parametrize(
    ("kind", "below", "title"),
    [
        ("CÔNG ĐIỆN", "Về việc ứng phó bão số 6", "Công điện về việc ứng phó bão số 6"),
        ("QUYẾT ĐỊNH", "UBND tỉnh ban hành quy chế", "Quyết định UBND tỉnh ban hành quy chế"),
        ("KẾT LUẬN THANH TRA", "Về đất đai", "Kết luận thanh tra về đất đai"),
    ],
)
def test_the_title_joins_the_kind_and_what_stands_below_it(kind: str, below: str, title: str) -> None:
    assert clean(f"CHÍNH PHỦ\n\n{kind}\n{below}\n\nBộ Y tế rà soát giá thuốc.\n").title == title


@pytest.mark.parametrize(
    "text",
    [
        "Thông báo\nKết luận của Chủ tịch\n\nSở Y tế rà soát giá thuốc.",
        "THÔNG BÁO\nKết luận của Chủ tịch\n\nSở Y tế rà soát giá thuốc.",
        "CHÍNH PHỦ\nTHÔNG BÁO",
        "CHÍNH PHỦ\n\nTHÔNG BÁO\nSở Y tế rà soát giá thuốc.",
        "TP.HCM\nTHÔNG BÁO KHẨN CẤP VỀ VIỆC PHÒNG CHỐNG BÃO SỐ 6\nSở Y tế rà soát.",
        "",
    ],
)
def test_other_texts_have_no_letterhead(text: str) -> None:
    assert Reason.FRAME not in {line.reason for line in clean(text).removed}
