"""Which transaction an address means, in the four ways clients write it."""

from dataclasses import dataclass

from tongban.core.refusals import Refusal
from tongban.policy.hsa import AddressStyle
from tongban.services.hsa.tables import infno_of_path, interface


class AddressUnknown(Refusal):
    """No transaction is served at this address."""

    code = "hsa.address_unknown"

    def __init__(self) -> None:
        super().__init__("No such address.")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says; without a number the envelope has to."""

    infno: str = ""


def read_address(path: str) -> Address:
    """Return what a path below /hsa/ says; refuses ``hsa.address_unknown``."""
    plain = path.strip("/")
    for base, style in interface().addresses:
        rest = _behind(plain, base)
        if rest is None:
            continue
        match style:
            case AddressStyle.ONE:
                return Address(rest)
            case AddressStyle.NUMBER:
                if rest:
                    return Address(rest)
            case AddressStyle.PATH:
                infno = infno_of_path(rest)
                if infno:
                    return Address(infno)
    raise AddressUnknown


def _behind(path: str, base: str) -> str | None:
    """Return what follows a base address, or nothing when it does not begin so."""
    if path == base:
        return ""
    return path.removeprefix(f"{base}/") if path.startswith(f"{base}/") else None
