"""Panels that are open beside the steps: opinions, other hands, other days."""

from collections.abc import Iterator
from typing import Final

from tongban.core.access.rights import Act
from tongban.portals.desk.case.panel import (
    Panel,
    Scene,
    select_field,
    words_field,
)
from tongban.portals.shared.layout.fields import Field, FieldKind
from tongban.services.cases.queries.supervision import colleagues
from tongban.services.cases.rules import case_rules
from tongban.services.desk.queries import active_offices, office_path_of_case
from tongban.services.enrolment.history import HistoryLine, standing_changes_of
from tongban.services.items.citing import cite

FALLS_SHOWN_MAX: Final = 8


def resuming(scene: Scene) -> Iterator[Panel]:
    """Offer to go on with a suspended case."""
    if scene.may(Act.SUSPEND) and scene.page.state == "suspended":
        yield Panel(
            do="resume",
            title="恢复办理",
            button="恢复办理",
            fields=(words_field("恢复的原因"),),
            look="primary",
            main=True,
        )


def opinions_to_give(scene: Scene) -> Iterator[Panel]:
    """Offer an answer to every open question of another desk."""
    if not scene.may(Act.OPINE):
        return
    for opinion in scene.page.opinions:
        if opinion.given_at is None:
            yield Panel(
                do="opine",
                title="答复会办意见",
                button="提交意见",
                fields=(words_field("意见"),),
                hint=f"问题：{opinion.question}",
                main=True,
                about=opinion.code,
            )


def asking(scene: Scene) -> Iterator[Panel]:
    """Offer to ask another desk (会办)."""
    if not scene.may(Act.HAND_OVER):
        return
    most = case_rules().opinion_days_max
    days = Field(
        name="days",
        label="答复时限",
        kind=FieldKind.WHOLE,
        hint=f"1 至 {most} 个工作日",
        unit="个工作日",
        width="tiny",
        length_max=2,
    )
    yield Panel(
        do="ask",
        title="征求会办意见",
        button="发出征求",
        fields=(
            select_field("desk", "向谁征求", _offices()),
            words_field("要答复的问题"),
            days,
        ),
        hint="办件的办理时限照常计算，逾期未答复的会列入监督清单。",
    )


def handing_over(scene: Scene) -> Iterator[Panel]:
    """Offer to hand the case to a colleague (移交)."""
    if not scene.may(Act.HAND_OVER):
        return
    found = colleagues(scene.actor, office_path=office_path_of_case(scene.page.number))
    pairs = tuple((str(account), name) for account, name in found)
    yield Panel(
        do="hand-over",
        title="移交给同事",
        button="移交",
        fields=(
            select_field("assignee", "移交给", pairs),
            words_field("移交说明", required=False),
        ),
        hint="首问负责人不变，仍可随时查看本办件。",
    )


def transferring(scene: Scene) -> Iterator[Panel]:
    """Offer to pass the case on to the office in charge (转办)."""
    if scene.may(Act.HAND_OVER):
        yield Panel(
            do="transfer",
            title="转办给主管机构",
            button="转办",
            fields=(
                select_field("office", "主管机构", _offices()),
                words_field("转办说明"),
            ),
            hint="不属于本机构办理的，转送主管机构；收件时间不变，并告知申请人。",
        )


def _offices() -> tuple[tuple[str, str], ...]:
    return tuple((office.code, office.name) for office in active_offices())


def extending(scene: Scene) -> Iterator[Panel]:
    """Offer the one extension, where the item's basis allows it."""
    rule = case_rules().extensions.get(scene.page.item)
    if not scene.may(Act.EXTEND) or rule is None or scene.page.due_on is None:
        return
    yield Panel(
        do="extend",
        title="延长办理时限",
        button="延长时限",
        fields=(words_field("延长的理由"),),
        hint=f"依据{cite(rule.clause.document, rule.clause.clause)}，"
        f"只能延长一次，{rule.working_days}个工作日，理由会告知申请人。",
    )


def taking_back(scene: Scene) -> Iterator[Panel]:
    """Offer a supervisor to take a granted case back (撤销办件), with what falls."""
    if not scene.may(Act.REVERSE):
        return
    lines = standing_changes_of(scene.page.number)
    falls = "；".join(_fall(line) for line in lines[:FALLS_SHOWN_MAX])
    more = (
        f"；还有{len(lines) - FALLS_SHOWN_MAX}处"
        if len(lines) > FALLS_SHOWN_MAX
        else ""
    )
    hint = (
        f"撤销后恢复到办理之前：{falls}{more}。"
        if lines
        else "本办件没有改动参保登记。"
    )
    yield Panel(
        do="take-back",
        title="撤销办件",
        button="撤销办件",
        fields=(words_field("撤销的理由", hint="写进办件记录，本人看得到"),),
        hint=hint + "已经付过款的，另行登记追回；凭它开具的证明一并失效。",
        look="danger",
    )


def _fall(line: HistoryLine) -> str:
    if line.is_new:
        return f"新增的{line.what}作废"
    changed = "、".join(f"{one.label}恢复为{one.old or '空'}" for one in line.changes)
    return f"{line.what}的{changed}" if changed else line.what


def suspending(scene: Scene) -> Iterator[Panel]:
    """Offer to suspend the case (中止)."""
    if scene.may(Act.SUSPEND) and scene.page.state == "open":
        yield Panel(
            do="suspend",
            title="中止办理",
            button="中止",
            fields=(words_field("中止的原因"),),
            hint="中止期间停钟；原因会告知申请人。",
        )
