"""Credentials (医保码): the codes providers read, and the keys that prove them."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from tongban.api.schemas.values import Short
from tongban.core.credentials.purposes import Purpose


class ShownCodeIn(Schema):
    """What was scanned or read out, and for which step."""

    code: Annotated[
        Short, Field(min_length=1, description="扫到的码，或者念出的20位数字")
    ]
    purpose: Annotated[Purpose, Field(description="出示医保码的环节")]


class ShownPersonOut(Schema):
    """Whose code it is: masked, as much as the step needs."""

    party_id: int
    masked_name: str
    masked_identifier: str
    region: str
    scheme: str
    born_on: date | None
    assurance: Annotated[int, Field(description="2 实名，3 当面核验")]
    purpose: str
    way: str
    at: datetime


class CodeKeyOut(Schema):
    """One public key and the mark by which codes name it (hex)."""

    mark: str
    key: Annotated[str, Field(description="算法:Base64，算法固定为ed25519")]


class CodeKeysOut(Schema):
    """The keys in use and what a reader without a network checks besides."""

    keys: list[CodeKeyOut]
    life_seconds: int
    skew_seconds: int
