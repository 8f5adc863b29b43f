"""The demo's personal accounts: the last year credited, and one family sharing."""

from datetime import datetime, time
from typing import Final

from django.db import transaction

from tongban.core.cases.view import CHINA
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.money import Fen
from tongban.core.personal_accounts.sharing import Relation, SharedUse
from tongban.records.accounts.models import Account
from tongban.records.ledger.models import Journal
from tongban.records.personal_accounts.models import FamilyShare
from tongban.services.personal_accounts.crediting import LOOK_BACK_MONTHS, credit_month

OWNER: Final = "wangjianguo"
RELATIVE: Final = "zhangguilan"
LIMIT: Final = Fen(60_000)
CREDIT_DAY: Final = 28
MORNING: Final = time(6)


@transaction.atomic
def load_demo_personal_accounts(now: datetime) -> None:
    """Credit the months the demo's people paid, and share one account; once."""
    if Journal.objects.exists():
        return
    _credit_months(now)
    people = Account.objects.select_related("party").in_bulk(
        [OWNER, RELATIVE], field_name="login_name"
    )
    if len(people) < len((OWNER, RELATIVE)):
        return
    owner, relative = people[OWNER], people[RELATIVE]
    if owner.party is None or relative.party is None:
        return
    FamilyShare.objects.get_or_create(
        owner=owner.party,
        relative=relative.party,
        defaults={
            "relation": Relation.PARENT.value,
            "uses": sorted(use.value for use in SharedUse),
            "limit_fen": LIMIT,
            "owner_name": owner.party.name,
            "relative_name": relative.party.name,
            "offered_at": now,
            "offered_by": owner.pk,
            "request_key": f"demo {OWNER} {RELATIVE}",
        },
    )


def _credit_months(now: datetime) -> None:
    """Credit each month on its own day, as the nightly run would have."""
    this_month = month_of(now.astimezone(CHINA).date())
    for back in range(LOOK_BACK_MONTHS, -1, -1):
        month = add_months(this_month, -back)
        at = datetime.combine(month.replace(day=CREDIT_DAY), MORNING, CHINA)
        credit_month(month, now=min(at, now))
