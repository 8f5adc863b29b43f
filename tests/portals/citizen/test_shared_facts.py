"""Facts other departments shared: shown to whom they changed, called wrong in a tap."""

from datetime import datetime

import pytest
from django.test import Client
from tests.portals.citizen.visitors import hidden, words
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import party_of
from tests.services.matching.feeds import DAY, SOURCE, insured, told

from tongban.core.access.actor import Actor
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import ProposalState
from tongban.records.accounts.models import Account
from tongban.records.consents.models import WrongData
from tongban.records.matching.models import Proposal, SharedFact
from tongban.records.notices.models import Message
from tongban.services.access.queries import actor_of
from tongban.services.access.scope import scoped
from tongban.services.cases.envelope import CHINA
from tongban.services.enrolment.operations import reverse_case
from tongban.services.matching.deciding import accept_proposal
from tongban.services.timekeeping.operations import set_clock

PAGE = "/my/insurance/"


@pytest.fixture
def imprisoned() -> str:
    """The number of the case an imprisonment was accepted with."""
    set_clock(
        moment=datetime.fromisoformat(f"{DAY}T12:00").replace(tzinfo=CHINA),
        set_by="tests",
    )
    insured()
    told(kind=FactKind.IMPRISONMENT)
    one = Proposal.objects.get(state=ProposalState.OPEN.value)
    return accept_proposal(envelope("clerk1", DAY), proposal_id=one.pk)


def as_account(login: str) -> Actor:
    account = Account.objects.get(login_name=login)
    return actor_of(account, datetime.fromisoformat(DAY).date())


def test_an_applied_fact_is_shown_with_source_and_case(
    imprisoned: str, wangjianguo: Client, zhaolei: Client
) -> None:
    text = words(wangjianguo.get(PAGE))
    assert f"服刑 {SOURCE}提供" in text
    assert imprisoned in text
    assert "已撤销" not in text
    assert SOURCE not in words(zhaolei.get(PAGE))


def test_the_message_of_the_case_tells_the_person(imprisoned: str) -> None:
    told_of = Message.objects.filter(
        case__number=imprisoned, party=party_of("wangjianguo")
    )
    assert told_of.exists()


def test_an_applied_fact_can_be_called_wrong(
    imprisoned: str, wangjianguo: Client
) -> None:
    link = f"/my/insurance/wrong/fact-{Proposal.objects.get().pk}/"
    assert link in wangjianguo.get(PAGE).content.decode()
    form = wangjianguo.get(link)
    sent = {"key": hidden(form, "key"), "right": "我没有服刑", "words": ""}
    answer = wangjianguo.post(link, sent, follow=True)
    assert "已经反映给经办机构" in words(answer)
    kept = WrongData.objects.get()
    assert SOURCE in kept.held
    assert imprisoned in kept.held
    assert kept.item == "employee-change"


def test_nobody_calls_the_facts_of_another_wrong(
    imprisoned: str, zhaolei: Client
) -> None:
    assert imprisoned
    link = f"/my/insurance/wrong/fact-{Proposal.objects.get().pk}/"
    assert zhaolei.get(link).status_code == 404


def test_a_case_taken_back_says_so(imprisoned: str, wangjianguo: Client) -> None:
    reverse_case(envelope("supervisor", DAY), number=imprisoned, words="数据有误")
    assert "已撤销，参保恢复原状" in words(wangjianguo.get(PAGE))


def test_only_applied_facts_of_ones_own_are_within_reach(imprisoned: str) -> None:
    told(kind=FactKind.DEATH)
    assert SharedFact.objects.count() == 2
    with scoped(as_account("wangjianguo")):
        assert [row.kind for row in SharedFact.objects.all()] == ["imprisonments"]
        assert Proposal.objects.get().case is not None
    with scoped(as_account("zhaolei")):
        assert not SharedFact.objects.exists()
        assert not Proposal.objects.exists()
