"""What accepting a proposal does: a case of its item, or a change with its source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.items.catalogue import Audience
from tongban.core.json_values import Json, JsonObject, text_of
from tongban.core.matching.columns import period_said
from tongban.core.matching.proposals import FactRule, Movement
from tongban.records.enrolment.models import Employer
from tongban.records.matching.models import Proposal
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.enrolment.operations import (
    MonthPayment,
    record_month_payments,
    record_premium_payment,
)
from tongban.services.enrolment.payments import join_list, leave_list
from tongban.services.enrolment.writing import Occasion
from tongban.services.notices.operations import tell_party

EMPLOYEE: Final = "employee-registration"
ITEMS: Final[Mapping[Movement, str]] = {
    Movement.ENROL: "resident-registration",
    Movement.REGISTER: "employer-registration",
    Movement.CANCEL: "employer-registration",
    Movement.CHANGE: "employer-change",
    Movement.JOIN: "resident-registration",
    Movement.LEAVE: "resident-registration",
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The item a proposal runs as, for whom, and its form."""

    item: str
    audience: Audience
    situations: tuple[str, ...]
    form: JsonObject


def item_of(movement: Movement) -> str:
    """Return the item whose clerks decide about a movement."""
    return ITEMS.get(movement, EMPLOYEE)


def cause_of(proposal: Proposal, envelope: Envelope) -> Occasion:
    """Return the occasion under which a change without a case is kept."""
    return Occasion(
        at=envelope.now, source=source_of(proposal), by=envelope.actor.account_id
    )


def source_of(proposal: Proposal) -> str:
    """Return the words by which a change names its proposal in the history."""
    return f"数据比对第{proposal.pk}号"


def application_of(proposal: Proposal, rule: FactRule) -> NewCase | None:
    """Return the application a proposal runs as, none when no item asks one."""
    movement = Movement(proposal.movement)
    if movement is Movement.END and _is_resident(proposal):
        return None
    build = _APPLICATIONS.get(movement)
    return None if build is None else build(proposal, rule)


def apply_directly(proposal: Proposal, envelope: Envelope) -> None:
    """Make the change no item asks an application for, under its own source."""
    act = _DIRECT.get(Movement(proposal.movement))
    if act is not None:
        act(proposal, envelope)


def _is_resident(proposal: Proposal) -> bool:
    cover = proposal.cover
    return cover is not None and cover.scheme == Scheme.RESIDENT.value


def _pay(proposal: Proposal, envelope: Envelope) -> None:
    cells, cause = proposal.fact.cells, cause_of(proposal, envelope)
    period = _day(period_said(text_of(cells, "period")))
    paid_on = proposal.fact.happened_on
    if text_of(cells, "scheme") == Scheme.EMPLOYEE:
        paid = MonthPayment(proposal.party_id, Scheme.EMPLOYEE, period, paid_on)
        record_month_payments([paid], cause=cause)
    else:
        record_premium_payment(
            proposal.party_id, year=period.year, paid_on=paid_on, cause=cause
        )


def _day(found: date | None) -> date:
    if found is None:
        raise ValueError("A fact kept has a period.")
    return found


def _join(proposal: Proposal, envelope: Envelope) -> None:
    join_list(
        proposal.party_id,
        text_of(proposal.fact.cells, "identity"),
        on=proposal.effective_on,
        source=proposal.fact.source,
        cause=cause_of(proposal, envelope),
    )


def _leave(proposal: Proposal, envelope: Envelope) -> None:
    leave_list(
        proposal.party_id,
        text_of(proposal.fact.cells, "identity"),
        on=proposal.effective_on,
        cause=cause_of(proposal, envelope),
    )


def _remind(proposal: Proposal, envelope: Envelope) -> None:
    day = proposal.effective_on
    tell_party(
        proposal.party_id,
        "cover.gap",
        values={"due": f"{day.year}年{day.month}月{day.day}日"},
        now=envelope.now,
    )


_DIRECT: Final[Mapping[Movement, Callable[[Proposal, Envelope], None]]] = {
    Movement.PAY: _pay,
    Movement.JOIN: _join,
    Movement.LEAVE: _leave,
    Movement.REMIND: _remind,
}


