"""What every command carries over the wire: a request key and the version seen."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from tongban.api.problems import VersionMissing
from tongban.core.access.actor import Actor, ActorKind
from tongban.core.items.catalogue import Channel
from tongban.core.refusals import Refusal
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.timekeeping.queries import now

_VERSION: Final = re.compile(r'"([0-9]{1,9})"')
ANY_VERSION: Final = "*"
READING_KEY: Final = "reading"


class VersionMalformed(Refusal):
    """``If-Match`` holds one version in quotes, or a star."""

    code = "api.version_malformed"

    def __init__(self) -> None:
        super().__init__('Send If-Match: "3" or If-Match: *.')


class KeyHeader(Schema):
    """The request key: the same key and content again get the first answer."""

    idempotency_key: str = Field(
        alias="Idempotency-Key",
        description="本次请求的唯一编号，1至80个字符；重发时保持不变",
        max_length=200,
    )


class CommandHeaders(KeyHeader):
    """Request key and the version the sender saw."""

    if_match: str = Field(
        alias="If-Match",
        description='看到的版本号，例如"3"；*表示不核对版本',
        max_length=200,
    )


def envelope_of(request: HttpRequest, sent: KeyHeader) -> Envelope:
    """Return the envelope of a command; refuses a malformed version."""
    actor = acting(request)
    version = read_version(sent.if_match) if isinstance(sent, CommandHeaders) else None
    return Envelope(
        actor=actor,
        now=now(),
        key=sent.idempotency_key,
        channel=channel_of(actor),
        version=version,
    )


def reading_envelope(request: HttpRequest) -> Envelope:
    """Return an envelope for services that only read."""
    actor = acting(request)
    return Envelope(actor=actor, now=now(), key=READING_KEY, channel=channel_of(actor))


def channel_of(actor: Actor) -> Channel:
    """Return the door a sender uses: staff serve at a counter, others online."""
    return Channel.COUNTER if actor.kind is ActorKind.STAFF else Channel.ONLINE


def read_version(text: str) -> int | None:
    """Return the version in ``If-Match``; nothing for a star."""
    if not text.strip():
        raise VersionMissing("Send If-Match.")
    if text.strip() == ANY_VERSION:
        return None
    found = _VERSION.fullmatch(text.strip())
    if found is None:
        raise VersionMalformed
    return int(found.group(1))


def answered(response: HttpResponse, receipt: Receipt) -> Receipt:
    """Put the new version into ``ETag`` and return the receipt."""
    set_version(response, receipt.version)
    return receipt


def set_version(response: HttpResponse, version: int) -> None:
    """Tell the version that ``If-Match`` will be compared with."""
    response["ETag"] = f'"{version}"'
