"""One institution's counter: it sends the messages that a cashier's system sends.

Nothing is settled here: every question goes through ``services.hsa.answering``,
the same as a message that came over the network.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tongban.core.access.actor import Actor
from tongban.core.hsa.envelope import SUCCESS, read_envelope
from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.values import CHINA
from tongban.core.institutions.agreements import InstitutionKind
from tongban.services.access.scope import enter_scope
from tongban.services.hsa.answering import Received, answer
from tongban.services.hsa.scope import serving
from tongban.services.institutions.queries import (
    InstitutionLine,
    institution_of_parties,
)
from tongban.services.till.refusals import Declined, NoInstitution

OPERATOR: Final = "till"
DIGITS: Final = 18  # of a message's number behind the institution's code
WARNING: Final = "warn_msg"


@dataclass(frozen=True, slots=True)
class Counter:
    """Who sits at it and when; ``key`` and ``drawn_at`` are of the form that was sent.

    Messages say when their form was drawn, so that one sent twice says the same.
    """

    actor: Actor
    institution: InstitutionLine
    now: datetime
    drawn_at: datetime
    key: str

    @property
    def sells(self) -> bool:
        """Whether it is a pharmacy's: one message settles a purchase."""
        return self.institution.kind is InstitutionKind.PHARMACY

    @property
    def stamp(self) -> str:
        """The moment as messages write it."""
        return f"{self.drawn_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """See what belongs to the institution, then what is the account's again."""
        try:
            with serving(self.institution):
                yield
        finally:
            enter_scope(self.actor)

    def ask(
        self, infno: str, said: Mapping[str, object], *, part: str = ""
    ) -> Mapping[str, Any]:
        """Send a message and return its output; refuse with the platform's words.

        The same form sent twice is the same message: it gets the first answer.
        ``part`` tells messages of one form and transaction apart.
        """
        sign_no = self._sign_no()
        return self._sent(infno, said, f"{self.key} {infno} {part}", sign_no)

    def _sign_no(self) -> str:
        """Sign in for the day; asked again, the day's number comes again."""
        day = self.now.astimezone(CHINA).date()
        account = self.actor.account_id or 0
        said = {"signIn": {"opter_no": OPERATOR, "mac": "00-00-00", "ip": "127.0.0.1"}}
        found = self._sent("9001", said, f"{day} {account}", "")
        return str(found["signinoutb"]["sign_no"])

    def _sent(
        self, infno: str, said: Mapping[str, object], key: str, sign_no: str
    ) -> Mapping[str, Any]:
        code = self.institution.code
        number = int(hashlib.sha256(f"{code} {key}".encode()).hexdigest(), 16)
        message = {
            "infno": infno,
            "msgid": f"{code}{number % 10**DIGITS:0{DIGITS}d}",
            "mdtrtarea_admvs": self.institution.region,
            "insuplc_admdvs": "",
            "opter": OPERATOR,
            "opter_type": "1",
            "opter_name": OPERATOR,
            "inf_time": self.stamp,
            "fixmedins_code": code,
            "fixmedins_name": self.institution.name,
            "sign_no": sign_no,
            "input": said,
        }
        envelope = read_envelope(json_text(message), infno=infno)
        try:
            given = answer(Received(self.institution, envelope, self.now))
        finally:
            enter_scope(self.actor)  # the message had a scope of its own
        if given.code != SUCCESS:
            raise Declined(given.words)
        return given.output


def counter_of(
    actor: Actor, *, now: datetime, key: str, drawn_at: datetime | None = None
) -> Counter:
    """Return the counter of the institution that an account acts for."""
    found = institution_of_parties(actor.party_ids)
    if found is None:
        raise NoInstitution
    return Counter(actor, found, now, drawn_at or now, key)
