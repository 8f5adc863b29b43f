"""What enrolment costs, as the files say it."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tongban.core.enrolment.terms import NoTerms
from tongban.policy.enrolment import load_enrolment, terms_for
from tongban.policy.reading import PolicyErrors

FOLDER = Path(settings.TONGBAN_POLICY)
NAME = "enrolment/370700.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER / "enrolment", tmp_path / "enrolment")
    return tmp_path


def test_the_premiums_of_2025_are_those_of_the_notice():
    terms = terms_for(load_enrolment(FOLDER), "370705").premium_of(2025)
    assert (terms.low_fen, terms.high_fen) == (40_000, 51_000)
    assert (terms.student_fen, terms.subsidy_fen) == (38_000, 67_000)
    assert terms.verified


def test_every_figure_has_a_source_and_placeholders_say_so():
    figures = terms_for(load_enrolment(FOLDER), "370700").figures
    assert all(figure.source for figure in figures)
    assert all(
        not figure.verified for figure in figures if figure.source.startswith("占位")
    )


def test_a_region_without_a_file_has_no_terms():
    with pytest.raises(NoTerms):
        terms_for(load_enrolment(FOLDER), "110105")


@pytest.mark.parametrize(
    ("given", "wrong", "told"),
    [
        ("mark: '?', verified: false", "mark: '?', verified: true", "已核实"),
        ("from: 2026-01-01}", "from: 2025-12-31}", "同一天"),
        ("year: 2024", "year: 2025", "写了两次"),
        ("yuan: '4000.00'", "yuan: '40000.00'", "下限高于上限"),
        ("mark: B,", "mark: Z,", "允许的值"),
    ],
)
def test_mistakes_are_told_with_file_and_line(folder, given, wrong, told):
    path = folder / NAME
    text = path.read_text(encoding="utf-8")
    assert given in text
    path.write_text(text.replace(given, wrong, 1), encoding="utf-8")
    with pytest.raises(PolicyErrors) as found:
        load_enrolment(folder)
    assert f"{NAME}:" in str(found.value)
    assert told in str(found.value)
