"""Reading seed files: what is kept, and what is refused with the file and the field named."""

import datetime as dt
from pathlib import Path

import pytest

from briefs.errors import InputError
from briefs.ingest.seeds import read_seed
from briefs.model import BriefContent, Citation, Deadline, DocumentRole
from briefs.registry import Registry

SEED = """
external_id = "a.txt"
title = "Họp bàn xuất khẩu"
published = 2024-12-06
agencies = ["bo-cong-thuong"]
places = ["an-giang"]
topics = ["xuat-nhap-khau"]

[[documents]]
number = "355/TB-VPCP"
role = "carrier"
paragraphs = [1]

[[points]]
text = "Mở thị trường mới."
paragraphs = [2, 3]

[[figures]]
label = "Kim ngạch"
value = "5 tỷ USD"
paragraphs = [2]

[[directives]]
issuer = { name = "Thủ tướng", key = "agency:thu-tuong-chinh-phu" }
lead = { name = "Bộ Công Thương", key = "agency:bo-cong-thuong" }
partners = [{ name = "các nhà xuất khẩu" }]
action = "Mở rộng thị trường."
deadline = "trước ngày 31/12/2024"
due = 2024-12-31
basis = ["355/TB-VPCP"]
paragraphs = [3]
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def read(tmp_path: Path, registry: Registry, text: str = SEED) -> BriefContent:
    path = tmp_path / "seed.toml"
    path.write_text(text, encoding="utf-8")
    return read_seed(path, registry)


def test_slugs_become_registry_keys(tmp_path: Path, registry: Registry) -> None:
    content = read(tmp_path, registry)
    assert content.agencies == ("agency:bo-cong-thuong",)
    assert content.places == ("place:an-giang",)
    assert content.topics == ("topic:xuat-nhap-khau",)


def test_paragraph_pointers_become_citations(tmp_path: Path, registry: Registry) -> None:
    assert read(tmp_path, registry).points[0].citations == (Citation(2), Citation(3))


def test_the_article_keeps_what_is_stated_and_nothing_else(tmp_path: Path, registry: Registry) -> None:
    article = read(tmp_path, registry).article
    assert (article.external_id, article.published) == ("a.txt", dt.date(2024, 12, 6))
    assert (article.outlet, article.author, article.url, article.paragraphs) == (None, None, None, ())


def test_a_directive_keeps_all_its_fields(tmp_path: Path, registry: Registry) -> None:
    directive = read(tmp_path, registry).directives[0]
    assert directive.issuer
    assert directive.lead
    assert [directive.issuer.name, directive.lead.key] == ["Thủ tướng", "agency:bo-cong-thuong"]
    assert [(body.name, body.key) for body in directive.partners] == [("các nhà xuất khẩu", None)]
    assert directive.deadline == Deadline("trước ngày 31/12/2024", dt.date(2024, 12, 31))
    assert directive.basis == ("355/TB-VPCP",)


def test_the_carrier_is_told_from_what_is_cited(tmp_path: Path, registry: Registry) -> None:
    carrier = read(tmp_path, registry).carrier
    assert carrier
    assert (carrier.number, carrier.role) == ("355/TB-VPCP", DocumentRole.CARRIER)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Họp', 'tittle = "Họp', "title"),
        ("[2, 3]", "[]", "points.0.paragraphs"),
        ("[2, 3]", "[0]", "points.0.paragraphs.0"),
        ('"Mở thị trường mới."', f'"{"a" * 221}"', "points.0.text"),
        ('"Mở rộng thị trường."', f'"{"a" * 261}"', "directives.0.action"),
        ('role = "carrier"', 'role = "owner"', "documents.0.role"),
        ('["bo-cong-thuong"]', '["bo-cong-nghiep"]', "agency:bo-cong-nghiep"),
        ('["xuat-nhap-khau"]', '["xuat-khau"]', "topic:xuat-khau"),
        ('key = "agency:bo-cong-thuong"', 'key = "agency:bo-x"', "directives.0"),
        ('basis = ["355/TB-VPCP"]', 'basis = ["356/TB-VPCP"]', "directives.0.basis"),
        ('deadline = "trước ngày 31/12/2024"', "", "directives.0.due"),
        ('external_id = "a.txt"', "external_id = ", "file"),
    ],
)
def test_a_broken_seed_is_refused_with_its_field(
    tmp_path: Path, registry: Registry, old: str, new: str, told: str
) -> None:
    assert old in SEED
    with pytest.raises(InputError) as refused:
        read(tmp_path, registry, SEED.replace(old, new))
    assert refused.value.message.startswith("seed.toml: ")
    assert told in refused.value.message
    assert "\n" not in refused.value.message


def test_a_seed_that_is_not_text_is_refused(tmp_path: Path, registry: Registry) -> None:
    path = tmp_path / "seed.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"^seed\.toml: file"):
        read_seed(path, registry)


def test_a_missing_seed_is_refused(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(InputError, match=r"^absent\.toml: file"):
        read_seed(tmp_path / "absent.toml", registry)
