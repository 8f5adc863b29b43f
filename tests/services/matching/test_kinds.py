"""What each kind of feed proposes, what accepting does, and how it is undone."""

from datetime import date, datetime

import pytest
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import (
    NEWCOMER,
    application,
    finished,
    hiring,
    party_of,
    registered_employer,
    submitted,
)
from tests.services.matching.feeds import (
    DAY,
    accepted,
    insured,
    sent,
    table,
    taken,
    the_open,
    told,
)

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.employers import EmployerState
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.items.catalogue import Audience
from tongban.core.matching.facts import FactKind, FactState
from tongban.core.matching.proposals import Movement, ProposalState
from tongban.policy.matching import load_matching
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PremiumYear,
    SpecialGroup,
)
from tongban.records.matching.models import Proposal, SharedFact
from tongban.records.notices.models import Message
from tongban.records.parties.models import Party
from tongban.services.cases import effects
from tongban.services.cases.envelope import Envelope
from tongban.services.enrolment.operations import reverse_case
from tongban.services.enrolment.people import find_person, find_unit
from tongban.services.enrolment.queries import covers_of
from tongban.services.matching import rules as kept_rules
from tongban.services.matching.bulk import NotAlike, accept_alike
from tongban.services.matching.deciding import (
    NothingToTakeBack,
    ProposalDecided,
    WordsNeeded,
    accept_proposal,
    take_back_proposal,
)
from tongban.services.matching.intake import KindUnknown
from tongban.services.matching.queries import Narrowing, proposals
from tongban.services.matching.rounds import run_round

TODAY = date.fromisoformat(DAY)
NOW = datetime.fromisoformat(f"{DAY}T10:00:00+08:00")
EMPLOYEE = "职工基本医疗保险"
RESIDENT = "城乡居民基本医疗保险"
UNIT = "993707059910000774"


def resident() -> Party:
    new = application(
        "resident-registration",
        "zhaolei",
        "2025-10-20",
        situations=("single-resident", "self"),
        audience=Audience.RESIDENT,
        form={"insured_year": 2026, "tier": "low"},
    )
    finished(submitted(new, "2025-10-20"), "2025-10-20")
    return party_of("zhaolei")


def month_of(person: Party) -> ContributionMonth:
    return ContributionMonth.objects.filter(person_id=person.pk).earliest("month")


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def paid_row(person: Party, amount: int) -> tuple[str, ...]:
    return (
        person.name,
        person.identifier,
        EMPLOYEE,
        "2026-01",
        yuan(amount),
        "2026-02-03",
    )


def take_back(movement: Movement, version: int = 2) -> None:
    one = Proposal.objects.get(movement=movement.value)
    take_back_proposal(
        envelope("clerk1", DAY, version=version), proposal_id=one.pk, words="数据有误"
    )


def test_a_month_paid_is_noted_and_taken_back():
    person = insured()
    due = month_of(person)
    assert sent(
        FactKind.PAYMENT, paid_row(person, due.unit_fen + due.own_fen)
    ).rows == {FactState.NEW: 1}
    assert month_of(person).paid_on is None
    assert accepted(Movement.PAY) == ""
    assert month_of(person).paid_on == date(2026, 2, 3)
    take_back(Movement.PAY)
    assert month_of(person).paid_on is None
    assert Proposal.objects.get().state == ProposalState.TAKEN_BACK
    take_back(Movement.PAY)


def test_an_amount_that_differs_is_looked_at_and_changes_nothing():
    person = insured()
    due = month_of(person)
    sent(FactKind.PAYMENT, paid_row(person, due.unit_fen + due.own_fen + 1))
    with pytest.raises(WordsNeeded):
        accepted(Movement.COMPARE)
    accepted(Movement.COMPARE, "税务多报一分，已请核对")
    assert month_of(person).paid_on is None
    with pytest.raises(NothingToTakeBack):
        take_back(Movement.COMPARE)


def test_a_premium_year_paid_is_noted():
    person = resident()
    due = PremiumYear.objects.get(person_id=person.pk)
    row = (person.name, person.identifier, RESIDENT, "2026", yuan(due.own_fen), DAY)
    sent(FactKind.PAYMENT, row)
    accepted(Movement.PAY)
    assert PremiumYear.objects.get(person_id=person.pk).paid_on == TODAY


def test_a_payment_nothing_is_due_for_is_a_difference():
    person = insured()
    row = (person.name, person.identifier, RESIDENT, "2026", "400.00", DAY)
    sent(FactKind.PAYMENT, row)
    assert the_open(Movement.COMPARE).fact.cells["scheme"] == Scheme.RESIDENT


