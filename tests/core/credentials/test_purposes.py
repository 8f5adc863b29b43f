"""A code serves what its owner showed it for, and nothing else."""

from itertools import product

import pytest

from tongban.core.credentials.purposes import (
    OFFICE_PURPOSES,
    PROVIDER_PURPOSES,
    PURPOSE_WORDS,
    SCOPE_WORDS,
    WAY_WORDS,
    Purpose,
    PurposeNotCovered,
    Scope,
    Way,
    check_covers,
)


@pytest.mark.parametrize(("scope", "purpose"), list(product(Scope, Purpose)))
def test_every_scope_covers_its_purposes_only(scope, purpose):
    medical = purpose in PROVIDER_PURPOSES
    covered = scope is Scope.ANY or (scope is Scope.MEDICAL) == medical
    if covered:
        check_covers(scope, purpose)
        return
    with pytest.raises(PurposeNotCovered) as no:
        check_covers(scope, purpose)
    assert no.value.data["purpose"] == PURPOSE_WORDS[purpose]


def test_every_purpose_is_an_office_s_or_a_provider_s():
    assert {*OFFICE_PURPOSES, *PROVIDER_PURPOSES} == set(Purpose)
    assert set(PURPOSE_WORDS) == set(Purpose)
    assert set(SCOPE_WORDS) == set(Scope)
    assert set(WAY_WORDS) == set(Way)
