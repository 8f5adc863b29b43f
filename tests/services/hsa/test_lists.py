"""1304–1319: lists as files and page by page, as institutions ask for them."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.services.hsa.care import BED, METFORMIN, MOMENT, NIFEDIPINE, done, send
from tests.services.hsa.stage import as_owner

from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.rows import EntryRow
from tongban.core.medical_catalogue.terms import Grade
from tongban.services.demo.medical_catalogue import load_demo_medical_catalogue
from tongban.services.hsa.downloads import asked_by, file_number
from tongban.services.medical_catalogue.files import (
    FileAsked,
    State,
    layouts,
    list_file,
)
from tongban.services.medical_catalogue.loading import NewVersion, keep_version

DRUG_COLUMNS = 92
NEW_DRUG = "XY99ZZ901XA001010199999"
ALBUMIN = "XY99ZZ028XA001010199999"


@pytest.fixture(autouse=True)
def _listed(_staged: None) -> Iterator[None]:
    with as_owner():
        load_demo_medical_catalogue(MOMENT)
    list_file.cache_clear()
    yield
    list_file.cache_clear()


def keep(
    *entries: EntryRow,
    kind: CatalogueKind = CatalogueKind.DRUG,
    begins: date = date(2026, 1, 1),
    region: str = "370700",
) -> None:
    said = NewVersion(kind, region, "测试版", "测试目录", begins)
    with as_owner():
        keep_version(said, entries, digest=f"{begins} {region}", at=MOMENT)


def entry(code: str, name: str = "新药", **more: object) -> EntryRow:
    said = {"grade": Grade.A, "charge_kind": "09", **more}
    return EntryRow(code=code, name=name, **said)  # type: ignore[arg-type]


def asked(infno: str = "1301", ver: str = "0") -> dict[str, object]:
    return dict(done(infno, {"data": {"ver": ver}}))


def rows(told: dict[str, object], **more: object) -> list[dict[str, str]]:
    """The rows of the file a download told of, by the titles of its columns."""
    said = {"file_qury_no": told["file_qury_no"], "filename": "plc"}
    given = send("9102", {"fsDownloadIn": {**said, "fixmedins_code": "plc"}}, **more)
    assert given.file is not None, given.words
    name, content = given.file
    assert name == told["filename"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (inside,) = archive.namelist()
        text = archive.read(inside).decode()
    columns = layouts()["1301"].columns
    lines = [line.split("\t") for line in text.splitlines()]
    return [dict(zip(columns, line, strict=False)) for line in lines]


def test_a_list_comes_whole_as_text_in_an_archive():
    told = asked()
    assert told["data_cnt"] == 35
    assert len(str(told["file_qury_no"])) <= 30
    found = {row["医疗目录编码"]: row for row in rows(told)}
    assert len(found) == 35
    row = found[NIFEDIPINE]
    assert len(row) == DRUG_COLUMNS
    assert (row["药品通用名"], row["国家医保药品目录甲乙类标识"]) == (
        "硝苯地平控释片",
        "乙",
    )
    assert (row["有效标志"], row["批准文号"], row["拼音助记码"]) == (
        "1",
        "null",
        "XBDPKSP",
    )


def test_only_what_changed_since_a_version_comes():
    version = rows(asked())[0]["版本号"]
    assert asked(ver=version)["data_cnt"] == 0
    keep(entry(NEW_DRUG, details={"批准文号": "国药准字H1"}), entry(METFORMIN, "改名"))
    found = {row["医疗目录编码"]: row for row in rows(asked(ver=version))}
    assert set(found) == {NEW_DRUG, METFORMIN}
    assert found[NEW_DRUG]["批准文号"] == "国药准字H1"
    assert found[METFORMIN]["药品通用名"] == "改名"
    assert found[NEW_DRUG]["版本号"] > version


def test_what_left_the_list_is_told_as_not_valid():
    keep(entry(NEW_DRUG), begins=date(2026, 1, 2))
    version = rows(asked())[0]["版本号"]
    keep(entry(ALBUMIN), begins=date(2026, 1, 3))
    found = {row["医疗目录编码"]: row["有效标志"] for row in rows(asked(ver=version))}
    assert found == {NEW_DRUG: "0", ALBUMIN: "1"}


def test_a_file_is_given_out_until_its_last_day():
    told = asked()
    last = date.fromisoformat(str(told["dld_end_time"])[:10])
    then = MOMENT + timedelta(days=(last - MOMENT.date()).days)
    assert rows(told, moment=then)
    said = {"file_qury_no": told["file_qury_no"], "filename": "plc"}
    late = {"fsDownloadIn": {**said, "fixmedins_code": "plc"}}
    assert send("9102", late, moment=then + timedelta(days=1)).code == -1
    assert send("9102", late, moment=MOMENT - timedelta(days=1)).code == -1


@pytest.mark.parametrize("number", ["L", "L0", "Lzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "X1"])
def test_a_number_that_is_none_of_ours_means_nothing(number: str):
    assert asked_by(number) is None
    said = {"file_qury_no": number, "filename": "plc", "fixmedins_code": "plc"}
    assert send("9102", {"fsDownloadIn": said}).code == -1


def test_a_number_says_what_the_file_is_made_of():
    now = State(date(2026, 3, 2), 7)
    for since in (None, State(date(2025, 1, 1), 3)):
        file = FileAsked("1307", "037070", now, since)
        assert asked_by(file_number(file)) == file


@pytest.mark.parametrize("version", ["0", "F001_20260101", "V2026139900000001"])
def test_a_version_of_another_platform_asks_for_everything(version: str):
    assert asked(ver=version)["data_cnt"] == 35


@pytest.mark.parametrize(("infno", "count"), [("1305", 25), ("1306", 10), ("1302", 0)])
def test_other_lists_come_too(infno: str, count: int):
    assert asked(infno)["data_cnt"] == count


def page(infno: str, **said: str) -> dict[str, object]:
    paging = {"page_num": "1", "page_size": "50"}
    return dict(done(infno, {"data": {**paging, **said}}))


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"hilist_code": NIFEDIPINE}, [NIFEDIPINE]),
        ({"hilist_name": "硝苯地平"}, [NIFEDIPINE]),
        ({"pinyin": "XBDP"}, [NIFEDIPINE]),
        ({"hilist_name": "双胍", "chrgitm_lv": "01"}, [METFORMIN]),
        ({"hilist_name": "双胍", "chrgitm_lv": "02"}, []),
        ({"hilist_name": "双胍", "chrgitm_lv": "9"}, []),
        ({"hilist_name": "双胍", "med_chrgitm_type": "01"}, []),
        ({"hilist_name": "白蛋白", "lmt_used_flag": "1"}, [ALBUMIN]),
        ({"hilist_name": "白蛋白", "lmt_used_flag": "0"}, []),
        ({"hilist_name": "双胍", "list_type": "201"}, []),
        ({"hilist_name": "双胍", "query_date": "2020-01-01"}, []),
        ({"hilist_name": "双胍", "vali_flag": "0"}, []),
        ({"hilist_name": "双胍", "updt_time": "2026-03-03"}, []),
        ({"hilist_name": "双胍", "begndate": "2021-01-01"}, [METFORMIN]),
    ],
)
def test_the_list_is_asked_by(said: dict[str, str], codes: list[str]):
    assert [row["hilist_code"] for row in page("1312", **said)["data"]] == codes


def test_an_entry_tells_its_terms_in_three_answers():
    (told,) = page("1312", hilist_code=NIFEDIPINE)["data"]
    assert (told["chrgitm_lv"], told["list_type"]) == ("02", "101")
    (share,) = page("1319", hilist_code=NIFEDIPINE)["data"]
    assert str(share["selfpay_prop"]) == "0.1000"
    (price,) = page("1318", hilist_code=BED)["data"]
    assert str(price["hilist_pric_uplmt_amt"]) == "40.00"
    assert page("1318", hilist_code=METFORMIN)["data"] == []
    assert page("1319", hilist_code=BED, selfpay_prop_type="20")["data"] == []
    (same,) = page("1316", medins_list_codg=BED)["data"]
    assert same["hilist_code"] == same["med_list_codg"] == BED
    assert page("1316")["recordCounts"] > 50


def test_ethnic_drugs_are_told_by_name():
    kind = CatalogueKind.ETHNIC_DRUG
    keep(entry(NEW_DRUG, "藏药一号", details={"药品规格": "5g"}), kind=kind)
    (told,) = page("1304", drug_genname="藏药")["data"]
    assert (told["med_list_codg"], told["spec"]) == (NEW_DRUG, "5g")
    assert page("1304", drug_genname="别的")["data"] == []


def test_the_nearest_list_speaks_for_a_code():
    keep(entry(METFORMIN, "二甲双胍（本市）", grade=Grade.B, own_share_bp=500))
    (told,) = page("1312", hilist_code=METFORMIN)["data"]
    assert (told["hilist_name"], told["chrgitm_lv"]) == ("二甲双胍（本市）", "02")
