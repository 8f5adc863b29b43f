"""Feeds propose, people decide; nothing changes before, and nothing twice."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.services.cases.stage import actor, envelope
from tests.services.matching.feeds import DAY, SOURCE, insured, table, taken, told

from tongban.core.access.rights import NotAllowed
from tongban.core.enrolment.kinds import CoverState
from tongban.core.matching.facts import FactKind, FactState
from tongban.core.matching.proposals import ProposalState
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.matching.models import Feed, Proposal, SharedFact
from tongban.services.access.scope import scoped
from tongban.services.cases import effects
from tongban.services.enrolment.queries import cover_on, covers_of
from tongban.services.matching.deciding import (
    ProposalDecided,
    ProposalUnknown,
    WordsNeeded,
    accept_proposal,
    reject_proposal,
)
from tongban.services.matching.formats import FeedEmpty, HeadingUnknown
from tongban.services.matching.intake import FeedNotYours, SourceMissing
from tongban.services.matching.queries import Narrowing, proposals


def the_one() -> Proposal:
    return Proposal.objects.get(state=ProposalState.OPEN.value)


def test_a_death_changes_nothing_until_somebody_accepts_it():
    person = insured()
    result = told()
    assert (result.rows, result.proposals) == ({FactState.NEW: 1}, 1)
    assert cover_on(person.pk, date(2026, 3, 5)) is not None
    assert Case.objects.filter(party=person).count() == 1
    number = accept_proposal(envelope("clerk1", DAY), proposal_id=the_one().pk)
    assert cover_on(person.pk, date(2026, 3, 1)) is not None
    assert cover_on(person.pk, date(2026, 3, 2)) is None
    assert [line.state for line in covers_of(person.pk)] == [CoverState.ENDED]
    done = Proposal.objects.get()
    assert done.case is not None
    assert (done.state, done.case.number) == (ProposalState.ACCEPTED, number)


def test_what_was_accepted_can_be_taken_back_with_its_case():
    person = insured()
    told()
    number = accept_proposal(envelope("clerk1", DAY), proposal_id=the_one().pk)
    effects.undo(Case.objects.get(number=number), at=envelope("clerk1", DAY).now)
    assert cover_on(person.pk, date(2026, 3, 5)) is not None


def test_a_decision_sent_twice_is_made_once():
    person = insured()
    told()
    sent, one = envelope("clerk1", DAY, version=1), the_one()
    number = accept_proposal(sent, proposal_id=one.pk)
    assert accept_proposal(sent, proposal_id=one.pk) == number
    assert Case.objects.filter(party=person).count() == 2
    with pytest.raises(ProposalDecided):
        accept_proposal(envelope("clerk2", DAY, version=1), proposal_id=one.pk)


def test_an_imprisonment_interrupts_from_its_day():
    person = insured()
    told(kind=FactKind.IMPRISONMENT)
    accept_proposal(envelope("clerk1", DAY), proposal_id=the_one().pk)
    (line,) = covers_of(person.pk)
    assert (line.state, line.days.end) == (CoverState.INTERRUPTED, date(2026, 3, 1))


def test_a_retirement_without_the_years_is_refused_and_stays_open():
    insured()
    told(kind=FactKind.RETIREMENT)
    with pytest.raises(Refusal) as no, transaction.atomic():
        accept_proposal(envelope("clerk1", DAY), proposal_id=the_one().pk)
    assert no.value.code == "enrolment.years_short"
    assert Proposal.objects.get().state == ProposalState.OPEN


def test_the_same_table_again_adds_nothing_and_another_day_replaces():
    insured()
    told()
    assert told().repeated
    again = taken(table([("王建国 ", *_numbers()), ("路人", "990000199001010017", "")]))
    assert again.rows[FactState.FAULTY] == 1
    assert (Feed.objects.count(), SharedFact.objects.count()) == (2, 1)
    assert told("2026-02-20").rows == {FactState.CORRECTED: 1}
    assert the_one().effective_on == date(2026, 2, 21)
    former = Proposal.objects.exclude(pk=the_one().pk).get()
    assert former.state == ProposalState.SUPERSEDED
    with pytest.raises(ProposalDecided):
        accept_proposal(envelope("clerk1", DAY), proposal_id=former.pk)


def _numbers() -> tuple[str, str]:
    fact = SharedFact.objects.get()
    return fact.party.identifier, "2026-03-01"


def test_every_faulty_cell_is_named_and_the_good_rows_count():
    person = insured()
    rows = [
        ("", "12", "昨天"),
        ("别的名字", person.identifier, "2026-03-01"),
        (person.name, person.identifier, "2026-03-01"),
        (person.name, person.identifier, "2026-03-01"),
        ("没有登记", "990000198505055011", "2026-03-01"),
    ]
    result = taken(table(rows))
    cells = [one.cell for one in result.refused]
    assert cells == ["A2", "B2", "C2", "A3", "B5"]
    assert result.rows == {
        FactState.FAULTY: 3,
        FactState.NEW: 1,
        FactState.UNREGISTERED: 1,
    }
    assert all(one.problem and one.cure for one in result.refused)


@pytest.mark.parametrize(
    ("content", "source", "login", "no"),
    [
        (table([("甲",)], heading=("姓名",)), SOURCE, "supervisor", HeadingUnknown),
        (table([]), SOURCE, "supervisor", FeedEmpty),
        (table([("甲", "1", "")]), " ", "supervisor", SourceMissing),
        (table([("甲", "1", "")]), SOURCE, "clerk1", FeedNotYours),
    ],
)
def test_what_is_no_feed_is_refused_whole(
    content: bytes, source: str, login: str, no: type[Refusal]
) -> None:
    with pytest.raises(no):
        taken(content, source=source, login=login)
    assert not Feed.objects.exists()


def test_rejecting_needs_a_reason_and_leaves_the_register_alone():
    person = insured()
    told()
    sent, one = envelope("clerk1", DAY, version=1), the_one()
    with pytest.raises(WordsNeeded):
        reject_proposal(sent, proposal_id=one.pk, words=" ")
    for _ in range(2):
        reject_proposal(sent, proposal_id=one.pk, words="本人到场，数据有误")
    assert cover_on(person.pk, date(2026, 3, 5)) is not None
    with pytest.raises(ProposalDecided):
        accept_proposal(envelope("clerk1", DAY), proposal_id=one.pk)
    told("2026-02-20")
    with pytest.raises(ProposalDecided):
        accept_proposal(envelope("clerk1", DAY, version=9), proposal_id=the_one().pk)
    with pytest.raises(ProposalUnknown):
        accept_proposal(envelope("clerk1", DAY), proposal_id=0)


def test_only_who_registers_there_decides_and_only_staff_see():
    insured()
    told()
    with pytest.raises(NotAllowed):
        accept_proposal(envelope("finance1", DAY), proposal_id=the_one().pk)
    (line,) = proposals(actor("clerk1"), Narrowing(kind=FactKind.DEATH)).lines
    assert line.may_decide
    assert (line.source, line.who) == (SOURCE, "王**")
    assert not proposals(actor("supervisor"), Narrowing()).lines[0].may_decide
    assert not proposals(actor("shouguang-cataloguer"), Narrowing()).lines
    with scoped(actor("wangjianguo")):
        assert not SharedFact.objects.exists()
        assert not Proposal.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic(), scoped(actor("clerk1")):
        Proposal.objects.all().delete()
