"""Preparation runs when something changed, and only then."""

import os

from tongban.config.preparation import Stamp, state_digest


def test_a_stamp_matches_only_what_it_saw(tmp_path):
    stamp = Stamp(tmp_path / "prepared")
    assert not stamp.matches("a")

    stamp.write("a")

    assert stamp.matches("a")
    assert not stamp.matches("b")


def test_a_touched_policy_file_asks_for_preparation(tmp_path, settings):
    settings.TONGBAN_POLICY = tmp_path
    sheet = tmp_path / "2027.yaml"
    sheet.write_text("year: 2027\n")
    before = state_digest()
    assert state_digest() == before

    os.utime(sheet, (1, 1))

    assert state_digest() != before


def test_a_new_policy_file_asks_for_preparation(tmp_path, settings):
    settings.TONGBAN_POLICY = tmp_path
    before = state_digest()
    (tmp_path / "2027.yaml").write_text("year: 2027\n")
    assert state_digest() != before


def test_a_file_of_another_kind_does_not(tmp_path, settings):
    settings.TONGBAN_POLICY = tmp_path
    before = state_digest()
    (tmp_path / "notes.txt").write_text("nothing")
    assert state_digest() == before
