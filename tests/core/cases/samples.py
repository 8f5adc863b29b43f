"""Terms, rules and a case that lives through events, for tests of the core."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time

from tests.core.calendar.published import SOURCE, day, within

from tongban.core.cases.events import Event, NewEvent, Stamp, seal
from tongban.core.cases.parts import Fault, Lack, Proof, Supplied
from tongban.core.cases.rules import CaseRules, Extension, RefusalReason
from tongban.core.cases.view import CHINA, CaseView, fold
from tongban.core.items.catalogue import (
    Audience,
    Channel,
    ItemCode,
    Material,
    MaterialKind,
    RegionCode,
    Situation,
    SituationGroup,
    SpecialStep,
    Step,
    Substitute,
    Terms,
)

CAUSE = SituationGroup(
    code="cause",
    question="原因？",
    options=(Situation("illness", "疾病"), Situation("accident", "意外伤害")),
)


def material(
    code: str,
    *,
    when: tuple[str, ...] = (),
    pledge: bool = False,
    optional: bool = False,
) -> Material:
    return Material(
        code=code,
        name=f"材料{code}",
        text=f"材料{code}",
        kind=MaterialKind.DOCUMENT,
        source=SOURCE,
        when=when,
        optional=optional,
        pledge=Substitute(SOURCE, "本人承诺") if pledge else None,
    )


INVOICE = material("invoice")
RECORD = material("record", when=("accident",))
PAYMENT = material("payment", when=("accident",), pledge=True)
EXTRA = material("extra", optional=True)
PAYING_STEPS = (Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.PAY, Step.CLOSE)
SIGNING_STEPS = (
    Step.APPLY,
    Step.REVIEW,
    Step.ASSESS,
    Step.NEGOTIATE,
    Step.PUBLICISE,
    Step.SIGN,
)


def terms(
    *,
    steps: tuple[Step, ...] = PAYING_STEPS,
    materials: tuple[Material, ...] = (INVOICE, RECORD, PAYMENT, EXTRA),
    item: str = "inpatient-reimbursement",
    special_steps: tuple[SpecialStep, ...] = (),
) -> Terms:
    return Terms(
        item=ItemCode(item),
        number=16,
        name="住院费用报销",
        audience=Audience.EMPLOYEE,
        region=RegionCode("370700"),
        version="2023.1",
        steps=steps,
        channels=(Channel.COUNTER, Channel.ONLINE),
        situations=(CAUSE,),
        materials=materials,
        limits=(within(10),),
        special_steps=special_steps,
        form={},
        results=(),
        effect=item,
        automatic=False,
        delegations={},
        source=SOURCE,
        digest="d" * 64,
    )


PUBLICITY = SpecialStep(Step.PUBLICISE, "结果公示", 5, counted=True, source=SOURCE)
REASON = RefusalReason("not-required", "依法不需要办理", SOURCE, "无需办理")
OTHER_REASON = RefusalReason(
    "beauty", "医疗美容", SOURCE, "调整后再申请", frozenset({"hospital-designation"})
)
RULES = CaseRules(
    notice_stops_clock=True,
    deemed_acceptance_days=5,
    pledge_check_days=20,
    opinion_days_max=10,
    instant_same_person=frozenset({"accept", "review"}),
    reasons={reason.code: reason for reason in (REASON, OTHER_REASON)},
    extensions={"hospital-designation": Extension(10, SOURCE)},
    distinct_by={},
    city_items=frozenset(),
    draft_days=30,
    mandate_days_max=365,
)


def missing(subject: str) -> Lack:
    return Lack(subject, Fault.MISSING, "请补齐", pledge_allowed=False)


def brought(*codes: str, proof: Proof = Proof.FILE) -> tuple[Supplied, ...]:
    return tuple(Supplied(code, proof, 0, ("f",)) for code in codes)


@dataclass
class Life:
    """A case whose events are sealed one decision after another."""

    number: str = "3707002023091100000001"
    events: list[Event] = field(default_factory=list)

    @property
    def view(self) -> CaseView:
        return fold(self.events)

    def add(self, new: Iterable[NewEvent], *, on: str, by: int | None = 1) -> CaseView:
        at = datetime.combine(day(on), time(10), CHINA).astimezone(UTC)
        for event in new:
            self.events.append(
                seal(
                    event,
                    case_number=self.number,
                    seq=len(self.events) + 1,
                    stamp=Stamp(at, by, "柜员", "370700", "counter"),
                    prev_hash=self.events[-1].hash if self.events else "",
                )
            )
        return self.view
