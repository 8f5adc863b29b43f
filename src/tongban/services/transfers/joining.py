"""A second application for the same transfer joins the first (两地都可以申请)."""

from typing import Final

from django.db import connection

from tongban.core.access.identifiers import plain
from tongban.core.access.parties import PartyKind
from tongban.core.json_values import JsonObject, text_of
from tongban.core.transfers.stages import OPEN
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.records.transfers.models import Transfer
from tongban.services.cases.envelope import Receipt
from tongban.services.parties.queries import person_known
from tongban.services.transfers.opening import SIDE_OF

_JOIN: Final = """
SELECT case_number, version, state, outcome, step, due_on
  FROM transfer_joined(%s, %s, %s)
"""


def twin_of(item: str, party_id: int) -> Case | None:
    """Return the open case of a person's transfer at this side, or nothing."""
    side = SIDE_OF.get(item)
    if side is None:
        return None
    row = (
        Transfer.objects.filter(
            person_id=party_id,
            side=side.value,
            stage__in=[stage.value for stage in OPEN],
            case__isnull=False,
        )
        .select_related("case")
        .first()
    )
    return None if row is None else row.case


def joined_by_employer(item: str, party: Party, form: JsonObject) -> Receipt | None:
    """Let an employer follow the transfer its worker asked for, if there is one.

    Nothing when there is none, or when the employer never insured that person.
    """
    side = SIDE_OF.get(item)
    if side is None or party.kind != PartyKind.EMPLOYER:
        return None
    number = plain(text_of(form, "insured_id_number"))
    known = person_known(number, text_of(form, "insured_name"))
    if known is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, (known[0], side.value, party.pk))
        row = cursor.fetchone()
    if row is None:
        return None
    number, version, state, outcome, step, due_on = row
    return Receipt(
        number=number,
        version=version,
        state=state,
        outcome=outcome,
        step=step,
        due_on="" if due_on is None else due_on.isoformat(),
        joined=True,
    )
