"""The national ciphers (国密): SM3 digests, SM4 in ECB mode, SM2 signatures with SM3.

SM3 and SM4 are those of ``cryptography``; the curve of SM2 it does not have.
Keys are hexadecimal: a private key of 32 bytes, a public key of 64 with or
without the leading ``04``. A signature is r and s, 32 bytes each, or DER.
"""

import base64
import binascii
from functools import lru_cache
from typing import Final

import gmalg
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
)
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7
from django.conf import settings

NUMBER_BYTES: Final = 32
KEY_BYTES: Final = 16
BLOCK_BITS: Final = 128
POINT_BYTES: Final = 64
UNCOMPRESSED: Final = b"\x04"
INTERFACE_PURPOSE: Final = "tongban interface signature"
WIDE_BYTES: Final = 48  # more than the curve's order, so that the rest is even
_ORDER: Final = int(
    "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123", 16
)


class CipherUnreadable(ValueError):
    """A text is no ciphertext, key or signature of these ciphers."""


def sm3(content: bytes) -> bytes:
    """Return the SM3 digest of some bytes."""
    digest = Hash(SM3())
    digest.update(content)
    return digest.finalize()


def sm4_encrypt(content: bytes, *, key: bytes) -> str:
    """Return base64 of the content under SM4/ECB with PKCS#7 padding."""
    padder = PKCS7(BLOCK_BITS).padder()
    padded = padder.update(content) + padder.finalize()
    cipher = Cipher(algorithms.SM4(_key(key)), modes.ECB()).encryptor()  # noqa: S305 - as the interface prescribes it
    return base64.b64encode(cipher.update(padded) + cipher.finalize()).decode()


def sm4_decrypt(text: str, *, key: bytes) -> bytes:
    """Return the content of a ciphertext; raises ``CipherUnreadable``."""
    cipher = Cipher(algorithms.SM4(_key(key)), modes.ECB()).decryptor()  # noqa: S305 - as above
    unpadder = PKCS7(BLOCK_BITS).unpadder()
    try:
        padded = cipher.update(base64.b64decode(text, validate=True))
        return unpadder.update(padded + cipher.finalize()) + unpadder.finalize()
    except (ValueError, binascii.Error):
        raise CipherUnreadable("Not a ciphertext under this key.") from None


def new_key_pair() -> tuple[str, str]:
    """Return a new private and public key of SM2, in hexadecimal."""
    private, public = gmalg.SM2().generate_keypair()
    return private.hex(), public.hex()


def own_private_key() -> str:
    """Return the key the platform signs answers of the interface with.

    It is made from the papers' secret under a purpose of its own.
    """
    return derived_private_key(settings.TONGBAN_PAPER_KEY, purpose=INTERFACE_PURPOSE)


def own_public_key() -> str:
    """Return what institutions check the platform's signatures with."""
    return public_key_of(own_private_key())


def public_key_of(private: str) -> str:
    """Return the public key of a private one, both in hexadecimal."""
    public: bytes = gmalg.SM2().generate_pk(bytes.fromhex(private))
    return public.hex()


def sm2_sign(content: bytes, *, private: str, signer: str) -> str:
    """Return base64 of the signature (r and s) over some bytes."""
    r, s = _signing(private, signer).sign(content)
    return base64.b64encode(_number(r) + _number(s)).decode()


def is_sm2_signed(content: bytes, signature: str, *, public: str, signer: str) -> bool:
    """Say whether a signature is that of the content under a public key."""
    try:
        r, s = _parts(base64.b64decode(signature, validate=True))
        return bool(_checking(public, signer).verify(content, r, s))
    except (ValueError, binascii.Error, gmalg.errors.GMError):
        return False


def _parts(signature: bytes) -> tuple[bytes, bytes]:
    if len(signature) == 2 * NUMBER_BYTES:
        return signature[:NUMBER_BYTES], signature[NUMBER_BYTES:]
    r, s = decode_dss_signature(signature)
    return r.to_bytes(NUMBER_BYTES, "big"), s.to_bytes(NUMBER_BYTES, "big")


def _number(content: bytes) -> bytes:
    return content.rjust(NUMBER_BYTES, b"\0")


def _key(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise CipherUnreadable("A key of SM4 has 16 bytes.")
    return key


@lru_cache(maxsize=8)
def derived_private_key(secret: str, *, purpose: str) -> str:
    """Return the private key a secret gives for a purpose, always the same."""
    info = f"{purpose} sm2".encode()
    kdf = HKDF(algorithm=SHA256(), length=WIDE_BYTES, salt=None, info=info)
    number = int.from_bytes(kdf.derive(secret.encode()), "big") % (_ORDER - 2) + 1
    return number.to_bytes(NUMBER_BYTES, "big").hex()


@lru_cache(maxsize=256)
def _signing(private: str, signer: str) -> gmalg.SM2:
    return gmalg.SM2(bytes.fromhex(private), signer.encode())


@lru_cache(maxsize=256)
def _checking(public: str, signer: str) -> gmalg.SM2:
    point = bytes.fromhex(public)
    if len(point) == POINT_BYTES:
        point = UNCOMPRESSED + point
    return gmalg.SM2(None, signer.encode(), point)
