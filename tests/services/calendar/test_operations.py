"""A holiday notice is looked at first, then loaded with the cases it moves."""

from datetime import UTC, datetime

import pytest
from tests.core.calendar.published import day

from tongban.core.access.actor import SYSTEM, Actor, ActorKind, Grant, Role
from tongban.core.calendar.workdays import WorkCalendar, YearUnknown
from tongban.policy.located import PolicyFileWrong
from tongban.records.calendar.models import CalendarNotice
from tongban.services.calendar.operations import (
    TEXT_CHARACTERS_MAX,
    ChangedDay,
    DueMove,
    MayNotLoadNotice,
    NoticeTooLong,
    PreviewStale,
    check_seen,
    load_notice,
    preview_notice,
)
from tongban.services.calendar.queries import clock_payload, work_calendar

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
NOTICE = """\
year: 2027
notice:
  title: 国务院办公厅关于2027年部分节假日安排的通知
  number: 国办发明电〔2026〕1号
  published_on: 2026-11-05
festivals:
  - name: 元旦
    clause: 第一项
    days_off: {from: 2026-12-31, through: 2027-01-02}
  - name: 春节
    clause: 第二项
    days_off: {from: 2027-02-05, through: 2027-02-12}
    worked: [2027-01-31, 2027-02-20]
  - name: 清明节
    clause: 第三项
    days_off: {from: 2027-04-03, through: 2027-04-05}
  - name: 劳动节
    clause: 第四项
    days_off: {from: 2027-05-01, through: 2027-05-05}
  - name: 端午节
    clause: 第五项
    days_off: {from: 2027-06-09, through: 2027-06-09}
  - name: 中秋节
    clause: 第六项
    days_off: {from: 2027-09-15, through: 2027-09-15}
  - name: 国庆节
    clause: 第七项
    days_off: {from: 2027-10-01, through: 2027-10-07}
"""


def staff(*roles: Role) -> Actor:
    grants = tuple(Grant(role=role, office_path="/370000/") for role in roles)
    return Actor(kind=ActorKind.STAFF, account_id=None, name="试", grants=grants)


def nothing_moves(_calendar: WorkCalendar) -> int:
    return 0


def no_moves(_calendar: WorkCalendar) -> tuple[DueMove, ...]:
    return ()


MOVE = DueMove(
    number="3707002700000001",
    item="inpatient-reimbursement",
    item_name="住院费用报销",
    started_on=day("2026-12-30"),
    before=day("2027-01-08"),
    now=day("2027-01-11"),
)


def test_a_preview_names_the_days_that_change_and_keeps_nothing():
    seen: list[WorkCalendar] = []

    def find(calendar: WorkCalendar) -> tuple[DueMove, ...]:
        seen.append(calendar)
        return (MOVE,)

    preview = preview_notice(NOTICE, actor=SYSTEM, find_moves=find)
    assert (preview.year, preview.number) == (2027, "国办发明电〔2026〕1号")
    assert preview.was_provisional
    assert preview.moves == (MOVE,)
    assert seen == [preview.calendar]
    assert preview.changed[:3] == (
        ChangedDay(day("2026-12-31"), None, "元旦"),
        ChangedDay(day("2027-01-31"), "周末", None),
        ChangedDay(day("2027-02-09"), None, "春节"),
    )
    assert not CalendarNotice.objects.exists()
    assert work_calendar().is_provisional(day("2027-01-31"))


def test_what_was_not_looked_at_is_not_loaded():
    moved = preview_notice(NOTICE, actor=SYSTEM, find_moves=lambda _: (MOVE,))
    check_seen(moved, moved.seen)
    now_two = preview_notice(NOTICE, actor=SYSTEM, find_moves=no_moves)
    for other in (
        now_two.seen,
        "",
        preview_notice(NOTICE + "#", actor=SYSTEM, find_moves=lambda _: (MOVE,)).seen,
    ):
        with pytest.raises(PreviewStale):
            check_seen(moved, other)


