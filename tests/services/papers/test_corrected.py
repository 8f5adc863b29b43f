"""A registration taken back ends the certificates that rested on it, and no others."""

import pytest
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import (
    NEWCOMER,
    finished,
    hiring,
    registered_employer,
    submitted,
)
from tests.services.papers.test_certificates import looked_up

from tongban.core.items.catalogue import Audience
from tongban.core.papers.kinds import Standing
from tongban.records.cases.models import Case
from tongban.records.papers.models import Paper, PaperEnd
from tongban.services.access.scope import scoped
from tongban.services.cases.content import NewCase
from tongban.services.cases.intake import finish_at_once, submit_case
from tongban.services.enrolment.operations import reverse_case
from tongban.services.enrolment.people import find_person
from tongban.services.papers.checking import check_by_code

HIRED, LOOKED_UP, TAKEN_BACK = "2026-01-06", "2026-01-07", "2026-01-08"


def certified(day: str) -> Paper:
    """The newcomer's certificate of cover, from the window of another county."""
    party = find_person(NEWCOMER)
    assert party is not None
    new = NewCase(
        item="person-enquiry",
        audience=Audience.EMPLOYEE,
        party_id=party.pk,
        region=party.region,
        situations=("self",),
        form={
            "insured_name": party.name,
            "insured_id_number": party.identifier,
            "contact_phone": "10000000001",
            "subject": "enrolment",
            "from_month": day[:7],
            "to_month": day[:7],
        },
        papers=("identity",),
    )
    number = submit_case(envelope("clerk1", day), new).number
    if Case.objects.get(number=number).closed_at is None:
        finish_at_once(envelope("clerk1", day, hour=11), number=number)
    return Paper.objects.get(case__number=number, kind="cover")


@pytest.mark.clause("SD28-8")
def test_certificates_of_person_and_employer_end_with_the_registration():
    registered_employer()
    before = looked_up(
        "hr-machinery",
        "employer-enquiry",
        Audience.EMPLOYER,
        "enrolment",
        day="2026-01-05",
        from_month="2026-01",
        to_month="2026-01",
    )
    hired = submitted(hiring("hr-machinery", HIRED), HIRED)
    finished(hired, HIRED)
    after = looked_up(
        "hr-machinery",
        "employer-enquiry",
        Audience.EMPLOYER,
        "roster",
        day=LOOKED_UP,
        from_month="2026-01",
        to_month="2026-01",
    )
    paper = certified(LOOKED_UP)
    sent = envelope("supervisor", TAKEN_BACK)
    with scoped(sent.actor):
        reverse_case(sent, number=hired, words="登记错了人")
    ends = {
        end.paper.number: end for end in PaperEnd.objects.filter(cause__number=hired)
    }
    unit = Paper.objects.get(case__number=after, kind="unit_cover")
    assert set(ends) == {paper.number, unit.number}
    assert {end.standing for end in ends.values()} == {Standing.CORRECTED.value}
    earlier = Paper.objects.get(case__number=before, kind="unit_cover")
    assert check_by_code(earlier.number, earlier.check_code).standing_word == "有效"
    told = check_by_code(paper.number, paper.check_code)
    assert told.standing_word == "登记内容已经更正，请重新开具"
    assert told.verdict.value == "revoked"
