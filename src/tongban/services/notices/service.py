"""The proof of service of one message, for the desk, to be printed for a dispute."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.core.access.masking import mask_phone
from tongban.core.notices.moments import WAY_WORDS, Way
from tongban.core.notices.proof import STEP_WORDS, SealedStep, StepKind
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.notices.models import Delivery, Message
from tongban.services.access.looks import record_look
from tongban.services.cases.envelope import Envelope
from tongban.services.notices.lists import REASON_WORDS
from tongban.services.notices.proof import chain_of, verify_message

PROVING: Final = "出具送达证明"
HASH_SHOWN: Final = 16
SUPPLIER_WORDS: Final = {"local": "演示手机", "first": "第一家", "second": "第二家"}
STATE_WORDS: Final = dict(Delivery.State.choices)


class MessageUnknown(Refusal):
    """No message of this number is within reach."""

    code = "notices.message.unknown"

    def __init__(self) -> None:
        super().__init__("No such message within reach.")


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One step in words, with the beginning of its hash."""

    at: datetime
    words: str
    way: str
    detail: str
    who: str
    hash: str


@dataclass(frozen=True, slots=True)
class ProofOfService:
    """What became of one message, provable by its chain of hashes."""

    message_id: int
    number: str
    item_name: str
    name: str
    masked_phone: str
    text: str
    created_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None
    lines: tuple[ProofLine, ...]
    head: str
    whole: bool


def proof_of(envelope: Envelope, message_id: int) -> ProofOfService:
    """Return the proof of a message within reach; the look is written down."""
    message = (
        Message.objects.select_related("party", "case").filter(pk=message_id).first()
    )
    if message is None:
        raise MessageUnknown
    number = "" if message.case is None else message.case.number
    record_look(
        envelope.actor,
        message.party_id,
        at=envelope.now,
        reason=PROVING,
        case_number=number,
    )
    chain = chain_of(message.pk)
    return ProofOfService(
        message_id=message.pk,
        number=number,
        item_name="" if message.case is None else message.case.item_name,
        name=message.party.name,
        masked_phone=mask_phone(message.party.phone),
        text=message.text,
        created_at=message.created_at,
        delivered_at=message.delivered_at,
        read_at=message.read_at,
        lines=_lines(chain),
        head=chain[-1].hash if chain else "",
        whole=not verify_message(message),
    )


def _lines(chain: tuple[SealedStep, ...]) -> tuple[ProofLine, ...]:
    people = {one.step.actor_id for one in chain if one.step.actor_id is not None}
    names = dict(
        Account.objects.filter(pk__in=people).values_list("pk", "display_name")
    )
    return tuple(_line(one, names) for one in chain)


def _line(one: SealedStep, names: dict[int, str]) -> ProofLine:
    step = one.step
    return ProofLine(
        at=step.at,
        words=STEP_WORDS[step.kind],
        way=WAY_WORDS[Way(step.way)] if step.way else "",
        detail=_detail(step.kind, step.detail),
        who="" if step.actor_id is None else names.get(step.actor_id, ""),
        hash=one.hash[:HASH_SHOWN],
    )


def _detail(kind: StepKind, detail: str) -> str:
    if kind is StepKind.CREATED:
        return f"内容摘要 {detail[:HASH_SHOWN]}"
    if detail == "reached":
        return "已告知本人"
    return SUPPLIER_WORDS.get(detail) or REASON_WORDS.get(detail, detail)
