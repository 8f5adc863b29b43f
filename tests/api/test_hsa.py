"""The door of the national interface over HTTP: addresses, gateways, bodies."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from tests.services.hsa.stage import HOSPITAL, PHARMACY, body, hospital, pharmacy

from tongban.api.hsa import views
from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.profiles import Profile
from tongban.gateways import gm
from tongban.gateways.clock import real_now
from tongban.records.hsa.models import Message
from tongban.services.hsa.keys import NewKey, end_key, make_key

ONE = "/hsa/fsi/api/rsfComIfsService/callService"
SIGN_IN = {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "10.0.0.1"}}
ASKED = {"medinsinfo": {"fixmedins_type": "1", "fixmedins_code": HOSPITAL}}
CLIENT = Client(raise_request_exception=False)
LOCAL = ("127.0.0.0/8",)


@pytest.fixture(autouse=True)
def _connected(_staged: None) -> None:
    """The hospital and the pharmacy have a key each; the hospital's network is ours."""
    hospital()
    pharmacy()
    make_key(
        NewKey(HOSPITAL, networks=LOCAL, name="ak-hospital", secret="sk-hospital"),
        at=real_now(),
    )
    make_key(NewKey(PHARMACY, name="ak-pharmacy", secret="sk-pharmacy"), at=real_now())


def post(text, address=ONE, *, kind="application/json", **headers):
    return CLIENT.post(address, data=text, content_type=kind, headers=headers)


def signed(name="ak-hospital", half="sk-hospital", *, moment=None, **changed):
    """The gateway's five headers, as the WSGI server names them."""
    stamp = str(int((moment or real_now()).timestamp() * 1000))
    said = {
        "_api_access_key": name,
        "_api_name": "9001",
        "_api_timestamp": stamp,
        "_api_version": "1.0.0",
    }
    text = "&".join(f"{one}={said[one]}" for one in sorted(said))
    digest = hmac.digest(half.encode(), text.encode(), "sha1")
    said["_api_signature"] = base64.b64encode(digest).decode()
    said |= changed
    return {f"HTTP_{one.upper()}": value for one, value in said.items() if value}


def sent(text, meta, address=ONE):
    return CLIENT.post(address, data=text, content_type="application/json", **meta)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        (ONE, "application/json"),
        (ONE, "text/plain; charset=utf-8"),
        (f"{ONE}/9001", "application/json;charset=utf-8"),
        ("/hsa/mbs/fmi/fsi/api/callFsiService/callService", "text/plain"),
        ("/hsa/hgs/9001", "application/json"),
        ("/hsa/fsi/api/signInSignOutService/signIn", "application/json"),
    ],
)
def test_every_way_of_addressing_reaches_the_transaction(address, kind):
    answer = post(body("9001", SIGN_IN), address, kind=kind)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
    assert answer.json()["infcode"] == 0, answer.json()
    assert answer.json()["output"]["signinoutb"]["sign_no"]


def test_the_number_may_stand_in_the_address_alone():
    said = json.loads(body("9001", SIGN_IN))
    del said["infno"]
    assert post(json_text(said), f"{ONE}/9001").json()["infcode"] == 0


@pytest.mark.parametrize(
    "address",
    ["/hsa/fsi/api/signIn/other", "/hsa/hgs", "/hsa/hgs/", "/hsa/x", "/hsa/fsi/api"],
)
def test_an_unknown_address_is_an_envelope_too(address):
    answer = post(body("9001", SIGN_IN), address)
    assert answer.status_code == 404
    assert answer.json()["infcode"] == -1


def test_address_and_envelope_must_say_the_same():
    answer = post(body("9001", SIGN_IN), "/hsa/hgs/9002").json()
    assert answer["infcode"] == -1
    assert "9002" in answer["err_msg"]


def test_messages_are_posted():
    answer = CLIENT.get(ONE)
    assert (answer.status_code, answer.json()["infcode"]) == (405, -1)


@pytest.mark.parametrize("meta", [signed(), signed(_api_name="any")])
def test_a_signature_covers_its_headers(meta):
    meta = signed() if meta["HTTP__API_NAME"] == "9001" else meta
    answer = sent(body("9001", SIGN_IN), meta)
    good = meta["HTTP__API_NAME"] == "9001"
    assert answer.status_code == (200 if good else 401)
    if not good:
        assert set(answer.json()) == {"code", "message"}
        assert answer.json()["code"] == 401


