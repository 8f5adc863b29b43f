"""The office's signature: private key from a secret, public keys to check with.

A public key reads ``<algorithm>:<base64 of its bytes>``; its id is a digest of
that text, so a new key needs no register. Former public keys stay listed in
``TONGBAN_PAPER_KEYS_FORMER`` for as long as their papers are to be proved.
"""

import base64
import binascii
import hashlib
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

ALGORITHMS: Final = ("ed25519", "ecdsa-p256")
KEY_BYTES: Final = 32
WIDE_BYTES: Final = 48  # more than the curve's order, so that the rest is even
KEY_ID_CHARACTERS: Final = 16
_ORDER_P256: Final = int(
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16
)

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
PublicKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey


class KeyUnreadable(ValueError):
    """A text is no public key of ours."""


@lru_cache(maxsize=8)
def _private(secret: str, algorithm: str) -> PrivateKey:
    def derived(length: int) -> bytes:
        purpose = f"tongban paper signature {algorithm}".encode()
        kdf = HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose)
        return kdf.derive(secret.encode())

    if algorithm == "ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(derived(KEY_BYTES))
    number = int.from_bytes(derived(WIDE_BYTES), "big") % (_ORDER_P256 - 1) + 1
    return ec.derive_private_key(number, ec.SECP256R1())


@lru_cache(maxsize=8)
def _public_text(secret: str, algorithm: str) -> str:
    key = _private(secret, algorithm).public_key()
    if isinstance(key, ed25519.Ed25519PublicKey):
        content = key.public_bytes_raw()
    else:
        content = key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
    return f"{algorithm}:{base64.b64encode(content).decode()}"


def public_key() -> str:
    """Return the public key whose private half signs now."""
    return _public_text(settings.TONGBAN_PAPER_KEY, settings.TONGBAN_PAPER_SIGNATURE)


def key_id(public: str) -> str:
    """Return the id of a public key."""
    return hashlib.sha256(public.encode()).hexdigest()[:KEY_ID_CHARACTERS]


def known_keys() -> dict[str, str]:
    """Return every public key papers may be proved with, by its id."""
    former: tuple[str, ...] = tuple(settings.TONGBAN_PAPER_KEYS_FORMER)
    return {key_id(public): public for public in (*former, public_key())}


def sign(text: str) -> str:
    """Return the signature of a text (base64) under the key that signs now."""
    key = _private(settings.TONGBAN_PAPER_KEY, settings.TONGBAN_PAPER_SIGNATURE)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        signed = key.sign(text.encode())
    else:
        signed = key.sign(text.encode(), ec.ECDSA(SHA256()))
    return base64.b64encode(signed).decode()


def is_signed(text: str, signature: str, *, public: str) -> bool:
    """Say whether a signature is that of a text under a public key.

    Raises ``KeyUnreadable`` when the key is none.
    """
    key = _read_public(public)
    try:
        signed = base64.b64decode(signature, validate=True)
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signed, text.encode())
        else:
            key.verify(signed, text.encode(), ec.ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, UnicodeEncodeError):
        return False
    return True


def check_key(public: str) -> None:
    """Refuse a text that is no public key of ours with ``KeyUnreadable``."""
    _read_public(public)


def _read_public(public: str) -> PublicKey:
    algorithm, _, body = public.partition(":")
    try:
        content = base64.b64decode(body, validate=True)
        if algorithm == "ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(content)
        if algorithm == "ecdsa-p256":
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), content)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise KeyUnreadable("Not a public key.") from fault
    raise KeyUnreadable("No algorithm of ours.")
