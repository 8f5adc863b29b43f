"""Two sets of terms on one population: sums, persons touched, everything refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.analytics.equal import FOLDER, claim_columns, person_columns
from tests.analytics.region import DAY, PERSONS, REGION, header, terms, wanted

from tongban.analytics import population, simulation
from tongban.analytics.checking import PopulationFaulty
from tongban.analytics.inventing import invent, some_persons
from tongban.analytics.population import PopulationFile, PopulationWriter
from tongban.analytics.simulation import (
    OWN,
    Compared,
    OtherRegion,
    Outcome,
    simulate,
)
from tongban.analytics.terms import TermTables, compile_terms
from tongban.analytics.year import Year
from tongban.core.benefits.vocabulary import Fund
from tongban.policy.simulations import load_what_if

CHANGE = FOLDER / "simulations/371300-tertiary-deductible.yaml"
MANY = 300


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("population") / "linyi.npz"
    invent(wanted(MANY), path, lambda _: None)
    return path


def changed() -> TermTables:
    return compile_terms(load_what_if(FOLDER, CHANGE).after, DAY, terms().codes)


def run(file: Path, after: TermTables) -> Outcome:
    seen: list[int] = []
    with PopulationFile(file) as found:
        asked = Compared(terms(), after, found.header.areas)
        outcome = simulate(found, asked, seen.append)
    assert sum(seen) == outcome.persons == MANY
    return outcome


def by_hand(after: TermTables) -> tuple[list[int], list[int]]:
    """Return what each person bears a year, settled without chunks or groups."""
    chunk = some_persons(wanted(MANY), 0, MANY)
    chunk = replace(
        chunk,
        persons={
            n: c.astype(population.PERSON_COLUMNS[n]) for n, c in chunk.persons.items()
        },
        claims={
            n: c.astype(population.CLAIM_COLUMNS[n]) for n, c in chunk.claims.items()
        },
    )
    found = []
    for one in (terms(), after):
        own = np.zeros(MANY, np.int64)
        year = Year(
            one,
            simulation.person_columns(chunk),
            simulation.claim_columns(chunk, header()),
        )
        for done in year.settle():
            own[done.persons] += done.parts.own_fen
        found.append(own.tolist())
    return found[0], found[1]


def test_nothing_changed_changes_nothing(file):
    outcome = run(file, terms())
    for cut in outcome.cuts:
        assert (cut.before == cut.after).all()
        assert not cut.persons[:, :2].any()
    assert (outcome.funds_before == outcome.funds_after).all()


def test_a_dearer_deductible_is_borne_by_those_whom_it_touches(file):
    outcome = run(file, changed())
    before, after = by_hand(changed())
    whole = outcome.whole
    assert whole.before[0, OWN] == sum(before)
    assert whole.after[0, OWN] == sum(after)
    touched = [b - a for b, a in zip(before, after, strict=True)]
    chunk = some_persons(wanted(MANY), 0, MANY)
    had = int((chunk.persons["claims"] > 0).sum())
    more = sum(one < 0 for one in touched)
    less = sum(one > 0 for one in touched)
    assert more > 0
    assert whole.persons.tolist() == [[less, more, had - less - more]]
    assert whole.after.sum() == whole.before.sum() == chunk.claims["total_fen"].sum()


def test_every_cut_gives_the_whole_and_the_funds_as_well(file):
    outcome = run(file, changed())
    for cut in outcome.cuts[1:]:
        assert (cut.before.sum(axis=0) == outcome.whole.before[0]).all()
        assert (cut.after.sum(axis=0) == outcome.whole.after[0]).all()
        if cut.name != "医院等级":
            assert (cut.persons.sum(axis=0) == outcome.whole.persons[0]).all()
    assert outcome.funds_before.sum() == outcome.whole.before[0, :OWN].sum()
    pool = simulation.FUNDS.index(Fund.EMPLOYEE_POOL)
    assert outcome.funds_after[pool] < outcome.funds_before[pool]
    # Only tertiary stays of employees were touched.
    scheme, level = outcome.cuts[1], outcome.cuts[3]
    assert (scheme.before[1] == scheme.after[1]).all()
    assert (level.before[4] != level.after[4]).any()


def test_chunks_do_not_matter(file, monkeypatch):
    whole = run(file, changed())
    monkeypatch.setattr(population, "CHUNK", 50)
    monkeypatch.setattr(population, "PERSONS", 64)
    pieces = run(file, changed())
    for one, other in zip(whole.cuts, pieces.cuts, strict=True):
        assert (one.before == other.before).all()
        assert (one.after == other.after).all()
        assert (one.persons == other.persons).all()
    assert whole.claims == pieces.claims


def test_blocks_do_not_matter(monkeypatch):
    whole = by_hand(changed())
    monkeypatch.setattr("tongban.analytics.year.BLOCK", 17)
    assert by_hand(changed()) == whole


def test_a_population_of_another_region_is_refused(file):
    with PopulationFile(file) as found:
        asked = Compared(terms("370700"), terms("370700"), found.header.areas)
        with pytest.raises(OtherRegion):
            simulate(found, asked, lambda _: None)


def test_all_faults_of_all_chunks_are_told_together(tmp_path, monkeypatch):
    chunk = some_persons(wanted(), 0, PERSONS)
    stay, total = chunk.claims["stay"].copy(), chunk.claims["total_fen"].copy()
    stay[0], stay[-1], total[-1] = 0, 0, -5
    writer = PopulationWriter(tmp_path, header())
    writer.add(
        replace(chunk, claims={**chunk.claims, "stay": stay, "total_fen": total})
    )
    writer.finish(tmp_path / "bad.npz")
    monkeypatch.setattr(population, "CHUNK", 5)
    with PopulationFile(tmp_path / "bad.npz") as found:
        asked = Compared(terms(), terms(), (REGION,))
        with pytest.raises(PopulationFaulty) as no:
            simulate(found, asked, lambda _: None)
    said = str(no.value.data["what"])
    assert no.value.data["count"] == 3
    first = int(np.flatnonzero(chunk.persons["claims"])[0]) + 1
    assert f"stay：应当从1数起（2行，最先在第{first}人）" in said
    assert "total_fen：金额应当在" in said


def test_a_day_without_terms_is_refused_with_the_kinds_that_miss_them(file):
    early = compile_terms(
        load_what_if(FOLDER, CHANGE).before, date(2020, 1, 1), terms().codes
    )
    with PopulationFile(file) as found, pytest.raises(PopulationFaulty) as no:
        simulate(found, Compared(early, early, (REGION,)), lambda _: None)
    assert "没有规定职工基本医疗保险的住院待遇" in str(no.value.data["what"])


def test_the_same_columns_are_said_by_hand_and_by_file():
    assert claim_columns([], terms().codes).kind.size == 0
    assert person_columns([], terms().codes).claims.size == 0
