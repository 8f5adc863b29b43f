"""A roster: checked cell by cell, enrolled part by part, never twice."""

import pytest
from tests.services.cases.stage import envelope
from tests.services.ledger.books import party_of
from tests.services.rosters.school import (
    DAY,
    HEADING,
    SCHOOL,
    YEAR,
    confirmed,
    moment,
    number,
    pupils,
    sent,
    table,
)

from tongban.core.access.rights import NoDuty, NotOwnParty
from tongban.core.enrolment.terms import NoTerms
from tongban.core.files.uploads import TypeNotTaken
from tongban.core.rosters.rows import Fault
from tongban.core.rosters.template import RosterTemplate
from tongban.gateways.sheets import SheetUnreadable, read_rows
from tongban.gateways.storage import file_store
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Cover, Overlap, PremiumYear
from tongban.records.parties.models import Party, PartyLink
from tongban.records.rosters.models import Roster, RosterRow
from tongban.services.access.queries import actor_of
from tongban.services.access.scope import scoped
from tongban.services.enrolment import residents
from tongban.services.enrolment.operations import reverse_case
from tongban.services.enrolment.people import find_person
from tongban.services.messages.queries import sentences
from tongban.services.rosters import checking, enrolling
from tongban.services.rosters.intake import (
    HeadingUnknown,
    NewRoster,
    NotASchool,
    RosterEmpty,
    RosterNotNow,
    RosterUnknown,
    cancel_roster,
    confirm_roster,
    take_roster,
)
from tongban.services.rosters.queries import (
    faults_file,
    office_roster,
    office_rosters,
    own_roster,
    own_rosters,
)
from tongban.services.rosters.rounds import go_on
from tongban.services.rosters.templates import roster_template, template_xlsx

CLAUSE = pytest.mark.clause("SD28-指南二1.2")


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path / "files"


@pytest.fixture
def small_parts(monkeypatch):
    """Parts of three students, so that a few rows make several cases."""
    real = roster_template()
    small = RosterTemplate(real.columns, real.rows_max, 3, by_rule=real.by_rule)
    for module in (checking, enrolling):
        monkeypatch.setattr(module, "roster_template", lambda: small)


def states(roster: Roster) -> list[str]:
    return list(roster.rows.order_by("number").values_list("state", flat=True))


@CLAUSE
def test_good_rows_are_enrolled_and_bad_ones_named_by_their_cell(small_parts):
    rows = pupils(5)
    rows[1] = ("", "9.90101E+17", "男", "", "12")
    rows[3] = ("示例学生0", number(0), "", "", "")
    roster = sent(table(rows))
    assert roster.state == "checked"
    assert states(roster) == ["good", "bad", "good", "bad", "good"]
    assert not Case.objects.filter(item="resident-registration").exists()

    page = own_roster(envelope(SCHOOL, DAY).actor, roster.code, page=1)
    told = [(one.cell, one.what) for one in page.faults]
    assert told[0] == ("A3", "没有填写")
    assert told[1][0] == "B3"
    assert "校验码" in told[1][1]
    assert told[2] == ("E3", "不是11位手机号码")
    assert told[3] == ("B5", "与第2行重复")

    confirm_roster(envelope(SCHOOL, DAY), code=roster.code)
    go_on(moment())
    roster.refresh_from_db()
    assert roster.state == "done"
    assert states(roster) == ["sent", "bad", "sent", "bad", "sent"]
    person = find_person(number(0))
    assert person is not None
    cover = Cover.objects.get(person_id=person.pk)
    assert (cover.kind, cover.state) == ("pupil", "in_force")
    assert PremiumYear.objects.get(person_id=person.pk).year == YEAR
    assert Case.objects.get().state == "closed"


