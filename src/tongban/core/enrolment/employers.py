"""States of an employer's registration, and what becomes of its staff."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class EmployerState(StrEnum):
    """How an employer's registration stands."""

    REGISTERED = "registered"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


EMPLOYER_STATE_WORDS: Final[Mapping[EmployerState, str]] = {
    EmployerState.REGISTERED: "正常参保",
    EmployerState.SUSPENDED: "暂停参保",
    EmployerState.CANCELLED: "已注销",
}


class EmployerKind(StrEnum):
    """What kind of employer it is (单位类型)."""

    ENTERPRISE = "enterprise"
    GOVERNMENT = "government"
    INSTITUTION = "institution"
    SOCIAL_ORGANISATION = "social-organisation"
    PRIVATE_NON_ENTERPRISE = "private-non-enterprise"
    SELF_EMPLOYED = "self-employed"
    OTHER = "other"


EMPLOYER_KIND_WORDS: Final[Mapping[EmployerKind, str]] = {
    EmployerKind.ENTERPRISE: "企业",
    EmployerKind.GOVERNMENT: "机关",
    EmployerKind.INSTITUTION: "事业单位",
    EmployerKind.SOCIAL_ORGANISATION: "社会团体",
    EmployerKind.PRIVATE_NON_ENTERPRISE: "民办非企业单位",
    EmployerKind.SELF_EMPLOYED: "有雇工的个体工商户",
    EmployerKind.OTHER: "其他",
}


class Registration(StrEnum):
    """What an employer registers (SD28 item 1)."""

    NEW = "new"
    SUSPEND = "suspend"
    CANCEL = "cancel"
    SPLIT = "split"
    MERGE = "merge"
    DIVIDE = "divide"


class StaffFate(StrEnum):
    """What becomes of the staff of the employer that applies."""

    STAYS = "stays"
    RESTS = "rests"
    ENDS = "ends"
    MOVES_SOME = "moves_some"
    MOVES_ALL = "moves_all"


class EmployerStepRefused(Refusal):
    """The registration does not stand so that this could follow."""

    code = "enrolment.employer_step_refused"

    def __init__(self, *, state: str, registration: Registration) -> None:
        super().__init__(
            f"{registration.value} cannot follow {state or 'nothing'}.",
            state=state,
            registration=registration.value,
        )


# Everything not in this table is refused. A merger takes the named employers
# in: those are cancelled and their staff come over. A suspended employer comes
# back by registering anew.
NEXT_STATE: Final[Mapping[tuple[EmployerState | None, Registration], EmployerState]] = {
    (None, Registration.NEW): EmployerState.REGISTERED,
    (EmployerState.SUSPENDED, Registration.NEW): EmployerState.REGISTERED,
    (EmployerState.CANCELLED, Registration.NEW): EmployerState.REGISTERED,
    (EmployerState.REGISTERED, Registration.SUSPEND): EmployerState.SUSPENDED,
    (EmployerState.REGISTERED, Registration.CANCEL): EmployerState.CANCELLED,
    (EmployerState.SUSPENDED, Registration.CANCEL): EmployerState.CANCELLED,
    (EmployerState.REGISTERED, Registration.SPLIT): EmployerState.REGISTERED,
    (EmployerState.REGISTERED, Registration.MERGE): EmployerState.REGISTERED,
    (EmployerState.REGISTERED, Registration.DIVIDE): EmployerState.CANCELLED,
}

FATE: Final[Mapping[Registration, StaffFate]] = {
    Registration.NEW: StaffFate.STAYS,
    Registration.SUSPEND: StaffFate.RESTS,
    Registration.CANCEL: StaffFate.ENDS,
    Registration.SPLIT: StaffFate.MOVES_SOME,
    Registration.MERGE: StaffFate.STAYS,
    Registration.DIVIDE: StaffFate.MOVES_ALL,
}


def next_state(
    state: EmployerState | None, registration: Registration
) -> EmployerState:
    """Return how an employer stands after a registration, or refuse it."""
    found = NEXT_STATE.get((state, registration))
    if found is None:
        raise EmployerStepRefused(
            state="" if state is None else state.value, registration=registration
        )
    return found


class TargetUnknown(Refusal):
    """Staff are sent to an employer that the registration does not name."""

    code = "enrolment.target_unknown"

    def __init__(self) -> None:
        super().__init__("The receiving employer is not among the named ones.")


def staff_targets(
    staff: Mapping[str, int],
    *,
    fate: StaffFate,
    named: Mapping[str, str],
    receivers: Mapping[str, int],
) -> dict[int, int]:
    """Return where each person goes: person to employer; others stay.

    ``staff`` and ``named`` go by identifier; with ``MOVES_ALL`` whoever is not
    named goes to the first receiver, so that nobody is left without employer.
    """
    if set(named.values()) - set(receivers):
        raise TargetUnknown
    targets = {
        staff[identifier]: receivers[code]
        for identifier, code in named.items()
        if identifier in staff
    }
    if fate is StaffFate.MOVES_ALL:
        first = next(iter(receivers.values()))
        for person in staff.values():
            targets.setdefault(person, first)
    return targets
