"""Which word handles which kind of message."""

from collections.abc import Callable, Mapping
from typing import Final

from tongban.core.exchange.kinds import MessageKind
from tongban.services.exchange.incoming import Incoming
from tongban.services.transfers import receiving as transfers

Handler = Callable[[Incoming], None]


def answered(said: Incoming) -> None:
    """Do nothing: that it arrived is the answer."""
    del said


HANDLERS: Final[Mapping[MessageKind, Handler]] = {
    MessageKind.PING: answered,
    MessageKind.TRANSFER_REQUESTED: transfers.requested,
    MessageKind.TRANSFER_CHECKED: transfers.checked,
    MessageKind.TRANSFER_SHEET: transfers.sheet_arrived,
    MessageKind.TRANSFER_MONEY: transfers.money_arrived,
    MessageKind.TRANSFER_SETTLED: transfers.settled,
    MessageKind.TRANSFER_RETURNED: transfers.given_back,
    MessageKind.TRANSFER_WITHDRAWN: transfers.given_back,
}
