"""What to do about a parcel that did not arrive, in one sentence."""

from typing import Final

from tongban.core.collecting.parcels import ON_THE_WAY, ParcelState
from tongban.services.collecting.queries import ParcelView, collecting_rules

_DECLINED: Final = (
    "快递公司不收这一单：核对收件人、手机号和地址，改好再下单；"
    "不送的地方换一家公司，登记它的运单号。"
)
_UNREACHED: Final = (
    "多次联系不上快递公司：稍后再下单，不会寄成两件；急件换一家公司，登记它的运单号。"
)
_TO_DO: Final = {
    ParcelState.RETURNED: (
        "结果退回来了：打电话问清原因，改好地址再寄，或者改成到窗口领取。"
    ),
    ParcelState.LOST: (
        "结果在路上丢了：告诉申请人，重新打印一份再寄，并向快递公司查询、索赔。"
    ),
}


def advice_on(parcel: ParcelView | None, *, late: bool) -> str:
    """Return what to do next; empty when there is nothing but to wait."""
    if parcel is None:
        return ""
    state = ParcelState(parcel.state)
    if state is ParcelState.UNPLACED:
        return _DECLINED if parcel.declined else _UNREACHED
    if late and state in ON_THE_WAY:
        days = collecting_rules().silent_days
        return f"{days}天没有新动向：打电话向快递公司查问，确认丢失的登记“包裹丢失”。"
    return _TO_DO.get(state, "")
