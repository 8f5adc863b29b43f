"""Faces as numbers: one interface, a local engine, off unless a setting says so.

``TONGBAN_FACES`` is ``none`` or ``dlib``. The engine needs the extra ``faces`` of
the package and is loaded when it is first asked. It knows one face from another;
it does not know a face from its photograph: no model for that is shipped, so a
face never stands alone for a person.
"""

import importlib
import importlib.util
import math
import struct
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from django.conf import settings

PARTS: Final = ("dlib", "numpy", "face_recognition_models")
MODELS: Final = "face_recognition_models"
LANDMARKS: Final = "shape_predictor_5_face_landmarks.dat"
DESCRIPTOR: Final = "dlib_face_recognition_resnet_model_v1.dat"
SCALE: Final = 1_000_000  # numbers are kept as whole millionths
THOUSANDTHS: Final = 1_000
PIXELS_MAX: Final = 25_000_000
BYTES_MAX: Final = 5 * 1024 * 1024
FACES_MAX: Final = 10
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8"
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

Numbers = tuple[int, ...]


class PictureFaulty(ValueError):
    """The bytes are no picture within the limits."""


class FaceEngine(Protocol):
    """Somebody who draws numbers from faces."""

    @property
    def name(self) -> str:
        """The name kept with every template: others' numbers do not compare."""
        ...

    def faces(self, picture: bytes) -> Sequence[Numbers]:
        """Return the numbers of every face in a picture, in whole millionths.

        Raises ``PictureFaulty``.
        """
        ...


def engine() -> FaceEngine | None:
    """Return the engine of this installation; nothing when faces are off."""
    if settings.TONGBAN_FACES == "none":
        return None
    return _dlib()


def missing_parts() -> tuple[str, ...]:
    """Return the packages of the extra that are not installed."""
    return tuple(part for part in PARTS if importlib.util.find_spec(part) is None)


def distance(one: Numbers, other: Numbers) -> int:
    """Return how far two faces are apart, in thousandths, rounded down."""
    squares = sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return math.isqrt(squares) * THOUSANDTHS // SCALE


def check_picture(picture: bytes) -> None:
    """Refuse what is no JPEG or PNG within bytes and pixels, before decoding it."""
    if len(picture) > BYTES_MAX:
        raise PictureFaulty("Too many bytes.")
    size = _png_size(picture) or _jpeg_size(picture)
    if size is None or not 0 < size[0] * size[1] <= PIXELS_MAX:
        raise PictureFaulty("No picture, or too many pixels.")


@dataclass(frozen=True, slots=True)
class DlibEngine:
    """dlib's detector and its 128 numbers of a face; everything stays here."""

    dlib: Any
    detector: Any
    landmarks: Any
    descriptor: Any
    name: str = "dlib-resnet-v1"

    def faces(self, picture: bytes) -> Sequence[Numbers]:
        """Return the numbers of every face in a picture."""
        check_picture(picture)
        image = self._decoded(picture)
        # Without enlarging: who stands before a camera is large, and enlarged
        # pictures show faces in folds of cloth.
        boxes = list(self.detector(image, 0))[:FACES_MAX]
        return tuple(self._numbers(image, box) for box in boxes)

    def _decoded(self, picture: bytes) -> Any:  # noqa: ANN401 - numpy is optional
        with tempfile.NamedTemporaryFile(suffix=".img") as file:
            file.write(picture)
            file.flush()
            try:
                return self.dlib.load_rgb_image(file.name)
            except RuntimeError as fault:
                raise PictureFaulty("The picture cannot be decoded.") from fault

    def _numbers(self, image: Any, box: Any) -> Numbers:  # noqa: ANN401 - as above
        shape = self.landmarks(image, box)
        drawn = self.descriptor.compute_face_descriptor(image, shape)
        return tuple(round(value * SCALE) for value in drawn)


@cache
def _dlib() -> FaceEngine:
    dlib: Any = importlib.import_module("dlib")
    found = importlib.util.find_spec(MODELS)
    places = () if found is None else found.submodule_search_locations or ()
    folder = Path(next(iter(places))) / "models"
    return DlibEngine(
        dlib=dlib,
        detector=dlib.get_frontal_face_detector(),
        landmarks=dlib.shape_predictor(str(folder / LANDMARKS)),
        descriptor=dlib.face_recognition_model_v1(str(folder / DESCRIPTOR)),
    )


def _png_size(picture: bytes) -> tuple[int, int] | None:
    if not picture.startswith(_PNG) or len(picture) < 24:  # noqa: PLR2004 - IHDR's end
        return None
    width, height = struct.unpack(">LL", picture[16:24])
    return width, height


def _jpeg_size(picture: bytes) -> tuple[int, int] | None:
    """Return the size a JPEG's frame header says, walking from mark to mark."""
    if not picture.startswith(_JPEG):
        return None
    place = 2
    while place + 9 <= len(picture) and picture[place] == 0xFF:  # noqa: PLR2004 - a mark
        mark, length = (
            picture[place + 1],
            int.from_bytes(picture[place + 2 : place + 4]),
        )
        if mark in _JPEG_SIZES:
            height, width = struct.unpack(">HH", picture[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None
