"""The closed sets of parties: each value has its word and fits its column."""

from enum import StrEnum

import pytest

from tongban.core.access.parties import (
    DUTY_WORDS,
    ID_KIND_WORDS,
    PARTY_KIND_WORDS,
    SCHEME_WORDS,
    Duty,
    IdKind,
    PartyKind,
    Scheme,
)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (PartyKind, PARTY_KIND_WORDS),
        (IdKind, ID_KIND_WORDS),
        (Scheme, SCHEME_WORDS),
        (Duty, DUTY_WORDS),
    ],
)
def test_every_kind_has_a_word_of_its_own(kinds: type[StrEnum], words):
    assert set(words) == set(kinds)
    assert len(set(words.values())) == len(words)
