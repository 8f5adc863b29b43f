"""What a window does with results and parcels, from whichever page it is sent."""

from django.http import HttpRequest

from tongban.core.collecting.parcels import Scan
from tongban.portals.desk.sending import (
    envelope_of,
    needed_words,
    one_of,
    whole,
    words,
)
from tongban.portals.shared.filling.collecting import read_wish
from tongban.services.cases.drafts import wish_in
from tongban.services.collecting.operations import (
    choose,
    hand_over,
    note_scan,
    order_parcel,
    send_result,
)


def run(request: HttpRequest, number: str) -> str:
    """Do what was chosen for a case; return what to say afterwards."""
    sent, envelope = request.POST, envelope_of(request)
    do = words(sent, "do")
    if do == "order":
        order_parcel(envelope, number=number)
        return "已向快递公司下单，运单号一两分钟内出来。"
    if do == "send":
        send_result(
            envelope,
            number=number,
            carrier_name=words(sent, "carrier"),
            waybill=words(sent, "waybill"),
        )
        return "已登记寄出，申请人可以看到运单号和进度。"
    if do == "scan":
        note_scan(
            envelope,
            parcel_id=whole(sent, "parcel", field="包裹"),
            scan=one_of(sent, "scan", Scan, field="动向"),
            words=words(sent, "words"),
        )
        return "动向已登记。"
    if do == "choose":
        choose(envelope, number=number, wish=wish_in(dict(read_wish(sent))))
        return "领取方式已经改好。"
    hand_over(
        envelope,
        number=number,
        taken_by=needed_words(sent, "taken_by", field="领取人"),
    )
    return "已登记领取。"
