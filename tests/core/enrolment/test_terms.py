"""Terms of a region: the version of the day, or a refusal that says what lacks."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tongban.core.enrolment.terms import NoTerms
from tongban.policy.enrolment import load_enrolment, terms_for

TERMS = terms_for(load_enrolment(Path(settings.TONGBAN_POLICY)), "370705001")


def test_the_years_required_change_with_the_day():
    old = TERMS.retirement_on(date(2025, 12, 31))
    new = TERMS.retirement_on(date(2026, 1, 1))
    assert not old.verified
    assert (new.male_years, new.female_years) == (30, 25)


def test_what_is_not_laid_down_is_refused():
    with pytest.raises(NoTerms):
        TERMS.premium_of(2022)
    with pytest.raises(NoTerms):
        TERMS.contribution_on(date(2020, 12, 31))
    with pytest.raises(NoTerms):
        TERMS.retirement_on(date(2020, 12, 31))