def test_a_loaded_notice_rules_at_once_and_ends_the_provisional_year():
    before = clock_payload(accepted=day("2026-12-30"), working_days=1)
    moved = load_notice(NOTICE, actor=SYSTEM, now=NOW, reproject=lambda _: 7)
    after = clock_payload(accepted=day("2026-12-30"), working_days=1)
    assert moved == 7
    assert (before["due_on"], before["provisional"]) == ("2026-12-31", False)
    assert (after["due_on"], after["provisional"]) == ("2027-01-04", False)


def test_cases_move_with_the_calendar_that_is_in_force_from_then_on():
    projected: list[WorkCalendar] = []

    def reproject(calendar: WorkCalendar) -> int:
        projected.append(calendar)
        return 0

    load_notice(NOTICE, actor=SYSTEM, now=NOW, reproject=reproject)
    (calendar,) = projected
    assert [days.off for days in calendar.years] == [
        days.off for days in work_calendar().years
    ]


def test_loading_the_same_notice_twice_changes_nothing():
    load_notice(NOTICE, actor=SYSTEM, now=NOW, reproject=nothing_moves)
    moved = load_notice(NOTICE, actor=SYSTEM, now=NOW, reproject=lambda _: 7)
    assert moved == 0
    assert CalendarNotice.objects.count() == 1


def test_a_corrected_notice_replaces_the_one_before():
    load_notice(NOTICE, actor=SYSTEM, now=NOW, reproject=nothing_moves)
    corrected = NOTICE.replace("2027-01-31, ", "2027-01-30, ")
    preview = preview_notice(corrected, actor=SYSTEM, find_moves=no_moves)
    assert not preview.was_provisional
    assert [each.day for each in preview.changed] == [
        day("2027-01-30"),
        day("2027-01-31"),
    ]
    load_notice(corrected, actor=SYSTEM, now=NOW, reproject=nothing_moves)
    assert work_calendar().is_workday(day("2027-01-30"))
    assert not work_calendar().is_workday(day("2027-01-31"))
    assert CalendarNotice.objects.count() == 2


def test_when_cases_cannot_move_the_notice_is_not_kept():
    def fail(_calendar: WorkCalendar) -> int:
        raise YearUnknown(2041)

    with pytest.raises(YearUnknown):
        load_notice(NOTICE, actor=SYSTEM, now=NOW, reproject=fail)
    assert not CalendarNotice.objects.exists()
    assert work_calendar().is_provisional(day("2027-01-31"))


@pytest.mark.parametrize("role", [Role.CATALOGUER, Role.ADMINISTRATOR])
def test_those_who_keep_the_catalogue_or_the_house_may_load(role):
    actor = staff(Role.CLERK, role)
    assert load_notice(NOTICE, actor=actor, now=NOW, reproject=nothing_moves) == 0
    assert CalendarNotice.objects.count() == 1


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.CATALOGUER, Role.ADMINISTRATOR})
)
def test_every_other_role_is_refused(role):
    with pytest.raises(MayNotLoadNotice):
        load_notice(NOTICE, actor=staff(role), now=NOW, reproject=nothing_moves)
    with pytest.raises(MayNotLoadNotice):
        preview_notice(NOTICE, actor=staff(role), find_moves=no_moves)
    assert not CalendarNotice.objects.exists()


def test_a_broken_notice_is_refused_with_its_line():
    broken = NOTICE.replace("2027-02-20", "2027-02-22")
    with pytest.raises(PolicyFileWrong, match="notice:13: 2027-02-22"):
        load_notice(broken, actor=SYSTEM, now=NOW, reproject=nothing_moves)


def test_a_notice_beyond_the_known_years_is_refused():
    far = NOTICE.replace("2027", "2050").replace("2026-", "2049-")
    far = far.replace("    worked: [2050-01-31, 2050-02-20]\n", "")
    with pytest.raises(YearUnknown):
        preview_notice(far, actor=SYSTEM, find_moves=no_moves)


def test_a_text_longer_than_a_notice_is_refused():
    padded = NOTICE + "#" * (TEXT_CHARACTERS_MAX - len(NOTICE))
    preview_notice(padded, actor=SYSTEM, find_moves=no_moves)
    with pytest.raises(NoticeTooLong):
        preview_notice(padded + "#", actor=SYSTEM, find_moves=no_moves)
