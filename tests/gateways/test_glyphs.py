"""Which characters the font of papers has."""

import pytest

from tongban.gateways.glyphs import FontUnreadable, coverage_of
from tongban.gateways.typesetting import font_file


def test_the_font_has_common_and_rare_characters_and_not_all():
    covered = coverage_of(font_file())
    assert all(sign in covered for sign in "医保张A9，〓①龘䶮㐂𠮷𣲷𰻝")
    assert "\U0002ebf0" not in covered
    assert "\U0001f600" not in covered


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\0\0" + b"\0" * 20,
        b"ttcf" + b"\0" * 8 + b"\xff" * 8,
        b"\0\1\0\0\0\1" + b"\0" * 6 + b"cmap" + b"\0" * 11 + b"\x1c" + b"\0\0\0\0",
    ],
)
def test_other_bytes_are_no_font(tmp_path, content):
    path = tmp_path / "font.ttf"
    path.write_bytes(content)
    with pytest.raises(FontUnreadable):
        coverage_of(path)
