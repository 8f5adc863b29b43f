"""Somebody of Weifang who is treated in Hangzhou, in Beijing and at home."""

from collections.abc import Mapping
from datetime import date, datetime

from tests.services.cases.stage import actor, at, envelope, filing_form
from tests.services.hsa.care import (
    METFORMIN,
    bill,
    charge,
    line,
    registered,
    send,
)
from tests.services.hsa.stage import as_owner, keep, party_of

from tongban.core.benefits.vocabulary import Level
from tongban.core.days import Period
from tongban.core.hsa.envelope import Answer
from tongban.core.institutions.agreements import InstitutionKind
from tongban.core.items.catalogue import Audience, Channel
from tongban.core.json_values import Json
from tongban.records.away.models import AwayFiling
from tongban.services.access.scope import scoped
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Receipt
from tongban.services.cases.intake import submit_case
from tongban.services.institutions.operations import InstitutionTerms

LOGIN = "wangjianguo"
HANGZHOU, BEIJING = "330100", "110105"
ELSEWHERE = "H33010000001"
LONG, TRIP = "long-term-residence-filing", "temporary-travel-filing"


def elsewhere() -> int:
    return keep(
        InstitutionTerms(
            code=ELSEWHERE,
            name="杭州示例医院",
            kind=InstitutionKind.HOSPITAL,
            level=Level.TERTIARY,
            grade="02",
            region=HANGZHOU,
            agreement=Period(date(2020, 1, 1), None),
            party_id=party_of("pharmacy-kuiwen"),
        )
    )


def filed(
    item: str, day: str, *, place: str = HANGZHOU, start: str = "", **more: Json
) -> Receipt:
    """File as the person does online, on a day."""
    with as_owner():
        form = filing_form(place=place, start_on=start or day)
        situation = "settled"
        if item == TRIP:
            situation = "self-arranged"
            form["reason"] = "看病"
            for name in ("residence_address",):
                form.pop(name)
        new = NewCase(
            item=item,
            audience=Audience.EMPLOYEE,
            party_id=party_of(LOGIN),
            form={**form, **more},
            situations=(situation,),
            region="370702",
        )
        sent = envelope(LOGIN, day, channel=Channel.ONLINE)
        with scoped(actor(LOGIN)):
            return submit_case(sent, new)


def rows() -> list[AwayFiling]:
    with as_owner():
        return list(AwayFiling.objects.filter(void=False).order_by("in_force"))


def treated(person: str, day: str, *, code: str = ELSEWHERE, **more: str) -> Answer:
    """An outpatient visit with one line of 100 yuan, up to its settlement."""
    moment: datetime = at(day)
    visit = registered(person, code=code, moment=moment, **more)
    charge(
        person,
        visit,
        [line(METFORMIN, "100.00", moment=moment)],
        code=code,
        moment=moment,
    )
    said = bill(person, visit, "100.00", **more)
    return send("2207", said, code=code, moment=moment)


def info(answer: Answer) -> Mapping[str, object]:
    assert answer.code == 0, answer.words
    found = answer.output["setlinfo"]
    assert isinstance(found, Mapping)
    return found