@pytest.mark.parametrize(
    ("case", "meta"),
    [
        ("a header is missing", lambda: signed(_api_version="")),
        ("too old", lambda: signed(moment=real_now() - timedelta(minutes=31))),
        ("from the future", lambda: signed(moment=real_now() + timedelta(minutes=31))),
        ("no moment", lambda: signed(_api_timestamp="yesterday")),
        ("unknown", lambda: signed(name="ak-nobody")),
        ("wrong secret", lambda: signed(half="sk-other")),
    ],
)
def test_a_signature_that_proves_nothing_gets_a_401(case, meta):
    answer = sent(body("9001", SIGN_IN), meta())
    assert answer.status_code == 401, case
    assert answer.json()["message"]
    assert not Message.objects.exists()


def test_an_ended_key_opens_nothing():
    assert end_key("ak-hospital", at=real_now())
    assert not end_key("ak-hospital", at=real_now())
    assert sent(body("9001", SIGN_IN), signed()).status_code == 401


def test_a_key_works_from_its_networks_only():
    answer = sent(body("9001", SIGN_IN), {**signed(), "REMOTE_ADDR": "10.1.1.1"})
    assert answer.status_code == 401
    pharmacy_key = signed("ak-pharmacy", "sk-pharmacy")
    text = body("9001", SIGN_IN, fixmedins_code=PHARMACY)
    assert sent(text, {**pharmacy_key, "REMOTE_ADDR": "10.1.1.1"}).status_code == 200


def test_a_key_speaks_for_its_own_institution_only():
    answer = sent(body("9001", SIGN_IN), signed("ak-pharmacy", "sk-pharmacy"))
    assert answer.json()["infcode"] == -1
    assert "fixmedins_code" in answer.json()["err_msg"]


def test_without_headers_the_network_decides():
    text = body("9001", SIGN_IN)
    assert sent(text, {"REMOTE_ADDR": "10.1.1.1"}).status_code == 401
    other = body("9001", SIGN_IN, fixmedins_code=PHARMACY)
    assert post(other).status_code == 401
    assert post(body("9001", SIGN_IN, fixmedins_code="")).status_code == 401


@pytest.mark.parametrize(
    ("ways", "status"), [(["open"], 401), (["tif", "signed"], 200), ([], 401)]
)
def test_a_deployment_says_which_ways_it_takes(settings, ways, status):
    settings.TONGBAN_HSA_GATEWAYS = ways
    assert sent(body("9001", SIGN_IN), signed()).status_code == status


def tif(half="sk-hospital"):
    stamp, nonce = str(int(real_now().timestamp())), "n1"
    text = f"{stamp}{half}{nonce}{stamp}"
    return {
        "x-tif-paasid": "ak-hospital",
        "x-tif-timestamp": stamp,
        "x-tif-nonce": nonce,
        "x-tif-signature": hashlib.sha256(text.encode()).hexdigest(),
    }


def test_the_paas_headers_prove_too():
    assert post(body("9001", SIGN_IN), **tif()).json()["infcode"] == 0
    assert post(body("9001", SIGN_IN), **tif("other")).status_code == 401
    half = {name: tif()[name] for name in ("x-tif-paasid", "x-tif-nonce")}
    assert "x-tif-signature" in post("{}", **half).json()["message"]


def test_one_key_as_one_word():
    text = body("9001", SIGN_IN)
    assert post(text, apikey="ak-hospital.sk-hospital").json()["infcode"] == 0
    for wrong in ("ak-hospital.x", "ak-hospital", ".", "x.y"):
        assert post(text, apikey=wrong).status_code == 401


def basic(text: str) -> str:
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def test_a_token_opens_the_door_until_its_key_ends():
    form = {"grant_type": "password", "username": "x", "password": "y", "scope": "s"}
    given = CLIENT.post(
        "/hsa/auth/oauth/token",
        form,
        headers={"authorization": basic("ak-hospital:sk-hospital")},
    )
    assert given.status_code == 200, given.content.decode()
    bearer = f"Bearer {given.json()['access_token']}"
    text = body("9001", SIGN_IN)
    assert post(text, authorization=bearer).json()["infcode"] == 0
    assert post(text, authorization=f"{bearer}x").status_code == 401
    end_key("ak-hospital", at=real_now())
    assert post(text, authorization=bearer).status_code == 401


@pytest.mark.parametrize(
    ("header", "form"),
    [
        (basic("ak-hospital:wrong"), {}),
        (basic("nobody:wrong"), {}),
        ("Basic ====", {}),
        ("", {}),
        (basic("ak-hospital:sk-hospital"), {"grant_type": "implicit"}),
    ],
)
def test_no_token_without_proof(header, form):
    headers = {"authorization": header} if header else {}
    given = CLIENT.post("/hsa/auth/oauth/token", form, headers=headers)
    assert given.status_code == 401


