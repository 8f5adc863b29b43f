"""What item 2 changes: employees added, interrupted, ended, resumed, retired."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.identifiers import plain
from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.days import Period
from tongban.core.enrolment import cover as rules
from tongban.core.enrolment.cover import Cover, Transfer
from tongban.core.enrolment.employers import EmployerState
from tongban.core.enrolment.kinds import PersonKind, Sex
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.enrolment.retirement import (
    RetirementCount,
    ShortYears,
    YearsCounted,
    count_years,
    retires_on,
)
from tongban.core.json_values import text_of
from tongban.core.money import fen_from_yuan
from tongban.core.refusals import Refusal
from tongban.records.enrolment.models import (
    Employer,
    InsuredPerson,
    Retirement,
    SpecialGroup,
)
from tongban.services.enrolment.covers import history_of, keep_plan
from tongban.services.enrolment.finished import Finished
from tongban.services.enrolment.people import (
    Named,
    PersonUnknown,
    enrolled,
    find_person,
    locked_employer,
    locked_person,
)
from tongban.services.enrolment.queries import years_paid
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.enrolment.writing import Subject, changed, made, snapshot

GROUPS: Final = ("hmt-resident", "foreigner", "settling-abroad")


class NotTheApplicant(Refusal):
    """Somebody applies for another person, whom the form names."""

    code = "enrolment.not_the_applicant"

    def __init__(self) -> None:
        super().__init__("The form names somebody other than the applicant.")


class NotTheEmployer(Refusal):
    """An employer applies for staff of another one."""

    code = "enrolment.not_the_employer"

    def __init__(self) -> None:
        super().__init__("The form names an employer other than the applicant.")


class NotYourStaff(Refusal):
    """The person is not insured through this employer."""

    code = "enrolment.not_your_staff"

    def __init__(self) -> None:
        super().__init__("Not insured through this employer.")


class EmployerNotActive(Refusal):
    """The employer's registration is suspended or cancelled."""

    code = "enrolment.employer_not_active"

    def __init__(self) -> None:
        super().__init__("The employer is suspended or cancelled.")


def move_employee(finished: Finished) -> None:
    """Put one movement of an employee or flexible worker into effect."""
    check_applicant(finished)
    for movement, act in MOVEMENTS.items():
        if finished.chose(movement):
            act(finished)
            return
    raise rules.NothingInForce


def check_applicant(finished: Finished) -> None:
    """Refuse a person who applies with a form about somebody else."""
    party = finished.party
    number = plain(text_of(finished.form, "insured_id_number"))
    if party.kind == PartyKind.PERSON and plain(party.identifier) != number:
        raise NotTheApplicant


def _add(finished: Finished) -> None:
    person, new = _new_cover(finished)
    plan = rules.add(history_of(person), new, transfer=transfer_of(finished))
    keep_plan(person, plan, cause=finished.cause)
    _join_groups(person, finished, new.days.start)


def _resume(finished: Finished) -> None:
    person, new = _new_cover(finished)
    plan = rules.resume(
        history_of(person),
        scheme=Scheme.EMPLOYEE,
        new=new,
        transfer=transfer_of(finished),
    )
    keep_plan(person, plan, cause=finished.cause)


def _interrupt(finished: Finished) -> None:
    person = _own(finished)
    on = finished.day("effective_on", "变动日期")
    plan = rules.interrupt(history_of(person), scheme=Scheme.EMPLOYEE, on=on)
    keep_plan(person, plan, cause=finished.cause)


def _end(finished: Finished) -> None:
    person = _own(finished)
    on = finished.day("effective_on", "变动日期")
    plan = rules.end(history_of(person), scheme=Scheme.EMPLOYEE, on=on)
    keep_plan(person, plan, cause=finished.cause)
    if finished.chose("settling-abroad"):
        before = snapshot(person)
        person.emigrated_on = on
        changed(person, before, subject=_subject(person), cause=finished.cause)
    _join_groups(person, finished, on)


