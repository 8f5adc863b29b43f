"""What an actor may do with a case now, for pages that show or hide a button."""

from collections.abc import Mapping
from typing import Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.offices import covers
from tongban.core.access.rights import Act, may
from tongban.core.cases.decisions.notices import still_lacking
from tongban.core.cases.lifecycle import Outcome, State, next_step
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Step, Terms
from tongban.records.cases.models import Case

STEP_ACTS: Final[Mapping[Step, tuple[Act, ...]]] = {
    Step.ACCEPT: (Act.ACCEPT, Act.REFUSE),
    Step.REVIEW: (Act.REVIEW,),
    Step.ASSESS: (Act.ASSESS,),
    Step.NEGOTIATE: (Act.NEGOTIATE,),
    Step.PUBLICISE: (Act.PUBLICISE,),
    Step.SIGN: (Act.SIGN,),
    Step.PAY: (Act.PAY,),
    Step.CLOSE: (Act.CLOSE,),
}
ANY_TIME_ACTS: Final = (
    Act.NOTIFY,
    Act.ALLOW_LATE_NOTICE,
    Act.EXTEND,
    Act.SUSPEND,
    Act.HAND_OVER,
    Act.OPINE,
)


def acts_of(actor: Actor, record: Case, view: CaseView, terms: Terms) -> frozenset[str]:
    """Return the acts this actor may do now, as the values of ``Act``.

    Applicants: ``withdraw``, ``supplement`` and ``answer``. Staff: by their
    rights and the step now due; hands are separated when the command comes.
    """
    if actor.kind is not ActorKind.STAFF:
        return _applicant_acts(view)
    if view.state is State.CLOSED:
        return _allowed(actor, record, terms, (Act.CHECK_PLEDGE, *_taking_back(view)))
    step = next_step(steps=terms.steps, done=view.done)
    wanted: tuple[Act, ...] = ANY_TIME_ACTS
    if view.state is State.OPEN and step is not None:
        wanted = (*STEP_ACTS.get(step, ()), *ANY_TIME_ACTS)
    if view.state is State.OPEN and step is not Step.ACCEPT and not view.decided:
        wanted = (*wanted, *_refusing(terms))
    return _allowed(actor, record, terms, wanted)


def _taking_back(view: CaseView) -> tuple[Act, ...]:
    stands = view.outcome is Outcome.GRANTED and not view.reversed
    return (Act.REVERSE,) if stands else ()


def _refusing(terms: Terms) -> tuple[Act, ...]:
    return () if Step.ACCEPT in terms.steps else (Act.REFUSE,)


def _allowed(
    actor: Actor, record: Case, terms: Terms, wanted: tuple[Act, ...]
) -> frozenset[str]:
    paths = {record.office_path}
    if covers(actor.office_path, record.received_path):
        paths.add(record.received_path)
    steps = {act: step.value for step, acts in STEP_ACTS.items() for act in acts}
    return frozenset(
        act.value
        for act in wanted
        for path in paths
        if may(
            actor,
            act,
            item=record.item,
            step=steps.get(act, ""),
            office_path=path,
            delegations=terms.delegations,
        )
    )


def _applicant_acts(view: CaseView) -> frozenset[str]:
    acts = set()
    if view.state is not State.CLOSED and not view.decided:
        acts.add("withdraw")
    if view.state is State.WAITING:
        acts.add("supplement")
        if not still_lacking(view):
            acts.add("answer")
    if view.pledges and not view.decided and view.state is not State.CLOSED:
        acts.add("take_back_pledge")
    return frozenset(acts)
