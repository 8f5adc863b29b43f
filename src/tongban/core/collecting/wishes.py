"""How somebody wants to get the result, and what that needs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.access.identifiers import check_phone
from tongban.core.json_values import JsonObject
from tongban.core.refusals import Refusal

ADDRESS_SIGNS_MIN: Final = 6


class Way(StrEnum):
    """A way to get the result (领取方式)."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


WAY_WORDS: Final = {
    Way.ONLINE: "网上查看和下载",
    Way.COUNTER: "到窗口领取",
    Way.POST: "邮寄",
}


class AddressMissing(Refusal):
    """A parcel needs a receiver, a phone and an address."""

    code = "collecting.address_missing"

    def __init__(self) -> None:
        super().__init__("Receiver, phone and address are needed.")


@dataclass(frozen=True, slots=True)
class Wish:
    """The way chosen; receiver, phone and address for the post only."""

    way: Way = Way.ONLINE
    receiver: str = ""
    phone: str = ""
    address: str = ""

    def as_json(self) -> JsonObject:
        """Return the content a request key stands for."""
        return {
            "way": self.way.value,
            "receiver": self.receiver,
            "phone": self.phone,
            "address": self.address,
        }


def checked(wish: Wish) -> Wish:
    """Return a wish that can be met, without what its way does not need.

    Refuses the post without receiver, mobile phone and address.
    """
    if wish.way is not Way.POST:
        return Wish(wish.way)
    receiver, address = wish.receiver.strip(), wish.address.strip()
    if not receiver or len(address) < ADDRESS_SIGNS_MIN:
        raise AddressMissing
    return Wish(Way.POST, receiver, check_phone(wish.phone), address)