def test_client_id_and_secret_may_stand_in_the_form():
    form = {"client_id": "ak-hospital", "client_secret": "sk-hospital"}
    given = CLIENT.post("/hsa/auth/oauth/token", form)
    assert given.json()["token_type"] == "bearer"
    assert CLIENT.get("/hsa/auth/oauth/token").status_code == 405


def keyed(profile: Profile) -> tuple[str, str]:
    private, public = gm.new_key_pair()
    make_key(
        NewKey(
            HOSPITAL,
            profile=profile,
            public_key=public,
            name=f"client-{profile.value}-0123456789",
            secret="s",
        ),
        at=real_now(),
    )
    return f"client-{profile.value}-0123456789", private


def test_profile_a_seals_and_signs_both_ways():
    name, private = keyed(Profile.SEALED)
    text = json_text(SIGN_IN)
    key = name.encode()[:16]
    cipher = gm.sm4_encrypt(text.encode(), key=key)
    said = {
        "signtype": "SM2",
        "encType": "SM4",
        "cainfo": gm.sm2_sign(text.encode(), private=private, signer=name),
    }
    given = post(body("9001", cipher, **said), apikey=f"{name}.s").json()
    assert given["infcode"] == 0, given
    opened = gm.sm4_decrypt(given["output"], key=key).decode()
    assert json.loads(opened)["signinoutb"]["sign_no"]
    assert gm.is_sm2_signed(
        opened.encode(),
        given["cainfo"],
        public=gm.own_public_key(),
        signer="tongban",
    )
    for changed in ({"cainfo": ""}, {"cainfo": said["cainfo"][::-1]}):
        wrong = post(body("9001", cipher, **{**said, **changed}), apikey=f"{name}.s")
        assert wrong.json()["infcode"] == -1
    for bad in (SIGN_IN, "no cipher"):
        wrong = post(body("9001", bad, **said), apikey=f"{name}.s").json()
        assert wrong["infcode"] == -1
        assert "SM4" in wrong["err_msg"]


def test_profile_b_signs_the_envelope():
    name, private = keyed(Profile.SIGNED)
    fields = json.loads(body("9001", SIGN_IN))
    covered = "&".join(
        f"{one}={fields[one]}"
        for one in sorted(fields)
        if fields[one] and one not in {"cainfo", "input"}
    )
    fields["cainfo"] = gm.sm2_sign(covered.encode(), private=private, signer=name)
    given = post(json_text(fields), apikey=f"{name}.s").json()
    assert given["infcode"] == 0, given
    assert given["signtype"] == "SM2"
    fields["opter"] = "002"
    assert post(json_text(fields), apikey=f"{name}.s").json()["infcode"] == -1


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"infno":"9001"}',
        b'{"infno":NaN}',
        b'{"infno":"9001","msgid":"\\u0000"}',
        b'{"infno":"9001","msgid":"\\ud800"}',
        b'{"infno":' + b"9" * 5000 + b"}",
        b'{"infno":1e999999}',
        b"[" * 100_000,
        b'{"a":' * 20 + b"1" + b"}" * 20,
        b'{"infno":"9001","msgid":"m","fixmedins_code":"H37070500001","input":[1]}',
        b'{"infno":"9001","msgid":"m","fixmedins_code":"H37070500001","input":"["}',
        b'{"infno":{"a":1},"msgid":"m"}',
    ],
)
def test_what_is_no_message_is_refused_in_an_envelope(text):
    answer = sent(text, signed())
    assert answer.status_code == 200
    assert answer.json()["infcode"] == -1
    assert len(answer.json()["err_msg"]) <= 200
    assert not Message.objects.exists()


def test_too_much_is_refused_unread():
    answer = sent(b" " * (views.BODY_BYTES_MAX + 1), signed())
    assert "3MB" in answer.json()["err_msg"]


def test_a_fault_of_ours_says_so_without_a_word_of_it(monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("990001199001010011")

    monkeypatch.setattr(views, "answer", broken)
    answer = post(body("9001", SIGN_IN))
    assert answer.status_code == 500
    assert answer.json()["infcode"] == -1
    assert "1990" not in answer.content.decode() + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_database_that_is_away_asks_for_another_try(monkeypatch):
    def away(*_):
        raise OperationalError

    monkeypatch.setattr(views, "answer", away)
    answer = post(body("9001", SIGN_IN))
    assert (answer.status_code, answer.json()["infcode"]) == (503, -1)


def test_a_multipart_body_without_its_parts_is_refused():
    answer = CLIENT.post(ONE, {"file": SimpleUploadedFile("a.zip", b"x")})
    assert answer.json()["infcode"] == -1
    broken = CLIENT.post(ONE, b"x", content_type="multipart/form-data")
    assert broken.json()["infcode"] == -1
