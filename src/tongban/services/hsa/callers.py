"""Who calls: an institution proves itself by a signature, a key, or its network.

Five ways (关口): ``signed`` the service gateway's five headers, ``tif`` its PaaS
variant, ``apikey`` one header, ``token`` a bearer token of ``/auth/oauth/token``,
``open`` nothing but a network named beforehand. A deployment says which it takes.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from tongban.core.hsa.profiles import Profile, gateway_text, is_within
from tongban.core.refusals import Refusal
from tongban.records.hsa.models import AccessKey
from tongban.services.hsa.scope import naming
from tongban.services.hsa.tables import interface
from tongban.services.institutions.queries import InstitutionLine, line_of

SIGNED: Final = "signed"
TIF: Final = "tif"
APIKEY: Final = "apikey"
TOKEN: Final = "token"  # noqa: S105 - the name of a way, no secret
OPEN: Final = "open"
WAYS: Final = (SIGNED, TIF, APIKEY, TOKEN, OPEN)

Keys: TypeAlias = Callable[[str], AccessKey]
_SALT: Final = "tongban.hsa.token"
_FIVE: Final = (
    "_api_access_key",
    "_api_name",
    "_api_signature",
    "_api_timestamp",
    "_api_version",
)
_TIF: Final = ("x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature")
_MILLISECONDS: Final = 13
_SECONDS: Final = 10


class GatewayRefused(Refusal):
    """The gateway lets nobody in who has not proved who calls."""


class HeadersMissing(GatewayRefused):
    """Headers of the signature are missing."""

    code = "hsa.headers_missing"

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__("Headers are missing.", names="、".join(names))


class TimestampExpired(GatewayRefused):
    """The signature is older than its window, or from the future."""

    code = "hsa.timestamp_expired"

    def __init__(self, minutes: int) -> None:
        super().__init__("The timestamp has expired.", minutes=minutes)


class KeyUnknown(GatewayRefused):
    """No institution has this key, or it was ended."""

    code = "hsa.key_unknown"

    def __init__(self) -> None:
        super().__init__("No such key.")


class SignatureWrong(GatewayRefused):
    """The signature is not that of the key's secret."""

    code = "hsa.signature_wrong"

    def __init__(self) -> None:
        super().__init__("The signature is wrong.")


class TokenExpired(GatewayRefused):
    """The token is none of ours, or too old."""

    code = "hsa.token_expired"

    def __init__(self) -> None:
        super().__init__("Get a new token.")


class NetworkNotAllowed(GatewayRefused):
    """The call comes from a network the institution did not name."""

    code = "hsa.network_not_allowed"

    def __init__(self) -> None:
        super().__init__("Not from this network.")


class WayClosed(GatewayRefused):
    """Callers are not taken this way in this deployment."""

    code = "hsa.way_closed"

    def __init__(self) -> None:
        super().__init__("Callers are not taken this way.")


@dataclass(frozen=True, slots=True)
class Said:
    """What a request says of its caller: headers in lower case, and its address."""

    headers: Mapping[str, str]
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Caller:
    """An institution that proved itself, and how its messages are protected."""

    institution: InstitutionLine
    key_name: str
    profile: Profile
    public_key: str


def caller_by_headers(said: Said, keys: Keys | None = None) -> Caller | None:
    """Return who proved itself by headers; nothing when no header says anything.

    ``keys`` finds the key of a name; without it the database is asked.
    """
    headers, find = said.headers, keys or key_of
    if any(name in headers for name in _FIVE):
        return _admitted(SIGNED, said, _signed(said, find))
    if any(name in headers for name in _TIF):
        return _admitted(TIF, said, _tif(said, find))
    if headers.get("apikey"):
        return _admitted(APIKEY, said, _by_apikey(headers["apikey"], find))
    if headers.get("authorization", "").startswith("Bearer "):
        text = headers["authorization"].removeprefix("Bearer ").strip()
        return _admitted(TOKEN, said, _by_token(text, find))
    return None


