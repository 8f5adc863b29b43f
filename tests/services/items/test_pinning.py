"""A case stays on the terms of the day it was accepted."""

from datetime import date

import pytest
from tests.services.items.acting import NOW

from tongban.core.items.catalogue import Audience
from tongban.records.items.models import TermsSnapshot
from tongban.services.items.pinning import TermsUnknown, pin_terms, terms_by_digest
from tongban.services.items.queries import terms_on

pytestmark = pytest.mark.django_db

CODE = "inpatient-reimbursement"


@pytest.fixture(autouse=True)
def _forget():
    terms_by_digest.cache_clear()
    yield
    terms_by_digest.cache_clear()


def terms(on=date(2023, 9, 11)):
    return terms_on(CODE, Audience.EMPLOYEE, "370783", on)


@pytest.mark.clause("CN39-四")
def test_pinned_terms_come_back_the_same():
    digest = pin_terms(terms(), now=NOW)
    assert terms_by_digest(digest) == terms()
    assert digest == terms().digest


def test_pinning_again_changes_nothing():
    pin_terms(terms(), now=NOW)
    pin_terms(terms(), now=NOW)
    assert TermsSnapshot.objects.count() == 1


def test_a_new_version_has_a_new_name_and_leaves_the_old_one():
    old = pin_terms(terms(), now=NOW)
    new = pin_terms(terms(date(2023, 12, 1)), now=NOW)
    assert old != new
    assert [limit.code for limit in terms_by_digest(old).limits] == [
        "ten-working-days",
        "promised",
    ]
    assert len(terms_by_digest(new).limits) == 3


def test_terms_are_read_once(django_assert_num_queries):
    digest = pin_terms(terms(), now=NOW)
    terms_by_digest(digest)
    with django_assert_num_queries(0):
        terms_by_digest(digest)


def test_an_unknown_digest_is_refused():
    with pytest.raises(TermsUnknown):
        terms_by_digest("0" * 64)


def test_the_fields_of_a_form_keep_their_order_for_ever():
    kept = terms_by_digest(pin_terms(terms(), now=NOW))
    names = list(kept.form["properties"])
    assert names == list(terms().form["properties"])
    assert names[0] == "insured_name"
