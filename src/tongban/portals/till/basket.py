"""The items of a sale as the form sends them, and as the page draws them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.http import QueryDict

from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.medical_catalogue.terms import GRADE_WORDS, Grade, ListTerms
from tongban.core.money import yuan_text
from tongban.portals.shared.layout.fields import Problem
from tongban.portals.shared.layout.parts import Chip, Tone
from tongban.services.medical_catalogue.queries import terms_of
from tongban.services.till.selling import Item

ITEMS_MAX: Final = 50
CODE_MAX: Final = 50
_COUNT: Final = re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})?")
_PRICE: Final = re.compile(r"[0-9]{1,8}(\.[0-9]{1,4})?")
_TONES: Final = {Grade.A: Tone.GOOD, Grade.B: Tone.INFO, Grade.C: Tone.CALM}


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it was written: count and price are texts yet."""

    place: int
    code: str
    count: str
    price: str
    terms: ListTerms | None = None

    @property
    def name(self) -> str:
        """Its name in the list."""
        return "目录里没有" if self.terms is None else self.terms.name

    @property
    def grade(self) -> Chip:
        """Its class, in words."""
        grade = Grade.C if self.terms is None else self.terms.grade
        return Chip(f"{GRADE_WORDS[grade]}类", _TONES[grade])

    @property
    def hint(self) -> str:
        """What the list says of paying for it."""
        terms = self.terms
        if terms is None or terms.grade is Grade.C:
            return "全部自费"
        share = Decimal(terms.own_share_bp) * 100 / WHOLE_BP
        own = f"先自付{share:f}%".replace(".00%", "%") if share else "不用先自付"
        most = terms.price_max_fen
        return own if most is None else f"{own}，最高按{yuan_text(most)}元一个单位"

    @property
    def amount(self) -> str:
        """What it costs, once both texts are numbers."""
        item = self.item
        return "" if item is None else f"{item.amount:.2f}"

    @property
    def item(self) -> Item | None:
        """The item itself, or nothing while a text is no number."""
        count, price = self.count.strip(), self.price.strip()
        good = _COUNT.fullmatch(count) and _PRICE.fullmatch(price)
        if not good or not Decimal(count):
            return None
        return Item(self.code, Decimal(count), Decimal(price))


def rows_of(sent: QueryDict, region: str, on: date) -> tuple[Row, ...]:
    """Return the items a form sends, with what the list of the region says."""
    codes, counts, prices = (sent.getlist(name) for name in ("code", "count", "price"))
    written = list(zip(codes, counts, prices, strict=False))[:ITEMS_MAX]
    return _listed(
        [Row(0, code[:CODE_MAX], count, price) for code, count, price in written],
        region,
        on,
    )


def with_one_more(
    rows: Sequence[Row], code: str, region: str, on: date
) -> tuple[Row, ...]:
    """Return the items and another one; priced as the list has it, if it does."""
    terms = terms_of([code], region=region, on=on).get(code)
    most = None if terms is None else terms.price_max_fen
    price = "" if most is None else yuan_text(most)
    more = Row(0, code[:CODE_MAX], "1", price)
    return _listed([*rows, more][:ITEMS_MAX], region, on)


def without(rows: Sequence[Row], place: str) -> tuple[Row, ...]:
    """Return the items without the one at a place."""
    return _numbered([row for row in rows if str(row.place) != place])


def problems_in(rows: Sequence[Row]) -> tuple[Problem, ...]:
    """Return what is wrong with the items, each with the field to jump to."""
    if not rows:
        return (Problem("还没有加入项目，请先查找并加入。", "f-q"),)
    return tuple(
        Problem(
            f"第{row.place}行{row.name}：数量要大于0，单价写成元，最多四位小数。",
            f"f-price-{row.place}",
        )
        for row in rows
        if row.item is None
    )


def _listed(rows: Sequence[Row], region: str, on: date) -> tuple[Row, ...]:
    terms = terms_of(sorted({row.code for row in rows}), region=region, on=on)
    return _numbered(
        [Row(0, row.code, row.count, row.price, terms.get(row.code)) for row in rows]
    )


def _numbered(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(
        Row(place, row.code, row.count, row.price, row.terms)
        for place, row in enumerate(rows, start=1)
    )
