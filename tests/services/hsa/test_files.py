"""9101, 9102: files kept sealed, given out to their institution alone."""

import base64
from datetime import timedelta

import pytest
from django.db import connection
from tests.services.cases.stage import at
from tests.services.hsa.stage import (
    DAY,
    HOSPITAL,
    PHARMACY,
    as_owner,
    ask,
    body,
    sign_in,
    told,
)

from tongban.services.hsa import files

CONTENT = bytes(range(256)) * 4


def sent(content: object = None, **changed: str) -> dict[str, object]:
    given = base64.b64encode(CONTENT).decode() if content is None else content
    said = {"in": given, "filename": "对账.zip", "fixmedins_code": HOSPITAL}
    return {"fsUploadIn": {**said, **changed}}


def fetched(number: str) -> dict[str, object]:
    said = {"file_qury_no": number, "filename": "x", "fixmedins_code": HOSPITAL}
    return {"fsDownloadIn": said}


@pytest.mark.parametrize(
    "content",
    [None, list(CONTENT), [one - 256 if one > 127 else one for one in CONTENT]],
)
def test_a_file_comes_back_as_it_was_sent(content):
    given = ask("9101", sent(content))
    assert given.code == 0, given.words
    assert given.output["dld_endtime"].startswith("2023-10-22")
    number = given.output["file_qury_no"]
    assert ask("9102", fetched(number)).file == ("对账.zip", CONTENT)
    again = (
        ask("9102", fetched(number), msgid="twice"),
        ask("9102", fetched(number), msgid="twice"),
    )
    assert again[0].file == again[1].file


def test_nobody_else_gets_it_and_after_its_time_nobody():
    number = ask("9101", sent()).output["file_qury_no"]
    other = ask("9102", fetched(number), code=PHARMACY)
    assert (other.code, other.file) == (-1, None)
    late = at(DAY) + timedelta(days=31)
    signed = told(
        body("9001", {"signIn": {"opter_no": "1", "mac": "m", "ip": "i"}}), moment=late
    ).output["signinoutb"]["sign_no"]
    gone = told(body("9102", fetched(number), sign_no=signed), moment=late)
    assert gone.code == -1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (sent(fixmedins_code=PHARMACY), "不是本机构"),
        (sent([]), "没有文件"),
        (sent("x"), "base64"),
        (sent([300]), "字节"),
        (sent("A" * 4 * 800_000), "2MB"),
    ],
)
def test_what_is_no_file_of_ones_own_is_refused(said, words):
    given = ask("9101", said)
    assert given.code == -1
    assert words in given.words


def test_the_content_lies_sealed():
    ask("9101", sent(base64.b64encode(b"plain words" * 20).decode()))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT content FROM hsa_heldfile")
        (kept,) = cursor.fetchone()
    assert base64.b64encode(b"plain words" * 3).decode()[:20] not in kept


def test_files_of_everybody_come_from_who_publishes_them(monkeypatch):
    monkeypatch.setattr(files, "_SOURCES", [])

    @files.published_files
    def catalogue(call: object, number: str) -> tuple[str, bytes] | None:
        return ("list.zip", b"PK") if number == "plc-1" else None

    assert ask("9102", fetched("plc-1")).file == ("list.zip", b"PK")
    assert ask("9102", fetched("plc-2")).code == -1
    assert sign_in()
