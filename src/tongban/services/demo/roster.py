"""The demo region as its policy files write it: offices, people, accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from tongban.core.access.actor import ActorKind, Role
from tongban.core.access.offices import OfficeKind
from tongban.core.access.parties import Duty, PartyKind, Scheme
from tongban.core.items.catalogue import Level
from tongban.core.money import Fen, fen_from_yuan
from tongban.policy.located import read_located
from tongban.services.access.operations import NewOffice

DEMO_FOLDER: Final = "demo"
DEFAULT_PASSWORD: Final = "tongban-demo"  # noqa: S105 - published on the start page


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """An employer, school, hospital or pharmacy of the demo region."""

    code: str
    kind: PartyKind
    name: str
    region: str
    grade: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person with a name of their own; the others are drawn from the lists.

    ``place`` keeps id numbers apart; without one it is that in the list.
    """

    code: str
    name: str
    region: str
    scheme: Scheme
    born_on: date
    is_male: bool
    place: int | None = None


@dataclass(frozen=True, slots=True)
class DemoMover:
    """Somebody insured here before or since a move: base and balance in fen."""

    person: DemoPerson
    base_fen: Fen
    months: int
    stopped_days_ago: int
    balance_fen: Fen


@dataclass(frozen=True, slots=True)
class DemoRole:
    """One right of a demo member of staff."""

    role: Role
    office: str
    items: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One demo account; ``party`` names a unit or person of the roster."""

    login_name: str
    display_name: str
    kind: ActorKind
    title: str
    hint: str
    office: str
    party: str
    duties: tuple[Duty, ...]
    roles: tuple[DemoRole, ...]
    elder: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """How the many persons are drawn: names, places, ages and number."""

    count: int
    surnames: str
    female: tuple[str, ...]
    male: tuple[str, ...]
    regions: tuple[str, ...]
    birth_years: tuple[int, int]
    employee_of_ten: int


@dataclass(frozen=True, slots=True)
class DemoTicket:
    """One ticket of the day of loading; one with an ending was served."""

    kind: str
    item: str
    audience: str
    login: str
    minutes_ago: int
    served_minutes: int
    ending: str


@dataclass(frozen=True, slots=True)
class DemoHall:
    """The windows of a hall and its tickets, taken and called by demo accounts."""

    office: str
    clerk: str
    manager: str
    windows: tuple[tuple[int, str, tuple[str, ...]], ...]
    tickets: tuple[DemoTicket, ...]


def demo_password() -> str:
    """Return the password of every demo account."""
    return str(getattr(settings, "TONGBAN_DEMO_PASSWORD", "")) or DEFAULT_PASSWORD


@cache
def offices() -> tuple[NewOffice, ...]:
    """Return the offices of the demo region, parents first."""
    read = _read("offices")
    shared = read["shared"]
    return tuple(
        NewOffice(
            code=row["code"],
            name=row["name"],
            region=row["region"],
            level=Level(row["level"]),
            kind=OfficeKind(row["kind"]),
            parent=row.get("parent", ""),
            address=row["address"],
            hours=row.get("hours", shared["hours"]),
            phone=row.get("phone", shared["phone"]),
            supervision_phone=shared["supervision_phone"],
        )
        for row in read["offices"]
    )


@cache
def halls() -> tuple[DemoHall, ...]:
    """Return the halls that call numbers."""
    return tuple(
        DemoHall(
            office=row["office"],
            clerk=row["clerk"],
            manager=row["manager"],
            windows=tuple(
                (one["number"], one["name"], tuple(one["kinds"]))
                for one in row["windows"]
            ),
            tickets=tuple(_ticket_of(one) for one in row["tickets"]),
        )
        for row in _read("offices")["halls"]
    )


def _ticket_of(row: Mapping[str, Any]) -> DemoTicket:
    return DemoTicket(
        kind=row.get("kind", ""),
        item=row.get("item", ""),
        audience=row.get("audience", ""),
        login=row.get("login", ""),
        minutes_ago=row["minutes_ago"],
        served_minutes=row.get("served_minutes", 0),
        ending=row.get("ending", ""),
    )


@cache
def units() -> tuple[DemoUnit, ...]:
    """Return the employers, schools, hospitals and pharmacies."""
    return tuple(
        DemoUnit(
            code=row["code"],
            kind=PartyKind(row["kind"]),
            name=row["name"],
            region=row["region"],
            grade=row.get("grade", ""),
        )
        for row in _read("parties")["units"]
    )


@cache
def named_persons() -> tuple[DemoPerson, ...]:
    """Return the persons that have a demo account of their own."""
    return tuple(_person_of(row) for row in _read("parties")["persons"])


@cache
def movers() -> tuple[DemoMover, ...]:
    """Return the people who left for the other demo region, or came from it."""
    return tuple(
        DemoMover(
            person=_person_of({"code": "", "scheme": Scheme.EMPLOYEE, **row}),
            base_fen=fen_from_yuan(str(row["base"])),
            months=row["months"],
            stopped_days_ago=row.get("stopped_days_ago", 0),
            balance_fen=fen_from_yuan(str(row["balance"])),
        )
        for row in _read("movers")["movers"]
    )


def _person_of(row: Mapping[str, Any]) -> DemoPerson:
    return DemoPerson(
        code=row["code"],
        name=row["name"],
        region=row["region"],
        scheme=Scheme(row["scheme"]),
        born_on=date.fromisoformat(row["born_on"]),
        is_male=row["sex"] == "male",
        place=row.get("place"),
    )


@cache
def crowd() -> Crowd:
    """Return how the other persons are drawn."""
    row = _read("parties")["crowd"]
    return Crowd(
        count=row["count"],
        surnames=row["surnames"],
        female=tuple(row["female"]),
        male=tuple(row["male"]),
        regions=tuple(row["regions"]),
        birth_years=(row["birth_years"]["first"], row["birth_years"]["last"]),
        employee_of_ten=row["employee_of_ten"],
    )


@cache
def logins() -> tuple[DemoLogin, ...]:
    """Return the demo accounts in the order the start page shows them."""
    return tuple(_login_of(row) for row in _read("accounts")["accounts"])


def agreement_years() -> int:
    """Return for how many years demo agreements hold."""
    return int(_read("accounts")["agreement_years"])


def rights_from() -> date:
    """Return the day from which demo rights are in force."""
    return date.fromisoformat(_read("accounts")["rights_from"])


def _login_of(row: Mapping[str, object]) -> DemoLogin:
    return DemoLogin(
        login_name=str(row["login"]),
        display_name=str(row["name"]),
        kind=ActorKind(str(row["kind"])),
        title=str(row["title"]),
        hint=str(row["hint"]),
        office=str(row.get("office", "")),
        party=str(row.get("party", "")),
        duties=tuple(Duty(duty) for duty in _texts(row.get("duties"))),
        roles=tuple(_role_of(role) for role in _rows(row.get("roles"))),
        elder=row.get("elder") is True,
    )


def _role_of(row: Mapping[str, object]) -> DemoRole:
    return DemoRole(
        role=Role(str(row["role"])),
        office=str(row["office"]),
        items=_texts(row.get("items")),
        steps=_texts(row.get("steps")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _rows(value: object) -> tuple[Mapping[str, object], ...]:
    return tuple(value) if isinstance(value, list) else ()


def own_folder() -> Path:
    """Return the folder of the region's own demo, else that of the first one."""
    demo = Path(settings.TONGBAN_POLICY) / DEMO_FOLDER
    own = demo / str(settings.TONGBAN_REGION)
    return own if own.is_dir() else demo


def is_small() -> bool:
    """Say whether the region has a demo of its own, of people who move only."""
    return own_folder().name != DEMO_FOLDER


def _read(name: str) -> dict[str, Any]:
    """Return a demo file; refuses ``policy.file_wrong`` with every mistake."""
    folder = Path(settings.TONGBAN_POLICY)
    located = read_located(
        own_folder() / f"{name}.yaml",
        schema=folder / "schema" / f"{DEMO_FOLDER}-{name}.json",
    )
    content: dict[str, Any] = located.content
    return content
