"""One face in the picture, and near enough: on the edge and one beyond."""

import pytest

from tongban.core.credentials.faces import (
    FaceDiffers,
    FaceNotAlone,
    check_alone,
    check_near,
)
from tongban.core.credentials.rules import FaceRules

RULES = FaceRules(distance_max=500, tries_max=3, lock_minutes=10)


@pytest.mark.parametrize("count", [0, 2])
def test_a_picture_shows_one_face(count):
    check_alone(["one"])
    with pytest.raises(FaceNotAlone):
        check_alone(["face"] * count)


def test_the_distance_on_the_edge_passes_and_one_more_does_not():
    check_near(500, RULES)
    with pytest.raises(FaceDiffers):
        check_near(501, RULES)
