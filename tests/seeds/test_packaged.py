"""What holds of the packaged seeds with or without their originals."""

from briefs.model import BriefContent, DocumentRole


def test_the_five_seeds_are_found(seeds: dict[str, BriefContent]) -> None:
    assert list(seeds) == ["000", "001", "002", "003", "004"]


def test_every_seed_has_three_to_six_points(seeds: dict[str, BriefContent]) -> None:
    assert all(3 <= len(seed.points) <= 6 for seed in seeds.values())


def test_every_line_points_to_a_paragraph(seeds: dict[str, BriefContent]) -> None:
    for seed in seeds.values():
        for line in (*seed.points, *seed.directives, *seed.figures, *seed.documents):
            assert line.citations


def test_directives_of_a_carrying_document_rest_on_it(seeds: dict[str, BriefContent]) -> None:
    for seed in seeds.values():
        numbers = [d.number for d in seed.documents if d.role is DocumentRole.CARRIER]
        assert all(list(directive.basis) == numbers for directive in seed.directives)


def test_the_notice_of_the_government_office_has_its_duties_by_body(seeds: dict[str, BriefContent]) -> None:
    led = [directive.lead.name for directive in seeds["004"].directives if directive.lead]
    assert {name: led.count(name) for name in led} == {
        "Bộ Ngoại giao": 3,
        "Bộ Công Thương": 4,
        "Bộ Văn hóa, Thể thao và Du lịch": 1,
        "Bộ Công an": 1,
        "Bộ Lao động-Thương binh và Xã hội": 1,
        "Văn phòng Chính phủ": 1,
    }


def test_the_background_article_has_one_order_only(seeds: dict[str, BriefContent]) -> None:
    assert len(seeds["000"].directives) == 1
