"""Rights: role x office x item x step, delegation, separation, duties."""

from dataclasses import replace

import pytest

from tongban.core.access.actor import SYSTEM, Actor, ActorKind, Grant, Role
from tongban.core.access.parties import Duty
from tongban.core.access.rights import (
    ACT_WORDS,
    ACTS_OF_ROLE,
    Act,
    NoDuty,
    NotAllowed,
    NotDelegated,
    NotOwnParty,
    SamePerson,
    check_duty,
    check_may,
    check_own_party,
    check_separate,
    grant_sentence,
    may,
)
from tongban.core.items.catalogue import Step

CITY = "/370000/370700/"
COUNTY = "/370000/370700/370705/"
OTHER_COUNTY = "/370000/370700/370783/"
TOWN = "/370000/370700/370783/370783005/"


def staff(role: Role, path: str = COUNTY, **changes: object) -> Actor:
    actor = Actor(
        kind=ActorKind.STAFF,
        account_id=7,
        name="韩雪",
        office_path=path,
        office_level="county",
        grants=(Grant(role=role, office_path=path),),
    )
    return replace(actor, **changes)


CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id=8, name="张桂兰", party_ids=(1,))


def test_a_clerk_accepts_in_the_own_office():
    check_may(staff(Role.CLERK), "accept", item="employee-registration", step="accept")


@pytest.mark.parametrize(
    ("case", "actor", "act", "place"),
    [
        ("a reviewer does not accept", staff(Role.REVIEWER), "accept", COUNTY),
        ("a clerk does not pay", staff(Role.CLERK), "pay", COUNTY),
        ("nobody acts next door", staff(Role.CLERK), "accept", OTHER_COUNTY),
        ("nobody acts above", staff(Role.CLERK), "accept", CITY),
        ("an administrator sees no case", staff(Role.ADMINISTRATOR), "see", COUNTY),
        ("a citizen has no staff right", CITIZEN, "see", COUNTY),
        ("staff without grants", staff(Role.CLERK, grants=()), "see", COUNTY),
    ],
)
def test_what_no_right_covers_is_refused(case, actor, act, place):
    with pytest.raises(NotAllowed) as no:
        check_may(actor, act, office_path=place)

    assert no.value.data["act"] == act
    assert no.value.data["act_word"] == ACT_WORDS[Act(act)]
    assert not may(actor, act, office_path=place)


def test_a_right_in_the_city_covers_its_counties():
    assert may(staff(Role.REVIEWER, CITY), "review", office_path=OTHER_COUNTY)


def test_a_right_for_some_items_and_steps_covers_no_others():
    grant = Grant(
        Role.REVIEWER,
        COUNTY,
        items=frozenset({"maternity-allowance"}),
        steps=frozenset({"review"}),
    )
    actor = staff(Role.REVIEWER, grants=(grant,))

    assert may(actor, "review", item="maternity-allowance", step="review")
    assert may(actor, "review")
    assert not may(actor, "review", item="outpatient-reimbursement", step="review")
    assert not may(actor, "sign", item="maternity-allowance", step="sign")


def test_the_system_may_and_an_unknown_act_is_a_fault():
    check_may(SYSTEM, "pay")
    with pytest.raises(ValueError, match="dance"):
        check_may(SYSTEM, "dance")


DELEGATIONS = {"town": (Step.APPLY, Step.ACCEPT), "village": (Step.APPLY,)}


@pytest.mark.clause("CN39-八", "PT25-1")
@pytest.mark.parametrize(
    ("case", "level", "step", "allowed"),
    [
        ("a town accepts what was delegated", "town", "accept", True),
        ("a town closes nothing that was not", "town", "close", False),
        ("a village accepts nothing", "village", "accept", False),
        ("a hospital station without delegation", "provider", "accept", False),
        ("a county has its own power", "county", "close", True),
    ],
)
def test_offices_below_the_county_do_only_what_is_delegated(case, level, step, allowed):
    actor = staff(Role.HELPER, TOWN, office_level=level)

    assert (
        may(actor, step, item="maternity-allowance", step=step, delegations=DELEGATIONS)
        is allowed
    )


