"""3301, 3302, 1317: own codes told, taken back, asked for."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.services.hsa.care import METFORMIN, MOMENT, NIFEDIPINE, done, send
from tests.services.hsa.stage import HOSPITAL, PHARMACY, as_owner, line

from tongban.records.hsa_mapping.models import InstitutionMapping
from tongban.services.demo.medical_catalogue import load_demo_medical_catalogue
from tongban.services.hsa.scope import serving
from tongban.services.medical_catalogue.mapping import national_codes

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _listed(_staged: None) -> None:
    with as_owner():
        load_demo_medical_catalogue(MOMENT)


def row(own: str = "A01", code: str = METFORMIN, **changed: str) -> dict[str, str]:
    return {
        "fixmedins_hilist_id": own,
        "fixmedins_hilist_name": "二甲双胍0.5g",
        "list_type": "101",
        "med_list_codg": code,
        "begndate": "2026-01-01",
        "enddate": "2099-12-31",
        "spec": "0.5g×20片",
        **changed,
    }


def upload(*rows: dict[str, str], code: str = HOSPITAL) -> None:
    assert done("3301", {"data": list(rows)}, code=code) == {}


def withdrawal(own: str = "A01", code: str = METFORMIN) -> dict[str, object]:
    said = {
        "fixmedins_code": HOSPITAL,
        "fixmedins_hilist_id": own,
        "list_type": "101",
        "med_list_codg": code,
    }
    return {"data": said}


def stands_for(*own_codes: str, day: date = DAY) -> dict[str, str]:
    with serving(line()):
        return dict(national_codes(line().id, own_codes, day))


def kept() -> int:
    with as_owner():
        return InstitutionMapping.objects.count()


def asked(size: int = 10, number: int = 1, **said: str) -> dict[str, object]:
    paging = {"page_num": str(number), "page_size": str(size)}
    return done("1317", {"data": {**said, **paging}})


def test_codes_stand_for_national_ones_in_their_days():
    upload(row(), row("B02", NIFEDIPINE, enddate="2026-02-28"))
    assert stands_for("A01", "B02", "C") == {"A01": METFORMIN}
    assert stands_for("B02", day=date(2026, 2, 28)) == {"B02": NIFEDIPINE}
    assert stands_for("A01", day=date(2025, 12, 31)) == {}


def test_what_is_told_last_counts_and_the_same_is_kept_once():
    upload(row())
    upload(row())
    assert kept() == 1
    upload(row(code=NIFEDIPINE))
    assert stands_for("A01") == {"A01": NIFEDIPINE}


def test_a_mapping_taken_back_counts_no_more_and_may_be_told_again():
    upload(row())
    assert done("3302", withdrawal()) == {}
    assert stands_for("A01") == {}
    again = send("3302", withdrawal())
    assert again.code == -1
    assert "A01" in again.words
    upload(row())
    assert stands_for("A01") == {"A01": METFORMIN}
    flags = [one["vali_flag"] for one in asked()["data"]]
    assert flags == ["0", "1"]


def test_every_wrong_row_is_named_and_none_is_kept():
    given = send(
        "3301",
        {
            "data": [
                row(),
                row("B02", enddate="2025-01-01"),
                row("C03", "XNONE"),
                row(),
            ]
        },
    )
    assert given.code == -1
    for words in ("第2行结束日期", "第3行医疗目录编码XNONE", "第4行与第1行"):
        assert words in given.words
    assert kept() == 0


def test_pages_are_told_with_their_place():
    upload(*(row(f"A{number}") for number in range(5)))
    given = asked(size=2, number=3)
    assert [one["medins_list_codg"] for one in given["data"]] == ["A4"]
    assert given["data"][0]["spec"] == "0.5g×20片"
    assert (given["recordCounts"], given["pages"], given["size"]) == (5, 3, 1)
    assert (given["firstPage"], given["lastPage"]) == ("false", "true")
    assert asked(number=9)["data"] == []


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ({"medins_list_codg": "A01"}, 1),
        ({"medins_list_name": "双胍"}, 2),
        ({"list_type": "201"}, 0),
        ({"med_list_codg": NIFEDIPINE}, 1),
        ({"query_date": "2025-06-01"}, 0),
        ({"begndate": "2026-01-02"}, 0),
        ({"updt_time": "2026-03-02"}, 2),
        ({"updt_time": "2026-03-03"}, 0),
        ({"vali_flag": "0"}, 0),
    ],
)
def test_mappings_are_asked_for_by(said: dict[str, str], count: int):
    upload(row(), row("B02", NIFEDIPINE))
    assert len(asked(**said)["data"]) == count


def test_an_institution_sees_and_takes_back_its_own_only():
    upload(row())
    upload(row("P1"), code=PHARMACY)
    assert [one["medins_list_codg"] for one in asked()["data"]] == ["A01"]
    given = send("3302", withdrawal("P1"), code=PHARMACY)
    assert given.code == -1
    assert send("3302", withdrawal("P1")).code == -1


def test_what_was_told_is_never_changed():
    upload(row())
    with as_owner():
        found = InstitutionMapping.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            InstitutionMapping.objects.filter(pk=found.pk).update(code=NIFEDIPINE)
