"""Filters of the work list that somebody gave a name (我的筛选)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.refusals import Refusal
from tongban.records.desk.models import NAME_MAX, QUERY_MAX, SavedFilter
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.queries.filters import Filter, words_of
from tongban.services.staff.register import sender_of

FILTERS_MAX: Final = 20


class TooManyFilters(Refusal):
    """Somebody keeps at most twenty filters."""

    code = "desk.too_many_filters"

    def __init__(self) -> None:
        super().__init__(f"At most {FILTERS_MAX} filters.", most=FILTERS_MAX)


class FilterNameNeeded(Refusal):
    """A kept filter has a name of its own."""

    code = "desk.filter_name_needed"

    def __init__(self) -> None:
        super().__init__("Give the filter a name.", most=NAME_MAX)


class FilterTooLong(Refusal):
    """What the filter holds cannot be kept."""

    code = "desk.filter_too_long"

    def __init__(self) -> None:
        super().__init__("The filter holds too many words.")


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """A filter as its owner named it; ``query`` is what an address says."""

    id: int
    name: str
    query: str


def my_filters(actor: Actor) -> tuple[NamedFilter, ...]:
    """Return one's own filters, by name."""
    rows = SavedFilter.objects.filter(account_id=actor.account_id or 0).order_by("name")
    return tuple(NamedFilter(row.pk, row.name, row.query) for row in rows)


@transaction.atomic
def save_filter(envelope: Envelope, *, name: str, chosen: Filter) -> None:
    """Keep a filter under a name; the same name again replaces what it meant."""
    plain = " ".join(name.split())[:NAME_MAX]
    if not plain:
        raise FilterNameNeeded
    account, query = sender_of(envelope), urlencode(words_of(chosen))
    if len(query) > QUERY_MAX:
        raise FilterTooLong
    mine = SavedFilter.objects.filter(account_id=account)
    if not mine.filter(name=plain).exists() and mine.count() >= FILTERS_MAX:
        raise TooManyFilters
    SavedFilter.objects.update_or_create(
        account_id=account,
        name=plain,
        defaults={"query": query, "saved_at": envelope.now},
    )


@transaction.atomic
def drop_filter(envelope: Envelope, *, filter_id: int) -> None:
    """Forget one of one's own filters; forgetting it again changes nothing."""
    SavedFilter.objects.filter(pk=filter_id, account_id=sender_of(envelope)).delete()
