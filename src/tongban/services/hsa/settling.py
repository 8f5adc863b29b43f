"""2206–2208, 2303–2305: a bill quoted, settled, undone (预结算、结算、撤销)."""

from collections.abc import Iterable, Mapping
from typing import Final

from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.enrolment.kinds import Sex
from tongban.core.hsa.rows import Row
from tongban.core.settlement.amounts import amounts_of
from tongban.core.settlement.visits import (
    VisitState,
    check_stay,
    check_to_settle,
)
from tongban.records.parties.models import Party
from tongban.records.settlement.models import FeeLine, Settlement, Visit
from tongban.services.hsa.people import opened
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import YES, flags_said
from tongban.services.hsa.scope import open_person
from tongban.services.hsa.slips import Told, as_mapping, slip
from tongban.services.hsa.taking_back import LostMessage, takes_back
from tongban.services.hsa.visiting import visit_said
from tongban.services.ledger.queries import personal_account
from tongban.services.settlement.computing import Basis, Care, basis_of
from tongban.services.settlement.fees import ALL
from tongban.services.settlement.refusals import SettlementUnknown
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.settling import (
    Order,
    Settled,
    amounts_in,
    quote_bill,
    settle,
    undo,
)
from tongban.services.settlement.standing import year_of
from tongban.services.settlement.visits import row_of, tell_more, visit_of

CHINESE_MEDICINE: Final = "chinese_medicine"
STAYS: Final = frozenset({"2303", "2304", "2305"})


@transaction("2206", "2303", asks=True)
def quoted(call: Call) -> Mapping[str, object]:
    """Count a bill out as if it were settled now; nothing is written."""
    said = call.nodes.one("data")
    visit = _visit(call, said)
    basis = _basis(call, visit, _lines(visit, said), said)
    return told_quote(call, basis, said)


@transaction("2207", "2304")
def settled(call: Call) -> Mapping[str, object]:
    """Settle the lines of a batch, or of a whole stay."""
    said = call.nodes.one("data")
    visit = _visit(call, said)
    med_type = said.text("med_type")
    if med_type and med_type != visit.med_type:
        tell_more(visit, med_type=med_type, flags=flags_said(said)[0])
    rows = _lines(visit, said)
    basis = _basis(call, visit, rows, said)
    done = settle(basis, rows, order_of(call, said))
    return told_settled(call, basis, done, said)


@transaction("2208", "2305")
def undone(call: Call) -> Mapping[str, object]:
    """Undo a settlement, also after it was cleared: the next clearing bears it."""
    said = call.nodes.one("data")
    visit = visit_said(call, said)
    check_stay(CareKind(visit.kind), stay=call.infno in STAYS)
    return undone_told(call, visit, said.text("setl_id"))


@takes_back("2207", "2304")
def take_back(call: Call, lost: LostMessage) -> None:
    """Undo the settlement whose answer was lost."""
    info = as_mapping(lost.output.get("setlinfo"))
    person_id = lost.person_id or 0
    party = opened(call, person_id)
    visit = visit_of(call.institution.id, str(info.get("mdtrt_id", "")), party.pk)
    undo_one(call, visit, str(info.get("setl_id", "")))


def told_quote(
    call: Call, basis: Basis, said: Row, *, kept: bool = True
) -> Mapping[str, object]:
    """Return the answer to a quote; ``kept`` says the visit stays after it."""
    found, balance = quote_bill(basis, use_account=uses_account(said))
    used = year_of(
        basis.visit.person_id, basis.standing.region, basis.scheme, basis.year
    )
    told = Told(
        visit=basis.visit,
        party=_party(basis.visit),
        standing=basis.standing,
        amounts=amounts_of(found, used),
        steps=found.steps,
        at=call.moment,
        balance_fen=balance,
        clearing=settlement_rules().clearing[CareKind(basis.visit.kind)],
        certificate=said.text("mdtrt_cert_type"),
        kept=kept,
    )
    return slip(call.infno, told)


