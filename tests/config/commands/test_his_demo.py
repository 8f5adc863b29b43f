"""``tongban his-demo``: a difference is named and ends with 1, silence is explained."""

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from click.testing import CliRunner
from tests.gateways.his_platform import SECRET, Platform, serving

from tongban.config.commands import his_demo as command
from tongban.config.his_demo import care
from tongban.config.his_demo.book import Booked, Patient, file_of, read_book
from tongban.gateways.his import InstitutionSystem

CODES = ("H37070500001", "P37070500001")
AGREED = {"stmtinfo": {"stmt_rslt": "0", "stmt_rslt_dscr": ""}}


@pytest.fixture
def platform(monkeypatch, tmp_path) -> Iterator[Platform]:
    """A platform that knows nobody, and two institutions that settled before."""
    monkeypatch.setenv("TONGBAN_HOME", str(tmp_path))
    monkeypatch.setattr(care.Till, "__init__", _quick(care.Till.__init__))
    with serving() as found:
        systems = [
            InstitutionSystem(found.site, code, code, "370705", "key", SECRET)
            for code in CODES
        ]
        monkeypatch.setattr(command, "_demo", lambda _: (["1"], systems))
        found.refusals["1101"] = "查无此人"
        found.outputs["3201"] = AGREED
        found.outputs["9101"] = {"file_qury_no": "1"}
        found.outputs["3202"] = {"fileinfo": {"file_qury_no": "2", "filename": "x"}}
        found.files["9102"] = zipped("")
        for code in CODES:
            amounts = (Decimal(n) for n in ("10", "6", "1", "3"))
            row = Booked("9", "8", Patient("1", "310"), "11", *amounts)
            read_book(file_of(tmp_path, code)).close("before", [row])
        yield found


def _quick(init):
    def without_pauses(self, *said, **named):
        init(self, *said, **named, pauses=())

    return without_pauses


def zipped(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("x.txt", text)
    return packed.getvalue()


def told(visits: str = "1") -> tuple[int, str]:
    found = CliRunner().invoke(command.his_demo, ["--visits", visits])
    return found.exit_code, found.output


def test_equal_books_end_well(platform):
    code, words = told()
    assert code == 0, words
    assert "各机构的总额和明细都与平台相符。" in words
    assert {"3203", "3204"} <= set(platform.numbers())


def test_different_totals_are_named_and_end_with_1(platform):
    platform.outputs["3201"] = {
        "stmtinfo": {"stmt_rslt": "1", "stmt_rslt_dscr": "笔数：机构1，中心2"}
    }
    code, words = told()
    assert code == 1
    assert f"不符：{CODES[0]} 总额 险种310 清算类别11：笔数：机构1，中心2" in words
    assert "相符" not in words


def test_a_different_line_is_named_and_ends_with_1(platform):
    platform.files["9102"] = zipped("1\t8\t9\t\t2\t0\t中心没有这笔结算\t1\t1\t0\n")
    code, words = told()
    assert code == 1
    assert f"不符：{CODES[1]} 明细 结算9：中心没有这笔结算" in words


def test_a_refused_application_is_named_and_ends_with_1(platform):
    platform.refusals["3203"] = "与结算数据不一致"
    code, words = told()
    assert code == 1
    assert "清算申请 清算类别11：与结算数据不一致" in words


def test_a_platform_that_goes_silent_is_explained(platform):
    platform.silent["3201"] = 1
    code, words = told()
    assert code == 1
    assert "3201没有得到答复" in words
    assert "平台恢复后再运行一次" in words
    assert "Traceback" not in words
