"""The second way by face: kept with consent, compared at a window, deleted at will.

A face is never enough by itself: no model here tells a face from its photograph,
so the clerk sees the person, and code and document always serve instead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tongban.core.access.actor import ActorKind
from tongban.core.credentials.faces import FaceDiffers, check_alone, check_near
from tongban.core.credentials.purposes import Purpose, Way
from tongban.core.credentials.states import State
from tongban.gateways.faces import (
    BYTES_MAX,
    FaceEngine,
    Numbers,
    PictureFaulty,
    distance,
    engine,
)
from tongban.records.credentials.models import (
    Credential,
    CredentialUse,
    FaceTemplate,
)
from tongban.records.offices.models import Office
from tongban.services.access.rules import WrongDoor
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.people import check_of, check_shows
from tongban.services.credentials.phone_checks import check_phone_code
from tongban.services.credentials.refusals import (
    CredentialNotActive,
    CredentialUnknown,
    FaceConsentMissing,
    FaceLocked,
    FaceMissing,
    FacesOff,
    NotOwnPerson,
    PictureUnreadable,
)
from tongban.services.credentials.rules import credential_rules

__all__ = [
    "BYTES_MAX",
    "CONSENT",
    "FaceView",
    "delete_face",
    "enrol_face",
    "face_of",
    "verify_face",
]
CONSENT: Final = (
    "我同意经办机构采集我的人脸特征，只用于窗口核验身份。特征加密保存，不保存照片，"
    "我可以随时删除。不同意不影响用医保码和身份证件办事。"
)
_NUMBERS: Final = "numbers"
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FaceView:
    """Whether faces are compared here, and since when one's own is kept."""

    on: bool
    kept_at: datetime | None


def face_of(party_id: int) -> FaceView:
    """Return whether a face of a person within reach is kept."""
    row = FaceTemplate.objects.filter(party_id=party_id).first()
    return FaceView(
        on=engine() is not None, kept_at=None if row is None else row.consented_at
    )


def enrol_face(
    envelope: Envelope,
    *,
    party_id: int,
    picture: bytes,
    phone_code: str,
    consents: bool,
) -> None:
    """Keep the numbers of one's own face, sealed; the picture is not kept.

    Needs the consent and the code on the phone: whoever holds a session must
    not put another face in its owner's place. Enrolling anew replaces.
    """
    drawer = _engine()
    _check_own(envelope, party_id)
    if not consents or envelope.actor.account_id is None:
        raise FaceConsentMissing
    numbers = _numbers(drawer, picture)
    check_phone_code(envelope, party_id=party_id, code=phone_code)
    FaceTemplate.objects.update_or_create(
        party_id=party_id,
        defaults={
            "engine": drawer.name,
            "numbers": {_NUMBERS: list(numbers)},
            "consent_words": CONSENT,
            "consented_at": envelope.now,
            "consented_by_id": envelope.actor.account_id,
            "wrong_tries": 0,
            "locked_until": None,
        },
    )


def delete_face(envelope: Envelope, *, party_id: int) -> None:
    """Delete what is kept of one's own face; twice is harmless."""
    _check_own(envelope, party_id)
    FaceTemplate.objects.filter(party_id=party_id).delete()


def verify_face(envelope: Envelope, *, party_id: int, picture: bytes) -> None:
    """Compare who stands at a window with the face kept, and note the use.

    Refuses a face that differs, and all faces for a while after too many.
    """
    envelope.check()
    drawer = _engine()
    if envelope.actor.kind is not ActorKind.STAFF:
        raise WrongDoor
    check_of(envelope, party_id)
    credential = _active(party_id)
    numbers = _numbers(drawer, picture)
    if not _is_near(envelope, party_id, numbers, name=drawer.name):
        raise FaceDiffers
    office = Office.objects.get(code=envelope.actor.office_code)
    key = f"{envelope.sender} {envelope.key}"
    CredentialUse.objects.get_or_create(
        key=key,
        defaults={
            "credential": credential,
            "party_id": party_id,
            "purpose": Purpose.COUNTER.value,
            "way": Way.FACE.value,
            "mark": f"{envelope.now.timestamp():.6f}",
            "at": envelope.now,
            "place": office.name,
            "office_path": office.path,
            "account_id": envelope.actor.account_id,
        },
    )


@transaction.atomic
def _is_near(envelope: Envelope, party_id: int, numbers: Numbers, *, name: str) -> bool:
    """Compare and count: a wrong face counts even when the command is refused."""
    row = (
        FaceTemplate.objects.select_for_update(of=("self",))
        .filter(party_id=party_id, engine=name)
        .first()
    )
    if row is None:
        raise FaceMissing
    if row.locked_until is not None and row.locked_until > envelope.now:
        raise FaceLocked(-(-(row.locked_until - envelope.now) // _MINUTE))
    rules = credential_rules(envelope.today).face
    try:
        check_near(distance(numbers, _kept(row)), rules)
    except FaceDiffers:
        row.wrong_tries += 1
        if row.wrong_tries >= rules.tries_max:
            row.wrong_tries = 0
            row.locked_until = envelope.now + rules.lock_minutes * _MINUTE
        row.save(update_fields=["wrong_tries", "locked_until"])
        return False
    row.wrong_tries = 0
    row.save(update_fields=["wrong_tries"])
    return True


def _kept(row: FaceTemplate) -> Numbers:
    held = row.numbers[_NUMBERS]
    if not isinstance(held, list):
        raise TypeError("A template holds a list of numbers.")
    return tuple(one for one in held if isinstance(one, int))


def _active(party_id: int) -> Credential:
    row = (
        Credential.objects.filter(party_id=party_id)
        .exclude(state=State.REVOKED.value)
        .first()
    )
    if row is None:
        raise CredentialUnknown
    if row.state != State.ACTIVE.value:
        raise CredentialNotActive(State(row.state))
    return row


def _check_own(envelope: Envelope, party_id: int) -> None:
    """Refuse anybody else, guardians too: no face of a child is kept."""
    check_shows(envelope.actor, party_id, envelope.today)
    if party_id not in envelope.actor.party_ids:
        raise NotOwnPerson


def _engine() -> FaceEngine:
    found = engine()
    if found is None:
        raise FacesOff
    return found


def _numbers(drawer: FaceEngine, picture: bytes) -> Numbers:
    try:
        faces = drawer.faces(picture)
    except PictureFaulty as fault:
        raise PictureUnreadable from fault
    check_alone(faces)
    return faces[0]
