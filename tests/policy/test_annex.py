"""The eighteen rows of Guangdong's table: what the document prints, row by row."""

import pytest
from tests.policy.folders import PUBLISHED

from tongban.policy.publishing import load_book

BOTH = ("cross_province", "in_province")
INSIDE = ("in_province",)
DATA = "医保定点医疗机构基础信息变更"
BIRTH = "生育保险待遇核准支付"
FILING = "基本医疗保险参保人员异地就医备案"
ENROLMENT = "基本医疗保险参保和变更登记"
CLAIM = "基本医疗保险参保人员医疗费用手工（零星）报销"
TRANSFER = "基本医疗保险关系转移接续"
CREDENTIAL = "医保电子凭证申领"

# Printed order: main item, sub-item, goals, the items of ours that handle it.
ANNEX = [
    (DATA, DATA, BOTH, ()),
    (BIRTH, "产前检查费支付", BOTH, ("antenatal-check-payment",)),
    (BIRTH, "产前检查就医确认", INSIDE, ()),
    (FILING, "常驻异地工作人员备案", BOTH, ("long-term-residence-filing",)),
    (ENROLMENT, "城乡居民参保登记", BOTH, ("resident-registration",)),
    (ENROLMENT, "城乡居民参保信息变更登记", BOTH, ("resident-change",)),
    (ENROLMENT, "单位参保信息变更登记", BOTH, ("employer-change",)),
    (BIRTH, "计划生育医疗费支付", BOTH, ("family-planning-payment",)),
    (FILING, "临时异地就医人员备案", INSIDE, ("temporary-travel-filing",)),
    (CLAIM, "门诊费用报销", BOTH, ("outpatient-reimbursement",)),
    (BIRTH, "生育津贴支付", BOTH, ("maternity-allowance",)),
    (BIRTH, "生育医疗费支付", BOTH, ("childbirth-payment",)),
    (FILING, "异地安置退休人员备案", BOTH, ("long-term-residence-filing",)),
    (FILING, "异地长期居住人员备案", BOTH, ("long-term-residence-filing",)),
    (FILING, "异地转诊人员备案", BOTH, ("temporary-travel-filing",)),
    (ENROLMENT, "职工参保信息变更登记", BOTH, ("employee-change",)),
    (TRANSFER, "转移接续手续办理", BOTH, ("transfer-out", "transfer-in")),
    (CREDENTIAL, CREDENTIAL, BOTH, ()),
]


@pytest.fixture(scope="module")
def table():
    return load_book(PUBLISHED).scope("440000")


@pytest.mark.clause(
    "GD18-附件1",
    "GD18-附件2",
    "GD18-附件3",
    "GD18-附件4",
    "GD18-附件5",
    "GD18-附件6",
    "GD18-附件7",
    "GD18-附件8",
    "GD18-附件9",
    "GD18-附件10",
    "GD18-附件11",
    "GD18-附件12",
    "GD18-附件13",
    "GD18-附件14",
    "GD18-附件15",
    "GD18-附件16",
    "GD18-附件17",
    "GD18-附件18",
)
def test_the_rows_are_those_of_the_document_in_its_order(table):
    rows = sorted(table.rows, key=lambda row: row.sequence)
    assert [row.sequence for row in rows] == list(range(1, 19))
    found = [
        (
            row.main_item,
            row.sub_item,
            tuple(sorted(row.goals)),
            row.items or (),
        )
        for row in rows
    ]
    assert found == ANNEX


@pytest.mark.clause("GD18-通办二")
def test_the_modes_are_those_of_the_plan_with_their_degree(table):
    assert [(mode.name, mode.degree) for mode in table.modes] == [
        ("全程网办", "全面推行"),
        ("网办申请与邮寄办理结合", "全面推行"),
        ("一体机自助办", "积极推进"),
        ("异地代收代办", "鼓励探索"),
        ("多地联办", "鼓励探索"),
    ]
