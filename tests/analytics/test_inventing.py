"""An invented population repeats itself, is sound, and has somebody of every kind."""

import hashlib

import numpy as np
import pytest
from tests.analytics.region import DAY, REGION, terms, wanted

from tongban.analytics import inventing
from tongban.analytics.checking import faults_of
from tongban.analytics.codes import GROUPS, KINDS, SCHEMES
from tongban.analytics.inventing import invent, some_persons
from tongban.analytics.population import Header, PopulationFile
from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import CareKind, Group

MANY = 4_000


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(tmp_path):
    found = []
    for seed in (1, 1, 2):
        path = tmp_path / "some.npz"
        invent(wanted(200, seed=seed), path, lambda _: None)
        with PopulationFile(path) as file:
            fen = [chunk.claims["total_fen"].tobytes() for chunk in file.chunks()]
        found.append(hashlib.sha256(b"".join(fen)).hexdigest())
    assert found[0] == found[1] != found[2]
    assert [one.name for one in tmp_path.iterdir()] == ["some.npz"]


def test_parts_of_a_population_are_drawn_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(inventing, "PERSONS_AT_ONCE", 30)
    seen: list[int] = []
    made = invent(wanted(70), tmp_path / "some.npz", seen.append)
    assert (seen, made.persons) == ([30, 30, 10], 70)


@pytest.mark.parametrize("region", ["370300", "370700", "370900", "371300"])
def test_every_region_gives_a_sound_population(region):
    asked = wanted(500, region)
    chunk = some_persons(asked, 0, 500)
    areas = tuple(str(one) for one in range(99))
    head = Header(region, 0, 0, terms(region).codes, areas)
    assert [str(one) for one in faults_of(chunk, head, terms(region))] == []


def test_stays_are_counted_and_schemes_have_their_groups():
    chunk = some_persons(wanted(MANY), 0, MANY)
    owners = np.repeat(np.arange(MANY), chunk.persons["claims"])
    stays = chunk.claims["kind"] == KINDS.index(CareKind.INPATIENT)
    for person in np.unique(owners[stays])[:200]:
        own = chunk.claims["stay"][(owners == person) & stays]
        assert own.tolist() == list(range(1, own.size + 1))
    assert (chunk.claims["stay"][~stays] == 1).all()
    resident = chunk.persons["scheme"] == SCHEMES.index(Scheme.RESIDENT)
    groups = {GROUPS[one] for one in np.unique(chunk.persons["group"][resident])}
    assert groups == {Group.LOW, Group.HIGH}
    assert 0.1 < stays.sum() / MANY < 0.4


def test_towns_are_those_of_the_city_or_the_city_itself(tmp_path):
    weifang = invent(wanted(50, "370700"), tmp_path / "w.npz", lambda _: None)
    assert "370783100" in weifang.areas
    linyi = invent(wanted(50), tmp_path / "l.npz", lambda _: None)
    assert (linyi.areas, terms().day) == ((REGION,), DAY)