@CLAUSE
def test_a_case_for_each_part_and_a_part_taken_back_alone(small_parts):
    roster = confirmed(table(pupils(7)))
    cases = Case.objects.order_by("number")
    assert [case.state for case in cases] == ["closed"] * 3
    page = office_roster(envelope("clerk1", DAY).actor, roster.code, page=1)
    assert [case.students for case in page.cases] == [3, 3, 1]
    assert page.line.percent == 100
    supervisor = envelope("supervisor", "2026-09-09")
    reverse_case(supervisor, number=cases[0].number, words="学校报错了")
    standing = Cover.objects.filter(state="in_force").count()
    assert standing == 4
    with file_store().open(roster.digest) as kept:
        content = kept.read()
    again = confirmed(content)
    assert again.pk == roster.pk
    assert Cover.objects.filter(state="in_force").count() == 7
    assert Case.objects.count() == 4


def test_the_same_file_is_the_same_roster_and_enrols_nobody_again(small_parts):
    content = table(pupils(4))
    first = confirmed(content)
    again = confirmed(content)
    assert again.pk == first.pk
    assert Case.objects.count() == 2
    changed = sent(table([*pupils(4), *pupils(1, start=9)]))
    assert changed.pk != first.pk
    assert states(changed) == ["bad"] * 4 + ["good"]
    page = own_roster(envelope(SCHOOL, DAY).actor, changed.code, page=1)
    assert page.faults[0].what == "本年度已经登记过"


@CLAUSE
def test_the_bad_rows_alone_corrected_and_sent_again_are_enrolled(tmp_path):
    rows = pupils(3)
    rows[2] = (rows[2][0], rows[2][1][:-1] + "错", *rows[2][2:])
    roster = confirmed(table(rows))
    file = tmp_path / "faults.xlsx"
    file.write_bytes(faults_file(envelope(SCHOOL, DAY).actor, roster.code))
    heading, bad = read_rows(file, rows_max=10)
    assert heading.cells[-2:] == ("问题", "怎么改")
    assert "B4（证件号码）" in bad.cells[5]
    corrected = confirmed(
        table([(bad.cells[0], number(2), *bad.cells[2:])], heading.cells)
    )
    assert states(corrected) == ["sent"]
    assert Cover.objects.filter(state="in_force").count() == 3


def test_another_name_in_the_register_is_told_and_other_cover_is_disputed():
    confirmed(table(pupils(2)))
    rows = [("示例改名", number(0), "", "", ""), pupils(1, start=1)[0]]
    PremiumYear.objects.all().update(void=True)
    roster = confirmed(table(rows))
    assert states(roster) == ["bad", "disputed"]
    assert Overlap.objects.filter(resolved_at=None).count() == 1


def test_a_row_the_register_refuses_is_marked_and_the_others_go_on(
    small_parts, monkeypatch
):
    def refuse_second(finished, applied, *, real=residents._register):
        if applied.named.id_number == number(1):
            raise NoTerms("示例")
        return real(finished, applied)

    monkeypatch.setattr(residents, "_register", refuse_second)
    roster = confirmed(table(pupils(3)))
    assert states(roster) == ["sent", "bad", "sent"]
    assert roster.state == "done"
    assert Case.objects.count() == 1
    page = own_roster(envelope(SCHOOL, DAY).actor, roster.code, page=1)
    assert page.faults[0].what.startswith("没有登记成功")


def test_what_stops_all_rows_stops_the_roster_with_its_reason(monkeypatch):
    Party.objects.filter(pk=party_of(SCHOOL)).update(phone="")
    roster = confirmed(table(pupils(1)))
    assert roster.state == "stopped"
    assert "联系电话" in roster.problem
    assert not Case.objects.exists()
    party = Party.objects.get(pk=party_of(SCHOOL))
    party.phone = "10000000001"
    party.save()
    confirm_roster(envelope(SCHOOL, DAY), code=roster.code)
    go_on(moment())
    assert states(roster) == ["sent"]


def test_a_file_that_cannot_be_read_any_more_stops_itself_and_no_other(monkeypatch):
    first = sent(table(pupils(1)))
    Roster.objects.update(state="waiting")
    real = checking.read_rows

    def damaged(path, *, rows_max):
        if path.name == first.code:
            raise SheetUnreadable("damaged")
        return real(path, rows_max=rows_max)

    monkeypatch.setattr(checking, "read_rows", damaged)
    second = sent(table(pupils(2, start=5)))
    first.refresh_from_db()
    assert (first.state, second.state) == ("stopped", "checked")
    assert "不是可以读取的表格" in first.problem


