"""The measurement of simulations runs, small; the other side is stood in for."""

import json
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest

from tongban.config.bench import simulating

# Counts as the other side would, in whole numbers, with one row a fen too much.
STAND_IN = """
import json, sys
import numpy as np
folder = sys.argv[1]
said = json.load(open(f"{folder}/terms.json"))
fen = np.load(f"{folder}/scope.npy")
rest, paid, above = np.maximum(fen - 80_000, 0), 0, np.full(fen.size, 1 << 60)
for first, rate in reversed(said["bands"]):
    start = np.maximum(int(first * 100), 80_000)
    part = np.maximum(np.minimum(fen, above) - start, 0)
    paid = paid + (part * round(rate * 10_000) + 5_000) // 10_000
    above = np.full(fen.size, start)
paid = np.minimum(paid, int(said["ceiling"] * 100))
paid[0] += 1
for _ in sys.stdin:
    np.save(f"{folder}/paid.npy", paid)
    print(0.5, 0.25, flush=True)
"""


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setenv("BENCH_STAYS", "3000")
    monkeypatch.setenv("BENCH_PERSONS", "800")
    for name, size in (("DRAWN", 20_000), ("BY_HAND", 10), ("ROUNDS", 1)):
        monkeypatch.setattr(simulating, name, size)

    @contextmanager
    def stand_in(home):
        with subprocess.Popen(
            [sys.executable, "-c", STAND_IN, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as running:
            try:
                yield running
            finally:
                running.kill()

    monkeypatch.setattr(simulating, "_openfisca", stand_in)


def test_every_row_is_measured_and_wrong_rows_are_counted(small, tmp_path):
    found = simulating.measure_simulating(tmp_path)
    assert set(found) == {
        "simulate.claims_per_s",
        "simulate.vs_openfisca",
        "simulate.vs_openfisca_formula",
        "simulate.openfisca_wrong",
        "simulate.file_claims_per_s",
        "simulate.peak_mb",
    }
    assert all(one.value > 0 for one in found.values())
    assert found["simulate.openfisca_wrong"].value == 1
    assert found["simulate.vs_openfisca"].floor == 3000 / 0.5


def test_a_run_that_fails_is_no_measurement():
    with pytest.raises(subprocess.CalledProcessError):
        simulating._run("simulate", "nothing.npz")


def test_the_comparable_terms_pay_by_the_bands(tmp_path):
    scope = np.array([80_000, 80_001, 5_000_001, 20_000_000, 90_000_000])
    columns = simulating._one_each(scope)
    paid = simulating._paid(simulating._comparable(), columns)
    first = (5_000_000 - 80_000) * 8 // 10
    second = 5_000_000 * 85 // 100
    assert paid.tolist() == [0, 1, first + 1, first + second + 9_000_000, 20_000_000]
    assert json.loads(json.dumps(simulating._said_to_openfisca()))["ceiling"] == 200_000
