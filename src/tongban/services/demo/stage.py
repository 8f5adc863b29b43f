"""Who plays in the demo, and when: envelopes of past days for its staff."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.services.access.queries import actor_of
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.envelope import CHINA, Envelope

LOGINS: Final = ("clerk1", "reviewer1", "finance1", "assessor", "supervisor")
OPENING: Final = time(9, 30)
MINUTES_OF_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays, and when it is now."""

    now: datetime
    actors: dict[str, Actor]

    @property
    def today(self) -> date:
        """The day it is now."""
        return self.now.astimezone(CHINA).date()

    def envelope(self, who: str, day: date, *, minute: int, key: str) -> Envelope:
        """Return an envelope of a past day, never of the future."""
        start = OPENING.hour * MINUTES_OF_HOUR + OPENING.minute
        hour, rest = divmod(start + minute, MINUTES_OF_HOUR)
        moment = datetime.combine(day, time(hour, rest), CHINA)
        return Envelope(
            actor=self.actors[who],
            now=min(moment, self.now),
            key=key,
            channel=Channel.COUNTER,
        )

    def workday(self, days: int) -> date:
        """Return the working day so many working days from today, never later."""
        calendar = work_calendar()
        found = calendar.add_workdays(calendar.next_workday(self.today), days)
        return min(found, self.today)

    def later(self, day: date, days: int) -> date:
        """Return a day so many working days after another, never after today."""
        return min(work_calendar().add_workdays(day, days), self.today)


def stage_at(now: datetime) -> Stage:
    """Return the stage with the demo's staff."""
    accounts = Account.objects.filter(login_name__in=LOGINS)
    return Stage(
        now, {account.login_name: actor_of(account, now.date()) for account in accounts}
    )
