"""A fact that came in before the cover proposes in the night after it, once."""

from datetime import date, datetime

import pytest
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import finished, flexible, submitted
from tests.services.matching.feeds import DAY, INSURED, insured, told

from tongban.core.matching.facts import FactState
from tongban.records.matching.models import Proposal, SharedFact
from tongban.services.matching import rounds
from tongban.services.matching.deciding import reject_proposal
from tongban.services.matching.rounds import run_round
from tongban.services.matching.rules import matching_rules

TODAY = date.fromisoformat(DAY)
NOW = datetime.fromisoformat(f"{DAY}T10:00:00+08:00")


def match_again(now: datetime, *, today: date) -> int:
    return run_round(now, today=today).matched


def told_early() -> None:
    result = told()
    assert (result.rows, result.proposals) == ({FactState.NEW: 1}, 0)


def covered() -> None:
    finished(submitted(flexible("wangjianguo", INSURED), INSURED), INSURED)


def test_cover_registered_later_is_found_once():
    told_early()
    assert match_again(NOW, today=TODAY) == 0
    covered()
    assert match_again(NOW, today=TODAY) == 1
    assert match_again(NOW, today=TODAY) == 0
    assert Proposal.objects.get().proposed_at == NOW


def test_what_was_rejected_or_replaced_is_not_proposed_again():
    insured()
    told()
    one = Proposal.objects.get()
    reject_proposal(
        envelope("clerk1", DAY, version=1), proposal_id=one.pk, words="数据有误"
    )
    assert match_again(NOW, today=TODAY) == 0
    told("2026-02-20")
    Proposal.objects.exclude(pk=one.pk).delete()
    assert SharedFact.objects.count() == 2
    assert match_again(NOW, today=TODAY) == 1


def test_a_fact_replaced_in_the_meantime_is_left_alone():
    told_early()
    covered()
    SharedFact.objects.update(superseded_at=NOW)
    rules = matching_rules("370705", TODAY)
    assert not rounds._match(SharedFact.objects.get().pk, rules, now=NOW)


@pytest.mark.parametrize("region", ["110000"])
def test_a_region_without_rules_is_passed_over(region: str) -> None:
    told_early()
    covered()
    fact = SharedFact.objects.get()
    fact.feed.region = region
    fact.feed.save()
    assert match_again(NOW, today=TODAY) == 0
