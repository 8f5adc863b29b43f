"""Every word of benefits has its Chinese, every fund its national code."""

from tongban.core.benefits.vocabulary import (
    CARE_KIND_WORDS,
    FUND_PAY_TYPE,
    FUND_WORDS,
    GROUP_WORDS,
    LEVEL_WORDS,
    PART_WORDS,
    PLACE_WORDS,
    WITHHELD_WORDS,
    CareKind,
    Fund,
    Group,
    Level,
    Part,
    Place,
    Withheld,
)


def test_nothing_lacks_its_word():
    pairs = (
        (CARE_KIND_WORDS, CareKind),
        (FUND_WORDS, Fund),
        (FUND_PAY_TYPE, Fund),
        (GROUP_WORDS, Group),
        (LEVEL_WORDS, Level),
        (PART_WORDS, Part),
        (PLACE_WORDS, Place),
        (WITHHELD_WORDS, Withheld),
    )
    assert all(set(words) == set(kind) for words, kind in pairs)


def test_national_codes_of_funds_are_told_apart():
    assert len(set(FUND_PAY_TYPE.values())) == len(Fund)
