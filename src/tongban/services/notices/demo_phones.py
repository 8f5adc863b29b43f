"""The phones of the demo's people, readable in the browser; in demos only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.notices.moments import WAY_WORDS, Way
from tongban.core.notices.replies import REPLY_CHARACTERS_MAX
from tongban.core.refusals import Refusal
from tongban.gateways.messaging import Choice, phones
from tongban.gateways.phones import PhoneMessage, PhoneMode
from tongban.services.demo import roster
from tongban.services.demo.people import persons_of, unit_of
from tongban.services.notices.waking import wake

STATE_WORDS: Final = {
    "sent": "已发出",
    "delivered": "已送达",
    "undelivered": "未送达",
}
PHONE_MODE_WORDS: Final = {
    PhoneMode.NORMAL: "正常收发",
    PhoneMode.FAILS: "关机，收不到",
    PhoneMode.SILENT: "没有回执",
}


class PhoneUnknown(Refusal):
    """There is no such phone, or this is no demo."""

    code = "notices.phone.unknown"

    def __init__(self) -> None:
        super().__init__("No such phone in this installation.")


@dataclass(frozen=True, slots=True)
class DemoPhone:
    """The phone of one demo account."""

    login_name: str
    owner: str
    number: str


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message on the screen of a phone, in words."""

    text: str
    at: datetime
    own: bool
    way_word: str
    state_word: str


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A phone with what it shows and how it takes messages."""

    phone: DemoPhone
    mode: PhoneMode
    messages: tuple[ShownMessage, ...]


def demo_phones() -> tuple[DemoPhone, ...]:
    """Return the phones of the demo accounts; refused outside a demo."""
    if not settings.TONGBAN_DEMO or Choice.LOCAL.value != settings.TONGBAN_MESSAGING:
        raise PhoneUnknown
    numbers = {unit.code: unit_of(unit).phone for unit in roster.units()}
    people = persons_of(roster.named_persons(), roster.crowd())
    numbers |= {code: person.phone for code, person in people if code}
    return tuple(
        DemoPhone(login.login_name, login.display_name, numbers[login.party])
        for login in roster.logins()
        if login.party
    )


def phone_view(login_name: str) -> PhoneView:
    """Return what one phone shows."""
    phone = _phone(login_name)
    drawer = phones()
    return PhoneView(
        phone,
        drawer.mode_of(phone.number),
        tuple(map(_shown, drawer.messages(phone.number))),
    )


def _shown(message: PhoneMessage) -> ShownMessage:
    return ShownMessage(
        text=message.text,
        at=message.at,
        own=message.own,
        way_word="" if message.own else WAY_WORDS[Way(message.way)],
        state_word="" if message.own else STATE_WORDS[message.state],
    )


def reply_from(login_name: str, text: str, *, now: datetime) -> None:
    """Send an answer from a phone."""
    said = text.strip()[:REPLY_CHARACTERS_MAX]
    if said:
        phones().reply(_phone(login_name).number, said, at=now)
        wake()


def set_phone_mode(login_name: str, mode: str) -> None:
    """Let a phone take messages, fail, or stay silent."""
    try:
        chosen = PhoneMode(mode)
    except ValueError as fault:
        raise PhoneUnknown from fault
    phones().set_mode(_phone(login_name).number, chosen)


def _phone(login_name: str) -> DemoPhone:
    for phone in demo_phones():
        if phone.login_name == login_name:
            return phone
    raise PhoneUnknown
