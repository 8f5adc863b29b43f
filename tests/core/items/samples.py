"""Small values of the catalogue for tests; every one can be varied."""

from dataclasses import replace
from datetime import date
from typing import Any

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    Citation,
    DifferenceField,
    FlowStep,
    Guide,
    GuideSection,
    ItemCode,
    Limit,
    LimitLayer,
    Material,
    MaterialKind,
    Place,
    RegionCode,
    Ruling,
    ServiceItem,
    Situation,
    SituationGroup,
    SpecialStep,
    Step,
    Substitute,
    Terms,
    Winner,
)
from tongban.core.items.overlay import Overlay

SOURCE = Citation("SD28", "16", "住院费用报销")
CODE = ItemCode("inpatient-reimbursement")
PROVINCE = RegionCode("370000")
CITY = RegionCode("370700")
START = date(2023, 6, 26)
PLEDGE = Substitute(SOURCE, "本人承诺属实。")


def material(code: str = "invoice", **changes: Any) -> Material:
    base = Material(
        code=code,
        name=f"材料{code}",
        text=f"材料{code}",
        kind=MaterialKind.DOCUMENT,
        source=SOURCE,
    )
    return replace(base, **changes)


def limit(days: int | None = 10, code: str = "ten", **changes: Any) -> Limit:
    base = Limit(
        code=code,
        label="即时办结" if days == 0 else f"{days}个工作日",
        layer=LimitLayer.PROVINCE,
        source=SOURCE,
        immediate=days == 0,
        working_days=days or None,
    )
    return replace(base, **changes)


def special(name: str = "结果公示", **changes: Any) -> SpecialStep:
    base = SpecialStep(
        step=Step.REVIEW, name=name, working_days=5, counted=True, source=SOURCE
    )
    return replace(base, **changes)


def place(region: str = "370700", **changes: Any) -> Place:
    base = Place(
        name=f"大厅{region}",
        address="示例路1号",
        hours="9:00-17:00",
        phone="10000000001",
        region=RegionCode(region),
    )
    return replace(base, **changes)


CAUSE = SituationGroup(
    "cause",
    "住院原因？",
    (Situation("illness", "疾病"), Situation("accident", "意外伤害")),
)
EXTRAS = SituationGroup(
    "extras",
    "还有哪些情况？",
    (Situation("emergency", "急诊"), Situation("proxy", "委托他人")),
    multiple=True,
)


def guide(
    code: str = "guide-employee",
    audiences: tuple[Audience, ...] = (Audience.EMPLOYEE,),
    **changes: Any,
) -> Guide:
    flow = tuple(
        FlowStep(step.value, step.value, "医保经办机构", step)
        for step in (Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.PAY, Step.CLOSE)
    )
    base = Guide(
        code=code,
        item=CODE,
        chapter="employee",
        chapter_number="一5.2",
        name="住院费用报销",
        audiences=audiences,
        sections=(GuideSection("事项名称", ("住院费用报销",)),),
        flow=flow,
        channels=(Channel.COUNTER, Channel.ONLINE),
        materials=(material(),),
        limits=(limit(),),
        source=SOURCE,
    )
    return replace(base, **changes)


def item(**changes: Any) -> ServiceItem:
    base = ServiceItem(
        code=CODE,
        number=16,
        main_item_number=6,
        main_item="基本医疗保险参保人员医疗费用（零星）报销",
        name="住院费用报销",
        region=PROVINCE,
        audiences=(Audience.EMPLOYEE,),
        materials=(material(),),
        conditional_materials=(),
        situations=(CAUSE, EXTRAS),
        limits=(limit(),),
        limit_printed="不超过10个工作日",
        steps=(Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.PAY, Step.CLOSE),
        channels=(Channel.COUNTER, Channel.ONLINE),
        special_steps=(),
        remarks=(),
        basis=("社会保险法",),
        form={
            "type": "object",
            "properties": {"name": {"title": "姓名"}, "note": {"title": "备注"}},
            "required": ("name",),
        },
        results=("结算单",),
        effect="inpatient-reimbursement",
        source=SOURCE,
        effective_on=START,
        version="2023.1",
    )
    return replace(base, **changes)


def overlay(**changes: Any) -> Overlay:
    base = Overlay(
        item=CODE, region=CITY, effective_on=START, version="1", source=SOURCE
    )
    return replace(base, **changes)


def ruling(
    field: DifferenceField, wins: Winner, code: str = "ruling", **changes: Any
) -> Ruling:
    base = Ruling(
        code=code,
        point="以哪边为准",
        items=(CODE,),
        listed="清单",
        guided="指南",
        choice="按此执行",
        reason="理由",
        decided_on=START,
        source=SOURCE,
        field=field,
        wins=wins,
    )
    return replace(base, **changes)


def terms(**changes: Any) -> Terms:
    base = Terms(
        item=CODE,
        number=16,
        name="住院费用报销",
        audience=Audience.EMPLOYEE,
        region=PROVINCE,
        version="2023.1",
        steps=(Step.APPLY, Step.CLOSE),
        channels=(Channel.COUNTER,),
        situations=(CAUSE, EXTRAS),
        materials=(material(),),
        limits=(limit(),),
        special_steps=(),
        form={},
        results=(),
        effect="inpatient-reimbursement",
        automatic=False,
        delegations={},
        source=SOURCE,
    )
    return replace(base, **changes)
