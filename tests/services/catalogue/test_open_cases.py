"""A case keeps what held on the day it was accepted, whatever is published later."""

import pytest
from tests.services.cases.stage import envelope, submitted
from tests.services.catalogue.editors import published

from tongban.records.cases.models import Case
from tongban.services.cases.intake import accept_case
from tongban.services.items.pinning import terms_by_digest

ITEM = "inpatient-reimbursement"
SHOUGUANG = "370783"


def accepted(day: str, login: str = "zhaolei") -> Case:
    number = submitted(day, region=SHOUGUANG, login=login).number
    accept_case(envelope("clerk1", day), number=number)
    return Case.objects.get(number=number)


@pytest.mark.clause("CN39-四", "GD18-任务六")
def test_an_open_case_stays_on_its_terms_and_a_new_one_gets_the_new_ones():
    before = accepted("2023-09-11")
    published(ITEM, first="2023-09-12", limits=[{"working_days": 5}])
    same = Case.objects.get(pk=before.pk)
    assert (same.terms_digest, same.due_on) == (before.terms_digest, before.due_on)
    after = accepted("2023-09-13", "zhangguilan")
    assert after.terms_digest != before.terms_digest
    shortest = [one.working_days for one in terms_by_digest(after.terms_digest).limits]
    assert min(days for days in shortest if days) == 5
    assert (before.working_days, after.working_days) == (7, 5)
