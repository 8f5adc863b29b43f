"""Papers of a case, and one paper as PDF."""

import json
from dataclasses import dataclass
from datetime import datetime

from tongban.core.access.actor import Actor
from tongban.core.papers.content import PaperContent, content_from_json
from tongban.core.papers.kinds import TITLES, PaperKind, Standing
from tongban.core.refusals import Refusal
from tongban.records.papers.models import Paper
from tongban.services.cases.queries.page import case_within_reach
from tongban.services.papers.wording import standing_words


class PaperUnknown(Refusal):
    """No paper of this number is within reach."""

    code = "papers.unknown"

    def __init__(self) -> None:
        super().__init__("No such paper is within reach.")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper in the list of its case."""

    number: str
    kind: PaperKind
    title: str
    issued_at: datetime
    standing: Standing
    standing_word: str

    @property
    def is_valid(self) -> bool:
        """Whether the paper still holds."""
        return self.standing is Standing.VALID


def papers_of_case(actor: Actor, number: str) -> tuple[PaperLine, ...]:
    """Return the papers of a case, the latest first; refuses a case out of reach."""
    record = case_within_reach(actor, number)
    rows = Paper.objects.filter(case=record).select_related("end")
    return tuple(line_of(row) for row in rows.order_by("-issued_at", "-event_seq"))


def latest_of_kind(actor: Actor, number: str, kinds: frozenset[PaperKind]) -> str:
    """Return the number of the newest paper of these kinds; empty when none."""
    listed = (line for line in papers_of_case(actor, number) if line.kind in kinds)
    return next((line.number for line in listed), "")


def paper_within_reach(actor: Actor, case_number: str, number: str) -> Paper:
    """Return one paper of a case the actor may see; refuses any other."""
    record = case_within_reach(actor, case_number)
    found = (
        Paper.objects.select_related("end").filter(case=record, number=number).first()
    )
    if found is None:
        raise PaperUnknown
    return found


def line_of(row: Paper) -> PaperLine:
    """Return the line of a paper."""
    standing = standing_of(row)
    return PaperLine(
        number=row.number,
        kind=PaperKind(row.kind),
        title=TITLES[PaperKind(row.kind)],
        issued_at=row.issued_at,
        standing=standing,
        standing_word=standing_words(standing),
    )


def standing_of(row: Paper) -> Standing:
    """Return what became of a paper."""
    end = getattr(row, "end", None)
    return Standing.VALID if end is None else Standing(end.standing)


def content_of_row(row: Paper) -> PaperContent:
    """Return what an issued paper says."""
    return content_from_json(json.loads(row.content))
