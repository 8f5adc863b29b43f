"""Panels of the item's own steps: from acceptance to the close."""

from collections.abc import Iterator

from tongban.core.access.rights import Act
from tongban.core.items.catalogue import Step
from tongban.core.money import yuan_text
from tongban.portals.desk.case import phrases
from tongban.portals.desk.case.panel import (
    WORDS_MAX,
    Panel,
    Scene,
    clause_field,
    line_field,
    radio_field,
    select_field,
    words_field,
)
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.services.cases.amounts import is_reckoned
from tongban.services.cases.queries.page_values import CasePage, ObjectionLine
from tongban.services.claims.queries import is_claimed
from tongban.services.items.citing import cite
from tongban.services.personal_accounts.withdrawal import payable


def accepting(scene: Scene) -> Iterator[Panel]:
    """Offer 受理, and 当场办结 for instant items."""
    if not scene.may(Act.ACCEPT):
        return
    limits = scene.page.terms.limits
    words = "；".join(dict.fromkeys(limit.label for limit in limits))
    yield Panel(
        do="accept",
        title="受理",
        button="受理",
        hint=f"材料齐全、表单无误的，当场受理。办理时限：{words}，从受理的次日起算。",
        look="primary",
        main=True,
    )
    if any(limit.immediate for limit in limits):
        yield Panel(
            do="finish",
            title="当场办结",
            button="受理并当场办结",
            hint="即时办结事项：按规则核对，受理、审核一次完成；拨付仍由他人办理。",
            main=True,
        )


def refusing(scene: Scene) -> Iterator[Panel]:
    """Offer 不予受理 with the published reasons, their clauses and remedies."""
    if not scene.may(Act.REFUSE):
        return
    reasons = tuple(
        Option(
            reason.code,
            reason.text,
            f"依据：{cite(reason.clause.document, reason.clause.clause)}　"
            f"救济：{reason.remedy}",
        )
        for reason in scene.page.reasons
    )
    yield Panel(
        do="refuse",
        title="不予受理",
        button="作出不予受理决定",
        fields=(
            Field(
                name="reason",
                label="不予受理的情形",
                kind=FieldKind.RADIO,
                options=reasons,
            ),
            words_field("说明具体情况", hint="会写进不予受理通知书"),
        ),
        hint="只能按公布的情形不予受理；依据和救济途径会一并告知申请人。",
        look="danger",
    )


def reviewing(scene: Scene) -> Iterator[Panel]:
    """Offer 审核: approve with the amount, or reject with words and clause."""
    if not scene.may(Act.REVIEW):
        return
    opinion = Field(
        name="words",
        label="审核意见",
        value=phrases.APPROVE[0],
        required=False,
        length_max=WORDS_MAX,
        listed="phrases-approve",
    )
    reckoned, claimed = is_reckoned(scene.page.terms), is_claimed(scene.page.number)
    pays = Step.PAY in scene.page.terms.steps and not (reckoned or claimed)
    yield Panel(
        do="approve",
        title="审核通过",
        button="审核通过",
        fields=(_amount_field(), opinion) if pays else (opinion,),
        hint=_claimed_words()
        if claimed
        else _reckoned_words(scene)
        if reckoned
        else "",
        look="primary",
        main=True,
    )
    yield Panel(
        do="reject",
        title="不予通过",
        button="作出不予通过决定",
        fields=(
            words_field(
                "不予通过的理由",
                hint="请写清事实和理由，会原文告知申请人。常用写法："
                + "／".join(phrases.REJECT),
            ),
            clause_field(),
        ),
        hint="办件将就此办结，申请人可以申请复核或者依法救济。",
        look="danger",
    )


def _reckoned_words(scene: Scene) -> str:
    amount = yuan_text(payable(scene.page.number))
    return f"支取金额由系统按余额计算：{amount}元。通过后余额锁定，付款成功才清户。"


def _claimed_words() -> str:
    return "金额由系统按录入的票据计算，见“票据与测算”。审核通过时照此结算，不用填写。"


def _amount_field() -> Field:
    return Field(
        name="amount",
        label="核定拨付金额",
        kind=FieldKind.DECIMAL,
        hint="最多两位小数，例如 1234.50",
        unit="元",
        width="short",
        length_max=15,
    )


