"""What one patient's care is told by: registration, lines, bills, their undoing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any, Final

from tongban.gateways.clock import real_now
from tongban.gateways.his import InstitutionSystem, PlatformRefused, field_of

# Code, price in yuan and unit of what the demo's list has.
GOODS: Final = (
    ("XY99ZZ001XA001010199999", "12.50"),
    ("XY99ZZ002XA001010199999", "8.80"),
    ("XY99ZZ004XA001010199999", "36.00"),
    ("XY99ZZ006XA001010199999", "41.30"),
    ("XY99ZZ019XA001010199999", "19.90"),
    ("XY99ZZ029XA001010199999", "55.00"),
)
DOCTOR: Final = {
    "bilg_dept_codg": "A01",
    "bilg_dept_name": "内科",
    "bilg_dr_codg": "D370705000001",
    "bilg_dr_name": "钱医生",
}
ONE_IN_LOST, ONE_IN_UNDONE, ONE_IN_RETURNED, ONE_IN_REPEATED = 6, 7, 5, 4
MOST_LINES: Final = 5
MOST_OF_ONE: Final = 6
STAY_FACTOR: Final = 40  # a stay costs so many times a visit


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody with a paper, as the platform knows them."""

    number: str
    insutype: str


@dataclass(frozen=True, slots=True)
class Booked:
    """One settlement as the institution has it in its own book."""

    settlement: str
    visit: str
    patient: Patient
    clearing: str
    total: Decimal
    funds: Decimal
    account: Decimal
    cash: Decimal
    refund: bool = False


@dataclass
class Till:
    """A system with its own book; ``problems`` is what was not as it had to be."""

    system: InstitutionSystem
    chance: Random
    book: list[Booked] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def ask(self, infno: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a message and count it."""
        self.sent[infno] = self.sent.get(infno, 0) + 1
        return self.system.ask(infno, said)

    def one_in(self, count: int) -> bool:
        """Say yes once in so many times."""
        return self.chance.randrange(count) == 0

    def settle(
        self, infno: str, said: Mapping[str, Any], patient: Patient
    ) -> Mapping[str, Any]:
        """Settle: sometimes the answer is lost, sometimes the message comes twice."""
        text = self.system.message(infno, said)
        msgid = self.system.last
        self.sent[infno] = self.sent.get(infno, 0) + 1
        output = self.system.repeat(infno, text)
        if self.one_in(ONE_IN_REPEATED):
            again = self.system.repeat(infno, text)
            if again != output:
                self.problems.append(f"{infno} {msgid} 重发后的答复不同")
        self.note(output, patient)
        if self.one_in(ONE_IN_LOST):
            lost = {"psn_no": patient.number, "omsgid": msgid, "oinfno": infno}
            self.ask("2601", {"data": lost})
            self.note_undone(self.book[-1])
            if infno != "2102":
                output = self.ask(infno, said)
                self.note(output, patient)
        return output

    def note(self, output: Mapping[str, Any], patient: Patient) -> None:
        """Enter a settlement into the own book, and check that it adds up."""
        info = field_of(output, "setlinfo")
        amounts = {
            name: Decimal(str(info.get(name) or 0))
            for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")
        }
        total, funds, account, cash = amounts.values()
        if total != funds + account + cash:
            self.problems.append(f"结算{info['setl_id']}的各方支付加起来不等于总额")
        self.book.append(
            Booked(
                settlement=str(info["setl_id"]),
                visit=str(info["mdtrt_id"]),
                patient=patient,
                clearing=str(info["clr_type"]),
                total=total,
                funds=funds,
                account=account,
                cash=cash,
            )
        )

    def note_undone(self, one: Booked) -> None:
        """Enter the refund of a settlement."""
        self.book.append(
            Booked(
                one.settlement,
                one.visit,
                one.patient,
                one.clearing,
                -one.total,
                -one.funds,
                -one.account,
                -one.cash,
                refund=True,
            )
        )


def sign_in(till: Till) -> None:
    """Open the till's day."""
    said = {"opter_no": "his-demo", "mac": "00-00-00", "ip": "127.0.0.1"}
    output = till.ask("9001", {"signIn": said})
    till.system.sign_no = str(field_of(output, "signinoutb", "sign_no"))


def sign_out(till: Till) -> None:
    """End the till's day."""
    said = {"sign_no": till.system.sign_no, "opter_no": "his-demo"}
    till.ask("9002", {"signOut": said})


def recognised(till: Till, paper: str) -> Patient | None:
    """Ask who somebody is by the whole number of a paper; nobody uninsured is kept."""
    said = {
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": paper,
        "psn_cert_type": "01",
        "certno": paper,
    }
    try:
        output = till.ask("1101", {"data": said})
    except PlatformRefused as no:
        till.refused.append(str(no))
        return None
    cover = field_of(output, "insuinfo", "psn_insu_stas")
    insutype = str(field_of(output, "insuinfo", "insutype"))
    if str(cover) != "1" or not insutype:
        return None
    return Patient(str(field_of(output, "baseinfo", "psn_no")), insutype)


def stamp() -> str:
    """Return the moment as messages write it."""
    return f"{real_now():%Y-%m-%d %H:%M:%S}"


def basket(till: Till, *, stay: bool = False) -> tuple[list[dict[str, Any]], Decimal]:
    """Return some lines and what they cost; of a stay now and then one taken back."""
    factor = STAY_FACTOR if stay else 1
    lines: list[dict[str, Any]] = []
    total = Decimal(0)
    for place in range(till.chance.randint(1, MOST_LINES)):
        code, price = till.chance.choice(GOODS)
        count = till.chance.randint(1, MOST_OF_ONE) * factor
        amount = Decimal(price) * count
        total += amount
        lines.append(_line(till, place, code, price, count, amount))
    if stay and till.one_in(ONE_IN_RETURNED):
        first = lines[0]
        price = str(first["pric"])
        back = _line(
            till, MOST_LINES, first["med_list_codg"], price, -1, -Decimal(price)
        )
        lines.append({**back, "init_feedetl_sn": first["feedetl_sn"]})
        total -= Decimal(price)
    return lines, total


def try_care(till: Till, care: Callable[[], None]) -> None:
    """Give care; a refusal is noted, and the day goes on."""
    try:
        care()
    except PlatformRefused as no:
        till.refused.append(str(no))


def person_fields(patient: Patient) -> dict[str, str]:
    """Return what every bill says of the person."""
    return {
        "psn_no": patient.number,
        "insutype": patient.insutype,
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
    }


def for_visit(
    lines: Sequence[Mapping[str, Any]], visit: str, patient: Patient
) -> list[dict[str, Any]]:
    """Return lines as they are uploaded for a visit."""
    return [{**one, "mdtrt_id": visit, "psn_no": patient.number} for one in lines]


def _line(
    till: Till, place: int, code: str, price: str, count: int, amount: Decimal
) -> dict[str, Any]:
    till.system.serial += 1
    return {
        "feedetl_sn": f"{real_now():%H%M%S%f}{till.system.serial}{place}",
        "chrg_bchno": "0000",
        "rx_circ_flag": "0",
        "fee_ocur_time": stamp(),
        "med_list_codg": code,
        "medins_list_codg": code[-6:],
        "det_item_fee_sumamt": amount,
        "cnt": count,
        "pric": price,
        "hosp_appr_flag": "1",
        **DOCTOR,
    }