def _employee(proposal: Proposal, rule: FactRule) -> NewCase:
    movement, cover, party = Movement(proposal.movement), proposal.cover, proposal.party
    if cover is None:
        raise ValueError("A movement of an employee touches a cover.")
    employer = cover.employer
    flexible = cover.kind == PersonKind.FLEXIBLE or employer is None
    form: dict[str, Json] = {
        "insured_name": party.name,
        "insured_id_number": party.identifier,
        "contact_phone": party.phone,
        "nationality": cover.person.nationality or "cn",
        "region": proposal.region,
        "effective_on": proposal.effective_on.isoformat(),
    }
    if employer is not None:
        form["employer_name"] = employer.party.name
        form["employer_credit_code"] = employer.party.identifier
    if movement is Movement.RETIRE:
        form["retired_on"] = proposal.fact.happened_on.isoformat()
    else:
        form["reason"] = rule.reason
    kind = "flexible" if flexible else "employed"
    asked = _Asked(EMPLOYEE, Audience.EMPLOYEE, (kind, movement.value, "self"), form)
    return _case(proposal, asked, rule.stands_for)


def _newborn(proposal: Proposal, rule: FactRule) -> NewCase:
    cells, party = proposal.fact.cells, proposal.party
    form: JsonObject = {
        "insured_name": cells["child_name"],
        "insured_id_number": cells["child_id_number"],
        "contact_phone": party.phone,
        "born_on": cells["happened_on"],
        "sex": cells["sex"],
        "household_kind": "newborn",
        "guardian_name": cells["name"],
        "guardian_id_number": cells["id_number"],
        "nationality": "cn",
        "region": proposal.region,
        "insured_year": proposal.fact.happened_on.year,
    }
    item, situations = item_of(Movement.ENROL), ("newborn", "self")
    asked = _Asked(item, Audience.RESIDENT, situations, form)
    return _case(proposal, asked, rule.stands_for)


def _business(proposal: Proposal, rule: FactRule) -> NewCase:
    cells, movement = proposal.fact.cells, Movement(proposal.movement)
    form = {
        **_unit(proposal),
        "unit_kind": cells["unit_kind"],
        "address": cells["address"],
        "region": proposal.region,
        "founded_on": cells["founded_on"],
        "legal_representative_name": cells["representative"],
        "legal_representative_id_number": cells["representative_id_number"],
        "effective_month": _month(proposal, movement),
        "headcount": 0,
    }
    if movement is Movement.CANCEL:
        form["reason"] = rule.reason
    step = "new" if movement is Movement.REGISTER else movement.value
    situations = (step, "business-feed")
    asked = _Asked(item_of(movement), Audience.EMPLOYER, situations, form)
    return _case(proposal, asked, frozenset())


def _month(proposal: Proposal, movement: Movement) -> str:
    """Return the month a registration holds from; what ends, ends after its month."""
    first = month_of(proposal.effective_on)
    if movement is Movement.CANCEL:
        first = add_months(first, 1)
    return f"{first:%Y-%m}"


def _unit_change(proposal: Proposal, rule: FactRule) -> NewCase:
    cells, party = proposal.fact.cells, proposal.party
    unit = Employer.objects.get(pk=party.pk)
    fields = {
        "name": (party.name, cells["name"]),
        "address": (unit.address, cells["address"]),
        "unit_kind": (unit.kind, cells["unit_kind"]),
        "legal_representative": (unit.legal_representative, cells["representative"]),
    }
    changes: list[Json] = [
        {"field": name, "old_value": old, "new_value": new}
        for name, (old, new) in fields.items()
        if old != new
    ]
    form = {
        **_unit(proposal),
        "employer_name": party.name,
        "changes": changes,
        "changed_on": proposal.effective_on.isoformat(),
        "reason": rule.reason,
    }
    item = item_of(Movement.CHANGE)
    asked = _Asked(item, Audience.EMPLOYER, ("key-information",), form)
    return _case(proposal, asked, rule.stands_for)


def _unit(proposal: Proposal) -> dict[str, Json]:
    cells = proposal.fact.cells
    return {
        "employer_name": cells["name"],
        "credit_code": cells["credit_code"],
        "contact_name": cells["contact"],
        "contact_phone": cells["phone"],
    }


def _case(proposal: Proposal, asked: _Asked, stands_for: frozenset[str]) -> NewCase:
    return NewCase(
        item=asked.item,
        audience=asked.audience,
        party_id=proposal.party_id,
        region=proposal.region,
        situations=asked.situations,
        form=asked.form,
        shared=tuple(sorted(stands_for)),
    )


_APPLICATIONS: Final[Mapping[Movement, Callable[[Proposal, FactRule], NewCase]]] = {
    Movement.END: _employee,
    Movement.RETIRE: _employee,
    Movement.INTERRUPT: _employee,
    Movement.ENROL: _newborn,
    Movement.REGISTER: _business,
    Movement.CANCEL: _business,
    Movement.CHANGE: _unit_change,
}
