"""Who rates, and until when."""

from datetime import date

import pytest

from tongban.core.access.actor import ActorKind
from tongban.core.ratings.giving import (
    NotEnded,
    OnlySameDay,
    StaffMayNotRate,
    TooLate,
    Way,
    check_day,
    check_rater,
)
from tongban.core.ratings.rules import GivingRules

ENDED = date(2023, 9, 25)
RULES = GivingRules(open_days=30, additions_max=3)


@pytest.mark.parametrize("kind", [ActorKind.STAFF, ActorKind.SYSTEM])
def test_staff_and_machines_do_not_rate(kind):
    with pytest.raises(StaffMayNotRate):
        check_rater(kind)


@pytest.mark.parametrize(
    "kind", [ActorKind.CITIZEN, ActorKind.EMPLOYER, ActorKind.INSTITUTION]
)
def test_people_who_are_served_rate(kind):
    check_rater(kind)


@pytest.mark.parametrize(
    ("way", "day", "refusal"),
    [
        (Way.PORTAL, date(2023, 9, 24), NotEnded),
        (Way.PORTAL, date(2023, 10, 26), TooLate),
        (Way.KIOSK, date(2023, 9, 26), OnlySameDay),
        (Way.PAD, date(2023, 9, 26), OnlySameDay),
    ],
)
def test_other_days_are_refused(way, day, refusal):
    with pytest.raises(refusal):
        check_day(way, ended_on=ENDED, today=day, rules=RULES)


@pytest.mark.parametrize(
    ("way", "day"),
    [
        (Way.PORTAL, date(2023, 10, 25)),
        (Way.CODE, date(2023, 9, 26)),
        (Way.KIOSK, ENDED),
        (Way.PAD, ENDED),
    ],
)
def test_days_on_the_edge_are_taken(way, day):
    check_day(way, ended_on=ENDED, today=day, rules=RULES)


def test_what_has_not_ended_is_not_rated():
    with pytest.raises(NotEnded):
        check_day(Way.PORTAL, ended_on=None, today=ENDED, rules=RULES)
