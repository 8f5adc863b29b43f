"""Who handled a service, and who follows up on it: never the same."""

from collections.abc import Iterable

from django.db import connection

from tongban.core.access.actor import ActorKind, Role
from tongban.core.ratings.corrections import choose_owner
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.offices.models import StaffGrant
from tongban.services.cases.envelope import Envelope

FOLLOWING = (Role.CLERK.value, Role.REVIEWER.value, Role.SUPERVISOR.value)


def concerned_in(case: Case) -> list[int]:
    """Return the staff accounts that had a hand in a case, in order."""
    acted = case.events.values_list("actor_id", flat=True)
    held = (*acted, case.owner_id, case.assignee_id)
    hands = {one for one in held if one is not None}
    staff = Account.objects.filter(pk__in=hands, kind=ActorKind.STAFF.value)
    return sorted(staff.values_list("pk", flat=True))


def find_owner(
    envelope: Envelope, *, office_path: str, concerned: Iterable[int]
) -> int | None:
    """Return who follows up: nearest office first, then the least open work.

    Nobody when every office up the tree has only people concerned; supervisors
    see it and give it to somebody. Supervisors review, so they come last.
    """
    out = frozenset(concerned)
    loads = _loads()
    for roles in (FOLLOWING[:2], FOLLOWING[2:]):
        for path in _upwards(office_path):
            found = StaffGrant.objects.filter(
                role__in=roles,
                office__path=path,
                office__is_active=True,
                account__is_active=True,
                in_force__contains=envelope.today,
            ).values_list("account_id", flat=True)
            free = ((one, loads.get(one, 0)) for one in set(found))
            owner = choose_owner(free, concerned=out)
            if owner is not None:
                return owner
    return None


def _upwards(path: str) -> Iterable[str]:
    """Yield the path of an office and those above it, the nearest first."""
    parts = path.strip("/").split("/")
    for count in range(len(parts), 0, -1):
        yield "/" + "/".join(parts[:count]) + "/"


def _loads() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT account, load FROM follow_up_loads()")
        return {int(account): int(load) for account, load in cursor.fetchall()}


def names_of(accounts: Iterable[int | None]) -> dict[int, str]:
    """Return the names of accounts by their ids."""
    known = [one for one in accounts if one is not None]
    rows = Account.objects.filter(pk__in=known)
    return dict(rows.values_list("pk", "display_name"))
