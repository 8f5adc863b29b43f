"""2001: whether somebody has a right to benefits on a day, and if not, why."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from tongban.core.days import ONE_DAY
from tongban.core.enrolment.kinds import INSUTYPE, CoverState
from tongban.services.enrolment.lines import CoverLine
from tongban.services.enrolment.queries import cover_on, covers_of, waiting_on
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.tables import interface

OF_FUND: Final = "01"  # national table trt_chk_type
YES: Final = "1"
NO: Final = "0"
NOT_COVERED: Final = "当天没有这个险种的参保关系。"
OTHER_SCHEME: Final = "当天参加的是另一个险种，请按参保险种就医。"
PAUSED: Final = "参保关系当天处于暂停状态。"


@transaction("2001", asks=True)
def entitlement(call: Call) -> Mapping[str, object]:
    """Tell whether the basic fund pays for somebody on the day care begins."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    day = said.day("begntime") or call.day
    cover = cover_on(party.pk, day)
    reason, until = _reason(cover, said.text("insutype"), party.pk, day)
    codes = {INSUTYPE[scheme]: scheme for scheme in INSUTYPE}
    scheme = codes.get(said.text("insutype"))
    row = {
        "psn_no": said.text("psn_no"),
        "trt_chk_type": OF_FUND,
        "fund_pay_type": "" if scheme is None else interface().fund_codes[scheme.value],
        "trt_enjymnt_flag": NO if reason else YES,
        "begndate": day,
        "enddate": until,
        "trt_chk_rslt": reason,
    }
    return {"trtinfo": [row]}


def _reason(
    cover: CoverLine | None, insutype: str, party_id: int, day: date
) -> tuple[str, date | None]:
    """Return why the fund does not pay, empty when it does, and until when."""
    if cover is None:
        return PAUSED if _paused(party_id, day) else NOT_COVERED, None
    last = None if cover.days.end is None else cover.days.end - ONE_DAY
    if INSUTYPE[cover.scheme] != insutype:
        return OTHER_SCHEME, last
    waiting = waiting_on(party_id, day)
    if waiting is None:
        return "", last
    end = waiting.days.end
    words = "在等待期内，统筹基金暂不支付"
    if end is None:
        return f"{words}。", None
    return f"{words}，从{end:%Y-%m-%d}起支付。", end - ONE_DAY


def _paused(party_id: int, day: date) -> bool:
    """Say whether the last cover before a day was interrupted; its own days count."""
    before = [line for line in covers_of(party_id) if line.days.start <= day]
    return bool(before) and before[0].state is CoverState.INTERRUPTED
