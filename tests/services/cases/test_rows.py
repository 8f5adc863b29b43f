"""The second wall: what the web role sees, and what nobody may change."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.services.cases.stage import actor, envelope, submitted

from tongban.core.access.actor import Actor, ActorKind
from tongban.records.cases.models import Case, CaseEvent, Draft, Mandate
from tongban.records.notices.models import Message
from tongban.records.parties.models import Party
from tongban.services.access.scope import scoped
from tongban.services.cases.intake import accept_case
from tongban.services.cases.queries.public import progress

TODAY = date(2023, 9, 12)


@pytest.mark.clause("PT25-4")
@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("zhaolei", True),
        ("reviewer1", True),
        ("limin", False),
        ("hospital-city", False),
        ("kuiwen-reviewer", False),
    ],
)
def test_only_the_party_and_the_office_see_a_case_and_what_hangs_on_it(login, sees):
    number = submitted(region="370702").number
    with scoped(actor(login)):
        assert Case.objects.filter(number=number).exists() is sees
        assert CaseEvent.objects.exists() is sees
        assert Message.objects.exists() is sees


def test_nobody_signed_in_sees_nothing_but_progress_by_code():
    receipt = submitted()
    with scoped_nobody():
        assert not Case.objects.exists()
        assert not Party.objects.exists()
        found = progress(
            receipt.number, receipt.query_code, today=envelope("clerk1").today
        )
        assert found.number == receipt.number
        assert not Case.objects.exists()


def scoped_nobody():
    return scoped(Actor(kind=ActorKind.CITIZEN, account_id=None, name=""))


def test_a_county_window_that_received_a_case_goes_on_seeing_it():
    number = submitted(region="370702").number
    Case.objects.filter(number=number).update(
        received_path=actor("kuiwen-clerk").office_path
    )
    with scoped(actor("kuiwen-clerk")):
        assert Case.objects.filter(number=number).exists()


@pytest.mark.clause("PT25-4")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_caseevent SET actor_name = 'x'",
        "DELETE FROM cases_caseevent",
        "UPDATE cases_caseform SET digest = 'x'",
        "DELETE FROM cases_caseform",
    ],
)
def test_what_happened_can_never_be_changed_even_by_the_owner(statement):
    accept_case(envelope("clerk1"), number=submitted().number)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as run:
        run.execute(statement)


def test_two_open_cases_for_the_same_thing_cannot_exist():
    number = submitted().number
    twin = Case.objects.get(number=number)
    twin.pk, twin.number = None, "other"
    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save()


def test_a_closed_case_has_an_outcome_and_an_open_one_none():
    number = submitted().number
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(number=number).update(outcome="granted")
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(number=number).update(state="closed")


def test_drafts_and_mandates_stay_with_their_people():
    with scoped(actor("limin")):
        assert not Draft.objects.exists()
        assert not Mandate.objects.exists()
