"""Questions and greetings, as people type them to a bot."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefs.questions import is_small_talk, question, source_named


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Ai phải làm gì về xuất khẩu?", "xuất khẩu"),
        ("ai phai lam gi ve xuat khau", "xuat khau"),
        ("cơ quan nào chủ trì miễn thị thực", "miễn thị thực"),
        ("miễn thị thực do ai làm", "miễn thị thực"),
        ("xuất khẩu: ai làm gì?", "xuất khẩu"),
        ("Bộ Ngoại giao phải làm gì về visa", "Bộ Ngoại giao visa"),
        ("tỉnh An Giang có nhiệm vụ gì", "tỉnh An Giang"),
        ("355/TB-VPCP giao ai làm gì", "355/TB-VPCP"),
        ("đến khi nào phải báo cáo về xuất khẩu", "báo cáo về xuất khẩu"),
        ("cho tôi hỏi ai phải làm gì về xuất khẩu ạ", "xuất khẩu"),
        ("who must do what about visa", "visa"),
        ("em chào anh, cho em hỏi ai phải làm gì về xuất khẩu ạ", "xuất khẩu"),
        ("thời hạn là khi nào", ""),
        ("ai phải làm gì", ""),
        ("hạn nào", ""),
        ("việc của đơn vị tôi", ""),
        ("nhiem vu cua toi ve xuat khau", "xuat khau"),
        ("my office's duties", ""),
        ("nhiệm vụ về du lịch", "du lịch"),
        ("cac nhiem vu gi lien quan den xuat khau", "xuat khau"),
        ("who leads on exports", "exports"),
    ],
)
def test_a_question_for_duties_leaves_what_it_is_about(asked: str, words: str) -> None:
    found = question(asked)
    assert found is not None
    assert (found.words, found.duties) == (words, True)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("văn bản nào nói về miễn thị thực", "miễn thị thực"),
        ("xin chào, tôi muốn tìm miễn thị thực", "miễn thị thực"),
        ("em muốn hỏi về xuất khẩu ạ", "xuất khẩu"),
        ("Dạ em cần tìm quy định mới nhất về xuất khẩu ạ", "xuất khẩu"),
        ("tim giup toi van ban ve xuat khau", "xuat khau"),
        ("quy định mới nhất về thị thực", "thị thực"),
        ("hội nhập quốc tế là gì?", "hội nhập quốc tế"),
        ("tell me about visa please", "visa"),
        ("show me the briefs about visa", "visa"),
        ("An Giang có gì", "An Giang"),
        ("tom tat bai an giang", "an giang"),
        ("số liệu về xuất khẩu", "xuất khẩu"),
        ("văn bản nào nhắc đến chỉ thị 15", "chỉ thị 15"),
        ("hạn chót 355/TB-VPCP", "355/TB-VPCP"),
        ("thời hạn của thẻ tạm trú", "thẻ tạm trú"),
    ],
)
def test_a_polite_question_leaves_what_to_look_for(asked: str, words: str) -> None:
    found = question(asked)
    assert found is not None
    assert (found.words, found.duties) == (words, False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "miễn thị thực",
            "AI trong y tế",
            "355/TB-VPCP",
            "hội nhập quốc tế",
            "tìm kiếm cứu nạn",
            "biết chữ",
            "thời hạn",
            "triển khai nhiệm vụ về du lịch",
            "nhiệm vụ trọng tâm",
            "tóm tắt",
        ),
        *("xuất khẩu gạo với giá cao", "kinh tế đối ngoại", '"ai phải làm gì"', "xuất khẩu ai làm -gạo"),
        " ".join(["ai làm gì"] * 9),
    ],
)
def test_other_words_are_no_question(text: str) -> None:
    assert question(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Xin chào!",
        "chao bot",
        "Cảm ơn bạn nhiều ạ",
        "hello",
        "👋 chào",
        "Dạ vâng ok ạ",
        "em chào anh",
        "Chào các đồng chí",
        "chào bác ạ",
        "Bắt đầu",
    ],
)
def test_greetings_and_thanks_are_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "Anh",
        "chào mừng quốc khánh",
        "xin chào miễn thị thực",
        "cảm ơn 355",
        "chào bán",
        "Chào  BÁN",
    ],
)
def test_what_says_more_is_not(text: str) -> None:
    assert not is_small_talk(text)


@settings(deadline=None)
@given(st.text() | st.text(st.sampled_from("ai làmgìvềhạnnàoởđể -?.")))
def test_what_a_question_leaves_stands_in_it(text: str) -> None:
    found = question(text)
    assert found is None or set(found.words.split()) <= {
        word.strip(" ,.:;?!") for word in text.split()
    } | set(text.split())


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("bài của Minh Nhật", "Minh Nhật"),
        ("tin mới nhất từ báo Nhân Dân", "báo Nhân Dân"),
        ("cho tôi xem các bài viết trên Vietnam+", "Vietnam+"),
        ("bai viet cua tac gia thu thao", "thu thao"),
        ("articles by Minh Nhat", "Minh Nhat"),
        *(
            (text, "")
            for text in ("tin tức", "bài của", "tin về gạo", "bài học từ An Giang", "Minh Nhật", "")
        ),
    ],
)
def test_whose_articles_are_asked_for_is_told(text: str, source: str) -> None:
    assert source_named(text) == source
