"""Grades and figures of ratings."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tongban.policy.ratings import GRADES, RULES, load_grades, load_rating_rules
from tongban.policy.reading import PolicyErrors

FOLDER = Path(settings.TONGBAN_POLICY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / RULES).parent.mkdir(parents=True)
    for name in (RULES, GRADES):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


@pytest.mark.clause("SD20-三(三)")
def test_five_grades_from_the_best_down_and_two_of_them_bad():
    book = load_grades(FOLDER)
    assert [grade.name for grade in book.grades] == [
        "非常满意",
        "满意",
        "基本满意",
        "不满意",
        "非常不满意",
    ]
    assert [grade.bad for grade in book.grades] == [False] * 3 + [True] * 2
    assert all(book.reasons_of(grade.code) for grade in book.grades)


def test_a_correction_has_fifteen_working_days():
    rules = load_rating_rules(FOLDER)
    assert rules.correction.fix_working_days == 15
    assert set(rules.voices) == {"complaint", "suggestion"}


@pytest.mark.parametrize(
    ("given", "wrong", "line"),
    [
        ("level: 4", "level: 5", 6),
        ("part: guide, text: 指南清楚", "part: gone, text: 指南清楚", 20),
        ("grades: [fairly_satisfied]", "grades: [so_so]", 26),
        ("level: 5", "level: 6", 7),
    ],
)
def test_grades_that_disagree_are_told_with_their_line(folder, given, wrong, line):
    path = folder / GRADES
    path.write_text(path.read_text().replace(given, wrong, 1))
    with pytest.raises(PolicyErrors) as told:
        load_grades(folder)
    assert f"{GRADES}:{line}:" in str(told.value)


def test_a_wrong_figure_is_told_with_its_file(folder):
    path = folder / RULES
    path.write_text(path.read_text().replace("fix_working_days: 15", "fix_days: 15"))
    with pytest.raises(PolicyErrors) as told:
        load_rating_rules(folder)
    assert str(RULES) in str(told.value)
