"""What items 4, 5 and 6 change: data of employers and persons, with evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.identifiers import (
    check_bank_account,
    check_credit_code,
    check_identifier,
    check_phone,
    plain,
)
from tongban.core.access.parties import IdKind, PartyKind
from tongban.core.enrolment.employers import EMPLOYER_KIND_WORDS, EmployerKind
from tongban.core.enrolment.kinds import SEX_WORDS, Sex
from tongban.core.json_values import objects_of, text_of
from tongban.core.refusals import Refusal
from tongban.records.enrolment.models import Employer, InsuredPerson
from tongban.records.parties.models import (
    Party,
    identifier_mark,
    initials_mark,
    name_mark,
    phone_mark,
)
from tongban.services.enrolment.employees import (
    NotTheEmployer,
    NotYourStaff,
    check_applicant,
)
from tongban.services.enrolment.finished import Finished
from tongban.services.enrolment.people import (
    PersonUnknown,
    find_person,
    locked_person,
)
from tongban.services.enrolment.queries import cover_on
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.enrolment.writing import Subject, changed, snapshot
from tongban.services.parties.names import initials_of
from tongban.services.parties.operations import AlreadyRegistered

EVIDENCE: Final = "key-evidence"
KEY: Final = "key-information"


class EvidenceMissing(Refusal):
    """A key field changes only with the material that proves it."""

    code = "enrolment.evidence_missing"

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} needs evidence.", title=title)


class KeyUndeclared(Refusal):
    """A key field is changed in a case that speaks of other data only."""

    code = "enrolment.key_undeclared"

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is a key field.", title=title)


class NewValueWrong(Refusal):
    """The new value is not one this field can have."""

    code = "enrolment.new_value_wrong"

    def __init__(self, title: str) -> None:
        super().__init__(f"Not a value of {title}.", title=title)


class NotRegistered(Refusal):
    """The employer has not registered yet."""

    code = "enrolment.not_registered"

    def __init__(self) -> None:
        super().__init__("The employer is not registered.")


@dataclass(frozen=True, slots=True)
class Field:
    """One field a form may change: its title, and how a value is put in."""

    title: str
    put: Callable[["Rows", str], None]


@dataclass(slots=True)
class Rows:
    """The rows of one person or employer that a change may touch."""

    party: Party
    person: InsuredPerson | None = None
    employer: Employer | None = None

    @property
    def insured(self) -> InsuredPerson:
        """The person's row; an employer has none."""
        if self.person is None:
            raise PersonUnknown
        return self.person

    @property
    def unit(self) -> Employer:
        """The employer's row; a person has none."""
        if self.employer is None:
            raise NotTheEmployer
        return self.employer


def change_person(finished: Finished) -> None:
    """Put the changes of items 5 and 6 into effect."""
    check_applicant(finished)
    found = find_person(text_of(finished.form, "insured_id_number"))
    if found is None:
        raise PersonUnknown
    person = locked_person(found.pk)
    if finished.party.kind == PartyKind.EMPLOYER:
        cover = cover_on(found.pk, finished.decided_on)
        if cover is None or cover.employer_id != finished.party.pk:
            raise NotYourStaff
    party = Party.objects.select_for_update().get(pk=found.pk)
    rows = Rows(party=party, person=person)
    _put_all(finished, rows, PERSON_FIELDS, subject=Subject(person_id=person.pk))


def change_employer(finished: Finished) -> None:
    """Put the changes of item 4 into effect."""
    code = check_credit_code(text_of(finished.form, "credit_code"))
    if plain(finished.party.identifier) != code:
        raise NotTheEmployer
    employer = Employer.objects.select_for_update().filter(pk=finished.party.pk).first()
    if employer is None:
        raise NotRegistered
    party = Party.objects.select_for_update().get(pk=finished.party.pk)
    rows = Rows(party=party, employer=employer)
    _put_all(finished, rows, EMPLOYER_FIELDS, subject=Subject(employer_id=employer.pk))


