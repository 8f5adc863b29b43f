"""How a message is protected, agreed with each institution; and who it comes from."""

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final


class Profile(StrEnum):
    """What is signed and encrypted (报文安全方式)."""

    SEALED = "A"
    SIGNED = "B"
    PLAIN = "C"


PROFILE_WORDS: Final[Mapping[Profile, str]] = {
    Profile.SEALED: "输入输出加密并签名",
    Profile.SIGNED: "报文头签名",
    Profile.PLAIN: "不签名不加密",
}

GATEWAY_HEADERS: Final = (
    "_api_access_key",
    "_api_name",
    "_api_timestamp",
    "_api_version",
)


def gateway_text(headers: Mapping[str, str]) -> str:
    """Return what the gateway's signature covers: four headers, sorted by name."""
    return "&".join(f"{name}={headers[name]}" for name in sorted(GATEWAY_HEADERS))


def signed_fields(fields: Mapping[str, str]) -> str:
    """Return what the signature of profile B covers: the envelope, sorted by name."""
    parts = sorted((name, value) for name, value in fields.items() if value)
    left_out = {"cainfo", "input"}
    return "&".join(f"{name}={value}" for name, value in parts if name not in left_out)


def is_within(address: str, networks: tuple[str, ...]) -> bool:
    """Say whether an address lies in one of some networks; a wrong one does not."""
    try:
        asked = ip_address(address)
    except ValueError:
        return False
    return any(asked in ip_network(one, strict=False) for one in networks)