def test_the_refusal_of_an_undelegated_step_names_it():
    actor = staff(Role.HELPER, TOWN, office_level="village")

    with pytest.raises(NotDelegated) as no:
        check_may(actor, "accept", item="maternity-allowance", step="accept")

    assert no.value.data["step_word"] == "受理"


def test_standing_beside_a_person_needs_no_delegation():
    actor = staff(Role.HELPER, TOWN, office_level="village")

    check_may(actor, "apply", item="maternity-allowance", step="apply")


@pytest.mark.parametrize(
    ("case", "done", "step", "together", "refused"),
    [
        ("who accepted may not review", {"accept": 7}, "review", (), True),
        ("who accepted may not pay", {"accept": 7}, "pay", (), True),
        ("who reviewed may not pay", {"accept": 1, "review": 7}, "pay", (), True),
        ("another may", {"accept": 1, "review": 2}, "pay", (), False),
        ("closing is nobody's secret", {"accept": 7}, "close", (), False),
        ("a step the system did", {"accept": None}, "review", (), False),
        ("again the same step", {"review": 7}, "review", (), False),
        (
            "instant items join accept and review",
            {"accept": 7},
            "review",
            ("accept", "review"),
            False,
        ),
        ("but never the money", {"accept": 7}, "pay", ("accept", "review"), True),
    ],
)
def test_accept_review_and_pay_are_three_people(case, done, step, together, refused):
    actor = staff(Role.CLERK)

    if refused:
        with pytest.raises(SamePerson):
            check_separate(actor, done=done, step=step, together=frozenset(together))
    else:
        check_separate(actor, done=done, step=step, together=frozenset(together))


def test_the_system_is_not_a_person():
    check_separate(SYSTEM, done={"accept": None}, step="review")


def test_applicants_act_for_their_own_parties_only():
    check_own_party(CITIZEN, 1)
    check_own_party(SYSTEM, 2)
    with pytest.raises(NotOwnParty):
        check_own_party(CITIZEN, 2)


def test_an_employer_account_has_the_duties_given():
    actor = Actor(
        kind=ActorKind.EMPLOYER,
        account_id=9,
        name="人事专员",
        party_ids=(5,),
        duties=frozenset({(5, "apply")}),
    )

    check_duty(actor, 5, Duty.APPLY)
    check_duty(CITIZEN, 1, Duty.SIGN)
    check_duty(SYSTEM, 5, Duty.SIGN)
    with pytest.raises(NoDuty) as no:
        check_duty(actor, 5, Duty.SIGN)
    assert no.value.data["duty_word"] == "签署"
    with pytest.raises(NotOwnParty):
        check_duty(actor, 6, Duty.APPLY)


def test_every_role_and_act_has_words_and_a_use():
    assert set(ACTS_OF_ROLE) == set(Role)
    assert set(ACT_WORDS) == set(Act)
    assert frozenset().union(*ACTS_OF_ROLE.values()) == set(Act)


def test_a_right_reads_as_a_sentence():
    everything = Grant(Role.FINANCE, COUNTY)
    some = Grant(
        Role.ASSESSOR,
        COUNTY,
        items=frozenset({"long-term-care"}),
        steps=frozenset({"assess"}),
    )

    assert grant_sentence(everything, office_name="奎文区大厅", item_names={}) == (
        "财务拨付员：在奎文区大厅及其下级，对全部事项的本岗位全部环节，"
        "可以查看办件、拨付、办结、提出会办意见、移交、查看统计。"
    )
    assert grant_sentence(
        some, office_name="奎文区大厅", item_names={"long-term-care": "长期护理保险"}
    ) == (
        "评估员：在奎文区大厅及其下级，对长期护理保险的评估，"
        "可以查看办件、评估、提出会办意见。"
    )