def _put_all(
    finished: Finished, rows: Rows, fields: Mapping[str, Field], *, subject: Subject
) -> None:
    kept = [row for row in (rows.party, rows.person, rows.employer) if row is not None]
    before = [snapshot(row) for row in kept]
    for line in objects_of(finished.form, "changes"):
        name, value = text_of(line, "field"), text_of(line, "new_value").strip()
        field = fields[name]
        _check_evidence(finished, name, field)
        field.put(rows, value)
    for row, old in zip(kept, before, strict=True):
        changed(row, old, subject=subject, cause=finished.cause)


def _check_evidence(finished: Finished, name: str, field: Field) -> None:
    if name not in enrolment_terms(finished.region).evidence_for:
        return
    if not finished.chose(KEY):
        raise KeyUndeclared(field.title)
    if EVIDENCE not in finished.supplied:
        raise EvidenceMissing(field.title)


def _name(rows: Rows, value: str) -> None:
    rows.party.name = value
    rows.party.name_index = name_mark(value)
    rows.party.initials_index = initials_mark(initials_of(value))


def _sex(rows: Rows, value: str) -> None:
    for sex, word in SEX_WORDS.items():
        if value in (word, sex.value) and sex is not Sex.UNKNOWN:
            rows.insured.sex = sex.value
            return
    raise NewValueWrong("性别")


def _id_number(rows: Rows, value: str) -> None:
    _identifier(rows, check_identifier(IdKind(rows.party.id_kind), value))


def _credit_code(rows: Rows, value: str) -> None:
    _identifier(rows, check_credit_code(value))


def _identifier(rows: Rows, value: str) -> None:
    """Give a party another number; refuse one that another party has."""
    mark = identifier_mark(value, PartyKind(rows.party.kind))
    others = Party.objects.exclude(pk=rows.party.pk)
    if others.filter(kind=rows.party.kind, identifier_index=mark).exists():
        raise AlreadyRegistered
    rows.party.identifier, rows.party.identifier_index = value, mark


def _born_on(rows: Rows, value: str) -> None:
    try:
        rows.party.born_on = date.fromisoformat(value)
    except ValueError:
        raise NewValueWrong("出生日期") from None


def _phone(rows: Rows, value: str) -> None:
    number = check_phone(value)
    rows.party.phone, rows.party.phone_index = number, phone_mark(number)


def _address(rows: Rows, value: str) -> None:
    if rows.employer is not None:
        rows.employer.address = value
    else:
        rows.insured.address = value


def _account(rows: Rows, value: str) -> None:
    number = check_bank_account(value)
    if rows.employer is not None:
        rows.employer.bank_account = number
    else:
        rows.insured.bank_account = number


def _unit_kind(rows: Rows, value: str) -> None:
    for kind, word in EMPLOYER_KIND_WORDS.items():
        if value in (word, kind.value):
            rows.unit.kind = EmployerKind(kind).value
            return
    raise NewValueWrong("单位类型")


def _affiliation(rows: Rows, value: str) -> None:
    rows.unit.affiliation = value


def _legal_representative(rows: Rows, value: str) -> None:
    rows.unit.legal_representative = value


def _contact(rows: Rows, value: str) -> None:
    rows.unit.contact = value


def _nothing(rows: Rows, value: str) -> None:
    """Change no column: what is “other” stands in the case and its receipt."""


PERSON_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field("姓名", _name),
    "sex": Field("性别", _sex),
    "id_number": Field("身份证号", _id_number),
    "born_on": Field("出生日期", _born_on),
    "phone": Field("联系电话", _phone),
    "address": Field("常住地址", _address),
    "account": Field("银行账户", _account),
    "other": Field("其他", _nothing),
}
EMPLOYER_FIELDS: Final[Mapping[str, Field]] = {
    "name": Field("单位名称", _name),
    "address": Field("住所（地址）", _address),
    "unit_kind": Field("单位类型", _unit_kind),
    "affiliation": Field("隶属关系", _affiliation),
    "legal_representative": Field("法定代表人或负责人", _legal_representative),
    "contact": Field("经办人及电话", _contact),
    "account": Field("银行账户", _account),
    "credit_code": Field("统一社会信用代码", _credit_code),
}
