"""What is asked about items, and forms filled in as a sample."""

from datetime import date

import pytest

from tongban.core.items.terms import audiences_of
from tongban.services.cases.forms import form_faults
from tongban.services.demo.samples import sample_situations
from tongban.services.guidance.questions import asked_about, filled_sample
from tongban.services.items.queries import item_on, items_on, terms_on

CITY, DAY = "370700", date(2026, 11, 23)
FIRMS = {"employer", "school", "provider", "pharmacy"}


def test_almost_every_item_answers_something_and_names_the_source():
    answered = [item for item in items_on(CITY, DAY) if asked_about(item)]
    assert len(answered) >= 27
    for item in answered:
        for one in asked_about(item):
            assert one.source.startswith("鲁医保")


@pytest.mark.clause("SD28-通知二")
def test_the_sample_of_every_form_is_valid():
    for item in items_on(CITY, DAY):
        for audience in audiences_of(item):
            terms = terms_on(item.code, audience, CITY, DAY)
            chosen = sample_situations(terms)
            filled = filled_sample(
                terms, on=DAY, situations=(), is_firm=audience.value in FIRMS
            )
            assert form_faults(terms, filled, situations=chosen) == (), item.code


def test_a_sample_names_nobody_real():
    terms = terms_on(
        "temporary-travel-filing",
        audiences_of(item_on("temporary-travel-filing", CITY, DAY))[0],
        CITY,
        DAY,
    )
    filled = filled_sample(terms, on=DAY, situations=(), is_firm=False)
    assert str(filled["insured_id_number"]).startswith("99")
    assert filled["insured_name"] == "张示例"
