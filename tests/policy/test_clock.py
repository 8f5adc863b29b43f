"""The figures of the clock as policy files, and their mistakes."""

import shutil
from pathlib import Path

import pytest
from tests.core.calendar.published import POLICY, day

from tongban.core.cases.clock_rules import Rung, Told
from tongban.policy.clock import ClockFiguresMissing, load_clock_book
from tongban.policy.located import PolicyFileWrong


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(POLICY / "clock", tmp_path / "clock")
    shutil.copytree(POLICY / "schema", tmp_path / "schema")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "clock" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_figures_of_the_platform_are_loaded():
    rules = load_clock_book(POLICY).on(day("2023-09-01"))
    assert [(step.rung, step.share_bp, step.days_after) for step in rules.ladder] == [
        (Rung.HALF, 5000, 0),
        (Rung.WARN, 8000, 0),
        (Rung.DUE, 10000, 0),
        (Rung.OVERDUE, None, 1),
    ]
    assert rules.step(Rung.WARN).told == (Told.HANDLER, Told.FIRST_CONTACT)
    assert (rules.light.days_left, rules.light.share_left_bp) == (3, 3000)
    assert rules.settlement.items == {"hospital-settlement", "pharmacy-settlement"}


def test_what_no_notice_prints_is_marked_as_not_verified():
    book = load_clock_book(POLICY)
    assert not any(book.on(day("2023-09-01")).verified.values())
    assert all(figure.reason for figure in (*book.lights, *book.receipt))


def test_a_new_version_rules_from_its_first_day(folder):
    newer = """\
  - in_force: {from: 2024-07-01}
    verified: true
    source: 某文件
    reason: 按当地公布
    yellow: {days_left: 5, share_left: "0.40"}
"""
    change(
        folder,
        "lights",
        "{from: 2021-01-01}",
        "{from: 2021-01-01, through: 2024-06-30}",
    )
    path = folder / "clock" / "lights.yaml"
    path.write_text(path.read_text(encoding="utf-8") + newer, encoding="utf-8")
    book = load_clock_book(folder)
    assert book.on(day("2024-06-30")).light.days_left == 3
    assert book.on(day("2024-07-01")).light.days_left == 5
    assert book.on(day("2024-07-01")).verified["lights"]
    assert book.newest_day() == day("2024-07-01")


def test_a_day_before_every_version_is_refused():
    with pytest.raises(ClockFiguresMissing) as refused:
        load_clock_book(POLICY).on(day("2020-12-31"))
    assert refused.value.data == {"day": "2020-12-31"}


@pytest.mark.parametrize(
    ("case", "name", "old", "new", "fault"),
    [
        ("a share above one", "lights", '"0.30"', '"1.30%"', "clock/lights.yaml:8: "),
        (
            "rungs out of order",
            "ladder",
            "rung: half",
            "rung: due",
            "the rungs are half",
        ),
        ("shares that fall", "ladder", '"0.80"', '"0.40"', "the shares rise"),
        (
            "a due rung before the due day",
            "ladder",
            '"1.00"',
            '"0.90"',
            "the shares rise",
        ),
        ("an hour that is none", "receipt", "17:30", "25:00", "clock/receipt.yaml:7: "),
        (
            "a channel nobody knows",
            "receipt",
            "counter",
            "window",
            "clock/receipt.yaml:8: ",
        ),
        (
            "a day that is none",
            "collection",
            '"12-31"',
            '"02-29"',
            "collection.yaml:8: 02-29 is not a day",
        ),
        (
            "no reason",
            "settlement",
            "    reason:",
            "    why:",
            "clock/settlement.yaml:3: ",
        ),
    ],
)
def test_a_broken_figure_is_refused_with_its_line(folder, case, name, old, new, fault):
    change(folder, name, old, new)
    with pytest.raises(PolicyFileWrong) as refused:
        load_clock_book(folder)
    assert any(fault in each for each in refused.value.faults), case


def test_two_versions_on_one_day_are_refused(folder):
    path = folder / "clock" / "collection.yaml"
    text = path.read_text(encoding="utf-8")
    again = text.split("versions:\n")[1]
    path.write_text(text + again, encoding="utf-8")
    with pytest.raises(PolicyFileWrong, match="versions 1 and 2 hold on one day"):
        load_clock_book(folder)
