"""Accounts and tokens."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from tongban.api.schemas.values import Short


class TokenIn(Schema):
    """Name and password; members of staff add their one-time code."""

    login_name: Annotated[Short, Field(min_length=1)]
    password: Annotated[Short, Field(min_length=1)]
    code: Annotated[Short, Field(description="动态口令，仅工作人员")] = ""


class TokenOut(Schema):
    """A bearer token and for how many seconds it holds."""

    token: str
    type: str
    expires_in: int


class GrantOut(Schema):
    """One right: role, office path, and the items and steps it is limited to."""

    role: str
    office_path: str
    items: list[str]
    steps: list[str]


class MeOut(Schema):
    """Who acts: kind of account, parties, office and rights."""

    kind: str
    name: str
    office: str
    party_ids: list[int]
    grants: list[GrantOut]
