"""Citations in words a person can look up."""

import pytest

from tongban.services.items.citing import cite, cite_text


@pytest.mark.parametrize(
    ("document", "clause", "words"),
    [
        ("SD28", "16", "鲁医保函〔2023〕23号第16项"),
        ("SD28", "指南一5.2", "鲁医保函〔2023〕23号（指南一5.2）"),
        ("LXK", "第三十二条", "《中华人民共和国行政许可法》第三十二条"),
        ("某文件", "第一条", "某文件 第一条"),
    ],
)
def test_a_citation_names_the_notice_or_the_law(document, clause, words):
    assert cite(document, clause) == words


def test_what_a_clerk_typed_stays_as_it_is():
    assert cite_text("《社会保险法》第三十条") == "《社会保险法》第三十条"
    assert cite_text("SD28 16") == "鲁医保函〔2023〕23号第16项"
    assert cite_text("") == ""
