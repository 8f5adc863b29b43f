"""What a person types finds the item, the nearest first."""
# ruff: noqa: E501 - one line for one case of a table

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.items.catalogue import ItemCode
from tongban.core.items.search import QUERY_LENGTH_MAX, Entry, rank

INPATIENT = Entry(
    code=ItemCode("inpatient-reimbursement"),
    number=16,
    name="住院费用报销",
    keywords=("看病报销", "医药费"),
    pinyin=("zhuyuanfeiyongbaoxiao", "kanbingbaoxiao", "yiyaofei"),
    initials=("zyfybx", "kbbx", "yyf"),
    words="意外伤害 急诊",
)
OUTPATIENT = Entry(
    code=ItemCode("outpatient-reimbursement"),
    number=15,
    name="门诊费用报销",
    keywords=("看病报销",),
    pinyin=("menzhenfeiyongbaoxiao", "kanbingbaoxiao"),
    initials=("mzfybx", "kbbx"),
)
ALL = (INPATIENT, OUTPATIENT)


def found(query):
    return [hit.code.split("-")[0] for hit in rank(query, ALL)]


@pytest.mark.parametrize(
    ("case", "query", "codes"),
    [
        ("the number of the item", "16", ["inpatient"]),
        ("its stable code", "INPATIENT-reimbursement", ["inpatient"]),
        ("its name", "住院费用报销", ["inpatient", "outpatient"]),
        ("the beginning of its name", "住院", ["inpatient"]),
        ("a part of both names, in the list's order", "费用", ["outpatient", "inpatient"]),
        ("a keyword", "医药费", ["inpatient"]),
        ("pinyin", "zhuyuan", ["inpatient"]),
        ("initials", "MZFY", ["outpatient"]),
        ("one letter is too little for initials", "x", ["outpatient", "inpatient"]),
        ("everyday words", "住院花的钱怎么报", ["inpatient"]),
        ("words of its situations", "意外伤害", ["inpatient"]),
        ("every word must fit", "住院 医药", ["inpatient"]),
        ("a word that fits nothing", "住院 火车", []),
        ("nothing typed", "   ", []),
        ("one character alone", "车", []),
        ("letters that are no pinyin", "qqq", []),
    ],
)  # fmt: skip
def test_what_is_typed_finds_the_item(case, query, codes):
    assert found(query) == codes, case


def test_nearer_hits_score_higher():
    exact, starts, within, keyword, sound = (
        rank(query, (INPATIENT,))[0].score
        for query in ("16", "住院", "费用", "医药费", "zhuyuan")
    )
    assert exact > starts > within > keyword > sound


def test_a_long_text_is_read_up_to_its_bound():
    assert found("住院" + " " * QUERY_LENGTH_MAX + "火车") == ["inpatient"]


@given(st.text(max_size=200))
def test_whatever_is_typed_scores_above_zero_or_is_not_found(query):
    hits = rank(query, ALL)
    assert all(hit.score > 0 for hit in hits)
    assert [hit.score for hit in hits] == sorted(
        (hit.score for hit in hits), reverse=True
    )
