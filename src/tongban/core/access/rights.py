"""Who may do what: role x office x item x step, and who must differ (岗位分离)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from tongban.core.access.actor import ROLE_WORDS, Actor, ActorKind, Grant, Role
from tongban.core.access.offices import covers
from tongban.core.access.parties import DUTY_WORDS, Duty
from tongban.core.items.catalogue import STEP_WORDS, Level, Step
from tongban.core.refusals import Refusal

PROVIDER_LEVEL: Final = "provider"
DELEGATED_LEVELS: Final = frozenset(
    {Level.TOWN.value, Level.VILLAGE.value, PROVIDER_LEVEL}
)


class Act(StrEnum):
    """What a member of staff may be allowed to do."""

    SEE = "see"
    APPLY = "apply"
    ACCEPT = "accept"
    NOTIFY = "notify"
    REFUSE = "refuse"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    ASSESS = "assess"
    NEGOTIATE = "negotiate"
    PUBLICISE = "publicise"
    SIGN = "sign"
    PAY = "pay"
    CLOSE = "close"
    EXTEND = "extend"
    SUSPEND = "suspend"
    OPINE = "opine"
    HAND_OVER = "hand_over"
    DISTRIBUTE = "distribute"
    CHECK_PLEDGE = "check_pledge"
    ALLOW_LATE_NOTICE = "allow_late_notice"
    REVERSE = "reverse"
    SPOT_CHECK = "spot_check"
    SEE_FIGURES = "see_figures"
    PUBLISH_ITEM = "publish_item"
    MANAGE_STAFF = "manage_staff"
    MANAGE_OFFICES = "manage_offices"


ACT_WORDS: Final[Mapping[Act, str]] = {
    Act.SEE: "查看办件",
    Act.APPLY: "代为申请",
    Act.ACCEPT: "受理",
    Act.NOTIFY: "一次性告知",
    Act.REFUSE: "不予受理",
    Act.SUPPLEMENT: "录入补正材料",
    Act.WITHDRAW: "代为撤回",
    Act.REVIEW: "审核",
    Act.ASSESS: "评估",
    Act.NEGOTIATE: "协商谈判",
    Act.PUBLICISE: "结果公示",
    Act.SIGN: "签订协议",
    Act.PAY: "拨付",
    Act.CLOSE: "办结",
    Act.EXTEND: "延长时限",
    Act.SUSPEND: "中止和恢复",
    Act.OPINE: "提出会办意见",
    Act.HAND_OVER: "移交",
    Act.DISTRIBUTE: "派件和安排代理",
    Act.CHECK_PLEDGE: "核查承诺",
    Act.ALLOW_LATE_NOTICE: "批准再次告知",
    Act.REVERSE: "纠正决定",
    Act.SPOT_CHECK: "抽查查阅记录",
    Act.SEE_FIGURES: "查看统计",
    Act.PUBLISH_ITEM: "发布事项",
    Act.MANAGE_STAFF: "管理人员和权限",
    Act.MANAGE_OFFICES: "管理机构和网点",
}

ACTS_OF_ROLE: Final[Mapping[Role, frozenset[Act]]] = {
    Role.CLERK: frozenset(
        {
            Act.SEE,
            Act.APPLY,
            Act.ACCEPT,
            Act.NOTIFY,
            Act.REFUSE,
            Act.SUPPLEMENT,
            Act.WITHDRAW,
            Act.CLOSE,
            Act.SUSPEND,
            Act.OPINE,
            Act.HAND_OVER,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Act.SEE,
            Act.NOTIFY,
            Act.SUPPLEMENT,
            Act.REVIEW,
            Act.NEGOTIATE,
            Act.PUBLICISE,
            Act.SIGN,
            Act.CLOSE,
            Act.EXTEND,
            Act.SUSPEND,
            Act.OPINE,
            Act.HAND_OVER,
            Act.CHECK_PLEDGE,
        }
    ),
    Role.FINANCE: frozenset(
        {Act.SEE, Act.PAY, Act.CLOSE, Act.OPINE, Act.HAND_OVER, Act.SEE_FIGURES}
    ),
    Role.SUPERVISOR: frozenset(
        {
            Act.SEE,
            Act.EXTEND,
            Act.HAND_OVER,
            Act.DISTRIBUTE,
            Act.CHECK_PLEDGE,
            Act.ALLOW_LATE_NOTICE,
            Act.REVERSE,
            Act.SPOT_CHECK,
            Act.SEE_FIGURES,
        }
    ),
    Role.ASSESSOR: frozenset({Act.SEE, Act.ASSESS, Act.OPINE}),
    Role.HELPER: frozenset(
        {
            Act.SEE,
            Act.APPLY,
            Act.ACCEPT,
            Act.NOTIFY,
            Act.SUPPLEMENT,
            Act.WITHDRAW,
            Act.CLOSE,
        }
    ),
    Role.CATALOGUER: frozenset({Act.PUBLISH_ITEM, Act.SEE_FIGURES}),
    Role.ADMINISTRATOR: frozenset(
        {Act.MANAGE_STAFF, Act.MANAGE_OFFICES, Act.DISTRIBUTE}
    ),
}

SEPARATED_STEPS: Final = (Step.ACCEPT, Step.REVIEW, Step.PAY)

# Acts that need no power of the office: looking, and standing beside a person.
_UNDELEGATED_ACTS: Final = frozenset({Act.SEE, Act.APPLY, Act.SUPPLEMENT, Act.WITHDRAW})


class NotAllowed(Refusal):
    """No right of the actor covers this act, item, step and office."""

    code = "access.not_allowed"

    def __init__(self, act: Act, *, item: str = "", step: str = "") -> None:
        super().__init__(
            f"No right covers {act} of {item or 'any item'} ({step or 'no step'}).",
            act=act.value,
            act_word=ACT_WORDS[act],
            item=item,
            step=step,
        )


class NotDelegated(Refusal):
    """The step has not been delegated to offices of this level."""

    code = "access.not_delegated"

    def __init__(self, *, item: str, step: Step, level: str) -> None:
        super().__init__(
            f"{step.value} of {item} is not delegated to the {level} level.",
            item=item,
            step=step.value,
            step_word=STEP_WORDS[step],
            level=level,
        )


class SamePerson(Refusal):
    """Accepting, reviewing and paying are three people's work."""

    code = "access.same_person"

    def __init__(self, *, step: Step, done: Step) -> None:
        super().__init__(
            f"Who did {done.value} may not do {step.value} too.",
            step=step.value,
            step_word=STEP_WORDS[step],
            done=done.value,
            done_word=STEP_WORDS[done],
        )


