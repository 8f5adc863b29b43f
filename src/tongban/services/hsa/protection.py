"""Messages opened and answers sealed as agreed with each institution (A, B or C)."""

from collections.abc import Mapping
from typing import Final

from tongban.core.hsa.envelope import Answer, Envelope
from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.profiles import Profile, signed_fields
from tongban.gateways.gm import (
    KEY_BYTES,
    CipherUnreadable,
    is_sm2_signed,
    own_private_key,
    sm2_sign,
    sm4_decrypt,
    sm4_encrypt,
)
from tongban.services.hsa.callers import Caller
from tongban.services.hsa.refusals import InterfaceRefusal

SIGNER: Final = "tongban"
SIGN_TYPE: Final = "SM2"
ENCRYPTION: Final = "SM4"


class NotSealed(InterfaceRefusal):
    """The input is not encrypted as agreed, or cannot be opened."""

    code = "hsa.not_sealed"

    def __init__(self) -> None:
        super().__init__("The input cannot be opened.")


class NotSigned(InterfaceRefusal):
    """The message is not signed as agreed."""

    code = "hsa.not_signed"

    def __init__(self) -> None:
        super().__init__("The signature of the message is wrong.")


def unsealed(envelope: Envelope, caller: Caller) -> Envelope:
    """Return the message with its input in the open, its signature proved."""
    match caller.profile:
        case Profile.SEALED:
            text = _decrypted(envelope, caller)
            _check_signed(envelope, caller, text)
            return Envelope(envelope.fields, text)
        case Profile.SIGNED:
            _check_signed(envelope, caller, signed_fields(envelope.fields))
            return envelope
        case Profile.PLAIN:
            return envelope


def sealed(answer: Answer, caller: Caller) -> Mapping[str, object]:
    """Return the fields of an answer, protected like the messages it answers."""
    fields = dict(answer.fields)
    if caller.profile is Profile.PLAIN:
        return fields
    if caller.profile is Profile.SEALED:
        covered = json_text(answer.output)
        fields["output"] = sm4_encrypt(covered.encode(), key=_key(caller))
        fields["enctype"] = ENCRYPTION
    else:
        texts = {name: str(one) for name, one in fields.items() if name != "output"}
        covered = signed_fields(texts)
    fields["signtype"] = SIGN_TYPE
    fields["cainfo"] = sm2_sign(
        covered.encode(), private=own_private_key(), signer=SIGNER
    )
    return fields


def _decrypted(envelope: Envelope, caller: Caller) -> str:
    if not isinstance(envelope.input, str):
        raise NotSealed
    try:
        return sm4_decrypt(envelope.input, key=_key(caller)).decode()
    except (CipherUnreadable, UnicodeDecodeError):
        raise NotSealed from None


def _check_signed(envelope: Envelope, caller: Caller, text: str) -> None:
    good = is_sm2_signed(
        text.encode(),
        envelope.fields["cainfo"],
        public=caller.public_key,
        signer=caller.key_name,
    )
    if not good:
        raise NotSigned


def _key(caller: Caller) -> bytes:
    """Return the sixteen bytes of the client id that both sides encrypt with."""
    return caller.key_name.encode()[:KEY_BYTES].ljust(KEY_BYTES, b"0")
