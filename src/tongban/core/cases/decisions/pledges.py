"""Pledges in place of proof (告知承诺): made, taken back, checked afterwards."""

from typing import TYPE_CHECKING

from tongban.core.cases.decisions.intake import AlreadyDecided
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, Outcome, after
from tongban.core.cases.materials import material_named
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import MaterialKind, Terms
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.core.json_values import Json


class PledgeNotAllowed(Refusal):
    """No clause lets a pledge stand in for this material."""

    code = "cases.pledge_not_allowed"

    def __init__(self, material: str) -> None:
        super().__init__(f"{material} must be brought.", material=material)


class PledgeBarred(Refusal):
    """An earlier false pledge has not been repaired."""

    code = "cases.pledge_barred"

    def __init__(self) -> None:
        super().__init__("An earlier pledge was false and is not repaired.")


class PledgeAuthorityMissing(Refusal):
    """A helper pledges only with explicit authority."""

    code = "cases.pledge_authority_missing"

    def __init__(self) -> None:
        super().__init__("The mandate does not cover pledges.")


class PledgeUnknown(Refusal):
    """The case holds no such pledge, or it was checked before."""

    code = "cases.pledge_unknown"

    def __init__(self, material: str) -> None:
        super().__init__(f"No open pledge for {material}.", material=material)


def decide_pledge(
    view: CaseView,
    terms: Terms,
    *,
    material: str,
    text_digest: str,
    barred: bool,
    authorised: bool,
) -> tuple[NewEvent, ...]:
    """Return a pledge for one material where a clause allows it (PT25-13)."""
    after(view.state, EventKind.PLEDGE_MADE)
    wanted = material_named(terms, view.situations, material)
    if wanted.pledge is None and wanted.kind is not MaterialKind.PLEDGE:
        raise PledgeNotAllowed(wanted.name)
    if barred:
        raise PledgeBarred
    if not authorised:
        raise PledgeAuthorityMissing
    source = wanted.source if wanted.pledge is None else wanted.pledge.clause
    data: dict[str, Json] = {
        "material": material,
        "text": text_digest,
        "clause": f"{source.document} {source.clause}",
    }
    return (NewEvent(EventKind.PLEDGE_MADE, data),)


def decide_pledge_taken_back(view: CaseView, *, material: str) -> tuple[NewEvent, ...]:
    """Return the taking back of a pledge, free until the decision."""
    after(view.state, EventKind.PLEDGE_TAKEN_BACK)
    if view.decided:
        raise AlreadyDecided
    if material not in view.pledges:
        raise PledgeUnknown(material)
    return (NewEvent(EventKind.PLEDGE_TAKEN_BACK, {"material": material}),)


def decide_pledge_check(
    view: CaseView, *, material: str, kept: bool, method: str, words: str
) -> tuple[NewEvent, ...]:
    """Return the after-check; a false pledge takes the granted decision away."""
    after(view.state, EventKind.PLEDGE_CHECKED)
    if material not in view.pledges or material in view.pledge_results:
        raise PledgeUnknown(material)
    data: dict[str, Json] = {
        "material": material,
        "result": "kept" if kept else "false",
        "method": method,
        "words": words,
    }
    checked = NewEvent(EventKind.PLEDGE_CHECKED, data)
    if kept or view.outcome is not Outcome.GRANTED or view.reversed:
        return (checked,)
    reason: dict[str, Json] = {"material": material, "words": words}
    return (checked, NewEvent(EventKind.DECISION_REVERSED, reason))
