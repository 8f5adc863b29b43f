"""Judging the materials of a case together, for the one-time notice (一次性告知)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from tongban.core.access.actor import Actor, Role
from tongban.core.access.rights import Act
from tongban.core.cases.parts import Fault, Lack, Proof
from tongban.portals.desk.doors import has_role
from tongban.portals.desk.sending import words
from tongban.portals.shared.layout.fields import Option
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.cases.queries.page_values import CasePage, FieldLine, MaterialLine

JUDGE: Final = "judge."
CURE: Final = "cure."
FIELD: Final = "field:"
SITUATION: Final = "situation"
GOOD: Final = "good"
VERDICTS: Final[Mapping[str, str]] = {
    GOOD: "好",
    Fault.MISSING.value: "缺",
    Fault.WRONG.value: "错",
    Fault.OUTDATED.value: "过期",
}


@dataclass(frozen=True, slots=True)
class JudgedMaterial:
    """One material with the verdict chosen so far and how to cure it."""

    number: int
    line: MaterialLine
    options: tuple[Option, ...]
    cure: str

    @property
    def tone(self) -> str:
        """The mood of how it was supplied."""
        return "warn" if self.line.proof == Proof.NONE.value else "good"

    @property
    def icon(self) -> str:
        """The icon of how it was supplied."""
        return "alert" if self.line.proof == Proof.NONE.value else "check"


@dataclass(frozen=True, slots=True)
class JudgedField:
    """One field of the form that may be marked as wrong."""

    line: FieldLine
    marked: bool
    cure: str


@dataclass(frozen=True, slots=True)
class Judging:
    """The form of the one-time notice; ``override`` lets a supervisor answer."""

    offered: bool
    materials: tuple[JudgedMaterial, ...]
    fields: tuple[JudgedField, ...]
    situations: tuple[Option, ...]
    told_before: bool
    override: bool
    late_reason: str
    opened: bool


def judging_of(
    actor: Actor, page: CasePage, *, typed: QueryDict, opened: bool
) -> Judging:
    """Return the materials of a case ready to be judged."""
    told = any(event.kind == "notice_sent" for event in page.events)
    notify, late = (
        Act.NOTIFY.value in page.acts,
        Act.ALLOW_LATE_NOTICE.value in page.acts,
    )
    offered = page.state == "open" and (notify or (told and late))
    return Judging(
        offered=offered,
        materials=tuple(_materials(page, typed)),
        fields=tuple(
            JudgedField(
                line,
                marked=FIELD + line.name in typed.getlist("field"),
                cure=typed.get(CURE + FIELD + line.name, ""),
            )
            for line in page.fields
        ),
        situations=tuple(_more_situations(page, typed)),
        told_before=told,
        override=told and has_role(actor, Role.SUPERVISOR) and late,
        late_reason=typed.get("late_reason", ""),
        opened=opened,
    )


def _materials(page: CasePage, typed: QueryDict) -> Iterator[JudgedMaterial]:
    for number, line in enumerate(page.materials, 1):
        verdict = typed.get(JUDGE + line.code, _first_verdict(line))
        yield JudgedMaterial(
            number=number,
            line=line,
            options=tuple(
                Option(code, text, chosen=code == verdict)
                for code, text in VERDICTS.items()
            ),
            cure=typed.get(CURE + line.code, ""),
        )


def _first_verdict(line: MaterialLine) -> str:
    lacking = line.proof == Proof.NONE.value and not line.optional
    return Fault.MISSING.value if lacking else GOOD


def _more_situations(page: CasePage, typed: QueryDict) -> Iterator[Option]:
    """Yield the answers not given; one of an exclusive question replaces the other."""
    chosen = typed.getlist(SITUATION)
    for group in page.terms.situations:
        for one in group.options:
            if one.code not in page.situations:
                yield Option(one.code, one.name, group.question, one.code in chosen)


def send(envelope: Envelope, number: str, sent: QueryDict) -> Receipt:
    """Send the notice with everything that was judged lacking."""
    notice = NewNotice(
        lacks=tuple(_lacks(sent)),
        added_situations=tuple(sent.getlist(SITUATION)),
        late_reason=words(sent, "late_reason"),
    )
    return send_notice(envelope, number=number, notice=notice)


def _lacks(sent: QueryDict) -> Iterator[Lack]:
    faults = {fault.value: fault for fault in Fault}
    for name in sent:
        verdict = faults.get(sent.get(name, "")) if name.startswith(JUDGE) else None
        if verdict is not None:
            code = name.removeprefix(JUDGE)
            cure = words(sent, CURE + code)
            yield Lack(code, verdict, cure, pledge_allowed=False)
    for subject in sent.getlist("field"):
        yield Lack(
            subject, Fault.WRONG, words(sent, CURE + subject), pledge_allowed=False
        )
