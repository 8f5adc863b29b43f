"""An answer stands on a sentence of the item's own texts."""

import pytest
from tests.core.items.samples import item as item_of

from tongban.core.guidance.questions import AskedQuestion, source_of
from tongban.core.items.catalogue import (
    Audience,
    Citation,
    Guide,
    GuideSection,
)

ITEM = item_of()
GUIDE = Guide(
    code="sample",
    item=ITEM.code,
    chapter="employee",
    chapter_number="一1",
    name=ITEM.name,
    audiences=(Audience.EMPLOYEE,),
    sections=(GuideSection("办理流程", ("即时提交，即时生效。",)),),
    flow=(),
    channels=(),
    materials=(),
    limits=(),
    source=Citation("SD28", "指南一1"),
)
SAMPLE = item_of(remarks=("急诊可要求提供急诊诊断材料",), guides=(GUIDE,))


@pytest.mark.parametrize(
    ("quote", "clause"),
    [
        ("即时生效", "指南一1"),
        ("急诊诊断材料", ITEM.source.clause),
        ("次日生效", None),
    ],
)
def test_the_clause_of_a_quotation(quote, clause):
    question = AskedQuestion(ITEM.code, "什么时候生效？", "马上。", quote)
    assert source_of(question, SAMPLE) == clause
