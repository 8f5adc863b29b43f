"""Pictures are measured before they are decoded; the real engine when it is there."""

import struct

import pytest

from tongban.gateways import faces
from tongban.gateways.faces import (
    BYTES_MAX,
    PARTS,
    PIXELS_MAX,
    PictureFaulty,
    check_picture,
    distance,
    engine,
    missing_parts,
)


def png(width: int, height: int) -> bytes:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + b"IHDR"
    return head + struct.pack(">LL", width, height)


def jpeg(width: int, height: int, *, before: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHH", 11, 8, height, width) + b"\0" * 4
    return b"\xff\xd8" + before + frame


COMMENT = b"\xff\xfe" + struct.pack(">H", 4) + b"hi"


@pytest.mark.parametrize(
    "picture",
    [png(640, 480), jpeg(640, 480), jpeg(640, 480, before=COMMENT), png(5000, 5000)],
)
def test_pictures_within_the_limits_pass(picture):
    check_picture(picture)


@pytest.mark.parametrize(
    ("case", "picture"),
    [
        ("nothing", b""),
        ("another kind of file", b"%PDF-1.7"),
        ("a cut header", png(640, 480)[:20]),
        ("no pixels", png(0, 480)),
        ("one pixel row too many", png(5000, PIXELS_MAX // 5000 + 1)),
        ("a large one hidden behind a comment", jpeg(60000, 60000, before=COMMENT)),
        ("a JPEG that never says its size", b"\xff\xd8" + COMMENT),
        ("too many bytes", png(640, 480) + b"\0" * BYTES_MAX),
    ],
)
def test_everything_else_is_refused_before_decoding(case, picture):
    with pytest.raises(PictureFaulty):
        check_picture(picture)


def test_a_distance_is_in_thousandths_and_the_same_both_ways():
    one, other = (0, 0), (300_000, 400_000)
    assert distance(one, other) == distance(other, one) == 500
    assert distance(one, one) == 0
    assert distance((0,), (500_999,)) == 500


def test_faces_are_off_unless_the_setting_says_so(settings):
    settings.TONGBAN_FACES = "none"
    assert engine() is None


def test_the_missing_parts_of_the_extra_are_named(monkeypatch):
    monkeypatch.setattr(faces.importlib.util, "find_spec", lambda _name: None)
    assert missing_parts() == PARTS


@pytest.mark.skipif(bool(missing_parts()), reason="the extra 'faces' is not installed")
def test_the_real_engine_knows_a_face_mirrored_and_finds_none_in_a_plain_picture(
    settings, tmp_path
):
    picture = pytest.importorskip("skimage.data").astronaut()
    numpy = pytest.importorskip("numpy")
    settings.TONGBAN_FACES = "dlib"
    drawer = engine()
    assert drawer is not None

    def saved(image) -> bytes:
        path = tmp_path / "picture.png"
        drawer.dlib.save_image(numpy.ascontiguousarray(image), str(path))
        return path.read_bytes()

    (one,) = drawer.faces(saved(picture))
    (mirrored,) = drawer.faces(saved(picture[:, ::-1]))
    assert len(one) == 128
    assert distance(one, mirrored) < 500
    assert drawer.faces(saved(numpy.full_like(picture, 200))) == ()
    with pytest.raises(PictureFaulty):
        drawer.faces(png(10, 10) + b"broken")
