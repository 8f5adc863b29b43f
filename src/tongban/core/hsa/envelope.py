"""The envelope of a message (报文): read as clients write it, answered as printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from tongban.core.hsa.json_text import JsonUnreadable, json_text, read_json
from tongban.core.hsa.values import CHINA, Raw, is_empty
from tongban.core.refusals import Refusal

SUCCESS: Final = 0
FAILURE: Final = -1
WORDS_MAX: Final = 200  # characters of err_msg
CODE_CHARACTERS: Final = 12
SERIAL_DIGITS: Final = 10
CITY_DIGITS: Final = 4
OUTPUT: Final = "output"
# Longest values by field; names of institutions are longer than the 20 printed.
_LONGEST: Final[Mapping[str, int]] = {
    "infno": 6,
    "msgid": 30,
    "mdtrtarea_admvs": 6,
    "insuplc_admdvs": 6,
    "recer_sys_code": 10,
    "dev_no": 100,
    "dev_safe_info": 2000,
    "cainfo": 1024,
    "signtype": 10,
    "enc_type": 10,
    "infver": 10,
    "opter_type": 3,
    "opter": 30,
    "opter_name": 50,
    "inf_time": 30,
    "fixmedins_code": 30,
    "fixmedins_name": 200,
    "sign_no": 30,
}
_NEEDED: Final = ("infno", "msgid")
_ALSO: Final[Mapping[str, str]] = {"enc_type": "encType"}


class EnvelopeFaulty(Refusal):
    """The envelope cannot be read, or says too little to be answered."""

    code = "hsa.envelope_faulty"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("The envelope is faulty.", words="；".join(faults))


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as it came; ``input`` is an object, or text still to be opened."""

    fields: Mapping[str, str]
    input: Mapping[str, Raw] | str = field(default_factory=dict)

    @property
    def infno(self) -> str:
        """The number of the transaction."""
        return self.fields["infno"]

    @property
    def msgid(self) -> str:
        """The sender's own key of the message."""
        return self.fields["msgid"]

    @property
    def institution(self) -> str:
        """The code the sender gives itself; empty when it does not say."""
        return self.fields["fixmedins_code"]

    @property
    def elsewhere(self) -> bool:
        """Whether the person is insured in another city than where it happens."""
        insured, here = self.fields["insuplc_admdvs"], self.fields["mdtrtarea_admvs"]
        return bool(insured and here) and insured[:CITY_DIGITS] != here[:CITY_DIGITS]


def read_envelope(text: str, *, infno: str = "") -> Envelope:
    """Return the envelope of a body; ``infno`` is what the address says.

    Refuses ``hsa.envelope_faulty`` with everything that is wrong. Unknown
    fields are left aside; numbers are taken as text.
    """
    said = _object(text)
    faults: list[str] = []
    fields: dict[str, str] = {}
    for name, longest in _LONGEST.items():
        raw = said.get(name)
        if is_empty(raw) and name in _ALSO:
            raw = said.get(_ALSO[name])
        value = _text(raw)
        if value is None:
            faults.append(f"{name}应当是文字")
        elif len(value) > longest:
            faults.append(f"{name}最多{longest}个字")
        fields[name] = value or ""
    fields["infno"] = fields["infno"] or infno
    if infno and fields["infno"] != infno:
        faults.append(f"地址是交易{infno}，报文里的infno是{fields['infno']}")
    faults += [f"没有填写{name}" for name in _NEEDED if not fields[name]]
    given = _input(said.get("input"), faults)
    if faults:
        raise EnvelopeFaulty(faults)
    return Envelope(fields, given)


def opened(envelope: Envelope) -> Mapping[str, Raw]:
    """Return the input as an object; text is read as JSON once more."""
    if not isinstance(envelope.input, str):
        return envelope.input
    return _object(envelope.input)


def _input(raw: Raw, faults: list[str]) -> Mapping[str, Raw] | str:
    if is_empty(raw):
        return {}
    if isinstance(raw, str | Mapping):
        return raw
    faults.append("input应当是一组节点")
    return {}


def _object(text: str) -> Mapping[str, Raw]:
    try:
        said = read_json(text)
    except JsonUnreadable as fault:
        raise EnvelopeFaulty([fault.words]) from None
    if not isinstance(said, Mapping):
        raise EnvelopeFaulty(["报文应当是一个JSON对象"])
    return said


def _text(raw: Raw) -> str | None:
    if is_empty(raw):
        return ""
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, int | Decimal):
        return str(raw)
    return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the code, the ids and times, the output or the reason.

    ``file`` stands in the place of everything where a file was asked for.
    """

    code: int
    reference: str
    received: str
    responded: str
    words: str = ""
    warning: str = ""
    output: Mapping[str, object] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None

    @property
    def fields(self) -> Mapping[str, object]:
        """The answer as its JSON object says it."""
        return {
            "infcode": self.code,
            "inf_refmsgid": self.reference,
            "refmsg_time": self.received,
            "respond_time": self.responded,
            "err_msg": self.words,
            "warn_msg": self.warning,
            OUTPUT: self.output,
        }


def answer_text(answer: Answer, output: str) -> str:
    """Return an answer as JSON text around an output that is one already."""
    head = {name: one for name, one in answer.fields.items() if name != OUTPUT}
    return f'{json_text(head)[:-1]},"{OUTPUT}":{output}}}'


def reference_of(region: str, moment: datetime, serial: int) -> str:
    """Return the receiver's id of a message: area, moment and a number."""
    area = region[:6].ljust(6, "0")
    stamp = moment.astimezone(CHINA).strftime("%Y%m%d%H%M%S")
    return f"{area}{stamp}{serial % 10**SERIAL_DIGITS:0{SERIAL_DIGITS}d}"


def stamp_of(moment: datetime) -> str:
    """Return a moment in 17 digits, to the millisecond."""
    local = moment.astimezone(CHINA)
    return f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}"


def shortened(words: str) -> str:
    """Return a reason that fits err_msg; what is cut shows as an ellipsis."""
    return words if len(words) <= WORDS_MAX else f"{words[: WORDS_MAX - 1]}…"