def assessing(scene: Scene) -> Iterator[Panel]:
    """Offer 评估 with its structured result."""
    if not scene.may(Act.ASSESS):
        return
    day = Field(
        name="assessed_on", label="评估日期", kind=FieldKind.DATE, width="short"
    )
    score = Field(
        name="score",
        label="得分",
        kind=FieldKind.WHOLE,
        unit="分",
        width="tiny",
        length_max=3,
    )
    yield Panel(
        do="assess",
        title="评估结果",
        button="登记评估结果",
        fields=(
            select_field("method", "评估方式", phrases.ASSESSMENT_METHODS),
            day,
            line_field("assessors", "评估人员", hint="填写姓名，用顿号隔开"),
            score,
            radio_field("passed", "评估结论", (("yes", "合格"), ("no", "不合格"))),
            words_field("评估意见"),
            clause_field(required=False, hint="不合格的必须填写"),
        ),
        look="primary",
        main=True,
    )


def negotiating(scene: Scene) -> Iterator[Panel]:
    """Offer 协商谈判; without agreement the case ends with a clause."""
    if not scene.may(Act.NEGOTIATE):
        return
    answers = (("yes", "达成一致"), ("no", "未达成一致"))
    yield Panel(
        do="negotiate",
        title="协商谈判",
        button="登记协商结果",
        fields=(
            radio_field("agreed", "协商结果", answers),
            words_field("协商情况"),
            clause_field(required=False, hint="未达成一致的必须填写"),
        ),
        look="primary",
        main=True,
    )


def publicising(scene: Scene) -> Iterator[Panel]:
    """Offer 结果公示: post it, settle objections, end it once its days are over."""
    if not scene.may(Act.PUBLICISE):
        return
    if scene.page.sign_from is None:
        yield _posting()
        return
    for objection in scene.page.objections:
        if objection.settled_at is None:
            yield _settling(objection)
    yield Panel(
        do="end-publicity",
        title="结束公示",
        button="结束公示",
        hint=f"公示期满且没有未处理的异议，自{_first_day(scene.page)}起可以结束。",
        look="primary",
        main=True,
    )


def _posting() -> Panel:
    return Panel(
        do="post",
        title="开始公示",
        button="发布公示",
        fields=(line_field("result", "公示内容", value="评估合格，拟签订协议"),),
        hint="公示期间任何人可以提出异议；有异议未处理完的，不能进入下一环节。",
        look="primary",
        main=True,
    )


def _settling(objection: ObjectionLine) -> Panel:
    answers = (("no", "不成立，继续办理"), ("yes", "成立，不予通过"))
    return Panel(
        do="settle",
        title="处理异议",
        button="登记处理结果",
        fields=(
            radio_field("upheld", "异议是否成立", answers),
            words_field("处理说明"),
        ),
        hint=f"异议内容：{objection.words}",
        main=True,
        about=objection.code,
    )


def _first_day(page: CasePage) -> str:
    day = page.sign_from
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def signing(scene: Scene) -> Iterator[Panel]:
    """Offer 协议签订."""
    if scene.may(Act.SIGN):
        yield Panel(
            do="sign",
            title="签订协议",
            button="登记协议签订",
            fields=(line_field("agreement", "协议编号"),),
            look="primary",
            main=True,
        )


def paying(scene: Scene) -> Iterator[Panel]:
    """Offer 拨付 of the reviewed amount, again after the bank sent it back."""
    if not scene.may(Act.PAY) or scene.page.payment not in {"", "failed"}:
        return
    words = "重新发起拨付" if scene.page.payment == "failed" else "发起拨付"
    yield Panel(
        do="pay",
        title=words,
        button=words,
        hint="按审核核定的金额生成付款单，再到“待遇拨付”汇总成银行文件。",
        look="primary",
        main=True,
    )


def closing(scene: Scene) -> Iterator[Panel]:
    """Offer 办结."""
    if scene.may(Act.CLOSE):
        yield Panel(
            do="close",
            title="办结",
            button="办结",
            hint="所有环节已经完成，办结后结果立即生效并告知申请人。",
            look="primary",
            main=True,
        )
