"""2102 on the express lane: a plain purchase, settled in two statements.

It gives the same answer and keeps the same rows as the ordinary way, or gives
nothing: then the ordinary way takes the message as if nobody had looked at it.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.benefits.vocabulary import CareKind, Place
from tongban.core.hsa.envelope import SUCCESS, Envelope, answer_text, opened
from tongban.core.hsa.inputs import read_input
from tongban.core.hsa.outputs import output_text
from tongban.core.hsa.rows import Row
from tongban.core.hsa.tables import Table
from tongban.core.hsa.values import CHINA
from tongban.core.ledger.accounts import AccountKind
from tongban.core.refusals import Refusal
from tongban.core.settlement.visits import STAYS
from tongban.services.benefits.terms import region_benefits
from tongban.services.hsa.answering import Received, closed, digest_of, message_row
from tongban.services.hsa.callers import Caller, Said, caller_by_headers
from tongban.services.hsa.known_keys import KnownKeys
from tongban.services.hsa.people import party_of_number
from tongban.services.hsa.pharmacy import splits, visit_told
from tongban.services.hsa.protection import unsealed
from tongban.services.hsa.registry import Call
from tongban.services.hsa.said import line_said
from tongban.services.hsa.scope import serving
from tongban.services.hsa.settling import care_at, order_of, told_settled
from tongban.services.hsa.tables import table_of
from tongban.services.settlement.computing import basis_of
from tongban.services.settlement.express.combining import Combiner
from tongban.services.settlement.express.connections import LaneBroken, LaneConnection
from tongban.services.settlement.express.facts import Facts, Question, read_facts
from tongban.services.settlement.express.keeping import (
    Kept,
    Unusual,
    columns_of,
    count_out,
)
from tongban.services.settlement.express.memory import Memory
from tongban.services.settlement.fees import NewLine, check_again, line_rows
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.settling import Order, Settled
from tongban.services.settlement.visits import NewVisit, visit_row
from tongban.services.timekeeping.queries import real_moment

PURCHASE: Final = "2102"
_NOT_HERE: Final = STAYS | {CareKind.CHRONIC}


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase as it was said, read and not yet counted."""

    received: Received
    caller: Caller
    call: Call
    said: Row
    visit: NewVisit
    lines: tuple[NewLine, ...]
    order: Order
    digest: str
    table: Table

    @property
    def question(self) -> Question:
        """What the database is asked of it."""
        return Question(
            key_name=self.caller.key_name,
            institution_id=self.received.institution.id,
            msgid=self.call.message,
            sign_no=self.call.envelope.fields["sign_no"],
            today=self.call.day,
            day=self.visit.began_at.astimezone(CHINA).date(),
            person_id=self.visit.person_id,
            line_count=len(self.lines),
        )


@dataclass(frozen=True, slots=True)
class Told:
    """An answer that was kept, as its text."""

    text: str


def warm_up() -> None:
    """Read the rules a purchase is settled by, before the first one comes."""
    table_of(PURCHASE)
    settlement_rules()
    with suppress(Refusal):
        region_benefits(settings.TONGBAN_REGION, day=real_moment().date())


