"""YAML is read with the line of every value."""

import pytest

from tongban.policy.reading import BYTES_MAX, PolicyErrors, Problem, read_document


def read(tmp_path, text):
    path = tmp_path / "sample.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_document(path, "sample.yaml")


def sentences(tmp_path, text):
    with pytest.raises(PolicyErrors) as refused:
        read(tmp_path, text)
    return [str(problem) for problem in refused.value.problems]


def test_plain_values_keep_their_kind_and_days_stay_text(tmp_path):
    document = read(
        tmp_path, "a: 1\nb: true\nc: off\nd:\ne: 2023-06-26\nf: '16'\ng: [x, 2]\n"
    )
    assert document.data == {
        "a": 1,
        "b": True,
        "c": False,
        "d": None,
        "e": "2023-06-26",
        "f": "16",
        "g": ["x", 2],
    }


@pytest.mark.parametrize("text", ["0536", "1_000", "0x1F", "12:30"])
def test_only_plain_decimals_are_numbers(tmp_path, text):
    assert read(tmp_path, f"a: {text}\n").data == {"a": text}


def test_every_place_knows_its_line_and_an_unknown_one_its_surroundings(tmp_path):
    document = read(tmp_path, "# note\na:\n  - b: 1\n    c: 2\n")
    assert document.line(("a", 0, "c")) == 4
    assert document.line(("a", 0, "missing", "deeper")) == 3
    assert document.line(()) == 2
    assert document.problem(("a",), "有误") == Problem("sample.yaml", 2, "有误")


def test_a_version_may_build_on_another_and_keeps_both_lines(tmp_path):
    document = read(
        tmp_path,
        "- &old\n  name: 甲\n  days: 10\n"
        "- <<: *old\n  days: 8\n"
        "- <<: [*old, {more: 1}]\n",
    )
    assert document.data == [
        {"name": "甲", "days": 10},
        {"name": "甲", "days": 8},
        {"name": "甲", "days": 10, "more": 1},
    ]
    assert document.line((1, "days")) == 5
    assert document.line((1, "name")) == 2


def test_an_empty_file_holds_nothing(tmp_path):
    assert read(tmp_path, "# only a note\n").data is None


@pytest.mark.parametrize(
    ("case", "text", "said"),
    [
        ("no YAML", "a: [1\n", "sample.yaml:2: 不是正确的YAML"),
        ("a tab", "a:\n\t- 1\n", "sample.yaml:2: 不是正确的YAML"),
        ("two documents", "a: 1\n---\nb: 2\n", "sample.yaml:2: 不是正确的YAML"),
        ("a key twice", "a: 1\na: 2\n", "sample.yaml:2: 同一个键写了两次：a"),
        ("an open decimal", "a: 0.5\n", "sample.yaml:1: 小数要加引号写成文字：0.5"),
        ("not UTF-8", "a: 甲".encode("gbk"), "sample.yaml:1: 文件不是UTF-8编码"),
        ("too large", b" " * (BYTES_MAX + 1), "sample.yaml:1: 文件超过"),
        ("building on nothing", "a:\n  <<: 5\n", "sample.yaml:2: “<<”后面"),
        ("an unknown anchor", "a: *b\n", "sample.yaml:1: 不是正确的YAML"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path, case, text, said):
    (line,) = sentences(tmp_path, text)
    assert line.startswith(said), case


def test_several_mistakes_of_one_file_come_together(tmp_path):
    assert len(sentences(tmp_path, "a: 0.5\nb: 1.5\nb: 2\n")) == 3
