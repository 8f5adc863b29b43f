"""Applications of items 1 to 3, ready to be finished at the counter."""

from collections.abc import Sequence
from datetime import date

from tests.services.cases.stage import envelope

from tongban.core.items.catalogue import Audience
from tongban.core.json_values import Json
from tongban.records.accounts.models import Account
from tongban.records.parties.models import Party
from tongban.services.cases.content import NewCase
from tongban.services.cases.intake import finish_at_once, submit_case
from tongban.services.demo.samples import (
    Subject,
    sample_form,
    sample_papers,
)
from tongban.services.items.queries import terms_on

REGION = "370705"
NEWCOMER = "99000119900506801X"


def party_of(login: str) -> Party:
    found = Account.objects.get(login_name=login).party
    assert found is not None
    return found


def application(
    item: str,
    login: str,
    day: str,
    *,
    situations: Sequence[str],
    audience: Audience,
    form: dict[str, Json] | None = None,
) -> NewCase:
    party = party_of(login)
    terms = terms_on(item, audience, REGION, date.fromisoformat(day))
    subject = Subject(party.name, party.identifier, party.phone or "10000000000")
    sample = sample_form(
        terms, subject, today=date.fromisoformat(day), situations=situations
    )
    return NewCase(
        item=item,
        audience=audience,
        party_id=party.pk,
        form={**sample, **(form or {})},
        situations=tuple(situations),
        papers=sample_papers(terms, situations),
        region=REGION,
    )


def submitted(new: NewCase, day: str, clerk: str = "clerk1") -> str:
    return submit_case(envelope(clerk, day), new).number


def registered_employer(login: str = "hr-machinery", day: str = "2026-01-05") -> None:
    new = application(
        "employer-registration",
        login,
        day,
        situations=("new", "by-paper"),
        audience=Audience.EMPLOYER,
        form={"effective_month": day[:7]},
    )
    finished(submitted(new, day), day)


def hiring(
    login: str, day: str, number: str = NEWCOMER, name: str = "示例新工"
) -> NewCase:
    return application(
        "employee-registration",
        login,
        day,
        situations=("employed", "add", "self"),
        audience=Audience.EMPLOYER,
        form={
            "insured_name": name,
            "insured_id_number": number,
            "effective_on": day,
            "contribution_base": "5000.00",
        },
    )


def flexible(login: str, day: str, movement: str = "add") -> NewCase:
    return application(
        "employee-registration",
        login,
        day,
        situations=("flexible", movement, "self"),
        audience=Audience.EMPLOYEE,
        form={"effective_on": day, "contribution_base": "5000.00"},
    )


def finished(number: str, day: str, clerk: str = "clerk1") -> None:
    finish_at_once(envelope(clerk, day, hour=11), number=number)
