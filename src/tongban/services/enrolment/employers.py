"""What item 1 changes: employers registered, suspended, cancelled, split, merged."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from tongban.core.access.identifiers import check_credit_code, plain
from tongban.core.access.parties import Scheme
from tongban.core.enrolment import cover as rules
from tongban.core.enrolment.employers import (
    FATE,
    EmployerState,
    Registration,
    StaffFate,
    next_state,
    staff_targets,
)
from tongban.core.enrolment.kinds import CoverState
from tongban.core.json_values import objects_of, text_of
from tongban.core.refusals import Refusal
from tongban.records.enrolment.models import (
    Cover,
    Employer,
    EmployerLink,
    InsuredPerson,
)
from tongban.services.enrolment.covers import history_of, keep_plan
from tongban.services.enrolment.employees import NotTheEmployer
from tongban.services.enrolment.finished import Finished
from tongban.services.enrolment.people import (
    find_employer,
    locked_employer,
    locked_person,
    register_employer,
    unit_named,
)
from tongban.services.enrolment.writing import (
    Occasion,
    Subject,
    changed,
    made,
    snapshot,
)

STAFF_PER_CASE_MAX: Final = 20_000


class TooManyStaff(Refusal):
    """One case moves at most so many people."""

    code = "enrolment.too_many_staff"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} staff, {STAFF_PER_CASE_MAX} allowed.",
            count=count,
            most=STAFF_PER_CASE_MAX,
        )


class StaffUnknown(Refusal):
    """Somebody listed to move is not insured through the employer."""

    code = "enrolment.staff_unknown"

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} of the listed are not staff.", count=count)


def register(finished: Finished) -> None:
    """Put one registration of an employer into effect, staff included."""
    registration = next(one for one in Registration if finished.chose(one.value))
    code = check_credit_code(text_of(finished.form, "credit_code"))
    if plain(finished.party.identifier) != code:
        raise NotTheEmployer
    on = _first_day(finished)
    found = find_employer(code)
    state = None if found is None else EmployerState(found.state)
    after = next_state(state, registration)
    if found is None:
        own = _new(finished, finished.party.pk, on)
        register_employer(own, cause=finished.cause)
    else:
        own = locked_employer(code)
        _stand(own, after, on, finished=finished)
    _staff_follow(finished, own, registration, on)


def _first_day(finished: Finished) -> date:
    month = finished.text("effective_month", "登记生效月份")
    return date.fromisoformat(f"{month}-01")


def _new(finished: Finished, party_id: int, on: date) -> Employer:
    form = finished.form
    return Employer(
        party_id=party_id,
        kind=text_of(form, "unit_kind"),
        state=EmployerState.REGISTERED.value,
        region=finished.region,
        registered_on=on,
        affiliation=text_of(form, "affiliation"),
        address=text_of(form, "address"),
        legal_representative=text_of(form, "legal_representative_name"),
        contact=text_of(form, "contact_name"),
        bank_account=text_of(form, "account_number"),
    )


def _stand(
    employer: Employer, state: EmployerState, on: date, *, finished: Finished
) -> None:
    before = snapshot(employer)
    employer.state = state.value
    employer.left_on = on if state is EmployerState.CANCELLED else None
    subject = Subject(employer_id=employer.pk)
    changed(employer, before, subject=subject, cause=finished.cause)


def _staff_follow(
    finished: Finished, own: Employer, registration: Registration, on: date
) -> None:
    fate = FATE[registration]
    if fate is StaffFate.RESTS:
        _end_staff(own, CoverState.INTERRUPTED, on, cause=finished.cause)
    elif fate is StaffFate.ENDS:
        _end_staff(own, CoverState.ENDED, on, cause=finished.cause)
    elif registration is Registration.MERGE:
        _merge(finished, own, on)
    elif fate is not StaffFate.STAYS:
        _part(finished, own, registration, on)


def _end_staff(
    employer: Employer, state: CoverState, on: date, *, cause: Occasion
) -> None:
    plan_of = rules.interrupt if state is CoverState.INTERRUPTED else rules.end
    for person in _staff(employer):
        plan = plan_of(history_of(person), scheme=Scheme.EMPLOYEE, on=on)
        keep_plan(person, plan, cause=cause)


def _merge(finished: Finished, own: Employer, on: date) -> None:
    """Take the named employers in: they are cancelled, their staff come over."""
    for row in objects_of(finished.form, "related_credit_codes"):
        former = locked_employer(text_of(row, "credit_code"))
        after = next_state(EmployerState(former.state), Registration.CANCEL)
        _stand(former, after, on, finished=finished)
        _link(former, own, Registration.MERGE, on, cause=finished.cause)
        targets = {person.pk: own.pk for person in _staff(former)}
        _move(targets, on, cause=finished.cause)


def _part(
    finished: Finished, own: Employer, registration: Registration, on: date
) -> None:
    """Register the named employers and send them the staff the form lists."""
    receivers: dict[str, int] = {}
    for row in objects_of(finished.form, "related_credit_codes"):
        code = plain(text_of(row, "credit_code"))
        successor = _receiver(finished, own, code, text_of(row, "name"), on)
        _link(own, successor, registration, on, cause=finished.cause)
        receivers[code] = successor.pk
    staff = {plain(person.party.identifier): person.pk for person in _staff(own)}
    named = {
        plain(text_of(row, "id_number")): plain(text_of(row, "credit_code"))
        for row in objects_of(finished.form, "moved_staff")
    }
    strangers = [number for number in named if number not in staff]
    if strangers:
        raise StaffUnknown(len(strangers))
    targets = staff_targets(
        staff, fate=FATE[registration], named=named, receivers=receivers
    )
    _move(targets, on, cause=finished.cause)


def _receiver(
    finished: Finished, own: Employer, code: str, name: str, on: date
) -> Employer:
    found = find_employer(code)
    if found is not None:
        return locked_employer(code)
    party = unit_named(code, name=name, region=own.region)
    row = Employer(
        party_id=party.pk,
        kind=own.kind,
        state=EmployerState.REGISTERED.value,
        region=own.region,
        registered_on=on,
        affiliation=own.affiliation,
    )
    register_employer(row, cause=finished.cause)
    return row


def _link(
    former: Employer,
    successor: Employer,
    how: Registration,
    on: date,
    *,
    cause: Occasion,
) -> None:
    row = EmployerLink(
        former=former, successor=successor, how=how.value, on=on, case_id=cause.case_id
    )
    made(row, subject=Subject(employer_id=former.pk), cause=cause)


def _staff(employer: Employer) -> Iterable[InsuredPerson]:
    """Return everybody insured through an employer, locked, in one order."""
    ids = Cover.objects.filter(
        employer_id=employer.pk, state=CoverState.IN_FORCE.value
    ).values_list("person_id", flat=True)
    found = InsuredPerson.objects.select_for_update(of=("self",)).filter(
        pk__in=list(ids)
    )
    staff = list(found.select_related("party").order_by("pk"))
    if len(staff) > STAFF_PER_CASE_MAX:
        raise TooManyStaff(len(staff))
    return staff


def _move(targets: Mapping[int, int], on: date, *, cause: Occasion) -> None:
    for person_id, employer_id in sorted(targets.items()):
        person = locked_person(person_id)
        plan = rules.move_employer(history_of(person), employer=employer_id, on=on)
        keep_plan(person, plan, cause=cause)
