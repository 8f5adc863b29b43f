"""Who edits the catalogue in tests, and the change they usually make."""

from dataclasses import replace
from datetime import date

from tests.services.cases.stage import at

from tongban.core.access.actor import Grant, Role
from tongban.core.items.catalogue import Channel
from tongban.policy.overlays import Body, body_of
from tongban.records.accounts.models import Account
from tongban.records.catalogue.models import Change
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import Envelope
from tongban.services.catalogue.completing import completed
from tongban.services.catalogue.drafting import body_in_force
from tongban.services.catalogue.operations import (
    Draft,
    publish_change,
    start_change,
    submit_change,
)

REGION = "370783"
FIRST = "2023-10-01"
ITEM = "outpatient-reimbursement"
SOURCE = {"document": "DEMO", "clause": "寿光2"}
SENT = iter(range(1, 100_000))


def by(
    login: str, day: str = "2023-09-11", *, path: str = "", key: str = ""
) -> Envelope:
    """An envelope of a member of staff as cataloguer of an office."""
    moment = at(day)
    known = actor_of(Account.objects.get(login_name=login), moment.date())
    where = path or known.office_path
    actor = replace(known, grants=(Grant(Role.CATALOGUER, where),))
    if path:
        actor = replace(actor, office_path=path, office_code=path.split("/")[-2])
    return Envelope(
        actor=actor, now=moment, key=key or f"k{next(SENT)}", channel=Channel.COUNTER
    )


AUTHOR, SECOND = "cataloguer", "supervisor"


def draft_of(
    number: str,
    first: str = "2023-10-01",
    reason: str = "方便群众办事",
    **fields: object,
) -> Draft:
    """What a form would send: the draft as it stands with some fields changed."""
    change = Change.objects.get(number=number)
    body: Body = {**body_of(change.text), "source": SOURCE, **fields}  # type: ignore[dict-item]
    day = date.fromisoformat(first)
    former = body_in_force(change.region, change.subject, day)
    return Draft(
        completed(body, former=former, region=change.region, effective_on=day),
        day,
        reason,
    )


def submitted(
    subject: str = ITEM,
    region: str = REGION,
    first: str = "2023-10-01",
    **fields: object,
) -> str:
    number = start_change(by(AUTHOR), region=region, subject=subject)
    submit_change(by(AUTHOR), number=number, draft=draft_of(number, first, **fields))
    return number


def published(
    subject: str = ITEM,
    region: str = REGION,
    first: str = "2023-10-01",
    **fields: object,
) -> str:
    number = submitted(subject, region, first, **fields)
    publish_change(by(SECOND), number=number)
    return number
