"""While somebody is away another answers, and sees the work."""

from datetime import date

import pytest
from tests.services.cases.stage import envelope, submitted

from tongban.core.days import Period
from tongban.core.staff.absence import AbsencesOverlap
from tongban.records.accounts.models import Account
from tongban.services.cases.queries.lists import Filter, Shelf, work_list
from tongban.services.staff.absences import (
    NotYourAbsence,
    StandInElsewhere,
    absences_of,
    answers_for,
    cancel_absence,
    enter_absence,
)

DAYS = Period.through(date(2023, 9, 12), date(2023, 9, 13))


def pk(login: str) -> int:
    return Account.objects.get(login_name=login).pk


def clerk_away(**changes: object) -> None:
    enter_absence(
        envelope("clerk1"),
        **{
            "account_id": pk("clerk1"),
            "days": DAYS,
            "stand_in_id": pk("clerk2"),
            "words": "培训",
            **changes,
        },
    )


def test_the_stand_in_answers_on_those_days_only():
    clerk_away()

    assert answers_for(pk("clerk2"), date(2023, 9, 11)) == (pk("clerk2"),)
    assert set(answers_for(pk("clerk2"), date(2023, 9, 12))) == {
        pk("clerk1"),
        pk("clerk2"),
    }
    assert answers_for(pk("clerk2"), date(2023, 9, 14)) == (pk("clerk2"),)


def test_the_work_in_hand_shows_at_the_stand_ins_desk():
    number = submitted().number
    clerk_away()
    other = envelope("clerk2", "2023-09-12").actor
    mine = Filter(shelf=Shelf.MINE)

    before = work_list(other, mine, today=date(2023, 9, 11))
    during = work_list(other, mine, today=date(2023, 9, 12))

    assert number not in [row.number for row in before.rows]
    assert number in [row.number for row in during.rows]


def test_cancelled_is_as_if_it_had_not_been():
    clerk_away()
    line = absences_of(envelope("clerk1").actor, date(2023, 9, 11))[0]
    assert (line.first, line.last, line.stand_in) == (
        date(2023, 9, 12),
        date(2023, 9, 13),
        Account.objects.get(login_name="clerk2").display_name,
    )

    cancel_absence(envelope("supervisor"), absence_id=line.id)

    assert absences_of(envelope("clerk1").actor, date(2023, 9, 11)) == ()
    assert answers_for(pk("clerk2"), date(2023, 9, 12)) == (pk("clerk2"),)


def test_colleagues_do_not_enter_one_anothers_absences():
    with pytest.raises(NotYourAbsence):
        clerk_away(account_id=pk("clerk2"), stand_in_id=pk("clerk1"))


def test_a_stand_in_elsewhere_is_refused_and_days_are_given_once():
    with pytest.raises(StandInElsewhere):
        clerk_away(stand_in_id=pk("village-helper"))
    clerk_away()
    with pytest.raises(AbsencesOverlap):
        clerk_away()
