"""A bill on paper as the desk enters it, checked as a whole (手工报销票据)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.money import fen_from_yuan, yuan_text
from tongban.core.refusals import Refusal
from tongban.core.settlement.lines import PRICE_UNIT, product_fen
from tongban.core.settlement.visits import STAYS

LINES_MAX: Final = 500
CODE_MAX: Final = 50
FEN_PRICE: Final = PRICE_UNIT // 100  # one fen as a price
ONE: Final = 10_000  # a quantity of one
_COLUMNS: Final = 3


class BillFaulty(Refusal):
    """A bill cannot be entered as it is; the words name every field."""

    code = "claims.bill_faulty"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(f"{faults}", faults="；".join(faults))


@dataclass(frozen=True, slots=True)
class BillItem:
    """One line of a bill: a national code, or a class printed as a sum (甲、乙、丙).

    Price in millionths of a yuan, quantity in ten-thousandths. ``own_share_bp`` is
    known for classes only; what a code means the list of the place says.
    """

    name: str
    price: int
    quantity: int
    code: str = ""
    own_share_bp: int | None = None

    @property
    def amount_fen(self) -> int:
        """Price times quantity."""
        return product_fen(self.price, self.quantity)


@dataclass(frozen=True, slots=True)
class ClassTotals:
    """What small hospitals print instead of lines; amounts in fen.

    ``first_own_bp`` is the first own share of class B as printed on the bill.
    """

    a_fen: int = 0
    b_fen: int = 0
    first_own_bp: int = 0
    c_fen: int = 0

    def items(self) -> tuple[BillItem, ...]:
        """Return the classes as lines; what is nothing is left out."""
        said = (
            ("甲类合计", self.a_fen, 0),
            ("乙类合计", self.b_fen, self.first_own_bp),
            ("丙类合计", self.c_fen, WHOLE_BP),
        )
        return tuple(
            BillItem(name, fen * FEN_PRICE, ONE, own_share_bp=share)
            for name, fen, share in said
            if fen
        )


@dataclass(frozen=True, slots=True)
class CarePlace:
    """Where care was given: a designated institution by code, or any by name."""

    code: str
    name: str
    level: Level | None
    region: str
    chinese_medicine: bool = False


@dataclass(frozen=True, slots=True)
class Accident:
    """What is known of an accident; ``third_bp`` is the share others are liable for."""

    third_bp: int = 0
    liable: str = ""


@dataclass(frozen=True, slots=True)
class NewBill:
    """A bill as entered; ``total_fen`` is the sum printed on it."""

    kind: CareKind
    place: CarePlace
    began_on: date
    ended_on: date
    total_fen: int
    items: tuple[BillItem, ...]
    receipt: str = ""
    emergency: bool = False
    accident: Accident | None = None
    disease: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """A line or the part of it that counts; ``third`` is what another person owes."""

    item: BillItem
    quantity: int
    amount_fen: int
    third: bool = False


def check_bill(bill: NewBill, *, today: date) -> None:
    """Refuse a bill that cannot be right, with everything wrong at once."""
    faults = tuple(_faults(bill, today))
    if faults:
        raise BillFaulty(faults)


def portions(items: tuple[BillItem, ...], third_bp: int) -> tuple[Portion, ...]:
    """Return the lines with the share of a liable person set apart (第三人责任).

    Where somebody else bears all of it, nothing is set apart: the funds are then
    withheld as a whole. The two parts add up to the line, to the fen.

    >>> item = BillItem("甲类合计", 1_000_000, 10_000)
    >>> [(one.amount_fen, one.third) for one in portions((item,), 3_000)]
    [(70, False), (30, True)]
    """
    return tuple(_portions(items, 0 if third_bp == WHOLE_BP else third_bp))


def read_items(text: str) -> tuple[BillItem, ...]:
    """Read pasted lines: national code, quantity, unit price in yuan.

    Columns are parted by a tabulator, a comma or spaces; every line that cannot
    be read is named in one refusal.
    """
    found: list[BillItem] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = line.replace("，", ",").replace(",", " ").split()
        if not cells:
            continue
        item = _item(cells)
        if item is None:
            faults.append(f"明细第{number}行应为“国家编码 数量 单价”")
        else:
            found.append(item)
    if len(found) > LINES_MAX:
        faults.append(f"明细最多{LINES_MAX}行")
    if faults:
        raise BillFaulty(tuple(faults))
    return tuple(found)


def _item(cells: list[str]) -> BillItem | None:
    if len(cells) != _COLUMNS or len(cells[0]) > CODE_MAX:
        return None
    quantity, price = _decimal(cells[1], 4), _decimal(cells[2], 6)
    if not quantity or not price:
        return None
    return BillItem("", price, quantity, code=cells[0])


def _decimal(text: str, places: int) -> int:
    """Return a decimal as a whole number of its last place; 0 when unreadable."""
    whole, _, part = text.partition(".")
    plain = whole.isascii() and whole.isdigit()
    if not plain or not (part or "0").isdigit() or len(part) > places:
        return 0
    return int(whole + part.ljust(places, "0"))


def percent_bp(text: str) -> int:
    """Return a percentage typed with at most two decimals as basis points.

    Raises ``ValueError`` for anything else, and above a hundred.
    """
    share = int(fen_from_yuan(text))
    if share > WHOLE_BP:
        raise ValueError(text)
    return share


def _portions(items: tuple[BillItem, ...], third_bp: int) -> Iterator[Portion]:
    for item in items:
        kept = item.quantity * (WHOLE_BP - third_bp) // WHOLE_BP
        counts = product_fen(item.price, kept)
        yield Portion(item, kept, counts)
        if item.amount_fen != counts:
            yield Portion(item, ONE, item.amount_fen - counts, third=True)


def _faults(bill: NewBill, today: date) -> Iterator[str]:
    yield from _place_faults(bill.place)
    stay = bill.kind in STAYS
    if bill.ended_on < bill.began_on:
        yield "结束日期：不能早于开始日期"
    if bill.ended_on > today:
        yield "结束日期：不能晚于今天"
    if not stay and bill.ended_on.year != bill.began_on.year:
        yield "日期：门诊票据不能跨年，请按年分开录入"
    if bill.kind is CareKind.CHRONIC and not bill.disease:
        yield "病种编码：门诊慢特病票据必须填写"
    if not bill.items:
        yield "费用：请录入明细，或者按甲、乙、丙类录入合计"
    yield from _sum_faults(bill)


def _place_faults(place: CarePlace) -> Iterator[str]:
    if not place.code and not place.name:
        yield "就诊机构：请填机构编码，或者填名称"
    if not place.code and place.level is None:
        yield "机构等级：没有机构编码的，请选择等级"
    if not place.code and not place.region:
        yield "就诊地：没有机构编码的，请填行政区划代码"


def _sum_faults(bill: NewBill) -> Iterator[str]:
    counted = sum(item.amount_fen for item in bill.items)
    if bill.items and counted != bill.total_fen:
        yield (
            f"票据金额：填的是{yuan_text(bill.total_fen)}元，"
            f"明细合计{yuan_text(counted)}元，请核对"
        )
    if (
        bill.accident is not None
        and bill.accident.third_bp
        and not bill.accident.liable
    ):
        yield "责任人：第三方承担的，请写明由谁承担"
