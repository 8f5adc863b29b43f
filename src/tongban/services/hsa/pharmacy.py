"""2101–2103: medicine bought at a pharmacy, quoted, settled, undone (药店购药)."""

from collections.abc import Mapping

from django.db import transaction as database

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.hsa.rows import Row
from tongban.core.settlement.visits import check_stay
from tongban.records.settlement.models import FeeLine
from tongban.services.hsa.charging import split_told
from tongban.services.hsa.people import open_by_number, opened
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import details_said, flags_said, line_said, scheme_said
from tongban.services.hsa.settling import (
    care_at,
    order_of,
    told_quote,
    told_settled,
    undo_one,
    undone_told,
)
from tongban.services.hsa.slips import as_mapping
from tongban.services.hsa.tables import fitting
from tongban.services.hsa.taking_back import LostMessage, takes_back
from tongban.services.hsa.visiting import visit_said
from tongban.services.settlement.computing import Basis, basis_of
from tongban.services.settlement.fees import add_lines
from tongban.services.settlement.settling import settle
from tongban.services.settlement.visits import (
    NewVisit,
    cancel_visit,
    open_visit,
    visit_of,
)

_DETAIL = "detlcutinfo"


@transaction("2101", asks=True)
def quoted(call: Call) -> Mapping[str, object]:
    """Count a purchase out exactly as it would be settled; nothing is kept."""
    said = call.nodes.one("druginfo")
    open_by_number(call, said.text("psn_no"))
    with database.atomic():
        basis, rows = _bought(call, said)
        told = {**splits(call, rows), **told_quote(call, basis, said, kept=False)}
        database.set_rollback(True)
    return told


@transaction("2102")
def settled(call: Call) -> Mapping[str, object]:
    """Settle a purchase: visit, lines and settlement in one message."""
    said = call.nodes.one("druginfo")
    open_by_number(call, said.text("psn_no"))
    basis, rows = _bought(call, said)
    done = settle(basis, rows, order_of(call, said))
    return {**splits(call, rows), **told_settled(call, basis, done, said)}


@transaction("2103")
def undone(call: Call) -> Mapping[str, object]:
    """Undo a purchase; the visit it opened goes with it."""
    said = call.nodes.one("data")
    visit = visit_said(call, said)
    told = undone_told(call, visit, said.text("setl_id"))
    cancel_visit(visit, stay=False)
    return told


@takes_back("2102")
def take_back(call: Call, lost: LostMessage) -> None:
    """Undo the purchase whose answer was lost."""
    info = as_mapping(lost.output.get("setlinfo"))
    party = opened(call, lost.person_id or 0)
    visit = visit_of(call.institution.id, str(info.get("mdtrt_id", "")), party.pk)
    undo_one(call, visit, str(info.get("setl_id", "")))
    cancel_visit(visit, stay=False)


def _bought(call: Call, said: Row) -> tuple[Basis, tuple[FeeLine, ...]]:
    visit = open_visit(call.institution, visit_told(call, said))
    check_stay(CareKind(visit.kind), stay=False)
    lines = [line_said(row) for row in call.nodes.many("drugdetail")]
    rows = add_lines(visit, lines, region=call.institution.region)
    basis = basis_of(
        visit,
        rows,
        care_at(call),
        moment=call.moment,
        said_fen=said.amount("medfee_sumamt"),
    )
    return basis, rows


def visit_told(call: Call, said: Row) -> NewVisit:
    """Return the visit that a purchase is."""
    flags, extra = flags_said(said)
    return NewVisit(
        person_id=call.served.person_id or 0,
        med_type=said.text("med_type"),
        scheme=scheme_said(said),
        began_at=said.moment("begntime") or call.moment,
        disease=said.text("dise_codg"),
        flags=flags,
        details={**details_said(said, without={"psn_name"}), **extra},
    )


def splits(call: Call, rows: tuple[FeeLine, ...]) -> dict[str, object]:
    """Return what the platform says of each line."""
    told = [fitting(call.infno, _DETAIL, split_told(line)) for line in rows]
    return {_DETAIL: told}
