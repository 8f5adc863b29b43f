"""The demo's filings of treatment away: residences, trips, one already moved."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tongban.core.access.parties import Scheme
from tongban.core.items.catalogue import Audience
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Command
from tongban.records.enrolment.models import Cover
from tongban.records.parties.models import Party
from tongban.services.cases import intake
from tongban.services.cases.content import NewCase
from tongban.services.demo.stage import stage_at

if TYPE_CHECKING:
    from tongban.core.json_values import Json

LAST_KEY: Final = "demo-away-complete"
RESIDENCE: Final = "long-term-residence-filing"
TRIP: Final = "temporary-travel-filing"
SITUATION: Final = {RESIDENCE: "settled", TRIP: "self-arranged"}
FIRST_OF_CROWD: Final = 40


@dataclass(frozen=True, slots=True)
class Play:
    """One filing: which, where to, how many working days ago, and whose."""

    item: str
    place: str
    days_ago: int
    login: str = ""


PLAYS: Final = (
    Play(RESIDENCE, "330100", 40, login="zhangguilan"),
    Play(TRIP, "110105", 12, login="wangjianguo"),
    Play(RESIDENCE, "320100", 30),
    Play(RESIDENCE, "310000", 25),
    Play(TRIP, "110105", 5),
    Play(TRIP, "370100", 2),
)


def load_demo_away(now: datetime) -> None:
    """Play the demo's filings once; an interrupted loading goes on."""
    if Command.objects.filter(key=LAST_KEY).exists():
        return
    stage = stage_at(now)
    for place, (play, party) in enumerate(_cast()):
        day = stage.workday(-play.days_ago)
        key = f"demo-away-{place}"
        sent = stage.envelope("clerk1", day, minute=place, key=key)
        intake.submit_case(sent, _application(play, party, day))
    Command.objects.get_or_create(
        sender="system", key=LAST_KEY, defaults={"digest": "", "at": now}
    )


def _cast() -> list[tuple[Play, Party]]:
    """Give every play its person: the same on every machine."""
    named = Account.objects.exclude(party=None).values("party_id")
    covers = (
        Cover.objects.filter(scheme=Scheme.EMPLOYEE.value, in_force__endswith=None)
        .exclude(person_id__in=named)
        .order_by("person_id")
        .select_related("person__party")
    )
    crowd = iter(covers[FIRST_OF_CROWD : FIRST_OF_CROWD + len(PLAYS)])
    found = []
    for play in PLAYS:
        party: Party | None
        if play.login:
            party = Account.objects.get(login_name=play.login).party
        else:
            party = next(crowd).person.party
        if party is not None:
            found.append((play, party))
    return found


def _application(play: Play, party: Party, day: date) -> NewCase:
    form: dict[str, Json] = {
        "insured_name": party.name,
        "insured_id_number": party.identifier,
        "contact_phone": party.phone or "10000000000",
        "place": play.place,
        "start_on": (day - timedelta(days=1)).isoformat(),
        "promise": True,
    }
    if play.item == TRIP:
        form["reason"] = "本地医院建议到上级医院进一步检查"
    audience = Audience.RESIDENT
    if party.scheme == Scheme.EMPLOYEE:
        audience = Audience.EMPLOYEE
    return NewCase(
        item=play.item,
        audience=audience,
        party_id=party.pk,
        form=form,
        situations=(SITUATION[play.item],),
    )