def test_a_list_is_joined_and_left_with_history():
    person = insured()
    row = (person.name, person.identifier, "低保对象")
    sent(FactKind.IDENTITY, (*row, "认定", "2026-02-01"))
    accepted(Movement.JOIN)
    kept = SpecialGroup.objects.get(person_id=person.pk)
    assert (kept.code, kept.in_force.lower) == ("low-income", date(2026, 2, 1))
    sent(FactKind.IDENTITY, (*row, "退出", "2026-03-01"))
    accepted(Movement.LEAVE)
    assert SpecialGroup.objects.get().in_force.upper == date(2026, 3, 1)
    take_back(Movement.LEAVE)
    assert SpecialGroup.objects.get().in_force.upper is None


def test_whoever_is_on_a_list_without_cover_is_reminded():
    person = party_of("zhaolei")
    sent(
        FactKind.IDENTITY,
        (person.name, person.identifier, "特困人员", "认定", "2026-02-01"),
    )
    accepted(Movement.REMIND)
    assert Message.objects.get(template="cover.gap").party_id == person.pk


def test_an_aided_identity_counts_for_the_next_premium():
    person = party_of("zhaolei")
    sent(
        FactKind.IDENTITY,
        (person.name, person.identifier, "特困人员", "认定", "2025-10-01"),
    )
    accepted(Movement.JOIN)
    resident_after = resident()
    assert PremiumYear.objects.get(person_id=resident_after.pk).own_fen == 0


def test_a_newborn_is_enrolled_with_the_guardian_as_applicant():
    guardian = party_of("zhaolei")
    child = ("示例宝宝", "990001202602010013")
    number = good_number(child[1])
    sent(
        FactKind.BIRTH,
        (child[0], number, "男", "2026-02-01", guardian.name, guardian.identifier),
    )
    case = accepted(Movement.ENROL)
    found = find_person(number)
    assert case
    assert found is not None
    (line,) = covers_of(found.pk)
    assert (line.kind, line.days.start) == (PersonKind.NEWBORN, date(2026, 2, 1))
    run_round(NOW, today=TODAY)
    assert Proposal.objects.filter(state=ProposalState.OPEN.value).count() == 0


def good_number(number: str) -> str:
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(d) * w for d, w in zip(number[:17], weights, strict=True))
    return number[:17] + "10X98765432"[total % 11]


def unit_row(change: str, name: str = "示例新设有限公司") -> tuple[str, ...]:
    return (
        name,
        UNIT,
        change,
        "2026-03-01",
        "企业",
        "潍坊市奎文区示例路1号",
        "2026-02-20",
        "示例法人",
        "99000119900506801X",
        "示例联系人",
        "10000000001",
    )


def test_a_unit_is_registered_changed_and_cancelled_without_papers():
    sent(FactKind.BUSINESS, unit_row("设立"))
    unit = find_unit(UNIT)
    assert unit is not None
    assert not Employer.objects.filter(pk=unit.pk).exists()
    assert accepted(Movement.REGISTER)
    assert Employer.objects.get(pk=unit.pk).state == EmployerState.REGISTERED
    sent(FactKind.BUSINESS, unit_row("变更", "示例改名有限公司"))
    assert accepted(Movement.CHANGE)
    assert find_unit(UNIT).name == "示例改名有限公司"  # type: ignore[union-attr]
    sent(FactKind.BUSINESS, unit_row("注销", "示例改名有限公司"))
    assert accepted(Movement.CANCEL)
    assert Employer.objects.get(pk=unit.pk).state == EmployerState.CANCELLED


def test_a_resident_who_died_is_noted_and_it_can_be_undone():
    person = resident()
    taken(table([(person.name, person.identifier, "2026-03-01")]))
    assert accepted(Movement.END) == ""
    assert covers_of(person.pk)[-1].days.end == date(2026, 3, 2)
    assert InsuredPerson.objects.get(pk=person.pk).deceased_on == date(2026, 3, 1)
    take_back(Movement.END)
    assert InsuredPerson.objects.get(pk=person.pk).deceased_on is None
    assert covers_of(person.pk)[-1].days.end == date(2027, 1, 1)


def test_an_employee_who_died_is_noted_with_the_case():
    person = insured()
    told()
    number = accepted(Movement.END)
    assert number
    assert InsuredPerson.objects.get(pk=person.pk).deceased_on == date(2026, 3, 1)
    case = Proposal.objects.get().case
    effects.undo(case, at=NOW)
    assert InsuredPerson.objects.get(pk=person.pk).deceased_on is None


def test_a_second_prison_term_is_a_fact_of_its_own():
    person = insured()
    told("2026-02-01", FactKind.IMPRISONMENT)
    result = told("2026-02-20", FactKind.IMPRISONMENT)
    assert result.rows == {FactState.NEW: 1}
    assert SharedFact.objects.filter(party=person, superseded_at=None).count() == 2


