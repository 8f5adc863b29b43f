"""Kinds of persons: their scheme, their dictionary code, and age."""

from datetime import date

import pytest

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.kinds import (
    COVER_STATE_WORDS,
    PERSON_KIND_WORDS,
    PSN_INSU_STAS,
    PSN_TYPE,
    CoverState,
    PersonKind,
    full_years,
    resident_kind,
    scheme_of,
)


def test_every_kind_has_a_word_and_a_code_of_its_scheme():
    for kind in PersonKind:
        assert PERSON_KIND_WORDS[kind]
        employee = PSN_TYPE[kind][:2] in {"11", "12"}
        assert (scheme_of(kind) is Scheme.EMPLOYEE) == employee
    assert set(COVER_STATE_WORDS) == set(PSN_INSU_STAS) == set(CoverState)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-05-05", PersonKind.MINOR),
        ("2026-05-06", PersonKind.ADULT),
        ("2068-05-05", PersonKind.ADULT),
        ("2068-05-06", PersonKind.ELDERLY),
    ],
)
def test_a_resident_is_adult_and_elderly_from_the_birthday_on(day, kind):
    born_on = date(2008, 5, 6)
    assert resident_kind(born_on=born_on, day=date.fromisoformat(day)) is kind


def test_born_on_the_29th_of_february_a_year_is_full_on_the_first_of_march():
    assert full_years(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert full_years(date(2008, 2, 29), date(2026, 3, 1)) == 18
