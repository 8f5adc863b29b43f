"""Scenario 19 through the services: assessment, publicity, objection, signing."""

from datetime import date

import pytest
from tests.services.cases.stage import envelope
from tests.services.cases.test_instant import party_of

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.decisions.publicity import (
    NotPosted,
    ObjectionOpen,
    PublicityRunning,
)
from tongban.core.items.catalogue import Audience, Channel
from tongban.records.cases.models import Case, Objection, Posting
from tongban.records.parties.models import Party
from tongban.records.register.models import RegisterEntry
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.handling import (
    assess_case,
    end_publicity,
    negotiate_case,
    post_result,
    raise_objection,
    review_case,
    settle_objection,
    sign_agreement,
)
from tongban.services.cases.intake import submit_case
from tongban.services.cases.queries.public import posting_of, postings
from tongban.services.cases.teamwork import extend_case
from tongban.services.demo.samples import (
    Subject,
    sample_form,
    sample_papers,
    sample_situations,
)
from tongban.services.items.queries import terms_on

YES = Decision(approved=True, amount_fen=0, words="", clause="")
NEIGHBOUR = Actor(kind=ActorKind.CITIZEN, account_id=None, name="公众")


def applied() -> str:
    day = date(2023, 9, 4)
    party = Party.objects.get(pk=party_of("hospital-city"))
    terms = terms_on("hospital-designation", Audience.PROVIDER, "370700", day)
    situations = sample_situations(terms)
    subject = Subject(party.name, party.identifier, party.phone or "10000000000")
    new = NewCase(
        item="hospital-designation",
        audience=Audience.PROVIDER,
        party_id=party.pk,
        form=sample_form(terms, subject, today=day, situations=situations),
        situations=situations,
        papers=sample_papers(terms, situations),
    )
    return submit_case(envelope("clerk1", "2023-09-04"), new).number


def posted(on: str = "2023-10-20") -> str:
    number = applied()
    review_case(envelope("reviewer1", "2023-09-08"), number=number, decision=YES)
    assess_case(
        envelope("assessor", "2023-10-12"), number=number, passed=True, result={}
    )
    negotiate_case(
        envelope("reviewer1", "2023-10-18"),
        number=number,
        agreed=True,
        words="一致",
        clause="",
    )
    post_result(envelope("reviewer1", on), number=number, result="评估合格")
    return number


def object_to(number: str, day: str) -> None:
    sent = envelope("clerk1", day)
    raise_objection(
        Envelope(NEIGHBOUR, sent.now, sent.key, Channel.ONLINE),
        number=number,
        name="邻居",
        contact="10011112222",
        words="没有执业药师",
    )


@pytest.mark.clause("SD28-23", "PT25-18")
def test_forty_five_days_run_from_the_application():
    applied()
    assert Case.objects.get().due_on == date(2023, 11, 10)


@pytest.mark.clause("SD28-23", "CN39-九")
def test_signing_is_possible_after_five_working_days_and_publishes_the_new_name():
    number = posted()
    posting = Posting.objects.get()
    assert (posting.first_on, posting.last_on, posting.sign_from) == (
        date(2023, 10, 23),
        date(2023, 10, 27),
        date(2023, 10, 30),
    )
    assert [each.number for each in postings(region="370700")] == [number]
    with pytest.raises(PublicityRunning):
        end_publicity(envelope("reviewer1", "2023-10-27"), number=number)
    end_publicity(envelope("reviewer1", "2023-10-30"), number=number)
    receipt = sign_agreement(
        envelope("reviewer1", "2023-10-30"), number=number, agreement="潍医协2023-1"
    )
    assert (receipt.state, receipt.outcome) == ("closed", "granted")
    assert RegisterEntry.objects.get().kind == "hospital-designation"
    assert posting_of(number).signed_at is not None
    assert Case.objects.get().due_on == date(2023, 11, 10)


@pytest.mark.clause("SD28-23")
def test_an_objection_blocks_signing_until_it_is_settled():
    number = posted()
    object_to(number, "2023-10-26")
    with pytest.raises(ObjectionOpen):
        end_publicity(envelope("reviewer1", "2023-10-30"), number=number)
    settle_objection(
        envelope("reviewer1", "2023-10-30"),
        number=number,
        objection=Objection.objects.get().code,
        upheld=False,
        words="核查属实，药师在岗",
    )
    assert (
        end_publicity(envelope("reviewer1", "2023-10-30"), number=number).step == "sign"
    )


def test_an_objection_that_holds_ends_the_case():
    number = posted()
    object_to(number, "2023-10-26")
    receipt = settle_objection(
        envelope("reviewer1", "2023-10-30"),
        number=number,
        objection=Objection.objects.get().code,
        upheld=True,
        words="药师挂证属实",
    )
    assert receipt.outcome == "rejected"
    assert postings() == ()


def test_nobody_objects_before_the_posting_or_after_its_days():
    with pytest.raises(NotPosted):
        object_to(applied(), "2023-09-05")
    number = posted_again()
    with pytest.raises(NotPosted):
        object_to(number, "2023-10-30")


def posted_again() -> str:
    Case.objects.update(duplicate_key="other")
    return posted()


@pytest.mark.clause("SD28-24")
def test_a_designation_is_extended_once_by_ten_working_days():
    number = applied()
    extend_case(envelope("supervisor", "2023-11-09"), number=number, words="专家排期")
    assert Case.objects.get().due_on == date(2023, 11, 24)


def test_the_objector_s_name_stays_between_the_lines():
    object_to(posted(), "2023-10-26")
    told = Case.objects.get().events.get(kind="objection_raised").data
    assert "邻居" not in str(told)