class Express:
    """The lane of one process."""

    def __init__(self) -> None:
        self._keys = KnownKeys()
        self._memory = Memory()
        self._together: Combiner[Purchase, Told] = Combiner(
            self._settle, lambda one: one.visit.person_id
        )

    def try_to_answer(
        self, envelope: Envelope, said: Said, moment: datetime
    ) -> tuple[Told, Caller] | None:
        """Return the answer to a purchase and who asked, or nothing.

        ``moment`` is the platform's; the caller's proof is in ``said``.
        """
        if envelope.infno != PURCHASE:
            return None
        with suppress(Refusal, Unusual):
            caller = caller_by_headers(said, self._keys)
            if caller is not None:
                told = self._together.ask(self._read(envelope, caller, moment))
                return None if told is None else (told, caller)
        return None

    def _read(self, envelope: Envelope, caller: Caller, moment: datetime) -> Purchase:
        received = Received(caller.institution, unsealed(envelope, caller), moment)
        try:
            return _purchase(received, caller)
        except Refusal:
            # Perhaps the institution is not any more what it was when it was read.
            self._keys.forget(caller.key_name)
            raise

    def _settle(
        self, lane: LaneConnection, asked: Sequence[Purchase]
    ) -> Sequence[Told | None]:
        """Settle purchases together; if that fails, each by itself."""
        try:
            return self._settle_together(lane, asked)
        except LaneBroken:
            if len(asked) == 1:
                return [None]
            return [self._settle(lane, [one])[0] for one in asked]

    def _settle_together(
        self, lane: LaneConnection, asked: Sequence[Purchase]
    ) -> Sequence[Told | None]:
        facts = read_facts(lane, [one.question for one in asked])
        told: dict[int, Told] = {}
        bills: list[Kept] = []
        for place, one in enumerate(asked):
            if place not in facts:
                self._keys.forget(one.caller.key_name)
                continue
            with suppress(Refusal, Unusual):
                told[place], bill = self._counted(place, one, facts[place])
                bills.append(bill)
        kept = lane.write(columns_of(bills)) if bills else frozenset()
        return [told[place] if place in kept else None for place in range(len(asked))]

    def _counted(self, place: int, one: Purchase, facts: Facts) -> tuple[Told, Kept]:
        self._check(one, facts)
        call, standing = one.call, facts.standing
        listed = self._memory.listed(
            one.lines, region=call.institution.region, stamp=facts.list_stamp
        )
        visit = visit_row(call.institution, one.visit, standing)
        if visit.place == Place.TEMPORARY or facts.lives_away:
            raise Unusual  # a filing may hold; the ordinary way looks for it
        visit.pk, visit.person = facts.numbers.visit, facts.party
        rows = line_rows(visit, one.lines, listed)
        check_again(rows, {})
        basis = basis_of(
            visit,
            rows,
            care_at(call),
            moment=call.moment,
            said_fen=one.said.amount("medfee_sumamt"),
            standing=standing,
        )

        def of_fund(kind: AccountKind) -> int:
            return self._memory.fund(
                kind, standing.region, call.day, lambda: serving(call.institution)
            )

        done = count_out(basis, rows, one.order, facts, of_fund)
        settled = Settled(done.settlement, done.quote, done.amounts, done.balance_fen)
        output = {
            **splits(call, rows),
            **told_settled(call, basis, settled, one.said, sex=facts.sex),
        }
        answer = closed(one.received, SUCCESS)
        text = answer_text(answer, output_text(output, one.table))
        message = message_row(call, one.digest, text)
        return Told(text), Kept(place, facts, done, message, visit, rows)

    def _check(self, one: Purchase, facts: Facts) -> None:
        name = one.caller.key_name
        if facts.key_stamp != self._keys.stamp(name):
            self._keys.forget(name)
            raise Unusual
        relatives = facts.shared and one.order.use_account
        other = facts.standing.scheme is not one.visit.scheme
        if not facts.signed or facts.repeated or relatives or other:
            raise Unusual


def _purchase(received: Received, caller: Caller) -> Purchase:
    """Read a purchase; one that is anything but plain is left alone."""
    envelope = received.envelope
    if envelope.institution not in {"", received.institution.code}:
        raise Unusual
    asked, table = opened(envelope), table_of(PURCHASE)
    nodes = read_input(asked, table, elsewhere=envelope.elsewhere)
    call = Call(
        institution=received.institution,
        message=envelope.msgid,
        moment=received.moment,
        envelope=envelope,
        request=asked,
        nodes=nodes,
    )
    call.check_agreement()
    said = nodes.one("druginfo")
    call.served.person_id = party_of_number(said.text("psn_no"))
    visit, order = visit_told(call, said), order_of(call, said)
    lines = tuple(line_said(row) for row in nodes.many("drugdetail"))
    rules = settlement_rules()
    if (
        rules.care_of(visit.med_type).kind in _NOT_HERE
        or rules.is_receipt(order.receipt)
        or any(line.returns or line.amount_fen < 0 for line in lines)
    ):
        raise Unusual
    return Purchase(
        received=received,
        caller=caller,
        call=call,
        said=said,
        visit=visit,
        lines=lines,
        order=order,
        digest=digest_of(envelope, asked),
        table=table,
    )
