"""The second way by face, with an engine that reads the numbers off the picture."""

from collections.abc import Sequence

import pytest
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import activated, code_on_phone, later, party_of

from tongban.core.credentials.faces import FaceDiffers, FaceNotAlone
from tongban.gateways.faces import Numbers, PictureFaulty
from tongban.records.credentials.models import CredentialUse, FaceTemplate
from tongban.services.access.rules import WrongDoor
from tongban.services.credentials.faces import (
    delete_face,
    enrol_face,
    face_of,
    verify_face,
)
from tongban.services.credentials.phone_checks import send_phone_code
from tongban.services.credentials.refusals import (
    CredentialUnknown,
    FaceConsentMissing,
    FaceLocked,
    FaceMissing,
    FacesOff,
    NotOwnPerson,
    PhoneCodeWrong,
    PictureUnreadable,
)


class Reader:
    """Faces written into the picture: ``0,0;300000,0`` are two."""

    name = "written"

    def faces(self, picture: bytes) -> Sequence[Numbers]:
        try:
            text = picture.decode()
            found = [one.split(",") for one in text.split(";") if one]
            return tuple(tuple(int(part) for part in one) for one in found)
        except ValueError as fault:
            raise PictureFaulty("not written") from fault


@pytest.fixture(autouse=True)
def _engine(monkeypatch) -> None:
    monkeypatch.setattr("tongban.services.credentials.faces.engine", Reader)


def enrolled(picture: bytes = b"0,0", *, consents: bool = True, code: str = "") -> None:
    sent = later(envelope("zhaolei"), 60)
    send_phone_code(sent, party_id=party_of("zhaolei"))
    enrol_face(
        sent,
        party_id=party_of("zhaolei"),
        picture=picture,
        phone_code=code or code_on_phone("zhaolei"),
        consents=consents,
    )


def looked(picture: bytes, *, seconds: int = 0, key: str = "") -> None:
    sent = later(envelope("clerk1", key=key), seconds)
    verify_face(sent, party_id=party_of("zhaolei"), picture=picture)


def test_a_face_is_kept_sealed_with_its_consent_and_deleted_by_its_owner(db):
    enrolled()
    row = FaceTemplate.objects.get()
    assert row.consent_words.startswith("我同意")
    assert face_of(party_of("zhaolei")).kept_at == row.consented_at
    for _ in range(2):
        delete_face(envelope("zhaolei"), party_id=party_of("zhaolei"))
    assert not FaceTemplate.objects.exists()
    assert face_of(party_of("zhaolei")).kept_at is None


@pytest.mark.parametrize(
    ("case", "how", "refusal"),
    [
        ("without consent", {"consents": False}, FaceConsentMissing),
        ("without the code on the phone", {"code": "x"}, PhoneCodeWrong),
        ("nobody in the picture", {"picture": b""}, FaceNotAlone),
        ("two in the picture", {"picture": b"0,0;1,1"}, FaceNotAlone),
        ("no picture", {"picture": b"\xff"}, PictureUnreadable),
    ],
)
def test_nothing_is_kept(case, how, refusal):
    with pytest.raises(refusal):
        enrolled(**how)
    assert not FaceTemplate.objects.exists()


def test_a_near_face_is_a_use_and_the_edge_is_the_parameter():
    activated("zhaolei")
    enrolled()
    looked(b"500000,0", key="look")
    looked(b"500000,0", key="look")
    use = CredentialUse.objects.get()
    assert (use.way, use.purpose) == ("face", "counter")
    with pytest.raises(FaceDiffers):
        looked(b"501000,0")


def test_after_three_wrong_faces_code_and_document_serve():
    activated("zhaolei")
    enrolled()
    for _ in range(3):
        with pytest.raises(FaceDiffers):
            looked(b"900000,0")
    with pytest.raises(FaceLocked) as no:
        looked(b"0,0", seconds=599)
    assert no.value.data["minutes"] == 1
    looked(b"0,0", seconds=600)


def test_who_has_no_face_or_credential_and_other_doors_are_told():
    with pytest.raises(CredentialUnknown):
        looked(b"0,0")
    activated("zhaolei")
    with pytest.raises(FaceMissing):
        looked(b"0,0")
    with pytest.raises(WrongDoor):
        verify_face(envelope("zhaolei"), party_id=party_of("zhaolei"), picture=b"0,0")
    for login in ("limin", "clerk1"):
        with pytest.raises(NotOwnPerson):
            delete_face(envelope(login), party_id=party_of("zhaolei"))


def test_where_faces_are_off_nothing_of_it_works(monkeypatch):
    monkeypatch.setattr("tongban.services.credentials.faces.engine", lambda: None)
    assert not face_of(party_of("zhaolei")).on
    with pytest.raises(FacesOff):
        enrolled()
    with pytest.raises(FacesOff):
        looked(b"0,0")
