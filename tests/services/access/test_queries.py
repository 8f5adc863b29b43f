"""Accounts become actors with the rights of the day."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.services.access.people import (
    SIGNED_ON,
    UNTIL,
    open_citizen,
    open_clerk,
    open_tree,
    register_person,
)

from tongban.core.access.actor import SYSTEM, ActorKind, Grant, Role
from tongban.core.access.offices import OfficeKind
from tongban.core.access.parties import Duty
from tongban.core.days import Period
from tongban.core.items.catalogue import Level
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office
from tongban.services.access.operations import (
    NewAccount,
    NewGrant,
    NewOffice,
    choose_elder_mode,
    give_duties,
    give_grant,
    open_account,
    open_office,
    record_training,
)
from tongban.services.access.queries import (
    AgreementMissing,
    account_card,
    actor_of,
    find_actor,
)

pytestmark = pytest.mark.django_db
TODAY = date(2023, 9, 22)
COUNTY = "/370000/370700/370705/"


def test_a_clerk_has_the_rights_given_in_the_own_office():
    actor = actor_of(open_clerk(), TODAY)

    assert (actor.kind, actor.name) == (ActorKind.STAFF, "韩雪")
    assert (actor.office_code, actor.office_path) == ("370705", COUNTY)
    assert actor.office_level == "county"
    assert actor.grants == (Grant(Role.CLERK, COUNTY),)


@pytest.mark.parametrize(
    ("case", "day", "in_force"),
    [
        ("the day before signing", SIGNED_ON - timedelta(days=1), False),
        ("the day of signing", SIGNED_ON, True),
        ("the last day", UNTIL - timedelta(days=1), True),
        ("the day it ends", UNTIL, False),
    ],
)
@pytest.mark.clause("PT25-4")
def test_staff_act_only_while_their_agreement_is_in_force(case, day, in_force):
    account = open_clerk()

    assert (find_actor(account, is_verified=True, today=day) is not None) is in_force
    if not in_force:
        with pytest.raises(AgreementMissing):
            actor_of(account, day)


def test_a_grant_counts_only_while_it_is_in_force_and_its_office_is_active():
    account = open_clerk()
    give_grant(
        account.pk,
        NewGrant(
            Role.REVIEWER,
            "370705",
            Period(TODAY, TODAY + timedelta(days=1)),
            items=("maternity-allowance",),
            steps=("review",),
        ),
    )

    assert len(actor_of(account, TODAY - timedelta(days=1)).grants) == 1
    assert actor_of(account, TODAY).grants[1] == Grant(
        Role.REVIEWER,
        COUNTY,
        items=frozenset({"maternity-allowance"}),
        steps=frozenset({"review"}),
    )
    assert len(actor_of(account, TODAY + timedelta(days=1)).grants) == 1
    Office.objects.filter(code="370705").update(is_active=False)
    assert actor_of(account, TODAY).grants == ()


def test_a_station_in_a_hospital_has_the_level_of_a_provider():
    open_tree()
    open_office(
        NewOffice(
            "H1", "医院站", "370705", Level.COUNTY, OfficeKind.HOSPITAL, parent="370705"
        )
    )
    actor = actor_of(open_clerk("xuwenjing", office="H1"), TODAY)

    assert (actor.office_level, actor.office_path) == ("provider", COUNTY + "H1/")


def test_a_citizen_acts_for_the_own_party():
    account = open_citizen()

    actor = actor_of(account, TODAY)

    assert actor.kind is ActorKind.CITIZEN
    assert actor.party_ids == (account.party_id,)
    assert actor.grants == ()
    assert actor.duties == frozenset()


def test_an_employers_account_has_the_duties_it_was_given_last():
    own, other = register_person("A-0001"), register_person("A-0002")
    account_id = open_account(
        NewAccount("hr", "人事专员", ActorKind.EMPLOYER, "!", party_id=own)
    )
    give_duties(account_id, party_id=own, duties=(Duty.APPLY, Duty.SIGN))
    give_duties(account_id, party_id=other, duties=(Duty.APPLY,))
    give_duties(account_id, party_id=own, duties=(Duty.APPLY, Duty.SUBMIT))

    actor = actor_of(Account.objects.get(pk=account_id), TODAY)

    assert actor.party_ids == (own, other)
    assert actor.duties == {(own, "apply"), (own, "submit"), (other, "apply")}


def test_nobody_acts_before_the_second_step_or_with_a_closed_account():
    clerk = open_clerk()
    citizen = open_citizen()

    assert find_actor(AnonymousUser(), is_verified=False, today=TODAY) is None
    assert find_actor(clerk, is_verified=False, today=TODAY) is None
    assert find_actor(citizen, is_verified=False, today=TODAY) is not None
    citizen.is_active = False
    assert find_actor(citizen, is_verified=False, today=TODAY) is None


def test_the_account_page_tells_the_rights_as_sentences():
    account = open_clerk()
    record_training(account.pk, trained_on=SIGNED_ON, until=UNTIL)
    choose_elder_mode(account.pk, on=True)

    card = account_card(actor_of(account, TODAY))

    assert (card.login_name, card.office_name) == ("hanxue", "370705大厅")
    assert card.elder_mode
    assert card.rights[0].startswith("综合柜员：在370705大厅及其下级，对全部事项")
    with pytest.raises(ValueError, match="system"):
        account_card(SYSTEM)


def test_opening_twice_renews_and_doubles_nothing():
    first = open_clerk()

    again = open_clerk()

    assert again.pk == first.pk
    assert again.staff_grants.count() == 1
    assert Office.objects.count() == 3
