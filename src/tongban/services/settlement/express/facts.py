"""What one statement tells of a bill: who asks, who is treated, the year so far."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.benefits.claim import Purse, Used
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex
from tongban.core.enrolment.premiums import Tier
from tongban.core.settlement.standing import Standing
from tongban.records.parties.models import Party
from tongban.records.rows import new_row
from tongban.records.security.cipher import unseal
from tongban.services.settlement.express.connections import LaneConnection
from tongban.services.settlement.express.literals import numbers, words

_YES: Final = "t"


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be known before a bill can be counted.

    ``today`` is the day of the message, ``day`` that of the care.
    """

    key_name: str
    institution_id: int
    msgid: str
    sign_no: str
    today: date
    day: date
    person_id: int
    line_count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """The row numbers set aside for a bill."""

    visit: int
    settlement: int
    journal: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database says; stamps change with keys, institutions and lists."""

    key_stamp: str
    list_stamp: str
    signed: bool
    repeated: bool
    party: Party
    sex: Sex
    standing: Standing
    account_id: int | None
    balance_fen: int
    shared: bool
    lives_away: bool
    year_id: int | None
    year_version: int
    used: Used
    numbers: Numbers


def read_facts(lane: LaneConnection, questions: Sequence[Question]) -> dict[int, Facts]:
    """Return the facts of each question by its place; of strangers there are none."""
    rows = lane.read(
        (
            numbers(range(len(questions))),
            words([one.key_name for one in questions]),
            numbers(one.institution_id for one in questions),
            words([one.msgid for one in questions]),
            words([one.sign_no for one in questions]),
            words([one.today.isoformat() for one in questions]),
            words([one.day.isoformat() for one in questions]),
            numbers(one.person_id for one in questions),
            numbers(one.line_count for one in questions),
        )
    )
    return {
        int(row[0] or 0): _facts(row, questions[int(row[0] or 0)].person_id)
        for row in rows
    }


def _facts(row: Sequence[str | None], person_id: int) -> Facts:
    said = iter(row)
    next(said)
    key_stamp, signed, repeated, list_stamp = (next(said) or "" for _ in range(4))
    party = new_row(
        Party,
        {
            "id": person_id,
            "kind": PartyKind.PERSON.value,
            "name": unseal(next(said) or "", place=_NAME_PLACE),
            "id_kind": IdKind(next(said) or ""),
            "identifier": unseal(next(said) or "", place=_IDENTIFIER_PLACE),
            "born_on": _day(next(said)),
        },
    )
    sex = Sex(next(said) or "")
    scheme, kind, region = (next(said) or "" for _ in range(3))
    tier, waiting, groups = next(said), next(said), next(said)
    account, balance, usable, shared = (next(said) for _ in range(4))
    lives_away = next(said)
    year, version, purses = (next(said) for _ in range(3))
    visit, settlement, journal = (int(next(said) or 0) for _ in range(3))
    return Facts(
        key_stamp=key_stamp,
        list_stamp=list_stamp,
        signed=signed == _YES,
        repeated=repeated == _YES,
        party=party,
        sex=sex,
        standing=Standing(
            region=region,
            kind=PersonKind(kind),
            state=CoverState.IN_FORCE,
            tier=Tier(tier) if tier and Scheme(scheme) is Scheme.RESIDENT else None,
            waiting=waiting == _YES,
            entitlements=frozenset(_array(groups)),
        ),
        account_id=int(account) if account and usable == _YES else None,
        balance_fen=int(balance or 0) if usable == _YES else 0,
        shared=shared == _YES,
        lives_away=lives_away == _YES,
        year_id=None if year is None else int(year),
        year_version=int(version or 0),
        used=_used(json.loads(purses) if purses else {}),
        numbers=Numbers(
            visit=visit,
            settlement=settlement,
            journal=journal,
            lines=tuple(int(one) for one in _array(next(said))),
        ),
    )


_NAME_PLACE: Final = "parties.party.name"
_IDENTIFIER_PLACE: Final = "parties.party.identifier"


def _used(said: Mapping[str, Sequence[int]]) -> Used:
    return Used({code: Purse(*moved) for code, moved in said.items()})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _array(text: str | None) -> list[str]:
    """Return the words of an array literal; ours are codes and numbers only."""
    return text[1:-1].split(",") if text and text != "{}" else []
