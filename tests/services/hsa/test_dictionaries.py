"""1901: dictionaries as clients ask for them, whatever the case of the letters."""

from tests.services.hsa.care import done, send


def asked(**changed: str) -> dict[str, object]:
    said = {
        "type": "INSUTYPE",
        "parentValue": "INSUTYPE",
        "admdvs": "370705",
        "date": "2026-03-02",
        "valiFlag": "1",
        **changed,
    }
    return {"data": said}


def test_a_dictionary_is_told_in_order():
    rows = done("1901", asked())["list"]
    assert rows[0]["value"] == "310"
    assert rows[0]["parentValue"] == "INSUTYPE"
    assert [row["sort"] for row in rows] == list(range(1, len(rows) + 1))
    assert done("1901", asked(type="insutype", parentValue="insutype"))["list"]


def test_nothing_is_told_that_was_not_asked():
    assert done("1901", asked(valiFlag="0"))["list"] == []
    assert done("1901", asked(date="2019-01-01"))["list"] == []
    assert done("1901", asked(parentValue="other"))["list"] == []


def test_an_unknown_dictionary_is_named():
    given = send("1901", asked(type="NOTHING"))
    assert given.code == -1
    assert "NOTHING" in given.words
