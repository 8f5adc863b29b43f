"""What a person can do against a paper, and until when (救济途径)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongban.core.days import Period
from tongban.core.items.catalogue import Citation
from tongban.core.papers.kinds import PaperKind


@dataclass(frozen=True, slots=True)
class Remedy:
    """One sentence of a paper with its clause, and the days on which it is told."""

    text: str
    papers: frozenset[PaperKind]
    in_force: Period
    clause: Citation


def remedies_on(
    remedies: Iterable[Remedy], *, kind: PaperKind, on: date
) -> tuple[Remedy, ...]:
    """Return what a paper of this kind tells on a day, in the order of the file."""
    return tuple(
        remedy for remedy in remedies if kind in remedy.papers and on in remedy.in_force
    )
