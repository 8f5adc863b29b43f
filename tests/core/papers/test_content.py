"""What a paper says survives its way through JSON, to the letter."""

import hashlib
import json
from dataclasses import replace

import pytest

from tongban.core.papers.content import (
    PaperContent,
    Table,
    content_from_json,
    digest_of_text,
)
from tongban.core.papers.kinds import PaperKind

NOTICE = PaperContent(
    kind=PaperKind.NOTICE,
    number="GZ1-2",
    check_code="ABC",
    title="一次性告知书",
    case_number="1",
    item_name="住院费用报销",
    addressee="赵𠮷",
    is_person=True,
    office="示例中心",
    seal_note="演示",
    issued_at="2023-09-11T10:00:00+08:00",
    paragraphs=("第一段", "第二段"),
    facts=(("办件编号", "1"),),
    tables=(Table("补正", ("序号", "内容"), (("1", "发票"), ("2", ""))),),
    why=("起算",),
    remedies=("复议",),
    phones=(("咨询电话", "10000000001"),),
)


def test_a_content_read_back_is_the_same():
    again = content_from_json(json.loads(NOTICE.text))
    assert again == NOTICE
    assert again.text == NOTICE.text


def test_the_text_is_canonical_and_its_digest_that_of_its_bytes():
    assert NOTICE.text.startswith('{"addressee":"赵𠮷"')
    expected = hashlib.sha256(NOTICE.text.encode()).hexdigest()
    assert digest_of_text(NOTICE.text) == expected


def test_any_change_changes_the_digest():
    changed = replace(NOTICE, paragraphs=("第一段", "第二段。"))
    assert digest_of_text(changed.text) != digest_of_text(NOTICE.text)


@pytest.mark.parametrize(
    ("is_person", "shown"), [(True, "赵*"), (False, "赵𠮷")], ids=["person", "unit"]
)
def test_persons_are_masked_and_organisations_are_not(is_person, shown):
    assert replace(NOTICE, is_person=is_person).masked_addressee == shown


def test_an_unknown_kind_is_no_content():
    with pytest.raises(ValueError, match="tale"):
        content_from_json({**NOTICE.as_json(), "kind": "tale"})
