"""Every line of a file has a hand and a day; sleeping accounts stay out."""

from datetime import date

import pytest
from tests.services.cases.stage import envelope

from tongban.core.access.actor import Role
from tongban.core.access.rights import NotAllowed
from tongban.core.days import Period
from tongban.records.accounts.models import Account
from tongban.records.staff.models import StaffEntry
from tongban.services.access.queries import (
    AgreementMissing,
    TrainingMissing,
    actor_of,
    check_papers,
)
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.staff import register
from tongban.services.staff.opening import (
    LoginNameTaken,
    NewStaff,
    open_staff,
    renew_keys,
)
from tongban.services.staff.queries import (
    StaffSearch,
    StaffState,
    own_warnings,
    staff_file,
    staff_list,
)

TODAY = date(2023, 9, 11)


def account(login: str) -> Account:
    return Account.objects.get(login_name=login)


def opened(login: str = "zhouhui") -> Account:
    new = NewStaff(login_name=login, name="周慧", office="370705")
    return Account.objects.get(pk=open_staff(envelope("administrator"), new).account_id)


def awake(person: Account) -> None:
    register.sign_agreement(
        envelope("administrator"),
        account_id=person.pk,
        signed_on=TODAY,
        last_on=date(2024, 9, 10),
        words="2023-17号",
    )
    register.record_training(
        envelope("administrator"),
        account_id=person.pk,
        finished_on=TODAY,
        course="经办规程",
    )


@pytest.mark.clause("PT25-3")
@pytest.mark.clause("PT25-4")
def test_a_new_account_sleeps_until_agreement_and_training_are_there():
    person = opened()
    with pytest.raises(AgreementMissing):
        check_papers(person, TODAY)

    register.sign_agreement(
        envelope("administrator"),
        account_id=person.pk,
        signed_on=TODAY,
        last_on=TODAY,
        words="",
    )
    with pytest.raises(TrainingMissing):
        check_papers(person, TODAY)

    awake(person)
    check_papers(person, TODAY)
    check_papers(person, date(2024, 9, 10))
    with pytest.raises(AgreementMissing):
        check_papers(person, date(2024, 9, 11))


def test_a_right_given_works_and_ends_at_once():
    person = opened()
    awake(person)
    register.give_right(
        envelope("administrator"),
        account_id=person.pk,
        role=Role.CLERK,
        office="370705",
        days=Period(date(2023, 9, 1), None),
    )
    actor = actor_of(person, TODAY)
    assert [grant.role for grant in actor.grants] == [Role.CLERK]

    right = staff_file(
        actor_of(account("administrator"), TODAY), person.pk, today=TODAY, item_names={}
    ).rights[0]
    register.end_right(
        envelope("administrator"), account_id=person.pk, grant_id=right.id, words="调岗"
    )

    assert actor_of(person, TODAY).grants == ()


def test_who_left_is_out_and_their_rights_have_ended():
    clerk = account("clerk2")

    register.leave(envelope("administrator"), account_id=clerk.pk, words="辞职")

    clerk.refresh_from_db()
    assert clerk.is_active is False
    assert actor_of(clerk, TODAY).grants == ()
    register.come_back(envelope("administrator"), account_id=clerk.pk, words="返岗")
    clerk.refresh_from_db()
    assert (clerk.is_active, actor_of(clerk, TODAY).grants) == (True, ())


def test_nobody_keeps_their_own_file_and_clerks_keep_none():
    own = account("administrator").pk
    with pytest.raises(register.OwnFile):
        register.leave(envelope("administrator"), account_id=own, words="x")
    with pytest.raises(NotAllowed):
        register.leave(envelope("clerk1"), account_id=account("clerk2").pk, words="x")


def test_the_same_request_twice_is_one_line_and_another_content_is_refused():
    person = opened()
    for _ in range(2):
        register.record_training(
            envelope("administrator", key="k-1"),
            account_id=person.pk,
            finished_on=TODAY,
            course="经办规程",
        )

    assert StaffEntry.objects.filter(key="k-1").count() == 1
    with pytest.raises(RequestKeyReused):
        register.record_training(
            envelope("administrator", key="k-1"),
            account_id=person.pk,
            finished_on=TODAY,
            course="别的课程",
        )


def test_days_that_cannot_be_are_refused():
    person = opened()
    with pytest.raises(register.DaysBackwards):
        register.sign_agreement(
            envelope("administrator"),
            account_id=person.pk,
            signed_on=TODAY,
            last_on=date(2023, 9, 10),
            words="",
        )
    with pytest.raises(register.TrainingAhead):
        register.record_training(
            envelope("administrator"),
            account_id=person.pk,
            finished_on=date(2023, 9, 12),
            course="x",
        )


def test_keys_are_shown_once_and_a_login_name_is_given_once():
    new = NewStaff("zhouhui", "周慧", "370705")
    first = open_staff(envelope("administrator", key="k-2"), new)
    again = open_staff(envelope("administrator", key="k-2"), new)
    assert first.password
    assert first.second_step.startswith("otpauth://")
    assert (again.account_id, again.password) == (first.account_id, "")

    with pytest.raises(LoginNameTaken):
        open_staff(envelope("administrator"), new)

    person = Account.objects.get(pk=first.account_id)
    renewed = renew_keys(
        envelope("administrator"), account_id=person.pk, words="遗失手机"
    )
    person.refresh_from_db()
    assert person.check_password(renewed.password)
    assert renewed.second_step != first.second_step


def test_the_list_counts_states_and_warns_before_papers_end():
    person = opened()
    awake(person)
    boss = actor_of(account("administrator"), TODAY)

    asleep = staff_list(boss, StaffSearch(text="周慧"), date(2024, 9, 11))
    soon = staff_list(boss, StaffSearch(text="周慧"), date(2024, 9, 1))
    fine = staff_list(boss, StaffSearch(text="周慧"), TODAY)

    assert asleep.lines[0].state is StaffState.ASLEEP
    assert soon.lines[0].state is StaffState.SOON
    assert fine.counts[StaffState.AWAKE] == 1
    assert (
        "2024年9月10日"
        in own_warnings(actor_of(person, date(2024, 9, 1)), date(2024, 9, 1))[0]
    )
