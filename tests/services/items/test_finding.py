"""What people type leads to the item they mean, among the first three."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from tongban.core.items.catalogue import ServiceItem
from tongban.services.items.catalogue import files_book
from tongban.services.items.finding import search

QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text())
FIRST_PERCENT = 90
POLICY = Path(__file__).resolve().parents[3] / "policy"


@pytest.fixture(scope="module")
def items() -> tuple[ServiceItem, ...]:
    return files_book().items_on("370700", date(2026, 11, 23))


def test_sixty_questions_cover_every_item(items):
    meant = {code for _, *codes in QUESTIONS for code in codes}
    assert len(QUESTIONS) >= 60
    assert {item.code for item in items} == meant


@pytest.mark.parametrize(
    ("asked", "meant"), [(asked, codes) for asked, *codes in QUESTIONS]
)
def test_a_question_finds_its_item_among_the_first_three(items, asked, meant):
    first = [item.code for item in search(items, asked)[:3]]
    assert set(meant) & set(first), first


def test_nine_in_ten_stand_first(items):
    right = sum(
        search(items, asked)[0].code in meant
        for asked, *meant in QUESTIONS
        if search(items, asked)
    )
    assert right * 100 >= len(QUESTIONS) * FIRST_PERCENT


@pytest.mark.parametrize(
    "asked", ["钓鱼证办理", "公积金提取", "天气", "abc", "养老金认证", "   "]
)
def test_what_is_no_business_of_ours_finds_nothing(items, asked):
    assert search(items, asked) == ()


def test_a_word_in_every_name_is_no_reason_to_hide_the_others(items):
    found = search(items, "报销")
    assert {"inpatient-reimbursement", "outpatient-reimbursement"} <= {
        item.code for item in found
    }


def test_a_region_without_an_item_never_finds_it(items):
    fewer = tuple(item for item in items if item.code != "long-term-care")
    assert all(item in fewer for item in search(fewer, "老人卧床不起"))
