"""The files about personal accounts: read whole, every mistake told with its line."""

from datetime import date
from pathlib import Path

import pytest

from tongban.core.personal_accounts.terms import NoAccountTerms
from tongban.core.personal_accounts.withdrawal import Payee
from tongban.policy.personal_accounts import account_terms_for, load_personal_accounts
from tongban.policy.reading import PolicyErrors

ROOT = Path(__file__).resolve().parents[2] / "policy"
FILE = ROOT / "personal_accounts" / "370700.yaml"


def book_with(tmp_path: Path, old: str, new: str):
    text = FILE.read_text()
    assert old in text
    (tmp_path / "personal_accounts").mkdir()
    changed = tmp_path / "personal_accounts" / "370700.yaml"
    changed.write_text(text.replace(old, new, 1))
    return load_personal_accounts(tmp_path)


def test_the_published_file_is_read():
    terms = account_terms_for(load_personal_accounts(ROOT), "370783001")

    assert terms.credit_on(date(2023, 12, 1)).unit.at(45).bp == 100
    assert terms.credit_on(date(2024, 1, 1)).unit.at(45).bp == 0
    assert terms.credit_on(date(2023, 12, 1)).retired is None
    retired = terms.credit_on(date(2024, 1, 1)).retired
    assert retired is not None
    assert not retired.pension_basis.verified
    assert terms.reasons["death"].payee is Payee.HEIR
    assert not terms.reasons["resettlement"].closes_account


def test_a_city_without_a_file_is_refused():
    with pytest.raises(NoAccountTerms):
        account_terms_for(load_personal_accounts(ROOT), "370100")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("mark: '?', verified: false}", "mark: '?', verified: true}", "已核实"),
        ("through: 2022-12-31", "through: 2023-01-01", "同一天有效"),
        ("code: moved-out", "code: emigration", "写了两次"),
        ("interest: {bp: 0", "interest: {bp: 0.5", "引号"),
        ("relatives_max: 10", "relatives_max: none", "应当是整数"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, sentence):
    with pytest.raises(PolicyErrors) as refused:
        book_with(tmp_path, old, new)

    (problem, *_) = refused.value.problems
    assert problem.file == "personal_accounts/370700.yaml"
    assert problem.line > 1
    assert sentence in str(refused.value)
