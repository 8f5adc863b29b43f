"""2601: taking back a transaction whose answer was lost (冲正交易).

Whoever can undo a transaction says so with ``takes_back``. If the lost message
never took effect, its key is closed: should it still be on its way, it will be
refused, so that afterwards it certainly stands nowhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.hsa.json_text import read_json
from tongban.core.refusals import Refusal
from tongban.records.hsa.models import Message
from tongban.services.hsa.people import party_of_number
from tongban.services.hsa.refusals import PersonNotFound, ValueUnknown
from tongban.services.hsa.registry import Call, registered, transaction

CLOSED: Final = "taken back"


@dataclass(frozen=True, slots=True)
class LostMessage:
    """The message to take back, with the output it was answered with."""

    msgid: str
    infno: str
    person_id: int | None
    output: Mapping[str, object]


Undo = Callable[[Call, LostMessage], None]
_UNDO: Final[dict[str, Undo]] = {}


class NotTheSameTransaction(Refusal):
    """The message had another number than the one named."""

    code = "hsa.not_the_same_transaction"

    def __init__(self, infno: str) -> None:
        super().__init__("Another transaction.", infno=infno)


def takes_back(*infnos: str) -> Callable[[Undo], Undo]:
    """Return the decorator that registers how some transactions are undone."""

    def register(undo: Undo) -> Undo:
        for infno in infnos:
            if infno in _UNDO:
                raise ValueError(f"{infno} is undone twice.")
            _UNDO[infno] = undo
        return undo

    return register


@transaction("2601", agreement=False)
def take_back(call: Call) -> Mapping[str, object]:
    """Undo a transaction by its message, or make sure that it never happens."""
    said = call.nodes.one("data")
    msgid, infno = said.text("omsgid"), said.text("oinfno")
    registered()  # everybody who can undo something has said so
    undo = _UNDO.get(infno)
    if undo is None:
        raise ValueUnknown("oinfno", infno, "、".join(sorted(_UNDO)))
    first = _first(call, msgid) or _closed(call, msgid, infno)
    if first is None or first.digest == CLOSED:
        return {}
    if first.infno != infno:
        raise NotTheSameTransaction(first.infno)
    if first.person_id not in {None, party_of_number(said.text("psn_no"))}:
        raise PersonNotFound
    call.served.person_id = first.person_id
    undo(call, _lost(first))
    return {}


def _first(call: Call, msgid: str) -> Message | None:
    return Message.objects.filter(
        institution_id=call.institution.id, msgid=msgid
    ).first()


def _closed(call: Call, msgid: str, infno: str) -> Message | None:
    """Close the key of a message that is not there; one just committed wins.

    The insertion waits for a worker that is answering the message right now.
    """
    tombstone = Message(
        institution_id=call.institution.id,
        msgid=msgid,
        infno=infno,
        digest=CLOSED,
        at=call.moment,
        operator=call.operator,
    )
    Message.objects.bulk_create([tombstone], ignore_conflicts=True)
    return _first(call, msgid)


def _lost(row: Message) -> LostMessage:
    said = read_json(row.answer) if row.answer else {}
    output = said.get("output") if isinstance(said, Mapping) else {}
    return LostMessage(
        msgid=row.msgid,
        infno=row.infno,
        person_id=row.person_id,
        output=output if isinstance(output, Mapping) else {},
    )
