"""The twelve moments: each has a name and templates that exist."""

from tongban.core.notices.blanks import FILLED_BY
from tongban.core.notices.moments import CODES_OF, MOMENT_WORDS, WAY_WORDS, Moment, Way


def test_there_are_twelve_moments_each_with_its_name_and_templates():
    assert len(Moment) == 12
    assert set(MOMENT_WORDS) == set(CODES_OF) == set(Moment)
    assert len(set(MOMENT_WORDS.values())) == 12


def test_every_template_of_a_moment_is_one_that_messages_have():
    codes = [code for codes in CODES_OF.values() for code in codes]
    assert set(codes) <= set(FILLED_BY)
    assert len(codes) == len(set(codes))


def test_every_way_has_its_name():
    assert set(WAY_WORDS) == set(Way)
