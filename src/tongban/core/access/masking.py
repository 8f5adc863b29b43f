"""What may be shown of personal data by default (脱敏)."""

from typing import Final

STAR: Final = "*"
_IDENTIFIER_KEPT: Final = 4
_PHONE_HEAD: Final = 3
_PHONE_TAIL: Final = 4
_ACCOUNT_TAIL: Final = 4
_ADDRESS_HEAD: Final = 6


def mask_name(name: str) -> str:
    """Return the first character and a star for each other one (张**)."""
    return name[:1] + STAR * (len(name) - 1)


def mask_identifier(identifier: str) -> str:
    """Return the first and last four signs of an id; a short one keeps the ends."""
    return _between(
        identifier, head=_IDENTIFIER_KEPT, tail=_IDENTIFIER_KEPT, least=STAR
    )


def mask_phone(phone: str) -> str:
    """Return a phone with its first three and last four digits."""
    return _between(phone, head=_PHONE_HEAD, tail=_PHONE_TAIL, least=STAR)


def mask_bank_account(account: str) -> str:
    """Return a bank account with its last four digits only."""
    plain = "".join(account.split())
    if len(plain) <= _ACCOUNT_TAIL:
        return STAR * len(plain)
    return STAR * (len(plain) - _ACCOUNT_TAIL) + plain[-_ACCOUNT_TAIL:]


def mask_address(address: str) -> str:
    """Return the beginning of an address, which names the place and not the door."""
    kept = address[:_ADDRESS_HEAD]
    return kept + STAR * (len(address) - len(kept))


def _between(text: str, *, head: int, tail: int, least: str) -> str:
    if len(text) > head + tail:
        return text[:head] + STAR * (len(text) - head - tail) + text[-tail:]
    return text[:1] + least * max(len(text) - 1, 0)
