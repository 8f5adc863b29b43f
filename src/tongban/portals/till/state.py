"""What one sale carries from page to page, signed: nobody puts in another buyer."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Final

from django.core import signing

from tongban.portals.shared.sending import fresh_key
from tongban.services.till.selling import Buyer

FIELD: Final = "state"
_SALT: Final = "tongban.till"
HOURS_MAX: Final = 12
_SECONDS: Final = HOURS_MAX * 3600


@dataclass(frozen=True, slots=True)
class State:
    """One drawing of the form: its key and moment, the buyer, a hospital's visit."""

    key: str
    drawn_at: datetime
    buyer: Buyer | None = None
    visit: str = ""

    def drawn_again(self, now: datetime) -> "State":
        """Return the state of the next drawing: what is sent then is new."""
        return replace(self, key=fresh_key(), drawn_at=now)

    @property
    def text(self) -> str:
        """The state as the form carries it."""
        said = {
            "key": self.key,
            "drawn_at": self.drawn_at.isoformat(),
            "buyer": None if self.buyer is None else asdict(self.buyer),
            "visit": self.visit,
        }
        return signing.dumps(said, salt=_SALT, compress=True)


def new_state(now: datetime) -> State:
    """Return the state of a sale that begins."""
    return State(fresh_key(), now)


def read_state(text: str, now: datetime) -> State:
    """Return the state a form carries; a new one when it is none of ours."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return new_state(now)
    buyer = said["buyer"]
    return State(
        key=said["key"],
        drawn_at=datetime.fromisoformat(said["drawn_at"]),
        buyer=None if buyer is None else Buyer(**buyer),
        visit=said["visit"],
    )
