import pytest
from tests.core.personal_accounts.figures import reason

from tongban.core.personal_accounts.withdrawal import (
    AmountIsComputed,
    Claim,
    CoverStillRuns,
    NothingToWithdraw,
    Payee,
    PayeeWrong,
    ReasonNotAllowed,
    check_claim,
    check_typed,
)

OWN = Claim(owner_name="王建国", heir_name="", holder_name="王建国")
HEIR = Claim(owner_name="王建国", heir_name="王小明", holder_name="王小明")


def test_the_whole_balance_is_paid_to_the_owner():
    assert (
        check_claim(OWN, reason=reason(), balance_fen=231_568, cover_runs=False)
        == 231_568
    )


def test_an_heir_is_paid_in_the_heirs_name():
    found = check_claim(
        HEIR, reason=reason(Payee.HEIR), balance_fen=1, cover_runs=False
    )

    assert found == 1


def test_cover_that_runs_is_refused_where_it_must_have_ended():
    with pytest.raises(CoverStillRuns):
        check_claim(OWN, reason=reason(), balance_fen=1, cover_runs=True)


def test_resettled_people_stay_insured():
    kept = reason(ended=False, closes=False)

    assert check_claim(OWN, reason=kept, balance_fen=1, cover_runs=True) == 1


def test_an_empty_account_pays_nothing():
    with pytest.raises(NothingToWithdraw):
        check_claim(OWN, reason=reason(), balance_fen=0, cover_runs=False)


@pytest.mark.parametrize(
    ("claim", "payee", "who"),
    [
        (HEIR, Payee.OWNER, "参保人"),
        (OWN, Payee.HEIR, "继承人"),
        (Claim("王建国", "", ""), Payee.HEIR, "继承人"),
    ],
)
def test_money_goes_to_nobody_else(claim, payee, who):
    with pytest.raises(PayeeWrong) as refused:
        check_claim(claim, reason=reason(payee), balance_fen=1, cover_runs=False)

    assert refused.value.data == {"who": who}


@pytest.mark.parametrize("typed", [0, 500])
def test_no_amount_or_the_balance_may_be_typed(typed):
    check_typed(typed, 500)


@pytest.mark.parametrize("typed", [499, 501])
def test_another_amount_is_refused_with_the_right_one(typed):
    with pytest.raises(AmountIsComputed) as refused:
        check_typed(typed, 500)

    assert refused.value.data == {"balance": "5.00"}


def test_a_reason_off_the_list_has_a_code():
    assert ReasonNotAllowed().code == "personal_accounts.reason_not_allowed"
