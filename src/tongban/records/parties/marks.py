"""The marks by which a party is found without opening anything; no rows here.

They stand apart from the models, so that a process without a database (one of
those that seal a load) can make them.
"""

from tongban.core.access.parties import PartyKind
from tongban.records.security.cipher import blind_index


def identifier_mark(identifier: str, kind: PartyKind) -> str:
    """Return the look-up mark of an identifier among parties of one kind."""
    return blind_index(identifier, purpose=f"party identifier {kind.value}")


def phone_mark(phone: str) -> str:
    """Return the look-up mark of a phone number."""
    return blind_index(phone, purpose="party phone")


def name_mark(name: str) -> str:
    """Return the look-up mark of a whole name."""
    return blind_index(name, purpose="party name")


def initials_mark(initials: str) -> str:
    """Return the look-up mark of the pinyin initials of a name."""
    return blind_index(initials, purpose="party initials")
