"""Keys of institutions: made once, shown once, ended, never changed."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.core.hsa.profiles import Profile
from tongban.core.refusals import Refusal
from tongban.records.hsa.models import AccessKey
from tongban.records.institutions.models import Institution

NAME_BYTES: Final = 16
SECRET_BYTES: Final = 32


class InstitutionUnknown(Refusal):
    """No institution has this code."""

    code = "institutions.unknown"

    def __init__(self, institution: str) -> None:
        super().__init__(f"No institution {institution}.", institution=institution)


class PublicKeyMissing(Refusal):
    """A profile that signs needs the institution's public key."""

    code = "hsa.public_key_missing"

    def __init__(self) -> None:
        super().__init__("Name the institution's public key.")


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a key is to be; ``name`` and ``secret`` are drawn when left out."""

    institution: str
    profile: Profile = Profile.PLAIN
    public_key: str = ""
    networks: tuple[str, ...] = ()
    name: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """The two halves of a new key; the secret is told this once."""

    name: str
    secret: str


@transaction.atomic
def make_key(new: NewKey, *, at: datetime) -> MadeKey:
    """Make a key for an institution and return both halves."""
    found = Institution.objects.filter(code=new.institution).first()
    if found is None:
        raise InstitutionUnknown(new.institution)
    if new.profile is not Profile.PLAIN and not new.public_key:
        raise PublicKeyMissing
    made = MadeKey(
        name=new.name or secrets.token_hex(NAME_BYTES),
        secret=new.secret or secrets.token_hex(SECRET_BYTES),
    )
    AccessKey.objects.create(
        institution=found,
        name=made.name,
        secret=made.secret,
        profile=new.profile.value,
        public_key=new.public_key,
        networks=list(new.networks),
        made_at=at,
    )
    return made


def end_key(name: str, *, at: datetime) -> bool:
    """End a key at once; say whether there was one to end."""
    return bool(AccessKey.objects.filter(name=name, ended_at=None).update(ended_at=at))
