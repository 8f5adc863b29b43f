"""Filings end with the cover they were made under, and hold again with it."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from tongban.core.away.filings import EndedWhy
from tongban.core.cases.view import CHINA
from tongban.core.notices.blanks import day_words
from tongban.records.away.models import AwayFiling
from tongban.services.away.filing import end_filing, take_turns
from tongban.services.notices.operations import tell_party
from tongban.services.transfers.facts import covers_in

ENDED: Final = "away.ended"
_OPEN: Final = Q(in_force__endswith__isnull=True)
_BY_COVER: Final = Q(ended_why=EndedWhy.COVER_ENDED.value)


def follow_covers(now: datetime) -> int:
    """End filings whose cover is over, open again those whose cover goes on.

    A filing ends on the day the cover did (SD20 5: 参保状态未发生变更的，备案长期有效);
    the person is told. Returns how many changed.
    """
    day = now.astimezone(CHINA).date()
    rows = AwayFiling.objects.filter(_OPEN | _BY_COVER, void=False).order_by("pk")
    return sum(_follow(pk, day, now) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _follow(pk: int, day: date, now: datetime) -> bool:
    row = AwayFiling.objects.get(pk=pk)
    take_turns(row.person_id)
    over = _cover_over_on(row, day)
    if row.in_force.upper is None and over is not None:
        end_filing(row.pk, on=over, why=EndedWhy.COVER_ENDED, at=now)
        tell_party(row.person_id, ENDED, values={"due": day_words(over)}, now=now)
        return True
    if row.ended_why == EndedWhy.COVER_ENDED.value and over is None:
        row.in_force, row.ended_why = DateRange(row.in_force.lower, None), ""
        row.ended_at = None
        row.save(update_fields=["in_force", "ended_why", "ended_at"])
        return True
    return False


def _cover_over_on(row: AwayFiling, day: date) -> date | None:
    """Return the day cover in the area of the filing ended, nothing while it runs.

    Cover that follows without a day between goes on, whatever its kind.
    """
    held = sorted(covers_in(row.person_id, row.home), key=lambda one: one.days.start)
    end: date = row.in_force.lower
    for line in held:
        if line.days.start <= end and (line.days.end is None or line.days.end > end):
            if line.days.end is None or line.days.end > day:
                return None
            end = line.days.end
    return end
