"""A department's table on this machine, taken in without a page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.access.actor import SYSTEM
from tongban.core.items.catalogue import Channel
from tongban.core.matching.facts import FactKind
from tongban.services.cases.envelope import Envelope
from tongban.services.files.operations import Upload
from tongban.services.matching.formats import table_of
from tongban.services.matching.intake import (
    FeedResult,
    SentTable,
    checked_source,
    form_of,
    refused_of,
    take_table,
)
from tongban.services.matching.rules import matching_rules
from tongban.services.timekeeping.queries import now

CHUNK_BYTES: Final = 1 << 20


def take_file(
    kind: FactKind, path: Path, *, source: str, region: str = ""
) -> tuple[FeedResult, bytes]:
    """Take a table in; return what became of it, and its faulty rows as a table."""
    where = region or str(settings.TONGBAN_REGION)
    moment = now()
    envelope = Envelope(SYSTEM, moment, f"feed:{path.name}"[:80], Channel.ONLINE)
    rules = matching_rules(where, envelope.today)
    form = form_of(kind, rules)
    table = table_of(Upload(path.name, _chunks(path)), form)
    sent = SentTable(kind, checked_source(source), where, table, rules)
    result = take_table(envelope, sent)
    return result, refused_of(envelope, sent) if result.refused else b""


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(CHUNK_BYTES):
            yield part
