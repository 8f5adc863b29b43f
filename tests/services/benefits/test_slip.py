"""A bill counted out in words: every fen has a line, every line its rule."""

from datetime import date

import pytest

from tongban.core.benefits.terms import NoBenefits
from tongban.core.benefits.vocabulary import CareKind, Group, Level, Place
from tongban.services.benefits.slip import Asked, counted, percent

DAY = date(2024, 12, 2)


def asked(**more: object) -> Asked:
    said: dict[str, object] = {
        "region": "371321",
        "on": DAY,
        "kind": CareKind.INPATIENT,
        "group": Group.RETIRED,
        "level": Level.SECONDARY,
        "place": Place.HOME,
        "scope_fen": 1_000_000,
        "outside_fen": 50_000,
        **more,
    }
    return Asked(**said)  # type: ignore[arg-type]


def test_the_steps_are_told_with_rate_and_source():
    slip = counted(asked())
    assert (slip.total_fen, slip.funds_fen, slip.own_fen) == (
        1_050_000,
        878_750,
        171_250,
    )
    assert [(line.what, line.rate, line.amount_fen) for line in slip.lines] == [
        ("目录外，全部自费", "", 50_000),
        ("职工住院统筹：起付标准以内，个人负担", "", 50_000),
        ("职工住院统筹：支付", "92.5%", 878_750),
        ("职工大病保险：起付标准以内，个人负担", "", 121_250),
        ("个人现金支付", "", 171_250),
    ]
    assert slip.shares[0].name == "职工医保统筹基金"
    paid = slip.lines[2]
    assert (paid.is_fund, paid.clause) == (True, "起付标准和报销比例")
    assert paid.source.startswith("临沂市")
    assert not slip.verified


def test_a_region_or_day_without_terms_is_refused():
    with pytest.raises(NoBenefits):
        counted(asked(region="110101"))
    with pytest.raises(NoBenefits):
        counted(asked(on=date(2019, 1, 1)))


def test_per_cent_is_written_without_needless_noughts():
    assert [percent(one) for one in (0, 50, 8_000, 9_250, 10_000)] == [
        "0%",
        "0.5%",
        "80%",
        "92.5%",
        "100%",
    ]