def told_settled(
    call: Call, basis: Basis, done: Settled, said: Row, *, sex: Sex | None = None
) -> Mapping[str, object]:
    """Return the answer to a settlement; ``sex`` saves asking the register."""
    told = Told(
        visit=basis.visit,
        party=_party(basis.visit),
        standing=basis.standing,
        amounts=done.amounts,
        steps=done.quote.steps,
        at=call.moment,
        balance_fen=done.balance_fen,
        clearing=done.row.clearing,
        certificate=said.text("mdtrt_cert_type"),
        row=done.row,
        sex=sex,
    )
    return slip(call.infno, told)


def undone_told(call: Call, visit: Visit, number: str) -> Mapping[str, object]:
    """Undo a settlement of a visit and return the answer, its amounts below zero."""
    row = undo_one(call, visit, number)
    account = personal_account(visit.person_id)
    told = Told(
        visit=visit,
        party=_party(visit),
        standing=None,
        amounts=amounts_in(row),
        steps=(),
        at=call.moment,
        balance_fen=0 if account is None else account.balance_fen,
        clearing=row.clearing,
        row=row,
    )
    return slip(call.infno, told)


def undo_one(call: Call, visit: Visit, number: str) -> Settlement:
    """Undo one settlement of a visit; refuse one that is not of it."""
    first = Settlement.objects.filter(pk=row_of(number), visit=visit).first()
    if first is None:
        raise SettlementUnknown
    opens = _opener(call, visit.person_id)
    uses = [] if first.journal is None else first.journal.share_uses.all()
    opens(use.share.owner_id for use in uses)
    return undo(first, key=_key(call), at=call.moment, message=call.message)


def order_of(call: Call, said: Row) -> Order:
    """Return how the message wants its bill settled."""
    return Order(
        key=_key(call),
        at=call.moment,
        use_account=uses_account(said),
        receipt=said.text("invono"),
        message=call.message,
        opens=_opener(call, call.served.person_id or 0),
    )


def uses_account(said: Row) -> bool:
    """Say whether the personal account may pay (个人账户使用标志)."""
    return said.text("acct_used_flag") == YES


def care_at(call: Call) -> Care:
    """Return where the message's care was given."""
    institution = call.institution
    return Care(
        institution_id=institution.id,
        region=institution.region,
        level=institution.level or Level.PRIMARY,
        chinese_medicine=bool(institution.terms.get(CHINESE_MEDICINE)),
    )


def _visit(call: Call, said: Row) -> Visit:
    visit = visit_said(call, said)
    stay = call.infno in STAYS
    check_stay(CareKind(visit.kind), stay=stay)
    midway = said.text("mid_setl_flag") == YES
    check_to_settle(VisitState(visit.state), CareKind(visit.kind), midway=midway)
    med_type = said.text("med_type")
    if med_type and call.infno == "2206":
        # A quote changes nothing: only this answer takes the visit for this kind.
        care = settlement_rules().care_of(med_type)
        check_stay(care.kind, stay=stay)
        visit.med_type, visit.kind = med_type, care.kind.value
    return visit


def _lines(visit: Visit, said: Row) -> list[FeeLine]:
    """Return the unsettled lines a message is about, in the order they came."""
    rows = FeeLine.objects.filter(visit=visit, settlement=None, withdrawn_at=None)
    batch = said.text("chrg_bchno")
    if batch and batch != ALL:
        rows = rows.filter(batch=batch)
    return list(rows.order_by("pk"))


def _basis(call: Call, visit: Visit, rows: list[FeeLine], said: Row) -> Basis:
    return basis_of(
        visit,
        rows,
        care_at(call),
        moment=call.moment,
        said_fen=said.amount("medfee_sumamt"),
    )


def _party(visit: Visit) -> Party:
    return visit.person


class _Opening:
    """Lets one call see the accounts of relatives who share theirs."""

    def __init__(self, call: Call, person_id: int) -> None:
        self.call = call
        self.person_id = person_id

    def __call__(self, owners: Iterable[int]) -> None:
        relatives = tuple(owners)
        if relatives:
            open_person(self.call.institution, self.person_id, relatives=relatives)


def _opener(call: Call, person_id: int) -> _Opening:
    return _Opening(call, person_id)


def _key(call: Call) -> str:
    return f"hsa {call.institution.id} {call.message}"
