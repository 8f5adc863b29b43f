"""What should follow a step, held against what did."""

from collections.abc import Callable, Mapping
from typing import Final

from tongban.core.cases.decisions.notices import still_lacking
from tongban.core.cases.view import fold
from tongban.core.items.catalogue import LimitLayer
from tongban.core.json_values import Json
from tongban.core.money import plain_yuan
from tongban.records.items.models import ExtraMaterialAttempt
from tongban.records.notices.models import Message
from tongban.records.register.models import RegisterEntry
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases import engine, projection
from tongban.services.cases.words import light_of, state_word, step_word
from tongban.services.items.pinning import terms_by_digest
from tongban.services.scenarios.applying import asked_for
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import Stage, subject_named

LAYER_NAMES: Final[Mapping[str, LimitLayer]] = {
    "国家": LimitLayer.NATION,
    "省级": LimitLayer.PROVINCE,
    "市级": LimitLayer.CITY,
    "承诺": LimitLayer.PROMISE,
}
Found = Callable[[Stage, Step, Json], Json]


def differences(stage: Stage, step: Step) -> tuple[str, ...]:
    """Return every expectation that did not come true, in words."""
    wrong = []
    for key, expected in step.expected.items():
        if key in ("拒绝", "提示"):
            continue
        found = FOUND[key](stage, step, expected)
        if found != expected:
            wrong.append(f"{key}：应当是{expected}，实际是{found}")
    return tuple(wrong)


def _state(stage: Stage, step: Step, _: Json) -> Json:
    record = stage.record(step)
    return state_word(record)


def _step(stage: Stage, step: Step, _: Json) -> Json:
    return step_word(stage.record(step).step)


def _due(stage: Stage, step: Step, _: Json) -> Json:
    due = stage.record(step).due_on
    return None if due is None else due.isoformat()


def _left(stage: Stage, step: Step, _: Json) -> Json:
    light = light_of(stage.record(step), today=step.at.date(), calendar=work_calendar())
    return light.left


def _message(stage: Stage, step: Step, expected: Json) -> Json:
    texts = [
        message.text
        for message in Message.objects.filter(party_id=stage.record(step).party_id)
    ]
    wanted = str(expected)
    return wanted if any(wanted in text for text in texts) else "；".join(texts)


def _lacking(stage: Stage, step: Step, expected: Json) -> Json:
    record = stage.record(step)
    view, terms = fold(engine.events_of(record)), terms_by_digest(record.terms_digest)
    open_ones = {lack.subject for lack in still_lacking(view)}
    words = expected if isinstance(expected, list) else []
    named = {subject_named(terms, view.situations, str(word)) for word in words}
    return expected if named == open_ones else sorted(open_ones)


def _in_force(stage: Stage, step: Step, _: Json) -> Json:
    entry = RegisterEntry.objects.filter(case__number=stage.number(step)).first()
    return None if entry is None else entry.in_force.lower.isoformat()


def _rungs(stage: Stage, step: Step, _: Json) -> Json:
    fired = stage.record(step).events.filter(kind="rung_fired").order_by("seq")
    return [event.data["rung"] for event in fired]


def _sign_from(stage: Stage, step: Step, _: Json) -> Json:
    return stage.record(step).posting.sign_from.isoformat()


def _layers(stage: Stage, step: Step, expected: Json) -> Json:
    record = stage.record(step)
    reading = projection.reading_of(
        fold(engine.events_of(record)),
        terms=terms_by_digest(record.terms_digest),
        calendar=work_calendar(),
        today=step.at.date(),
    )
    layers = () if reading is None else reading.layers
    due = {each.limit.layer: each.due_on.isoformat() for each in layers}
    wanted = expected if isinstance(expected, Mapping) else {}
    return {name: due.get(LAYER_NAMES[name]) for name in wanted}


def _asked(stage: Stage, step: Step, expected: Json) -> Json:
    found = asked_for(stage, step)
    wanted = [str(word) for word in expected] if isinstance(expected, list) else []
    return expected if sorted(found) == sorted(wanted) else list(found)


def _extra(stage: Stage, step: Step, _: Json) -> Json:
    mine = ExtraMaterialAttempt.objects.filter(case_number=stage.number(step))
    return mine.count()


def _joined(stage: Stage, step: Step, _: Json) -> Json:
    return (
        stage.receipt is not None
        and stage.receipt.number == stage.number(step)
        and stage.receipt.joined
    )


FOUND: Final[Mapping[str, Found]] = {
    "状态": _state,
    "环节": _step,
    "办结日": _due,
    "暂定": lambda stage, step, _: stage.record(step).provisional,
    "停钟": lambda stage, step, _: stage.record(step).stopped,
    "剩余工作日": _left,
    "消息": _message,
    "待补": _lacking,
    "生效日": _in_force,
    "金额": lambda stage, step, _: plain_yuan(stage.record(step).amount_fen),
    "并入": _joined,
    "预警": _rungs,
    "可签订日": _sign_from,
    "时限": _layers,
    "材料": _asked,
    "撤销": lambda stage, step, _: fold(engine.events_of(stage.record(step))).reversed,
    "再次告知": lambda stage, step, _: (
        fold(engine.events_of(stage.record(step))).breaches
    ),
    "索要清单外材料": _extra,
}
