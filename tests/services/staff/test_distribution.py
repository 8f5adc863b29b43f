"""Waiting cases go to people who may do the next step, and come back when idle."""

from datetime import date

import pytest
from tests.services.cases.stage import at, envelope, submitted

from tongban.core.access.rights import NotAllowed
from tongban.core.days import Period
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, CaseEvent
from tongban.services.cases.intake import accept_case
from tongban.services.staff.absences import enter_absence
from tongban.services.staff.distribution import (
    give_out,
    plan,
    return_untouched,
    run_automatic,
    set_automatic,
    team_of,
)
from tongban.services.staff.register import set_share

TODAY = date(2023, 9, 11)


def pk(login: str) -> int:
    return Account.objects.get(login_name=login).pk


def waiting_for_review() -> str:
    number = submitted().number
    accept_case(envelope("clerk1"), number=number)
    return number


def test_the_plan_changes_nothing_and_giving_out_does_what_it_said():
    number = waiting_for_review()
    boss = envelope("supervisor")
    planned = {line.number: line for line in plan(boss.actor, TODAY)}
    assert Case.objects.get(number=number).assignee_id == pk("clerk1")

    given = give_out(boss)

    record = Case.objects.get(number=number)
    assert given.refused == ()
    assert record.assignee_id == planned[number].account_id
    assert record.assignee_id in {pk("reviewer1"), pk("reviewer2")}
    assert record.owner_id == pk("clerk1")
    assert plan(boss.actor, TODAY) == ()


def test_who_is_away_or_takes_no_share_gets_nothing():
    number = waiting_for_review()
    enter_absence(
        envelope("reviewer1"),
        account_id=pk("reviewer1"),
        days=Period.through(TODAY, TODAY),
        stand_in_id=pk("reviewer2"),
        words="",
    )
    assert plan(envelope("supervisor").actor, TODAY)[0].account_id == pk("reviewer2")

    set_share(envelope("supervisor"), account_id=pk("reviewer2"), percent=0)

    line = plan(envelope("supervisor").actor, TODAY)[0]
    assert (line.number, line.account_id) == (number, None)
    away = {
        one.account_id: one.away for one in team_of(envelope("supervisor").actor, TODAY)
    }
    assert away[pk("reviewer1")]


def test_only_who_leads_gives_out():
    with pytest.raises(NotAllowed):
        plan(envelope("clerk1").actor, TODAY)


def test_the_job_works_for_offices_that_asked_and_runs_twice_as_once():
    number = waiting_for_review()
    assert run_automatic(at("2023-09-11", 11)).done == 0

    set_automatic(envelope("supervisor"), on=True)
    run_automatic(at("2023-09-11", 11))
    run_automatic(at("2023-09-11", 11, 5))

    handed = CaseEvent.objects.filter(case__number=number, kind="handed_over")
    assert handed.count() == 1


def test_what_nobody_touches_goes_back_to_the_tray():
    number = waiting_for_review()
    set_automatic(envelope("supervisor"), on=True)
    run_automatic(at("2023-09-11", 11))

    assert return_untouched(at("2023-09-14", 23)) == 0
    assert return_untouched(at("2023-09-15", 1)) == 1

    record = Case.objects.get(number=number)
    assert (record.assignee_id, record.owner_id) == (None, pk("clerk1"))
