"""Two reviewers and one proposal: one decides, the other is told."""

import pytest
from django.conf import settings
from tests.region import LOADED_AT
from tests.services.cases.stage import envelope
from tests.services.cases.test_concurrency import together
from tests.services.matching.feeds import DAY, insured, told

from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.matching.models import Proposal
from tongban.services.demo.operations import load_demo
from tongban.services.matching.deciding import (
    ProposalDecided,
    accept_proposal,
    reject_proposal,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def test_one_accepts_while_the_other_rejects():
    person = insured()
    told()
    one = Proposal.objects.get().pk
    first, second = (envelope(who, DAY, version=1) for who in ("clerk1", "clerk2"))
    answers = together(
        lambda: accept_proposal(first, proposal_id=one),  # type: ignore[arg-type,return-value]
        lambda: reject_proposal(second, proposal_id=one, words="数据有误"),  # type: ignore[arg-type,return-value]
    )
    (no,) = [answer for answer in answers if isinstance(answer, Refusal)]
    assert isinstance(no, ProposalDecided)
    decided = Proposal.objects.get()
    assert decided.version == 2
    cases = Case.objects.filter(party=person).count()
    assert cases == (2 if decided.state == "accepted" else 1)