def test_where_rules_do_not_decide_the_window_does(small_parts, monkeypatch):
    real = roster_template()
    by_hand = RosterTemplate(real.columns, real.rows_max, 3, by_rule=False)
    monkeypatch.setattr(enrolling, "roster_template", lambda: by_hand)
    roster = confirmed(table(pupils(2)))
    assert states(roster) == ["sent", "sent"]
    assert Case.objects.get().state == "open"
    assert not Cover.objects.exists()


def test_a_roster_is_cancelled_before_it_begins_and_may_come_again():
    content = table(pupils(1))
    roster = sent(content)
    sender = envelope(SCHOOL, DAY)
    cancel_roster(sender, code=roster.code)
    cancel_roster(sender, code=roster.code)
    with pytest.raises(RosterNotNow):
        confirm_roster(sender, code=roster.code)
    with scoped(sender.actor):
        take_roster(sender, NewRoster(party_of(SCHOOL), YEAR, "a.xlsx", [content]))
    assert sent(content).state == "checked"
    assert RosterRow.objects.count() == 1
    done = confirmed(content)
    confirm_roster(sender, code=done.code)
    with pytest.raises(RosterNotNow):
        cancel_roster(sender, code=done.code)
    with pytest.raises(RosterUnknown):
        cancel_roster(sender, code="nosuchroster")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.4\n%%EOF\n", TypeNotTaken),
        (table(pupils(1), ("姓名", "性别")), HeadingUnknown),
        (table([]), RosterEmpty),
    ],
)
def test_what_is_no_roster_is_refused_and_not_kept(content, refusal):
    with pytest.raises(refusal):
        sent(content)
    assert not Roster.objects.exists()


def test_only_a_school_for_itself_and_a_year_that_is_laid_down():
    content = table(pupils(1))
    with pytest.raises(NotASchool):
        sent(content, login="hr-machinery")
    with pytest.raises(NoTerms):
        sent(content, year=1990)
    other = NewRoster(party_of("hr-machinery"), YEAR, "a", [content])
    with pytest.raises(NotOwnParty):
        take_roster(envelope(SCHOOL, DAY), other)


def test_a_school_sees_its_own_only_and_an_office_its_region():
    roster = sent(table(pupils(1)))
    stranger = envelope("hr-machinery", DAY).actor
    with scoped(stranger):
        assert not Roster.objects.exists()
        assert not RosterRow.objects.exists()
    with pytest.raises(RosterUnknown):
        own_roster(stranger, roster.code, page=1)
    with pytest.raises(RosterUnknown):
        faults_file(stranger, roster.code)
    assert len(own_rosters(envelope(SCHOOL, DAY).actor, page=1).lines) == 1
    assert len(office_rosters(envelope("clerk1", DAY).actor, page=9).lines) == 1
    Roster.objects.update(region="370102")
    assert office_rosters(envelope("clerk1", DAY).actor, page=1).lines == ()


def test_who_may_fill_in_but_not_submit_confirms_nothing():
    roster = sent(table(pupils(1)))
    PartyLink.objects.filter(account__login_name=SCHOOL, duty="submit").delete()
    account = Account.objects.get(login_name=SCHOOL)
    sender = envelope(SCHOOL, DAY)
    weaker = type(sender)(
        actor=actor_of(account, sender.today),
        now=sender.now,
        key="weaker",
        channel=sender.channel,
    )
    with pytest.raises(NoDuty):
        confirm_roster(weaker, code=roster.code)


def test_the_template_is_itself_a_table_that_is_read(tmp_path):
    file = tmp_path / "template.xlsx"
    file.write_bytes(template_xlsx())
    (heading,) = read_rows(file, rows_max=10)
    assert heading.cells == HEADING


def test_every_fault_is_said_and_can_be_cured():
    said = sentences()
    for fault in Fault:
        assert said[f"rosters.fault.{fault.value}"]
        assert said[f"rosters.cure.{fault.value}"]
