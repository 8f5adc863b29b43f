"""The form of one bill as the desk enters it (录入票据)."""

from decimal import Decimal
from typing import Final

from django import forms

from tongban.core.benefits.vocabulary import (
    CARE_KIND_WORDS,
    LEVEL_WORDS,
    CareKind,
    Level,
)
from tongban.core.claims.bills import (
    Accident,
    CarePlace,
    ClassTotals,
    NewBill,
    percent_bp,
    read_items,
)
from tongban.core.money import FEN_PER_YUAN

YUAN_MAX: Final = 9_999_999
KINDS: Final = (CareKind.OUTPATIENT, CareKind.CHRONIC, CareKind.INPATIENT)
ITEMS_MAX: Final = 40_000
NAME_MAX: Final = 100
RECEIPT_MAX: Final = 18
REGION_DIGITS: Final = 6


def _yuan(label: str, *, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=YUAN_MAX,
        decimal_places=2,
        required=False,
        help_text=hint,
    )


def _percent(label: str, *, hint: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=hint,
    )


class BillForm(forms.Form):
    """One bill: where, when, its number, and its lines or classes."""

    kind = forms.ChoiceField(
        label="就诊类别", choices=[(one.value, CARE_KIND_WORDS[one]) for one in KINDS]
    )
    institution = forms.CharField(
        label="定点机构编码",
        max_length=12,
        required=False,
        help_text="填了编码，下面的名称、等级、就诊地不用填",
    )
    name = forms.CharField(label="就诊机构名称", max_length=NAME_MAX, required=False)
    level = forms.ChoiceField(
        label="机构等级",
        choices=[
            ("", "请选择"),
            *((one.value, word) for one, word in LEVEL_WORDS.items()),
        ],
        required=False,
    )
    region = forms.RegexField(
        rf"^\d{{{REGION_DIGITS}}}$",
        label="就诊地",
        required=False,
        help_text="6位行政区划代码，如济南370100、北京朝阳110105",
        error_messages={"invalid": "请填6位行政区划代码"},
    )
    chinese_medicine = forms.BooleanField(label="中医医疗机构", required=False)
    began_on = forms.DateField(
        label="开始日期", help_text="门诊填就诊日期，住院填入院日期"
    )
    ended_on = forms.DateField(
        label="结束日期", required=False, help_text="住院填出院日期"
    )
    disease = forms.CharField(
        label="慢特病病种编码",
        max_length=30,
        required=False,
        help_text="门诊慢特病才填",
    )
    receipt = forms.RegexField(
        rf"^\d{{{RECEIPT_MAX}}}$",
        label="电子票据号码",
        required=False,
        help_text="票据代码8位加号码10位；纸质票据没有就不填",
        error_messages={"invalid": "应为18位数字：票据代码8位加号码10位"},
    )
    total = forms.DecimalField(
        label="票据金额（元）",
        min_value=Decimal("0.01"),
        max_value=YUAN_MAX,
        decimal_places=2,
    )
    items = forms.CharField(
        label="费用明细",
        required=False,
        max_length=ITEMS_MAX,
        widget=forms.Textarea,
        help_text="每行：国家编码 数量 单价，可以从表格粘贴；没有明细的填下面的合计",
    )
    a = _yuan("甲类合计（元）")
    b = _yuan("乙类合计（元）")
    b_share = _percent("乙类先行自付比例（%）", hint="按票据或清单上印的")
    c = _yuan("丙类和目录外合计（元）")
    emergency = forms.BooleanField(label="急诊、抢救", required=False)
    accident = forms.BooleanField(label="意外伤害", required=False)
    third = _percent(
        "第三方承担的比例（%）", hint="按认定书、判决书或调解书；全部承担填100"
    )
    liable = forms.CharField(label="第三方责任人", max_length=NAME_MAX, required=False)


def bill_of(form: BillForm) -> NewBill:
    """Return the bill of a valid form; refuses lines that cannot be read."""
    said = form.cleaned_data
    level = said["level"]
    items = read_items(said["items"])
    totals = ClassTotals(
        a_fen=_fen(said["a"]),
        b_fen=_fen(said["b"]),
        first_own_bp=_bp(said["b_share"]),
        c_fen=_fen(said["c"]),
    )
    return NewBill(
        kind=CareKind(said["kind"]),
        place=CarePlace(
            code=said["institution"].strip(),
            name=said["name"].strip(),
            level=Level(level) if level else None,
            region=said["region"],
            chinese_medicine=said["chinese_medicine"],
        ),
        began_on=said["began_on"],
        ended_on=said["ended_on"] or said["began_on"],
        total_fen=_fen(said["total"]),
        items=(*items, *totals.items()),
        receipt=said["receipt"],
        emergency=said["emergency"],
        accident=_accident(form),
        disease=said["disease"].strip(),
    )


def _accident(form: BillForm) -> Accident | None:
    said = form.cleaned_data
    third = _bp(said["third"])
    if not said["accident"] and not third:
        return None
    return Accident(third_bp=third, liable=said["liable"].strip())


def _fen(yuan: Decimal | None) -> int:
    return int((yuan or Decimal(0)) * FEN_PER_YUAN)


def _bp(percent: Decimal | None) -> int:
    return percent_bp(f"{percent or Decimal(0):.2f}")
