"""Stars follow from the channels, the steps and the originals of an item."""

import pytest
from tests.core.items.samples import material, terms

from tongban.core.items.catalogue import Channel, Step
from tongban.core.items.depth import Depth, depth_of, visits_of

ONLINE = (Channel.COUNTER, Channel.ONLINE)
PLAIN = (Step.APPLY, Step.ACCEPT, Step.CLOSE)
FORM = {"properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("case", "changes", "depth", "visits"),
    [
        ("no way but the window, no form", {"form": {}}, Depth.GUIDE, 1),
        ("no way but the window, a form to print", {"form": FORM}, Depth.FORMS, 1),
        (
            "an assessment on the spot",
            {"channels": ONLINE, "steps": (Step.APPLY, Step.ASSESS)},
            Depth.APPLICATION,
            1,
        ),
        (
            "everybody shows an original",
            {"channels": ONLINE, "materials": (material(original=True),)},
            Depth.ONE_VISIT,
            1,
        ),
        (
            "only who sends somebody else shows one",
            {
                "channels": ONLINE,
                "materials": (material(original=True, when=("proxy",)),),
            },
            Depth.WHOLE,
            0,
        ),
    ],
)
def test_depth(case, changes, depth, visits):
    base = {"channels": (Channel.COUNTER,), "steps": PLAIN, "materials": ()}
    found = terms(**{**base, **changes})
    assert (depth_of(found), visits_of(found)) == (depth, visits), case
