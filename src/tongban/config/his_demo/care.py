"""What one patient's care is told by: registration, lines, bills, their undoing."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any, Final

from tongban.config.his_demo.book import Asked, Book, Booked, Patient
from tongban.gateways.clock import real_now
from tongban.gateways.his import (
    InstitutionSystem,
    PlatformRefused,
    PlatformSilent,
    field_of,
)

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
ONE_IN_CHANGED: Final = 3
MOST_LINES: Final = 5
MOST_OF_ONE: Final = 6
PAUSES_SECONDS: Final = (0.2, 1.0, 3.0)  # before a message is sent again
STAY_FACTOR: Final = 40  # a stay costs so many times a visit


@dataclass
class Till:
    """A system with its own book; ``problems`` is what was not as it had to be."""

    system: InstitutionSystem
    chance: Random
    book: Book
    problems: list[str] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    pauses: Sequence[float] = PAUSES_SECONDS

    def ask(self, infno: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a message and count it; one without an answer is sent again."""
        return self._sure(infno, self.system.message(infno, said))

    def one_in(self, count: int) -> bool:
        """Say yes once in so many times."""
        return self.chance.randrange(count) == 0

    def settle(
        self, infno: str, said: Mapping[str, Any], patient: Patient
    ) -> Mapping[str, Any]:
        """Settle: sometimes the answer is lost, sometimes the message comes twice."""
        text = self.system.message(infno, said)
        asked = Asked(self.system.last, infno, text, patient)
        output = self._settled(asked)
        if self.one_in(ONE_IN_REPEATED):
            again = self._sure(infno, text)
            if again != output:
                self.problems.append(f"{infno} {asked.msgid} 重发后的答复不同")
        if self.one_in(ONE_IN_LOST):
            self.undo("2601", _lost(asked), self.book.rows[-1])
            if infno != "2102":
                text = self.system.message(infno, said)
                output = self._settled(Asked(self.system.last, infno, text, patient))
        return output

    def undo(self, infno: str, said: Mapping[str, Any], one: Booked) -> None:
        """Take a settlement back and enter its refund."""
        text = self.system.message(infno, {"data": said})
        self.book.ask(
            Asked(self.system.last, infno, text, one.patient, undoes=one.settlement)
        )
        self.finish(self.book.open[self.system.last])

    def finish(self, asked: Asked) -> None:
        """Bring to its end what was asked, whatever became of it before.

        A refund is asked for again. A settlement is taken back; repeating it then
        tells whether it ever stood, and with which amounts.
        """
        if not asked.undoes:
            self.ask("2601", {"data": _lost(asked)})
        try:
            output = self._sure(asked.infno, asked.text)
        except PlatformRefused:
            self.book.close(asked.msgid)
            if asked.undoes:
                raise
            return
        if asked.undoes:
            rows = [self.book.settled(asked.undoes).undone()]
        else:
            one = self._booked(output, asked.patient)
            rows = [one, one.undone()]
        self.book.close(asked.msgid, rows)

    def _settled(self, asked: Asked) -> Mapping[str, Any]:
        self.book.ask(asked)
        try:
            output = self._sure(asked.infno, asked.text)
        except PlatformRefused:
            self.book.close(asked.msgid)
            raise
        except PlatformSilent as fault:
            self.finish(asked)
            raise PlatformRefused(asked.infno, f"{fault}，已经冲正") from fault
        self.book.close(asked.msgid, [self._booked(output, asked.patient)])
        return output

    def _sure(self, infno: str, text: str) -> Mapping[str, Any]:
        self.sent[infno] = self.sent.get(infno, 0) + 1
        for pause in self.pauses:
            try:
                return self.system.repeat(infno, text)
            except PlatformSilent:
                time.sleep(pause)
        return self.system.repeat(infno, text)

    def _booked(self, output: Mapping[str, Any], patient: Patient) -> Booked:
        """Return the row of a settlement, and check that it adds up."""
        info = field_of(output, "setlinfo")
        total, funds, account, cash = (
            Decimal(str(info.get(name) or 0))
            for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")
        )
        if total != funds + account + cash:
            self.problems.append(f"结算{info['setl_id']}的各方支付加起来不等于总额")
        return Booked(
            settlement=str(info["setl_id"]),
            visit=str(info["mdtrt_id"]),
            patient=patient,
            clearing=str(info["clr_type"]),
            total=total,
            funds=funds,
            account=account,
            cash=cash,
        )


def sign_in(till: Till) -> None:
    """Open the till's day."""
    said = {"opter_no": "his-demo", "mac": "00-00-00", "ip": "127.0.0.1"}
    output = till.system.ask("9001", {"signIn": said})
    till.sent["9001"] = till.sent.get("9001", 0) + 1
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


def _lost(asked: Asked) -> dict[str, str]:
    return {
        "psn_no": asked.patient.number,
        "omsgid": asked.msgid,
        "oinfno": asked.infno,
    }


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
