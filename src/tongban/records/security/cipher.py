"""Field encryption (AES-256-GCM) and blind indexes (HMAC-SHA256).

A sealed value reads ``<key id>:<base64 of nonce and ciphertext>``; in a long one
the colon is a point and the text was packed (zlib) before it was sealed: a row
that stays on its page is written at half the price. The key id
is a digest of the key itself, so a new key needs no register: put it into
``TONGBAN_FIELD_KEY``, the former one into ``TONGBAN_FIELD_KEYS_FORMER``, and
values are read with whichever key sealed them.
"""

import base64
import hashlib
import hmac
import secrets
import zlib
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
KEY_ID_CHARACTERS: Final = 8
INDEX_CHARACTERS: Final = 64
PACKED_FROM: Final = 1_000  # bytes
_PLAIN: Final = ":"
_PACKED: Final = "."


class SealBroken(RuntimeError):
    """A sealed value was changed, moved to another field, or its key is gone."""


@lru_cache(maxsize=16)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()
    ).derive(secret.encode())


@lru_cache(maxsize=16)
def _cipher(secret: str) -> tuple[str, AESGCM]:
    key = _derived(secret, "tongban field encryption")
    key_id = hashlib.sha256(b"tongban key id" + key).hexdigest()[:KEY_ID_CHARACTERS]
    return key_id, AESGCM(key)


def current_key_id() -> str:
    """Return the id of the key that seals new values."""
    return _cipher(settings.TONGBAN_FIELD_KEY)[0]


def seal(text: str, *, place: str) -> str:
    """Return the text sealed for one place (``app.model.field``)."""
    key_id, cipher = _cipher(settings.TONGBAN_FIELD_KEY)
    content, mark = text.encode(), _PLAIN
    if len(content) >= PACKED_FROM:
        content, mark = zlib.compress(content, zlib.Z_BEST_SPEED), _PACKED
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, content, _bound(place, mark))
    return f"{key_id}{mark}{base64.b64encode(sealed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """Return the text of a sealed value; raises SealBroken when it cannot."""
    mark = (
        _PACKED
        if sealed[KEY_ID_CHARACTERS : KEY_ID_CHARACTERS + 1] == _PACKED
        else _PLAIN
    )
    key_id, _, body = sealed.partition(mark)
    cipher = _known_keys().get(key_id)
    if cipher is None:
        raise SealBroken(f"No key {key_id!r} for {place}.")
    content = base64.b64decode(body, validate=True)
    nonce, ciphertext = content[:NONCE_BYTES], content[NONCE_BYTES:]
    try:
        opened = cipher.decrypt(nonce, ciphertext, _bound(place, mark))
    except InvalidTag:
        raise SealBroken(f"A value of {place} does not match its seal.") from None
    if mark == _PACKED:
        opened = zlib.decompress(opened)
    return opened.decode()


def _bound(place: str, mark: str) -> bytes:
    """Return what a seal is bound to: nobody may call a packed text a plain one."""
    return (place if mark == _PLAIN else f"{place}{mark}").encode()


def _known_keys() -> dict[str, AESGCM]:
    former: tuple[str, ...] = tuple(getattr(settings, "TONGBAN_FIELD_KEYS_FORMER", ()))
    return _keys_of((*former, settings.TONGBAN_FIELD_KEY))


@lru_cache(maxsize=16)
def _keys_of(secrets_known: tuple[str, ...]) -> dict[str, AESGCM]:
    return dict(map(_cipher, secrets_known))


def blind_index(value: str, *, purpose: str) -> str:
    """Return the hex look-up mark of a value; letter case and spaces do not count.

    Equal values of one purpose have equal marks; the mark tells nothing else.
    An empty value has the empty mark.
    """
    plain = "".join(value.split()).upper()
    if not plain:
        return ""
    key = _derived(settings.TONGBAN_INDEX_KEY, "tongban blind index")
    return hmac.digest(key, f"{purpose}\0{plain}".encode(), "sha256").hex()
