"""Sources in whatever form: what is read where, and which address is theirs."""

from __future__ import annotations

import pytest

from briefs.errors import InputError
from briefs.ingest.extract import Note, Refusal
from briefs.ingest.fetch import Fetched
from briefs.ingest.sandbox import Sandbox
from briefs.ingest.sources import source_at, source_in, source_of

DUTY = "tỉnh giao Sở Y tế chủ trì, phối hợp với các huyện báo cáo kết quả trước ngày 30/6/2024 cho Ủy ban."
TCVN3 = "B¸o c¸o cña ñy ban nh©n d©n tØnh vÒ c«ng t¸c phßng chèng thiªn tai vµ t×m kiÕm cøu n¹n " * 3


def page(canonical: str) -> bytes:
    body = "".join(f"<p>Đoạn {n}: {DUTY}</p>" for n in range(6))
    return (
        f"<html><head><link rel=canonical href='{canonical}'></head><body><h1>Tin</h1>{body}</body></html>"
    ).encode()


async def address(canonical: str) -> str | None:
    """Return the address of a page of bao.test that names one as its own."""

    async def get(url: str) -> Fetched:
        return Fetched(url, page(canonical), "text/html", None)

    return (await source_at("https://bao.test/a?utm=1", Sandbox(), get)).url


async def test_a_page_may_name_the_lasting_address_on_its_own_site() -> None:
    assert await address("https://www.bao.test/tin-1.html?id=1#a") == "https://www.bao.test/tin-1.html?id=1#a"


@pytest.mark.parametrize(
    "canonical",
    [
        "https://chinhphu.vn/that",
        "https://bao.test@chinhphu.vn/",
        "https://user:password@bao.test/",
        "https://bao.test/&#x202e;a",
        "javascript:alert(1)//bao.test",
        "//bao.test/a",
    ],
)
async def test_a_page_cannot_pass_for_one_of_another_site_or_hide_its_own(canonical: str) -> None:
    assert await address(canonical) == "https://bao.test/a?utm=1"


async def test_a_text_in_an_old_font_is_refused_by_every_route() -> None:
    with pytest.raises(InputError, match="old font"):
        source_of(TCVN3)
    with pytest.raises(InputError, match="old font"):
        await source_in("a.txt", None, TCVN3.encode(), Sandbox())


async def test_a_markdown_file_loses_its_marks_and_a_text_with_controls_is_looked_at_closely() -> None:
    source = await source_in("a.md", None, f"# Tin\n\n**Đoạn**: {DUTY}\n\n> {DUTY}".encode(), Sandbox())
    assert source.text.title == "Tin"
    assert "*" not in source.text.text
    source = await source_in("a.txt", None, f"{DUTY}\x07\n\n{DUTY}".encode(), Sandbox())
    assert source.notes == (Note.INVISIBLE,)
    with pytest.raises(InputError) as caught:
        await source_in("a.txt", None, b"{\\rtf1 a}", Sandbox())
    assert caught.value.message == Refusal.OTHER_TYPE
