"""Institutions of the demo region and their messages, for tests of the interface."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.cases.stage import at

from tongban.core.benefits.vocabulary import Level
from tongban.core.days import Period
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex, scheme_of
from tongban.core.hsa.envelope import Answer, read_envelope
from tongban.core.hsa.json_text import json_text
from tongban.core.institutions.agreements import AgreementState, InstitutionKind
from tongban.records.accounts.models import Account
from tongban.records.enrolment.models import Cover, Employer, InsuredPerson
from tongban.records.parties.models import Party
from tongban.services.access.scope import enter_scope, leave_scope
from tongban.services.hsa.answering import Received, answer
from tongban.services.institutions.operations import (
    InstitutionTerms,
    keep_institution,
)
from tongban.services.institutions.queries import InstitutionLine, institution_by_code

HOSPITAL = "H37070500001"
PHARMACY = "P37070500001"
DAY = "2023-09-22"
NUMBERS = count(1)


def keep(terms: InstitutionTerms) -> int:
    key = f"test-institution-{next(NUMBERS)}"
    return keep_institution(terms, at=at(DAY), key=key)


def hospital_terms(state: AgreementState = AgreementState.IN_FORCE) -> InstitutionTerms:
    return InstitutionTerms(
        code=HOSPITAL,
        name="潍坊示例市立医院",
        kind=InstitutionKind.HOSPITAL,
        level=Level.TERTIARY,
        grade="02",
        region="370705",
        agreement=Period(date(2020, 1, 1), None),
        party_id=party_of("hospital-city"),
        credit_code="12370700MB00000017",
        state=state,
    )


def hospital(state: AgreementState = AgreementState.IN_FORCE) -> int:
    return keep(hospital_terms(state))


def pharmacy() -> int:
    return keep(
        InstitutionTerms(
            code=PHARMACY,
            name="潍坊示例大药房奎文店",
            kind=InstitutionKind.PHARMACY,
            region="370705",
            agreement=Period(date(2020, 1, 1), None),
            party_id=party_of("pharmacy-kuiwen"),
        )
    )


def party_of(login: str) -> int:
    found = Account.objects.get(login_name=login).party_id
    if found is None:
        found = Account.objects.get(login_name=login).party_links.first().party_id
    return found


def line(code: str = HOSPITAL) -> InstitutionLine:
    found = institution_by_code(code)
    assert found is not None
    return found


def new_msgid(code: str = HOSPITAL) -> str:
    return f"{code}20230922100000{next(NUMBERS):04d}"


def body(infno: str, said: object, **fields: str) -> str:
    """The text of a message, with a key of its own unless one is given."""
    code = fields.get("fixmedins_code", HOSPITAL)
    envelope = {
        "infno": infno,
        "msgid": new_msgid(code),
        "mdtrtarea_admvs": "370705",
        "insuplc_admdvs": "370705",
        "recer_sys_code": "tongban",
        "dev_no": "",
        "dev_safe_info": "",
        "cainfo": "",
        "signtype": "",
        "infver": "V1.0",
        "opter_type": "1",
        "opter": "001",
        "opter_name": "测试员",
        "inf_time": "2023-09-22 10:00:00",
        "fixmedins_code": code,
        "fixmedins_name": "潍坊示例市立医院",
        "sign_no": "",
        "input": said,
        **fields,
    }
    return json_text(envelope)


def told(text: str, *, code: str = HOSPITAL, moment: datetime | None = None) -> Answer:
    """The answer to a text from an institution."""
    return answer(Received(line(code), read_envelope(text), moment or at(DAY)))


def sign_in(code: str = HOSPITAL) -> str:
    """The number of a new sign-in."""
    said = {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "10.0.0.1"}}
    given = told(body("9001", said, fixmedins_code=code), code=code)
    assert given.code == 0, given.words
    return given.output["signinoutb"]["sign_no"]


def ask(infno: str, said: object, *, code: str = HOSPITAL, **fields: str) -> Answer:
    """The answer to a message with a fresh sign-in."""
    number = fields.pop("sign_no", "") or sign_in(code)
    text = body(infno, said, fixmedins_code=code, sign_no=number, **fields)
    return told(text, code=code)


@contextmanager
def as_owner() -> Iterator[None]:
    """Set the stage behind the second wall."""
    leave_scope()
    try:
        yield
    finally:
        enter_scope(None)


def insure(
    login: str,
    kind: PersonKind = PersonKind.ACTIVE,
    *,
    start: date = date(2020, 1, 1),
    end: date | None = None,
    state: CoverState = CoverState.IN_FORCE,
    employer: str = "",
) -> int:
    """Cover somebody from a day, and return the party's row."""
    with as_owner():
        person_id = party_of(login)
        person, _ = InsuredPerson.objects.get_or_create(
            party_id=person_id, defaults={"sex": Sex.MALE.value}
        )
        payer = None
        if employer:
            payer, _ = Employer.objects.get_or_create(
                party_id=party_of(employer),
                defaults={
                    "kind": "enterprise",
                    "state": "registered",
                    "region": "370705",
                    "registered_on": start,
                },
            )
        Cover.objects.create(
            person=person,
            scheme=scheme_of(kind).value,
            kind=kind.value,
            employer=payer,
            region="370705",
            in_force=DateRange(start, end),
            state=state.value,
        )
    return person_id


def identifier_of(party_id: int) -> str:
    with as_owner():
        return str(Party.objects.get(pk=party_id).identifier)