def _retire(finished: Finished) -> None:
    """Retire from the month after the day of retirement, once the years are there."""
    person = _own(finished)
    retired_on = finished.day("retired_on", "退休日期")
    from_on = add_months(month_of(retired_on), 1)
    history = history_of(person)
    plan = rules.retire(history, on=from_on)
    said = text_of(finished.form, "short_years")
    way = ShortYears(said) if said else None
    count = _count(person, finished, history, retired_on)
    starts = retires_on(count, way=way, on=from_on)
    row = Retirement(
        person=person,
        retired_on=retired_on,
        required_months=count.required_months,
        counted_months=count.counted_months,
        short_months=count.short_months,
        way=way.value if way is not None and count.short_months else "",
        pay_up_fen=count.pay_up_fen if way is ShortYears.AT_ONCE else 0,
        case_id=finished.cause.case_id,
    )
    made(row, subject=_subject(person), cause=finished.cause)
    if starts is not None:
        keep_plan(person, plan, cause=finished.cause)


def _count(
    person: InsuredPerson,
    finished: Finished,
    history: tuple[Cover, ...],
    retired_on: date,
) -> RetirementCount:
    years = years_paid(person.pk)
    last = rules.latest(history, Scheme.EMPLOYEE)
    return count_years(
        sex=Sex(person.sex),
        years=YearsCounted(actual=years.actual_months, deemed=years.deemed_months),
        base_fen=0 if last is None else last.base_fen,
        terms=enrolment_terms(finished.region).retirement_on(retired_on),
    )


def _new_cover(finished: Finished) -> tuple[InsuredPerson, Cover]:
    form = finished.form
    employer = _employer(finished)
    person = enrolled(
        Named(
            name=text_of(form, "insured_name"),
            id_number=text_of(form, "insured_id_number"),
            region=finished.region,
            scheme=Scheme.EMPLOYEE,
            phone=text_of(form, "contact_phone"),
            nationality=text_of(form, "nationality"),
            address=text_of(form, "address"),
        ),
        cause=finished.cause,
    )
    new = Cover(
        kind=PersonKind.FLEXIBLE if employer is None else PersonKind.ACTIVE,
        region=finished.region,
        days=Period(finished.day("effective_on", "变动日期"), None),
        employer=None if employer is None else employer.pk,
        base_fen=fen_from_yuan(finished.text("contribution_base", "月缴费基数")),
    )
    return person, new


def _employer(finished: Finished) -> Employer | None:
    """Return the employer, locked, or nothing for a flexible worker."""
    if not finished.chose("employed"):
        return None
    code = finished.text("employer_credit_code", "用人单位统一社会信用代码")
    party = finished.party
    if party.kind == PartyKind.EMPLOYER and plain(party.identifier) != plain(code):
        raise NotTheEmployer
    employer = locked_employer(code)
    if employer.state != EmployerState.REGISTERED:
        raise EmployerNotActive
    return employer


def _own(finished: Finished) -> InsuredPerson:
    """Return the person a form names, locked; an employer's own staff only."""
    found = find_person(text_of(finished.form, "insured_id_number"))
    if found is None:
        raise PersonUnknown
    person = locked_person(found.pk)
    if finished.party.kind == PartyKind.EMPLOYER:
        last = rules.latest(history_of(person), Scheme.EMPLOYEE)
        if last is None or last.employer != finished.party.pk:
            raise NotYourStaff
    return person


def transfer_of(finished: Finished) -> Transfer:
    """Return what the applicant wants done with cover on the same days."""
    said = text_of(finished.form, "other_cover")
    return Transfer.SWITCH if said == Transfer.SWITCH else Transfer.ASK


def _join_groups(person: InsuredPerson, finished: Finished, on: date) -> None:
    for code in GROUPS:
        if finished.chose(code):
            join_group(person, code, on=on, finished=finished)


def join_group(
    person: InsuredPerson, code: str, *, on: date, finished: Finished
) -> None:
    """Note that a person belongs to a group from a day; once is enough."""
    if person.groups.filter(code=code, void=False, in_force__contains=on).exists():
        return
    row = SpecialGroup(
        person=person,
        code=code,
        source=f"办件{finished.case.number}",
        case_id=finished.cause.case_id,
        in_force=DateRange(on, None),
    )
    made(row, subject=_subject(person), cause=finished.cause)


def _subject(person: InsuredPerson) -> Subject:
    return Subject(person_id=person.pk)


MOVEMENTS: Final[Mapping[str, Callable[[Finished], None]]] = {
    "add": _add,
    "interrupt": _interrupt,
    "end": _end,
    "resume": _resume,
    "retire": _retire,
}
