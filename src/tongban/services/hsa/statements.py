"""3201–3204: totals and lines reconciled, a month applied for (对账、清算申请)."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from tongban.core.hsa.rows import Row
from tongban.core.hsa.values import fen_of, yuan_of
from tongban.core.settlement.statements import Compared, Entry, Outcome, Totals
from tongban.services.hsa.files import held_content, hold_file
from tongban.services.hsa.people import person_number
from tongban.services.hsa.refusals import ValueUnknown
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import scheme_said
from tongban.services.settlement.listing import Chosen
from tongban.services.settlement.refusals import StatementFaulty
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.statements import (
    Reconciled,
    apply_for_clearing,
    key_of,
    own_number,
    reconcile_lines,
    reconcile_totals,
    withdraw_clearing,
)
from tongban.services.settlement.visits import number_of

COLUMNS: Final = 7
ROWS_MAX: Final = 50_000
TEXT_BYTES_MAX: Final = 16 * 1024 * 1024
FAULTS_SHOWN: Final = 5
MEMO_MAX: Final = 500
DECIMALS: Final = 2
ZIP: Final = b"PK"
YES, NO = "1", "0"


@transaction("3201")
def totals(call: Call) -> Mapping[str, object]:
    """Compare the totals of some days, for one scheme and kind of clearing."""
    said = call.nodes.one("data")
    found = reconcile_totals(
        _chosen(call, said, by_scheme=True),
        Totals(
            count=int(said.number("fixmedins_setl_cnt") or 0),
            total_fen=said.amount("medfee_sumamt") or 0,
            funds_fen=said.amount("fund_pay_sumamt") or 0,
            account_fen=said.amount("acct_pay"),
        ),
        at=call.moment,
    )
    told = {
        "setl_optins": said.text("setl_optins"),
        "stmt_rslt": found.outcome.value,
        "stmt_rslt_dscr": found.words,
    }
    return {"stmtinfo": told}


@transaction("3202")
def lines(call: Call) -> Mapping[str, object]:
    """Compare some days settlement by settlement; the answer is a file."""
    said = call.nodes.one("data")
    _, content = held_content(call, said.text("file_qury_no"))
    theirs = _entries(_text(content))
    found = reconcile_lines(
        _chosen(call, said, by_scheme=False),
        theirs,
        Totals(
            count=int(said.number("fixmedins_setl_cnt") or 0),
            total_fen=said.amount("medfee_sumamt") or 0,
            funds_fen=said.amount("fund_pay_sumamt") or 0,
            cash_fen=said.amount("cash_payamt"),
        ),
        at=call.moment,
    )
    name = f"stmt{said.text('stmt_begndate')}_{said.text('stmt_enddate')}"
    row = hold_file(call, f"{name}.zip", _zipped(name, _told(found)), sent_by_us=True)
    told = {
        "file_qury_no": row.number,
        "filename": row.name,
        "dld_endtime": row.until,
    }
    return {"fileinfo": told}


@transaction("3203")
def apply(call: Call) -> Mapping[str, object]:
    """Apply to be paid for a month; what is applied for has to be what was settled."""
    said = call.nodes.one("data")
    clearing, known = said.text("clr_type"), settlement_rules().clearing.values()
    if clearing not in known:
        raise ValueUnknown("clr_type", clearing, "、".join(sorted(set(known))))
    row = apply_for_clearing(
        Chosen(
            institution_id=call.institution.id,
            first=_day(said, "begndate"),
            last=_day(said, "enddate"),
            clearing=clearing,
        ),
        said.text("setlym"),
        Totals(
            count=int(said.number("psntime") or 0),
            total_fen=said.amount("medfee_sumamt") or 0,
            funds_fen=said.amount("fund_appy_sum") or 0,
            account_fen=said.amount("acct_pay"),
            cash_fen=said.amount("cash_payamt"),
        ),
        at=call.moment,
    )
    return {"result": {"clr_appy_evt_id": number_of(row.pk)}}


@transaction("3204")
def withdraw(call: Call) -> Mapping[str, object]:
    """Take an application back."""
    number = call.nodes.one("data").text("clr_appy_evt_id")
    withdraw_clearing(call.institution.id, number, at=call.moment)
    return {}


def _chosen(call: Call, said: Row, *, by_scheme: bool) -> Chosen:
    flag = said.text("refd_setl_flag")
    return Chosen(
        institution_id=call.institution.id,
        first=_day(said, "stmt_begndate"),
        last=_day(said, "stmt_enddate"),
        area=said.text("setl_optins"),
        scheme=scheme_said(said) if by_scheme else None,
        clearing=said.text("clr_type"),
        refunds=None if flag not in {YES, NO} else flag == YES,
    )


def _day(said: Row, name: str) -> date:
    found = said.day(name)
    if found is None:
        raise TypeError("The table asks for it.")
    return found


def _text(content: bytes) -> str:
    """Return the text of a file: as it is, or the only one in a ZIP."""
    if content.startswith(ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                names = packed.namelist()
                if len(names) != 1:
                    raise StatementFaulty("压缩包里应当只有一个文件")
                with packed.open(names[0]) as inner:
                    content = inner.read(TEXT_BYTES_MAX + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise StatementFaulty("压缩包已经损坏或者加了密") from None
    if len(content) > TEXT_BYTES_MAX:
        raise StatementFaulty(f"文件超过{TEXT_BYTES_MAX // 1024 // 1024}MB")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StatementFaulty("文字编码应当是UTF-8")


def _entries(text: str) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    faults: list[str] = []
    rows = [one for one in text.splitlines() if one.strip()]
    if len(rows) > ROWS_MAX:
        raise StatementFaulty(f"一次最多{ROWS_MAX}笔")
    for place, row in enumerate(rows, start=1):
        cells = [cell.strip() for cell in row.split("\t")]
        if len(cells) != COLUMNS:
            faults.append(f"第{place}行有{len(cells)}列")
            continue
        amounts = [_fen(cell) for cell in cells[3:6]]
        if None in amounts or cells[6] not in {YES, NO}:
            faults.append(f"第{place}行的金额或退费标志不对")
            continue
        refund = cells[6] == YES
        number = own_number(cells[0]) if refund else cells[0]
        key = key_of(number, refund=refund)
        if key in found:
            faults.append(f"第{place}行与前面的重复")
            continue
        total, funds, account = (fen or 0 for fen in amounts)
        found[key] = Entry(number, cells[1], cells[2], total, funds, account, refund)
    if faults:
        raise StatementFaulty("；".join(faults[:FAULTS_SHOWN]))
    return found


def _fen(text: str) -> int | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or value != round(value, DECIMALS):
        return None
    return fen_of(value)


def _told(found: Reconciled) -> str:
    messages = found.messages or {}
    rows = []
    for one in found.different:
        entry = one.entry
        ours = one.outcome is Outcome.OURS_MORE
        key = key_of(entry.settlement, refund=entry.refund)
        rows.append(
            "\t".join(
                (
                    _person(one),
                    "" if ours else entry.visit,
                    "" if ours else entry.settlement,
                    messages.get(key, ""),
                    one.outcome.value,
                    YES if entry.refund else NO,
                    one.words[:MEMO_MAX],
                    *(
                        format(yuan_of(fen), "f")
                        for fen in (entry.total_fen, entry.funds_fen, entry.account_fen)
                    ),
                )
            )
        )
    return "".join(f"{row}\n" for row in rows)


def _person(one: Compared) -> str:
    """Return the person's number; ours are kept by row, theirs as they were said."""
    person = one.entry.person
    if one.outcome is Outcome.THEIRS_MORE:
        return person
    return person_number(int(person))


def _zipped(name: str, text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{name}.txt", text.encode())
    return packed.getvalue()
