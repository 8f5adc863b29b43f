"""From the columns of a file to the fen: the same bills said to the scalar engine."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analytics.equal import FOLDER, Person, quotes
from tests.analytics.region import DAY, terms, wanted
from tests.analytics.test_year import differences

from tongban.analytics.codes import GROUPS, KINDS, LEVELS, PLACES, SCHEMES
from tongban.analytics.inventing import some_persons
from tongban.analytics.population import (
    PERSON_COLUMNS,
    SPECIAL,
    Chunk,
    Header,
    claim_types,
)
from tongban.analytics.simulation import claim_columns, person_columns
from tongban.analytics.year import Year
from tongban.core.benefits.claim import Bill, BillLine, Claimant
from tongban.core.benefits.vocabulary import Withheld
from tongban.policy.benefits import load_benefits

MANY = 150
WHOLE = 5_000  # of so many fen a share of 9 999 takes every one


def invented(region: str) -> tuple[Chunk, Header]:
    codes = terms(region).codes
    chunk = some_persons(wanted(MANY, region), 0, MANY)
    types = {**PERSON_COLUMNS, **claim_types(codes)}
    persons = {name: own.astype(types[name]) for name, own in chunk.persons.items()}
    claims = {name: own.astype(types[name]) for name, own in chunk.claims.items()}
    # The invented have no family's account, no credit and one birth each.
    persons["family_fen"] = np.arange(MANY) % 3 * 7_777
    claims["credit_fen"] = np.arange(claims["kind"].size) % 5 * 10_000
    claims["order"] = (np.arange(claims["kind"].size) % 3 + 1).astype(np.uint8)
    return Chunk(0, persons, claims), Header(region, MANY, 0, codes, ("",) * 99)


def lines_of(said: dict[str, int], specials: tuple[str, ...]) -> tuple[BillLine, ...]:
    own, found = said["first_own_fen"], []
    while own:
        found.append((min(own, WHOLE), 9_999, None, ""))
        own -= found[-1][0]
    found += [
        (said["outside_fen"], 10_000, None, ""),
        (said["over_price_fen"], 0, 0, ""),
        (said["scope_fen"], 0, None, ""),
        *((said[f"{SPECIAL}{code}"], 0, None, code) for code in specials),
    ]
    return tuple(BillLine(at, *one) for at, one in enumerate(found, 1))


def people_of(chunk: Chunk, header: Header) -> list[Person]:
    """Read the columns as a person would, one by one."""
    codes, found, at = header.codes, [], 0
    for number in range(MANY):
        who = {name: int(column[number]) for name, column in chunk.persons.items()}
        person = Person(
            Claimant(
                SCHEMES[who["scheme"]],
                GROUPS[who["group"]],
                codes.entitled(who["entitled"]),
                who["straight_years"],
                who["free_years"],
                who["account_fen"],
                who["family_fen"],
            )
        )
        for _ in range(who["claims"]):
            said = {name: int(column[at]) for name, column in chunk.claims.items()}
            at += 1
            reasons = enumerate(codes.reasons)
            person.bills.append(
                Bill(
                    KINDS[said["kind"]],
                    LEVELS[said["level"]],
                    DAY,
                    lines_of(said, codes.specials),
                    PLACES[said["place"]],
                    said["stay"],
                    bool(said["chinese_medicine"]),
                    codes.diseases[said["disease"]],
                    frozenset(c for bit, c in reasons if said["reasons"] >> bit & 1),
                    said["credit_fen"],
                    said["order"],
                    Withheld.ABROAD if said["withheld"] else None,
                )
            )
        found.append(person)
    return found


@pytest.mark.parametrize("region", ["370300", "370700", "370900", "371300"])
def test_columns_say_what_the_bills_say(region):
    chunk, header = invented(region)
    people = people_of(chunk, header)
    bills = [bill for person in people for bill in person.bills]
    said = quotes(people, load_benefits(FOLDER)[region], DAY)
    flat = [one for own in said for one in own]
    assert [bill.total_fen for bill in bills] == chunk.claims["total_fen"].tolist()
    year = Year(terms(region), person_columns(chunk), claim_columns(chunk, header))
    seen = 0
    for done in year.settle():
        for at, place in enumerate(done.claims.tolist()):
            assert differences(done, at, flat[place], bills[place]) == []
            seen += 1
    assert seen == len(bills) > 0


def test_empty_columns_are_left_out_and_others_kept():
    chunk, header = invented("371300")
    bare = replace(
        chunk, claims={**chunk.claims, "order": np.ones_like(chunk.claims["order"])}
    )
    assert claim_columns(bare, header).order is None
    assert claim_columns(chunk, header).order is not None
    assert claim_columns(chunk, header).disease is None