class NoDuty(Refusal):
    """The account's part for this employer or institution is another one."""

    code = "access.no_duty"

    def __init__(self, duty: Duty) -> None:
        super().__init__(
            f"The account may not {duty.value} for this party.",
            duty=duty.value,
            duty_word=DUTY_WORDS[duty],
        )


class NotOwnParty(Refusal):
    """The account does not act for this party."""

    code = "access.not_own_party"

    def __init__(self) -> None:
        super().__init__("The account does not act for this party.")


def check_may(
    actor: Actor,
    act: str,
    *,
    item: str = "",
    step: str = "",
    office_path: str = "",
    delegations: Mapping[str, Sequence[Step]] | None = None,
) -> None:
    """Refuse an act that none of the actor's rights covers.

    ``act`` is one of ``Act``; ``office_path`` is the office where the act takes
    place (empty: the actor's own). ``delegations`` are those of the item's
    terms, level -> steps: town, village and provider offices do no step beyond
    them, so nothing given means nothing delegated (CN39 八). The system may act.
    """
    wanted = Act(act)
    if actor.kind is ActorKind.SYSTEM:
        return
    place = office_path or actor.office_path
    if not any(_allows(grant, wanted, item, step, place) for grant in actor.grants):
        raise NotAllowed(wanted, item=item, step=step)
    if step and wanted not in _UNDELEGATED_ACTS:
        _check_delegated(
            actor, item=item, step=Step(step), delegations=delegations or {}
        )


def may(
    actor: Actor,
    act: str,
    *,
    item: str = "",
    step: str = "",
    office_path: str = "",
    delegations: Mapping[str, Sequence[Step]] | None = None,
) -> bool:
    """Say whether the act would be allowed; for pages that hide a button."""
    try:
        check_may(
            actor,
            act,
            item=item,
            step=step,
            office_path=office_path,
            delegations=delegations,
        )
    except (NotAllowed, NotDelegated):
        return False
    return True


def _allows(grant: Grant, act: Act, item: str, step: str, place: str) -> bool:
    return (
        act in ACTS_OF_ROLE[grant.role]
        and covers(grant.office_path, place)
        and (not grant.items or not item or item in grant.items)
        and (not grant.steps or not step or step in grant.steps)
    )


def _check_delegated(
    actor: Actor,
    *,
    item: str,
    step: Step,
    delegations: Mapping[str, Sequence[Step]],
) -> None:
    level = actor.office_level
    if level in DELEGATED_LEVELS and step not in delegations.get(level, ()):
        raise NotDelegated(item=item, step=step, level=level)


def check_separate(
    actor: Actor,
    *,
    done: Mapping[str, int | None],
    step: str,
    together: frozenset[str] = frozenset(),
) -> None:
    """Refuse a second of accept, review and pay by one person.

    ``done`` names the account that did each step so far; ``together`` are steps
    one person may join on items settled at once. The system is exempt.
    """
    if actor.account_id is None or step not in SEPARATED_STEPS:
        return
    for other in SEPARATED_STEPS:
        joined = {step, other.value} <= together
        if other != step and not joined and done.get(other) == actor.account_id:
            raise SamePerson(step=Step(step), done=other)


def check_own_party(actor: Actor, party_id: int) -> None:
    """Refuse an applicant who acts for a party that is not theirs."""
    if actor.kind is ActorKind.SYSTEM or party_id in actor.party_ids:
        return
    raise NotOwnParty


def check_duty(actor: Actor, party_id: int, duty: Duty) -> None:
    """Refuse an account without this duty for the employer or institution.

    Citizens have every duty for their own party, the system for all.
    """
    check_own_party(actor, party_id)
    if actor.kind in {ActorKind.SYSTEM, ActorKind.CITIZEN}:
        return
    if (party_id, duty.value) not in actor.duties:
        raise NoDuty(duty)


def grant_sentence(
    grant: Grant, *, office_name: str, item_names: Mapping[str, str]
) -> str:
    """Return the right as a Chinese sentence a supervisor can read."""
    items = "、".join(sorted(item_names.get(code, code) for code in grant.items))
    steps = "、".join(word for step, word in STEP_WORDS.items() if step in grant.steps)
    acts = "、".join(
        word for act, word in ACT_WORDS.items() if act in ACTS_OF_ROLE[grant.role]
    )
    scope = f"{items or '全部事项'}的{steps or '本岗位全部环节'}"
    return f"{ROLE_WORDS[grant.role]}：在{office_name}及其下级，对{scope}，可以{acts}。"