def test_a_correction_of_what_was_done_asks_to_look_again():
    insured()
    told()
    accepted(Movement.END)
    assert told("2026-02-20").rows == {FactState.CORRECTED: 1}
    with pytest.raises(WordsNeeded):
        accepted(Movement.CHECK)
    accepted(Movement.CHECK, "已请监督员撤销后重办")
    assert run_round(NOW, today=TODAY).matched == 0


def test_what_was_taken_back_with_its_case_says_so_on_the_list():
    insured()
    told()
    number = accepted(Movement.END)
    reverse_case(envelope("supervisor", DAY, hour=15), number=number, words="死亡有误")
    shown = proposals(actor_of_clerk(), Narrowing(state=ProposalState.ACCEPTED))
    assert shown.lines[0].state == "已撤销"


def actor_of_clerk():
    return envelope("clerk1", DAY).actor


def test_cover_that_ended_without_another_is_a_gap_once():
    person = insured()
    new = application(
        "employee-registration",
        "wangjianguo",
        "2026-02-02",
        situations=("flexible", "interrupt", "self"),
        audience=Audience.EMPLOYEE,
        form={"effective_on": "2026-02-01", "reason": "离开"},
    )
    finished(submitted(new, "2026-02-02"), "2026-02-02")
    assert Cover.objects.get(person_id=person.pk).in_force.upper == date(2026, 2, 1)
    assert run_round(NOW, today=TODAY).gaps == 1
    assert run_round(NOW, today=TODAY).gaps == 0
    accepted(Movement.REMIND)
    assert Message.objects.get(template="cover.gap").party_id == person.pk


def test_nobody_sends_gaps():
    with pytest.raises(KindUnknown):
        taken(table([("甲", "1", "")]), FactKind.GAP)


def test_alike_ones_are_decided_together_and_others_are_not():
    person = insured()
    other = party_of("zhaolei")
    rows = [
        (one.name, one.identifier, "低保对象", "认定", "2026-02-01")
        for one in (person, other)
    ]
    sent(FactKind.IDENTITY, *rows)
    ids = list(
        Proposal.objects.filter(movement=Movement.JOIN.value).values_list(
            "pk", flat=True
        )
    )
    every = list(Proposal.objects.values_list("pk", flat=True))
    for wrong in (every, [], [0]):
        with pytest.raises(NotAlike):
            accept_alike(envelope("clerk1", DAY), wrong)
    assert accept_alike(envelope("clerk1", DAY), ids).done == 2
    again = accept_alike(envelope("clerk2", DAY), ids)
    assert (again.done, len(again.left)) == (0, 2)


def test_a_dated_rule_notes_payments_without_a_clerk(tmp_path, monkeypatch, settings):
    person = insured()
    due = month_of(person)
    sent(FactKind.PAYMENT, paid_row(person, due.unit_fen + due.own_fen))
    assert run_round(NOW, today=TODAY).by_rule == 0
    source = settings.TONGBAN_POLICY / "matching" / "370700.yaml"
    (tmp_path / "matching").mkdir()
    text = source.read_text().replace(
        "    movement: pay\n", "    movement: pay\n    by_rule_from: 2026-03-01\n"
    )
    (tmp_path / "matching" / "370700.yaml").write_text(text)
    monkeypatch.setattr(kept_rules, "_read", lambda _: load_matching(tmp_path))
    assert run_round(NOW, today=date(2026, 2, 28)).by_rule == 0
    assert run_round(NOW, today=TODAY).by_rule == 1
    assert month_of(person).paid_on == date(2026, 2, 3)
    shown = proposals(actor_of_clerk(), Narrowing(state=ProposalState.ACCEPTED))
    assert shown.lines[0].decided_by == "按规则自动办理"
    with pytest.raises(ProposalDecided):
        accept_proposal(
            Envelope(actor_of_clerk(), NOW, "k", envelope("clerk1", DAY).channel),
            proposal_id=Proposal.objects.get().pk,
        )


def test_an_employed_person_retires_by_the_feed():
    registered_employer()
    finished(
        submitted(hiring("hr-machinery", "2026-01-06"), "2026-01-06"), "2026-01-06"
    )
    person = find_person(NEWCOMER)
    assert person is not None
    ContributionMonth.objects.bulk_create(
        ContributionMonth(
            person_id=person.pk,
            month=date(1990 + place // 12, place % 12 + 1, 1),
            scheme=Scheme.EMPLOYEE.value,
            base_fen=500_000,
            unit_fen=30_000,
            own_fen=10_000,
            kind="actual",
            paid_on=date(2025, 12, 31),
        )
        for place in range(12 * 31)
    )
    taken(table([("示例新工", NEWCOMER, "2026-03-01")]), FactKind.RETIREMENT)
    assert accepted(Movement.RETIRE)
    assert covers_of(person.pk)[0].kind is PersonKind.RETIRED
