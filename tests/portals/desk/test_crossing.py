"""The desk's page of the monthly progress table, in a city that is asked for it."""

import io
from datetime import datetime

import pytest
from django.test import Client
from python_calamine import load_workbook
from tests.portals.desk.staff import CHINA, hidden, move_clock, words
from tests.services.crossing.stage import GUANGZHOU, open_cities_of_guangdong

from tongban.records.accounts.models import Account
from tongban.records.crossing.models import ProgressEntry
from tongban.records.offices.models import Office, StaffGrant
from tongban.services.access.scope import leave_scope
from tongban.services.crossing.progress import close_due

pytestmark = pytest.mark.clause("GD18-任务六")
PAGE = "/desk/crossing/"


@pytest.fixture
def guangzhou(settings) -> None:
    """The supervisor works in Guangzhou, and that is where this site serves."""
    settings.TONGBAN_REGION = GUANGZHOU
    open_cities_of_guangdong()
    account = Account.objects.get(login_name="supervisor")
    account.office = Office.objects.get(code=GUANGZHOU)
    account.save(update_fields=["office"])
    grants = StaffGrant.objects.filter(account=account)
    grants.update(office=account.office)


def sent(client: Client, address: str, **said: str):
    key = hidden(client.get(address), "key")
    answer = client.post(address, {"key": key, **said}, follow=True)
    leave_scope()
    return answer


def sheet(answer) -> list[list[object]]:
    book = load_workbook(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def test_where_no_table_is_asked_the_desk_does_not_offer_it(supervisor):
    assert "通办进展表" not in words(supervisor.get("/desk/"))
    assert "没有要求报送" in words(supervisor.get(PAGE))
    refused = supervisor.get(f"{PAGE}rows/2/")
    assert refused.status_code == 409
    assert "没有要求" in words(refused)


@pytest.mark.usefixtures("guangzhou")
def test_a_row_is_filled_in_and_the_table_counts_what_is_left(supervisor):
    assert "通办进展表" in words(supervisor.get("/desk/"))
    before = words(supervisor.get(PAGE))
    assert "2023年9月的表，9月20日截止，9月19日起提醒" in before
    assert "还有76处没有填" not in before  # 75: no summary is asked for in September
    assert "还有75处没有填" in before
    answer = sent(supervisor, f"{PAGE}rows/2/", covered="越秀区、天河区")
    assert "已保存1格" in words(answer)
    assert "还有74处没有填" in words(answer)
    again = sent(supervisor, f"{PAGE}rows/2/", covered="越秀区、天河区")
    assert "没有改动" in words(again)
    draft = supervisor.get(f"{PAGE}draft.xlsx")
    assert "越秀区、天河区" in sheet(draft)[4]
    assert "attachment" in draft["Content-Disposition"]


@pytest.mark.usefixtures("guangzhou")
def test_what_is_too_long_is_refused_and_kept_on_the_page(supervisor):
    typed = "长" * 1_001
    answer = sent(supervisor, f"{PAGE}rows/2/", covered=typed)
    assert answer.status_code == 409
    assert typed in answer.content.decode()
    assert not ProgressEntry.objects.exists()


@pytest.mark.usefixtures("guangzhou")
def test_no_such_row_is_refused(supervisor):
    assert supervisor.get(f"{PAGE}rows/19/").status_code == 409


@pytest.mark.usefixtures("guangzhou")
def test_the_day_before_it_is_due_every_page_reminds(supervisor, clerk):
    move_clock("2023-09-19")
    assert "9月20日截止" in words(supervisor.get("/desk/"))
    assert "9月20日截止" not in words(clerk.get("/desk/"))


@pytest.mark.usefixtures("guangzhou")
def test_a_closed_month_is_downloaded_and_corrected_with_a_reason(supervisor):
    move_clock("2023-09-21")
    close_due(datetime(2023, 9, 21, 1, tzinfo=CHINA))
    page = words(supervisor.get(PAGE))
    assert "2023年9月" in page
    sent(supervisor, f"{PAGE}rows/2/", covered="全市")
    month = {"year": "2023", "month": "9"}
    refused = sent(supervisor, PAGE, reason=" ", **month)
    assert refused.status_code == 409
    assert "第2次" in words(sent(supervisor, PAGE, reason="漏填", **month))
    links = [part.split('"')[0] for part in _page(supervisor).split('href="')[1:]]
    tables = [link for link in links if link.endswith("/table.xlsx")]
    second, first, _ = tables  # September twice, then August
    assert "全市" in sheet(supervisor.get(second))[4]
    assert "全市" not in sheet(supervisor.get(first))[4]


def _page(client: Client) -> str:
    return client.get(PAGE).content.decode()


@pytest.mark.usefixtures("guangzhou")
def test_only_supervisors_open_it(clerk, reviewer):
    for client in (clerk, reviewer):
        for address in ("", "rows/2/", "draft.xlsx", "issues/1/table.xlsx"):
            assert client.get(f"{PAGE}{address}").status_code == 403
