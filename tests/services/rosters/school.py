"""Tables a school sends, and how far they are brought."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter
from tests.services.cases.stage import envelope
from tests.services.ledger.books import party_of

from tongban.core.access.identifiers import resident_check_sign
from tongban.records.rosters.models import Roster
from tongban.services.rosters.intake import NewRoster, confirm_roster, take_roster
from tongban.services.rosters.rounds import go_on

HEADING = ("姓名*", "证件号码*", "性别", "年级班级", "监护人电话")
SCHOOL = "school-primary"
DAY, YEAR = "2026-09-08", 2027


def number(place: int) -> str:
    """The id number of a pupil, another one for each place below 900,000."""
    first = f"9900{place // 900:02d}20150101{place % 900 + 100:03d}"
    return first + resident_check_sign(first)


def pupils(count: int, *, start: int = 0) -> list[Sequence[str]]:
    return [
        (f"示例学生{place}", number(place), "", "三年级2班", "10000000001")
        for place in range(start, start + count)
    ]


def table(rows: Iterable[Sequence[str]], heading: Sequence[str] = HEADING) -> bytes:
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, heading)
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell)
    book.close()
    return kept.getvalue()


def moment() -> datetime:
    return envelope(SCHOOL, DAY).now


def sent(content: bytes, *, login: str = SCHOOL, year: int = YEAR) -> Roster:
    """A roster that came in and was checked."""
    code = take_roster(
        envelope(login, DAY),
        NewRoster(party_of(login), year, "名册.xlsx", [content]),
    )
    go_on(moment())
    return Roster.objects.get(code=code)


def confirmed(content: bytes) -> Roster:
    """A roster whose good rows were enrolled."""
    roster = sent(content)
    confirm_roster(envelope(SCHOOL, DAY), code=roster.code)
    go_on(moment())
    roster.refresh_from_db()
    return roster
