from tongban.core.ledger.accounts import (
    ACCOUNT_KIND_WORDS,
    NEVER_BELOW_ZERO,
    OWNED,
    AccountKind,
)


def test_every_kind_has_a_word_of_its_own():
    assert set(ACCOUNT_KIND_WORDS) == set(AccountKind)
    assert len(set(ACCOUNT_KIND_WORDS.values())) == len(AccountKind)


def test_only_what_belongs_to_a_person_is_kept_above_zero():
    assert {AccountKind.PERSONAL} == NEVER_BELOW_ZERO == OWNED