def caller_by_network(said: Said, code: str) -> Caller:
    """Return the institution a message names, if it calls from its own network."""
    _check_way(OPEN)
    if not code:
        raise KeyUnknown
    with naming(code):
        rows = AccessKey.objects.select_related("institution").filter(
            institution__code=code, ended_at=None
        )
        for row in rows.order_by("-made_at"):
            if is_within(said.address, tuple(row.networks)):
                return _caller(row)
    raise NetworkNotAllowed


def issue_token(said: Said, *, name: str, secret: str) -> str:
    """Return a bearer token for a key and its secret."""
    _check_way(TOKEN)
    row = key_of(name)
    if not constant_time_compare(row.secret, secret):
        raise SignatureWrong
    _check_network(row, said)
    return signing.dumps([row.name, _mark(row)], salt=_SALT)


def _admitted(way: str, said: Said, row: AccessKey) -> Caller:
    _check_way(way)
    _check_network(row, said)
    return _caller(row)


def _check_way(way: str) -> None:
    if way not in settings.TONGBAN_HSA_GATEWAYS:
        raise WayClosed


def _check_network(row: AccessKey, said: Said) -> None:
    if row.networks and not is_within(said.address, tuple(row.networks)):
        raise NetworkNotAllowed


def _signed(said: Said, find: Keys) -> AccessKey:
    _check_there(said.headers, _FIVE)
    _check_time(said, said.headers["_api_timestamp"], digits=_MILLISECONDS)
    row = find(said.headers["_api_access_key"])
    text = gateway_text(said.headers).encode()
    expected = base64.b64encode(hmac.digest(row.secret.encode(), text, "sha1"))
    if not constant_time_compare(expected.decode(), said.headers["_api_signature"]):
        raise SignatureWrong
    return row


def _tif(said: Said, find: Keys) -> AccessKey:
    headers = said.headers
    _check_there(headers, _TIF)
    moment = headers["x-tif-timestamp"]
    _check_time(said, moment, digits=_SECONDS)
    row = find(headers["x-tif-paasid"])
    text = f"{moment}{row.secret}{headers['x-tif-nonce']}{moment}"
    expected = hashlib.sha256(text.encode()).hexdigest()
    if not constant_time_compare(expected, headers["x-tif-signature"].lower()):
        raise SignatureWrong
    return row


def _by_apikey(text: str, find: Keys) -> AccessKey:
    """Return the key of one word, which holds name and secret around a point."""
    name, _, secret = text.partition(".")
    row = find(name)
    if not constant_time_compare(row.secret, secret):
        raise SignatureWrong
    return row


def _by_token(text: str, find: Keys) -> AccessKey:
    age = timedelta(minutes=interface().token_minutes)
    try:
        name, mark = signing.loads(text, salt=_SALT, max_age=age)
    except (signing.BadSignature, ValueError):
        raise TokenExpired from None
    row = find(name)
    if not constant_time_compare(mark, _mark(row)):
        raise TokenExpired
    return row


def _check_there(headers: Mapping[str, str], names: tuple[str, ...]) -> None:
    missing = tuple(name for name in names if not headers.get(name))
    if missing:
        raise HeadersMissing(missing)


def _check_time(said: Said, text: str, *, digits: int) -> None:
    minutes = interface().timestamp_minutes
    if len(text) != digits or not (text.isascii() and text.isdecimal()):
        raise TimestampExpired(minutes)
    seconds = int(text[:_SECONDS])
    if abs(said.at.timestamp() - seconds) > minutes * 60:
        raise TimestampExpired(minutes)


def key_of(name: str) -> AccessKey:
    """Return the key of a name with its institution; refuses one that was ended."""
    with naming(name):
        rows = AccessKey.objects.select_related("institution")
        row = rows.filter(name=name, ended_at=None).first()
    if row is None:
        raise KeyUnknown
    return row


def _mark(row: AccessKey) -> str:
    """Return what changes with the secret, without telling it."""
    return salted_hmac(_SALT, row.secret).hexdigest()


def _caller(row: AccessKey) -> Caller:
    return Caller(
        institution=line_of(row.institution),
        key_name=row.name,
        profile=Profile(row.profile),
        public_key=row.public_key,
    )
