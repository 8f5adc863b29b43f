"""The key of dynamic codes: signs them, proves them, and marks read-out numbers.

It is made from the papers' secret under a purpose of its own, so that a paper's
signature never passes for a code's. Codes are always Ed25519: 64 bytes keep the
QR small, and an Ed25519 public key is what readers are given.
"""

import base64
import binascii
import hashlib
import hmac
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tongban.gateways.signing import KeyUnreadable

ALGORITHM: Final = "ed25519"
KEY_BYTES: Final = 32
MARK_BYTES: Final = 4
_DOMAIN: Final = b"tongban credential code\0"


@lru_cache(maxsize=8)
def _derived(secret: str, purpose: bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose)
    return kdf.derive(secret.encode())


@lru_cache(maxsize=8)
def _private(secret: str) -> ed25519.Ed25519PrivateKey:
    content = _derived(secret, b"tongban credential code signature")
    return ed25519.Ed25519PrivateKey.from_private_bytes(content)


@lru_cache(maxsize=8)
def _public_text(secret: str) -> str:
    content = _private(secret).public_key().public_bytes_raw()
    return f"{ALGORITHM}:{base64.b64encode(content).decode()}"


def code_key() -> str:
    """Return the public key whose private half signs codes now."""
    return _public_text(settings.TONGBAN_PAPER_KEY)


def key_mark(public: str) -> bytes:
    """Return the mark by which a code names its key."""
    return hashlib.sha256(public.encode()).digest()[:MARK_BYTES]


def code_keys() -> dict[bytes, str]:
    """Return the public keys codes may be proved with, by their mark."""
    return {key_mark(code_key()): code_key()}


def sign_code(content: bytes) -> bytes:
    """Return the signature of a code's content."""
    return _private(settings.TONGBAN_PAPER_KEY).sign(_DOMAIN + content)


def is_code_signed(content: bytes, signature: bytes, *, public: str) -> bool:
    """Say whether a signature is that of a content under a public key.

    Raises ``KeyUnreadable`` when the key is none.
    """
    try:
        _public(public).verify(signature, _DOMAIN + content)
    except InvalidSignature:
        return False
    return True


def number_mark(number: str, step: int) -> int:
    """Return the secret mark of a credential's number in one turn."""
    key = _derived(settings.TONGBAN_PAPER_KEY, b"tongban credential number")
    digest = hmac.new(key, f"{number} {step}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


def _public(public: str) -> ed25519.Ed25519PublicKey:
    algorithm, _, body = public.partition(":")
    try:
        content = base64.b64decode(body, validate=True)
        if algorithm == ALGORITHM:
            return ed25519.Ed25519PublicKey.from_public_bytes(content)
    except (ValueError, binascii.Error) as fault:
        raise KeyUnreadable("Not a public key.") from fault
    raise KeyUnreadable("Codes are signed with Ed25519 only.")
