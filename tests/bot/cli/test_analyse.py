import json

ARTICLE = """Thời sự

Siết kiểm tra an toàn hồ chứa trước mùa mưa

05/06/2024 08:00

Chiều 4/6, Thủ tướng Chính phủ chủ trì hội nghị về phòng, chống thiên tai.

Thủ tướng yêu cầu Bộ Công Thương rà soát an toàn các hồ thủy điện trước ngày 30/6/2024.

Ông cho biết năm ngoái cả nước có 20 đợt thiên tai.
"""
KEYS = {
    "title", "outlet", "author", "published", "lead", "text", "removed", "points", "directives", "documents",
    "agencies", "places",
}  # fmt: skip


def test_an_article_is_one_json_line_with_offsets_into_its_text(diemtin, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    found = json.loads(diemtin("analyse", "a.txt", "--json").out)
    assert set(found) == KEYS
    assert (found["title"], found["published"]) == (
        "Siết kiểm tra an toàn hồ chứa trước mùa mưa",
        "2024-06-05",
    )
    (directive,) = found["directives"]
    assert "Bộ Công Thương" in [directive["lead"], *directive["addressees"]]
    (span,) = directive["citations"]
    assert "rà soát an toàn" in found["text"][span["start"] : span["end"]]
    assert (found["outlet"], found["documents"]) == (None, [])


def test_several_articles_are_a_line_each_and_one_that_is_missing_is_named(diemtin, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    done = diemtin("analyse", "a.txt", "nowhere.txt", "b.txt", "--json")
    assert (done.code, len(done.out.splitlines())) == (2, 2)
    assert done.err == "diemtin: nowhere.txt: cannot be read: No such file or directory\n"


def test_a_web_page_in_a_file_is_read_too(diemtin, tmp_path):
    body = "".join(f"<p>{line}</p>" for line in ARTICLE.splitlines()[6:] if line)
    page = f"<html><head><title>T</title></head><body><article><h1>Siết</h1>{body}</article></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert "rà soát an toàn các hồ thủy điện" in diemtin("analyse", "a.html").out


def test_an_address_inside_the_network_is_refused(diemtin):
    done = diemtin("analyse", "http://127.0.0.1/secret")
    assert done.code == 2
    assert done.err.startswith("diemtin: http://127.0.0.1/secret: ")


def test_an_added_article_is_a_draft_until_it_is_published_and_gone_when_withdrawn(diemtin, tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")

    def found() -> list[int]:
        return [
            hit["brief"] for hit in json.loads(diemtin("search", "--json", "an toan ho chua").out)["hits"]
        ]

    assert diemtin("add", "a.txt").out.startswith("Brief 1 (draft, created): Siết kiểm tra")
    assert diemtin("add", "a.txt").out.startswith("Brief 1 (draft, unchanged)")
    assert found() == []
    assert diemtin("publish", "1").out.startswith("Brief 1 is published")
    assert found() == [1]
    diemtin("withdraw", "1", "--reason", "nhầm bài")
    assert found() == []
    assert (diemtin("publish", "9").code, diemtin("publish", "9").err) == (
        2,
        "diemtin: There is no brief 9.\n",
    )


def test_a_file_without_an_article_is_not_added(diemtin, tmp_path):
    (tmp_path / "empty.txt").write_text("\n\n", encoding="utf-8")
    assert diemtin("add", "empty.txt").err.startswith("diemtin: empty.txt: The file is empty")
