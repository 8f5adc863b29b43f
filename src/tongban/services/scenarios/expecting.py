"""What should follow a step, held against what did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.cases.clock_reading import ClockReading
from tongban.core.cases.decisions.notices import still_lacking
from tongban.core.cases.materials import needed
from tongban.core.items.catalogue import LimitLayer, MaterialKind
from tongban.core.json_values import Json
from tongban.core.money import fen_from_yuan, plain_yuan
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Posting, Recovery
from tongban.records.items.models import ExtraMaterialAttempt
from tongban.records.notices.models import Message
from tongban.records.register.models import RegisterEntry
from tongban.services.access.queries import actor_of
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases import projection
from tongban.services.cases.forms import subject_name
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.words import state_word, step_word
from tongban.services.messages.queries import sentence_of
from tongban.services.scenarios import accounts, enrolling, matching, moving, rating
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import Stage, WordUnknown, account_named

NONE: Final = "无"
OF_THE_ANSWER: Final = frozenset({"拒绝", "提示"})
LAYER_NAMES: Final[Mapping[str, LimitLayer]] = {
    "国家": LimitLayer.NATION,
    "省级": LimitLayer.PROVINCE,
    "市级": LimitLayer.CITY,
    "承诺": LimitLayer.PROMISE,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that did not come true."""

    key: str
    expected: Json
    found: Json

    def __str__(self) -> str:
        return f"{self.key}应当是{_shown(self.expected)}，实际是{_shown(self.found)}"


Found = Callable[[Stage, Step, Json], Json]


def differences(stage: Stage, step: Step) -> tuple[Difference, ...]:
    """Return every expectation about the case that did not come true."""
    wrong = []
    for key, expected in step.expected.items():
        if key in OF_THE_ANSWER:
            continue
        try:
            found = FOUND[key](stage, step, expected)
        except WordUnknown as refused:
            found = sentence_of(refused)
        if found != _plain(key, expected):
            wrong.append(Difference(key, expected, found))
    return tuple(wrong)


def _plain(key: str, expected: Json) -> Json:
    """Return an expectation in the spelling of what is found: lists in order."""
    if key in ("金额", "追回"):
        return plain_yuan(fen_from_yuan(str(expected)))
    return _sorted(expected) if isinstance(expected, list) else expected


def _sorted(words: Json) -> Json:
    return sorted(str(word) for word in words) if isinstance(words, list) else words


def _shown(value: Json) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "、".join(f"{key}{_shown(each)}" for key, each in value.items())
    if isinstance(value, list):
        return f"“{'、'.join(str(word) for word in value)}”" if value else NONE
    return NONE if value in (None, "") else str(value)


def _day(day: date | None) -> str:
    return NONE if day is None else day.isoformat()


def _reading(stage: Stage, step: Step) -> ClockReading | None:
    return projection.reading_of(
        stage.view(step),
        terms=stage.terms(step),
        calendar=work_calendar(),
        today=step.at.date(),
    )


def _left(stage: Stage, step: Step, _: Json) -> Json:
    reading = _reading(stage, step)
    return None if reading is None else reading.left


def _layers(stage: Stage, step: Step, expected: Json) -> Json:
    reading = _reading(stage, step)
    layers = () if reading is None else reading.layers
    due = {each.limit.layer: each.due_on.isoformat() for each in layers}
    wanted = expected if isinstance(expected, Mapping) else {}
    return {name: due.get(LAYER_NAMES[name], NONE) for name in wanted}


def _message(stage: Stage, step: Step, expected: Json) -> Json:
    """Return the expected words when some message about the case holds them."""
    record = stage.record(step)
    own = Message.objects.filter(case=record, party_id=record.party_id)
    texts = [message.text for message in own.order_by("pk")]
    wanted = str(expected)
    return wanted if any(wanted in text for text in texts) else "；".join(texts)


def _lacking(stage: Stage, step: Step, _: Json) -> Json:
    terms = stage.terms(step)
    return sorted(
        subject_name(terms, lack.subject) for lack in still_lacking(stage.view(step))
    )


def _asked(stage: Stage, step: Step, _: Json) -> Json:
    """Return the names of what must be brought; forms are filled, not brought."""
    materials = needed(stage.terms(step), stage.view(step).situations)
    return sorted(
        material.name
        for material in materials
        if material.kind is not MaterialKind.FORM and not material.optional
    )


def _in_force(stage: Stage, step: Step, _: Json) -> Json:
    entries = RegisterEntry.objects.filter(case=stage.record(step), reversed_at=None)
    entry = entries.first()
    return NONE if entry is None else _day(entry.in_force.lower)


def _sign_from(stage: Stage, step: Step, _: Json) -> Json:
    posting = Posting.objects.filter(case=stage.record(step)).first()
    return NONE if posting is None else posting.sign_from.isoformat()


def _recovery(stage: Stage, step: Step, _: Json) -> Json:
    found = Recovery.objects.filter(case=stage.record(step)).first()
    return NONE if found is None else plain_yuan(found.amount_fen)


def _extra(stage: Stage, step: Step, _: Json) -> Json:
    number = stage.number(step)
    return ExtraMaterialAttempt.objects.filter(case_number=number).count()


def _seen_by(stage: Stage, step: Step, expected: Json) -> Json:
    return [login for login in _logins(expected) if _sees(stage, step, login)]


def _hidden_from(stage: Stage, step: Step, expected: Json) -> Json:
    return [login for login in _logins(expected) if not _sees(stage, step, login)]


def _logins(expected: Json) -> list[str]:
    return sorted(str(word) for word in expected) if isinstance(expected, list) else []


def _sees(stage: Stage, step: Step, login: str) -> bool:
    today = step.at.date()
    actor = actor_of(account_named(login), today)
    number = stage.number(step)
    try:
        case_page(actor, number, today=today)
    except Refusal:
        return False
    return True


FOUND: Final[Mapping[str, Found]] = {
    "状态": lambda stage, step, _: state_word(stage.record(step)),
    "环节": lambda stage, step, _: step_word(stage.record(step).step),
    "办结日": lambda stage, step, _: _day(stage.record(step).due_on),
    "暂定": lambda stage, step, _: stage.record(step).provisional,
    "停钟": lambda stage, step, _: stage.record(step).stopped,
    "剩余工作日": _left,
    "时限": _layers,
    "消息": _message,
    "待补": _lacking,
    "材料": _asked,
    "生效日": _in_force,
    "金额": lambda stage, step, _: plain_yuan(stage.record(step).amount_fen),
    "追回": _recovery,
    "并入": lambda stage, _step, _: stage.receipt is not None and stage.receipt.joined,
    "预警": lambda stage, step, _: sorted(stage.view(step).rungs),
    "可签订日": _sign_from,
    "撤销": lambda stage, step, _: stage.view(step).reversed,
    "再次告知": lambda stage, step, _: stage.view(step).breaches,
    "索要清单外材料": _extra,
    "能看到": _seen_by,
    "不能看到": _hidden_from,
    **enrolling.FOUND,
    **rating.FOUND,
    **accounts.FOUND,
    **moving.FOUND,
    **matching.FOUND,
}
