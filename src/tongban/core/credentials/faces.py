"""What a comparison of two faces means: a second way, never the only one."""

from collections.abc import Sequence

from tongban.core.credentials.rules import FaceRules
from tongban.core.refusals import Refusal


class FaceNotAlone(Refusal):
    """A picture must show one face: none or several decide nothing."""

    code = "credentials.face_not_alone"

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} faces in the picture.", count=count)


class FaceDiffers(Refusal):
    """The face is not near enough to the one kept."""

    code = "credentials.face_differs"

    def __init__(self) -> None:
        super().__init__("Not near enough; use code and document.")


def check_alone(faces: Sequence[object]) -> None:
    """Refuse a picture without exactly one face."""
    if len(faces) != 1:
        raise FaceNotAlone(len(faces))


def check_near(distance: int, rules: FaceRules) -> None:
    """Refuse faces further apart than the parameter (in thousandths)."""
    if distance > rules.distance_max:
        raise FaceDiffers
