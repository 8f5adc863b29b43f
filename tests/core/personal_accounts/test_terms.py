from datetime import date

import pytest
from tests.core.personal_accounts.figures import GOOD, PLACEHOLDER, SHARING, TERMS

from tongban.core.personal_accounts.terms import AccountTerms, NoAccountTerms, Rate

TERMS_OF_CITY = AccountTerms("370700", (TERMS,), Rate(0, GOOD), SHARING, {})


def test_an_unverified_figure_says_so():
    assert GOOD.words == "通知（第一条）"
    assert PLACEHOLDER.words == "占位，未核实"


def test_the_terms_of_a_month_are_those_in_force():
    assert TERMS_OF_CITY.credit_on(date(2024, 1, 1)) is TERMS


def test_a_month_before_all_terms_is_refused():
    with pytest.raises(NoAccountTerms, match="2023年12月"):
        TERMS_OF_CITY.credit_on(date(2023, 12, 1))
