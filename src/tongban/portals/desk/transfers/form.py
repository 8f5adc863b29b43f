"""The form of an information table that a clerk types (录入信息表)."""

from decimal import Decimal
from typing import Final

from django import forms

from tongban.core.transfers.typed import LINES_MAX

YUAN_MAX: Final = 9_999_999
CHARACTERS_A_LINE: Final = 60


class SheetForm(forms.Form):
    """When cover ended there, what money came, and the periods paid."""

    stopped_on = forms.DateField(
        label="原参保地中断日期", help_text="信息表上的停保、中断缴费日期"
    )
    money = forms.DecimalField(
        label="到账的账户余额（元）",
        min_value=Decimal(0),
        max_value=YUAN_MAX,
        decimal_places=2,
        help_text="按银行到账的金额填；没有余额的填0",
    )
    periods = forms.CharField(
        label="缴费时段",
        max_length=LINES_MAX * CHARACTERS_A_LINE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=(
            "一行一段：起始年月 终止年月 实际或视同 缴费基数，"
            "如2021-09 2023-08 实际 5000；可以从表格里粘贴"
        ),
    )
