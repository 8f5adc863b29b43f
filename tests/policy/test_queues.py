"""The rules of halls and terminals: what is on file, and what is refused."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tongban.core.queue.rules import QueueRules
from tongban.policy.located import PolicyFileWrong
from tongban.policy.publishing import load_book
from tongban.policy.queues import HallRulesMissing, load_hall_book

POLICY = Path(__file__).resolve().parents[2] / "policy"
DAY = date(2023, 9, 11)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("queues", "schema"):
        shutil.copytree(POLICY / name, tmp_path / name)
    return tmp_path


def rules() -> QueueRules:
    return load_hall_book(POLICY).hall_on(DAY)


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "queues" / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_every_item_is_queued_for_under_exactly_one_kind():
    items = {str(item.code) for item in load_book(POLICY).items_on("370700", DAY)}
    claimed = [code for kind in rules().kinds for code in kind.items]
    assert sorted(claimed) == sorted(items)


def test_a_terminal_shows_twelve_items_of_the_list():
    items = {str(item.code) for item in load_book(POLICY).items_on("370700", DAY)}
    found = load_hall_book(POLICY).kiosk_on(DAY).items_for("370705", ("370000",))
    assert len(set(found)) == 12
    assert set(found) <= items


def test_consultation_collection_and_help_ask_for_no_name():
    anonymous = {kind.code for kind in rules().kinds if kind.anonymous}
    assert anonymous == {"consult", "collect", "help"}
    assert [kind.code for kind in rules().kinds if kind.at_once] == ["help"]


def test_before_the_first_version_there_are_no_rules():
    with pytest.raises(HallRulesMissing):
        load_hall_book(POLICY).hall_on(date(2020, 12, 31))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("hall.yaml", "letter: B", "letter: A", "letter A stands in two kinds"),
        (
            "hall.yaml",
            "code: moving",
            "code: maternity",
            "code maternity stands in two",
        ),
        ("hall.yaml", "[transfer-out,", "[person-enquiry,", "person-enquiry stands in"),
        ("hall.yaml", "lock_seconds: 10", "lock_seconds: -1", "-1 is less than"),
        ("kiosk.yaml", "warning_seconds: 15", "warning_seconds: 60", "before the end"),
        ("kiosk.yaml", "- transfer-in\n", "- moon\n          - sun\n", "is too long"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(folder, name, old, new, words):
    change(folder, name, old, new)
    with pytest.raises(PolicyFileWrong) as wrong:
        load_hall_book(folder)
    assert f"queues/{name}:" in wrong.value.message
    assert words in wrong.value.message


def test_two_versions_of_one_day_are_a_mistake(folder):
    path = folder / "queues" / "kiosk.yaml"
    head, _, version = path.read_text().partition("versions:\n")
    path.write_text(f"{head}versions:\n{version}{version}")
    with pytest.raises(PolicyFileWrong, match="versions 1 and 2 hold on one day"):
        load_hall_book(folder)
