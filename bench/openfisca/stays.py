"""The other side of ``simulate.vs_openfisca``: one stay a person, with openfisca-core.

    python stays.py FOLDER

Reads ``scope.npy`` (fen) and ``terms.json`` from the folder, answers each line on
its standard input with the seconds one run took, whole and formula only, and leaves
``paid.npy`` (fen) there. Runs in an environment of its own, never in the product's.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.taxscales import MarginalRateTaxScale
from openfisca_core.variables import Variable

PERIOD = "2026"
FEN_PER_YUAN = 100
FOLDER = Path(sys.argv[1])
TERMS = json.loads((FOLDER / "terms.json").read_text())
PERSON = Entity("person", "persons", "Person", "One person with one stay.")


def _scale() -> MarginalRateTaxScale:
    scale = MarginalRateTaxScale("bands")
    for first, rate in TERMS["bands"]:
        scale.add_bracket(first, rate)
    return scale


SCALE = _scale()


class scope(Variable):  # noqa: N801 - openfisca names variables after their class
    """What counts of the stay, in yuan."""

    value_type = float
    entity = PERSON
    definition_period = DateUnit.YEAR


class paid(Variable):  # noqa: N801 - as above
    """What the fund pays, in yuan."""

    value_type = float
    entity = PERSON
    definition_period = DateUnit.YEAR

    def formula(person, period):  # noqa: N805, ANN001, ANN201 - openfisca's own form
        """Pay by bands along the year's sum, above the deductible, below the cap."""
        amount = person("scope", period)
        due = np.minimum(amount, TERMS["deductible"])
        share = SCALE.calc(amount) - SCALE.calc(due)
        return np.minimum(np.round(share, 2), TERMS["ceiling"])


def main() -> None:
    """Answer each line with a run."""
    system = TaxBenefitSystem([PERSON])
    system.add_variables(scope, paid)
    fen = np.load(FOLDER / "scope.npy")
    for _ in sys.stdin:
        began = perf_counter()
        simulation = SimulationBuilder().build_default_simulation(system, fen.size)
        simulation.set_input("scope", PERIOD, fen / FEN_PER_YUAN)
        asked = perf_counter()
        found = simulation.calculate("paid", PERIOD)
        ended = perf_counter()
        np.save(FOLDER / "paid.npy", np.rint(found.astype(float) * FEN_PER_YUAN))
        print(ended - began, ended - asked, flush=True)


main()
