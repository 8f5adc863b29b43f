"""What messages of care say in more than one transaction, read in one place."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.kinds import INSUTYPE
from tongban.core.hsa.json_text import JsonUnreadable, read_json
from tongban.core.hsa.rows import Row
from tongban.core.hsa.values import Value
from tongban.services.hsa.refusals import ValueUnknown
from tongban.services.settlement.computing import TRANSFERRED
from tongban.services.settlement.fees import ALL, NewLine
from tongban.services.settlement.visits import CareFlags, NewDiagnosis

YES: Final = "1"
EMERGENCY_STAY: Final = "2"  # IPT_TYPE
TRANSFER_STAY: Final = "3"
EMERGENCY_VISITS: Final = frozenset({"1", "3"})  # OTP_ER_REFL_FLAG
_NAMES: Final = ("_name", "coner", "tel")
_QUANTITY: Final = 4
_PRICE: Final = 6
_SCHEMES: Final = {code: scheme for scheme, code in INSUTYPE.items()}
_LINE_FIELDS: Final = frozenset(
    {
        "feedetl_sn",
        "init_feedetl_sn",
        "mdtrt_id",
        "psn_no",
        "chrg_bchno",
        "fee_ocur_time",
        "med_list_codg",
        "medins_list_codg",
        "det_item_fee_sumamt",
        "cnt",
        "pric",
        "exp_content",
        "bilg_dr_codg",
        "bilg_dept_codg",
        "hosp_appr_flag",
    }
)


def scheme_said(row: Row) -> Scheme:
    """Return the scheme of insutype; refuses what is none of basic insurance."""
    code = row.text("insutype")
    found = _SCHEMES.get(code)
    if found is None:
        known = "、".join(sorted(_SCHEMES))
        raise ValueUnknown("insutype", code, known)
    return found


def flags_said(row: Row) -> tuple[CareFlags, Mapping[str, str]]:
    """Return what exp_content says of accident, third party, emergency, transfer."""
    said = _extended(row)
    stay, visit = said.get("IPT_TYPE", ""), said.get("OTP_ER_REFL_FLAG", "")
    emergency = stay == EMERGENCY_STAY or visit in EMERGENCY_VISITS
    flags = CareFlags(
        accident=_flag(said, "TRUM_FLAG"),
        third_party=_flag(said, "REL_TTP_FLAG"),
        emergency=True if emergency else None,
    )
    return flags, ({TRANSFERRED: YES} if stay == TRANSFER_STAY else {})


def details_said(row: Row, without: Iterable[str] = ()) -> dict[str, str]:
    """Return whatever else a row says, as text, to be kept sealed."""
    left_out = {"psn_no", "mdtrt_id", "certno", "mdtrt_cert_no", "exp_content"}
    left_out.update(without)
    return {
        name: plain_text(value)
        for name, value in row.values.items()
        if name not in left_out
    }


def diagnoses_said(rows: Iterable[Row]) -> list[NewDiagnosis]:
    """Return the diagnoses of a message; vali_flag 0 takes one back."""
    return [
        NewDiagnosis(
            order=int(row.number("diag_srt_no") or 0),
            kind=row.text("diag_type"),
            code=row.text("diag_code"),
            name=row.text("diag_name"),
            main=row.text("maindiag_flag") == YES,
            department=row.text("diag_dept"),
            doctor=row.text("dise_dor_no"),
            at=row.moment("diag_time"),
            void=row.text("vali_flag") == "0",
        )
        for row in rows
    ]


def line_said(row: Row) -> NewLine:
    """Return a fee line of a message; names of doctors are not kept with it."""
    moment = row.moment("fee_ocur_time")
    amount = row.amount("det_item_fee_sumamt")
    if moment is None or amount is None:
        raise TypeError("The table asks for both.")
    details = details_said(row, without=_LINE_FIELDS)
    return NewLine(
        serial=row.text("feedetl_sn"),
        code=row.text("med_list_codg"),
        own_code=row.text("medins_list_codg"),
        batch=row.text("chrg_bchno"),
        returns=serial_said(row.text("init_feedetl_sn")),
        amount_fen=amount,
        price=_whole(row.number("pric"), _PRICE),
        quantity=_whole(row.number("cnt"), _QUANTITY),
        at=moment,
        approved=row.text("hosp_appr_flag"),
        doctor=row.text("bilg_dr_codg"),
        department=row.text("bilg_dept_codg"),
        details={
            name: value for name, value in details.items() if not name.endswith("_name")
        },
    )


def serial_said(text: str) -> str:
    """Return a serial as lines are kept by: tables read it as a number (流水号)."""
    if text == ALL or not (text.isascii() and text.isdecimal()):
        return text
    return str(int(text))


def plain_text(value: Value) -> str:
    """Return a value as the text of a message would have it."""
    if isinstance(value, bytes):
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _whole(value: Decimal | None, decimals: int) -> int:
    return int((value or Decimal(0)).scaleb(decimals))


def _flag(said: Mapping[str, str], name: str) -> bool | None:
    return said[name] == YES if name in said else None


def _extended(row: Row) -> Mapping[str, str]:
    """Return exp_content by upper-case names; what is no JSON object says nothing."""
    text = row.text("exp_content")
    if not text:
        return {}
    try:
        said = read_json(text)
    except JsonUnreadable:
        return {}
    if not isinstance(said, Mapping):
        return {}
    return {
        str(name).upper(): str(value)
        for name, value in said.items()
        if isinstance(value, str | int | Decimal)
    }
