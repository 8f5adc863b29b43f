"""One message, one database transaction, one answer.

The same key with the same content gets the first answer, to the letter; with
other content it is refused. What is refused leaves nothing behind, so its key
is free again. A crash leaves nothing either: the answer is kept with the
effect, in the same transaction, and given out only after it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import IntegrityError
from django.db import transaction as database

from tongban.core.hsa.envelope import (
    FAILURE,
    SERIAL_DIGITS,
    SUCCESS,
    Answer,
    Envelope,
    opened,
    reference_of,
    shortened,
    stamp_of,
)
from tongban.core.hsa.inputs import read_input
from tongban.core.hsa.json_text import canonical_text, json_text, read_json
from tongban.core.hsa.outputs import build_output
from tongban.core.hsa.values import Raw
from tongban.core.refusals import Refusal
from tongban.records.hsa.models import Message
from tongban.records.rows import new_row
from tongban.services.hsa.refusals import MessageReused, NotTheInstitution
from tongban.services.hsa.registry import (
    Call,
    Transaction,
    transaction_of,
)
from tongban.services.hsa.scope import serving
from tongban.services.hsa.signing_in import check_signed_in
from tongban.services.hsa.tables import table_of
from tongban.services.institutions.queries import InstitutionLine
from tongban.services.messages.queries import sentence_of

_ONCE: Final = "hsa_message_once"


@dataclass(frozen=True, slots=True)
class Received:
    """A message from a caller that proved to be this institution."""

    institution: InstitutionLine
    envelope: Envelope
    moment: datetime


def answer(received: Received) -> Answer:
    """Return the answer to a message; a refusal is an answer too.

    Faults rise: the door says so without a word of what they carry.
    """
    with serving(received.institution):
        try:
            with database.atomic():
                return _answer(received)
        except Refusal as refusal:
            # Another worker may have answered the same message meanwhile.
            return _first_answer(received) or refused(received, refusal)
        except IntegrityError as fault:
            first = _first_answer(received) if _ONCE in str(fault) else None
            if first is None:
                raise
            return first


def refused(received: Received, refusal: Refusal) -> Answer:
    """Return the answer that says no, with the reason for the operator."""
    return closed(received, FAILURE, words=shortened(sentence_of(refusal)))


def _answer(received: Received) -> Answer:
    envelope = received.envelope
    if envelope.institution not in {"", received.institution.code}:
        raise NotTheInstitution
    handling = transaction_of(envelope.infno)
    said = opened(envelope)
    digest = digest_of(envelope, said)
    first = _kept(received, digest)
    if first is not None and first.answer:
        return answer_read(first.answer)
    table = table_of(envelope.infno)
    nodes = read_input(said, table, elsewhere=envelope.elsewhere)
    call = Call(
        institution=received.institution,
        message=envelope.msgid,
        moment=received.moment,
        envelope=envelope,
        request=said,
        nodes=nodes,
    )
    _check(call, handling)
    output = build_output(handling.handler(call), table)
    told = replace(
        closed(received, SUCCESS, output=output, file=call.served.file),
        warning=shortened("；".join(call.served.warnings)),
    )
    if first is None:
        _keep(call, digest, "" if handling.asks else json_text(told.fields))
    return told


def _check(call: Call, handling: Transaction) -> None:
    if handling.signed_in:
        check_signed_in(call.institution, call.envelope.fields["sign_no"], day=call.day)
    if handling.agreement:
        call.check_agreement()


def digest_of(envelope: Envelope, said: Mapping[str, Raw]) -> str:
    """Return the digest of what a message asks for; times and signatures are none."""
    asked: list[Raw] = [
        envelope.infno,
        envelope.fields["insuplc_admdvs"],
        envelope.fields["mdtrtarea_admvs"],
        said,
    ]
    return hashlib.sha256(canonical_text(asked).encode()).hexdigest()


def _first_answer(received: Received) -> Answer | None:
    """Return the kept answer to exactly this message, if there is one now."""
    try:
        said = opened(received.envelope)
        first = _kept(received, digest_of(received.envelope, said))
    except Refusal:
        return None
    return None if first is None or not first.answer else answer_read(first.answer)


def _kept(received: Received, digest: str) -> Message | None:
    first = Message.objects.filter(
        institution_id=received.institution.id, msgid=received.envelope.msgid
    ).first()
    if first is not None and first.digest != digest:
        raise MessageReused(first.infno)
    return first


def _keep(call: Call, digest: str, text: str) -> None:
    message_row(call, digest, text).save(force_insert=True)


def message_row(call: Call, digest: str, text: str) -> Message:
    """Return the row of an answered message, not yet kept."""
    return new_row(
        Message,
        {
            "institution_id": call.institution.id,
            "msgid": call.message,
            "infno": call.infno,
            "digest": digest,
            "at": call.moment,
            "operator": call.operator,
            "person_id": call.served.person_id,
            "answer": text,
        },
    )


def answer_read(text: str) -> Answer:
    """Return an answer from its text as it was kept."""
    said = read_json(text)
    if not isinstance(said, Mapping):
        raise TypeError("A kept answer is an object.")
    output = said["output"]
    return Answer(
        code=SUCCESS,
        reference=str(said["inf_refmsgid"]),
        received=str(said["refmsg_time"]),
        responded=str(said["respond_time"]),
        words=str(said["err_msg"]),
        warning=str(said["warn_msg"]),
        output=output if isinstance(output, Mapping) else {},
    )


def closed(
    received: Received,
    code: int,
    *,
    words: str = "",
    output: Mapping[str, object] | None = None,
    file: tuple[str, bytes] | None = None,
) -> Answer:
    """Return an answer with its ids and times around the output or the reason."""
    serial = secrets.randbelow(10**SERIAL_DIGITS)
    return Answer(
        code=code,
        reference=reference_of(received.institution.region, received.moment, serial),
        received=stamp_of(received.moment),
        responded=stamp_of(received.moment),
        words=words,
        output=output or {},
        file=file,
    )
