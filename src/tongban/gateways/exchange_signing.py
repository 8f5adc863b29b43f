"""Signatures of messages between deployments: Ed25519, or SM2 with SM3 by setting.

A public key reads ``<algorithm>:<base64 or hex>``, as ``tongban exchange key``
prints it. The private key is made from the papers' secret under a purpose of
its own: nobody has to keep another one.
"""

import base64
import binascii
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tongban.gateways.gm import (
    derived_private_key,
    is_sm2_signed,
    public_key_of,
    sm2_sign,
)

ED25519: Final = "ed25519"
SM2: Final = "sm2"
ALGORITHMS: Final = (ED25519, SM2)
KEY_BYTES: Final = 32
SM2_SIGNER: Final = "tongban exchange"
PURPOSE: Final = "tongban exchange signature"


def own_public_key() -> str:
    """Return the public key other deployments check our messages with."""
    return public_key_made_from(
        settings.TONGBAN_PAPER_KEY, settings.TONGBAN_EXCHANGE_SIGNATURE
    )


def sign(text: str) -> str:
    """Return our signature over a text, in base64."""
    secret, algorithm = settings.TONGBAN_PAPER_KEY, settings.TONGBAN_EXCHANGE_SIGNATURE
    if algorithm == SM2:
        private = derived_private_key(secret, purpose=PURPOSE)
        return sm2_sign(text.encode(), private=private, signer=SM2_SIGNER)
    return base64.b64encode(_ed25519(secret).sign(text.encode())).decode()


def is_signed(text: str, signature: str, *, public: str) -> bool:
    """Say whether a signature is that of a text under a public key."""
    algorithm, _, key = public.partition(":")
    if algorithm == SM2:
        content = text.encode()
        return is_sm2_signed(content, signature, public=key, signer=SM2_SIGNER)
    try:
        checking = ed25519.Ed25519PublicKey.from_public_bytes(
            base64.b64decode(key, validate=True)
        )
        checking.verify(base64.b64decode(signature, validate=True), text.encode())
    except (ValueError, binascii.Error, InvalidSignature):
        return False
    return algorithm == ED25519


@lru_cache(maxsize=8)
def _ed25519(secret: str) -> ed25519.Ed25519PrivateKey:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE.encode())
    return ed25519.Ed25519PrivateKey.from_private_bytes(kdf.derive(secret.encode()))


@lru_cache(maxsize=8)
def public_key_made_from(secret: str, algorithm: str) -> str:
    """Return the public key an installation with this secret has."""
    if algorithm == SM2:
        private = derived_private_key(secret, purpose=PURPOSE)
        return f"{SM2}:{public_key_of(private)}"
    content = _ed25519(secret).public_key().public_bytes_raw()
    return f"{ED25519}:{base64.b64encode(content).decode()}"
