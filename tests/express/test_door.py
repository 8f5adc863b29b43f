"""The bare door: it answers plain purchases and uses nothing of others up."""

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings

from tongban.api.hsa import door
from tongban.api.hsa.door import ExpressDoor
from tongban.core.hsa.envelope import Answer, Envelope
from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.profiles import Profile
from tongban.services.hsa.callers import Said
from tongban.services.hsa.express import Told

TEXT = '{"infno":"2102","msgid":"P37070500001202309221000000001","input":{}}'
ANSWER = json_text(Answer(0, "r", "a", "b").fields)


class Caller:
    profile = Profile.PLAIN


class Lane:
    """A lane that answers everything and notes who asked."""

    def __init__(self, *, fault: Exception | None = None) -> None:
        self.asked: list[tuple[Envelope, Said]] = []
        self.fault = fault

    def try_to_answer(self, envelope: Envelope, said: Said, _moment: datetime) -> Any:
        if self.fault:
            raise self.fault
        self.asked.append((envelope, said))
        return Told(ANSWER), Caller()


def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [])
    return [b"site:" + environ["wsgi.input"].read()]


def sent(
    lane: Lane | None, body: bytes = TEXT.encode(), **more: str
) -> tuple[list[bytes], dict[str, str]]:
    """The body and headers that come back."""
    opened = ExpressDoor(site)
    if lane is not None:
        opened._lane = lane  # type: ignore[assignment]
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/hsa/hgs/2102",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "10.0.0.9",
        "HTTP_APIKEY": "a.b",
        "HTTP__API_NAME": "2102",
        "HTTP_X_TIF_NONCE": "n",
        "wsgi.input": BytesIO(body),
        **more,
    }
    headers: dict[str, str] = {}
    found = opened(environ, lambda _status, said: headers.update(said))
    return list(found), headers


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "now", lambda: datetime(2026, 3, 2))  # noqa: DTZ001 - nobody looks


def test_a_purchase_is_answered_at_the_door():
    lane = Lane()
    body, headers = sent(lane)
    assert body == [ANSWER.encode()]
    assert headers["Content-Length"] == str(len(ANSWER))
    assert headers["Content-Type"].startswith("application/json")
    assert headers["X-Content-Type-Options"] == "nosniff"
    said = lane.asked[0][1]
    assert said.address == "10.0.0.9"
    assert said.headers["apikey"] == "a.b"
    assert said.headers["_api_name"] == "2102"
    assert said.headers["x-tif-nonce"] == "n"


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "GET"},
        {"PATH_INFO": "/"},
        {"PATH_INFO": "/hsa/nowhere/2102"},
        {"CONTENT_LENGTH": "x"},
        {"CONTENT_LENGTH": "0"},
        {"CONTENT_LENGTH": str(door.BODY_BYTES_MAX + 1)},
        {"CONTENT_TYPE": "multipart/form-data; boundary=x"},
    ],
)
def test_everything_else_goes_to_the_site_whole(more):
    body, _ = sent(Lane(), **more)
    assert body == [b"site:" + TEXT.encode()]


def test_other_transactions_are_not_even_read():
    text = TEXT.replace("2102", "2207").encode()
    body, _ = sent(Lane(), text, PATH_INFO="/hsa/hgs/2207")
    assert body == [b"site:" + text]


def test_faults_of_the_lane_and_bad_text_are_the_sites():
    for lane, text in (
        (Lane(fault=RuntimeError("990001")), TEXT.encode()),
        (Lane(), b"\xff2102"),
        (Lane(), b'{"infno":"2102"'),
    ):
        body, _ = sent(lane, text)
        assert body == [b"site:" + text]


def test_what_could_be_read_on_the_way_goes_to_the_site(monkeypatch):
    monkeypatch.setattr(settings, "SECURE_SSL_REDIRECT", True)
    assert sent(Lane())[0][0].startswith(b"site:")
    assert sent(Lane(), **{"wsgi.url_scheme": "https"})[0] == [ANSWER.encode()]
    monkeypatch.setattr(
        settings, "SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https")
    )
    assert sent(Lane(), HTTP_X_FORWARDED_PROTO="https")[0] == [ANSWER.encode()]
    assert sent(Lane(), HTTP_X_FORWARDED_PROTO="http")[0][0].startswith(b"site:")


def test_answers_are_protected_like_the_messages(monkeypatch):
    monkeypatch.setattr(Caller, "profile", Profile.SEALED)
    monkeypatch.setattr(door, "sealed", lambda answer, _caller: {"sealed": answer.code})
    assert sent(Lane())[0] == [b'{"sealed":0}']


def test_a_lane_that_declines_leaves_it_to_the_site(monkeypatch):
    lane = Lane()
    monkeypatch.setattr(lane, "try_to_answer", lambda *_: None)
    assert sent(lane)[0] == [b"site:" + TEXT.encode()]
