"""Questions often asked about an item, answered from its own texts (常见问题)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.core.items.catalogue import Guide, ItemCode, ServiceItem


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question with a plain answer and the published words behind it."""

    item: ItemCode
    ask: str
    answer: str
    quote: str


def source_of(question: AskedQuestion, item: ServiceItem) -> str | None:
    """Return the clause the quoted words stand in, or nothing when they do not.

    The list's remarks come first, then the guides.
    """
    if any(question.quote in remark for remark in item.remarks):
        return item.source.clause
    for guide in item.guides:
        if any(question.quote in line for line in _lines(guide)):
            return guide.source.clause
    return None


def _lines(guide: Guide) -> Iterator[str]:
    for section in guide.sections:
        yield from section.lines
