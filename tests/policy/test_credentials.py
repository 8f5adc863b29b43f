"""The parameters of credentials: what is on file, and what is refused."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tongban.policy.credentials import CredentialRulesMissing, load_credential_book
from tongban.policy.located import PolicyFileWrong

POLICY = Path(__file__).resolve().parents[2] / "policy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("credentials", "schema"):
        shutil.copytree(POLICY / name, tmp_path / name)
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "credentials/rules.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_parameters_of_a_day_are_found_and_a_day_before_all_is_refused():
    book = load_credential_book(POLICY)
    rules = book.on(date(2023, 9, 11))
    assert rules.code.rotate_seconds < rules.code.life_seconds
    assert rules.adult_age == 18
    with pytest.raises(CredentialRulesMissing):
        book.on(date(2020, 12, 31))


def test_a_code_that_ends_before_the_next_is_refused(folder):
    change(folder, "rotate_seconds: 30", "rotate_seconds: 61")
    with pytest.raises(PolicyFileWrong) as no:
        load_credential_book(folder)
    assert "before the next" in str(no.value)


def test_two_versions_on_one_day_are_refused(folder):
    text = (folder / "credentials/rules.yaml").read_text()
    version = text.split("versions:\n")[1].replace("2021-01-01", "2024-01-01")
    (folder / "credentials/rules.yaml").write_text(text + version)
    with pytest.raises(PolicyFileWrong) as no:
        load_credential_book(folder)
    assert "hold on one day" in str(no.value)


def test_a_next_version_begins_on_its_own_day(folder):
    change(folder, "{from: 2021-01-01}", "{from: 2021-01-01, through: 2023-12-31}")
    text = (folder / "credentials/rules.yaml").read_text()
    version = text.split("versions:\n")[1]
    version = version.replace("2021-01-01, through: 2023-12-31", "2024-01-01")
    version = version.replace("life_seconds: 60", "life_seconds: 90")
    (folder / "credentials/rules.yaml").write_text(text + version)
    book = load_credential_book(folder)
    assert book.on(date(2023, 12, 31)).code.life_seconds == 60
    assert book.on(date(2024, 1, 1)).code.life_seconds == 90
