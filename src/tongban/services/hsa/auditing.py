"""3101–3103: what checks say of care before and while it is given (事前、事中审核).

A check registers itself with ``audit_hook``; it gets the call and returns rows
of ``result``. The answer of a message is what all of them found, each finding
kept under the number the institution answers it by (3103).
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.rows import Row
from tongban.records.hsa.models import AuditFinding, AuditReply
from tongban.services.hsa.refusals import InterfaceRefusal, ValueUnknown
from tongban.services.hsa.registry import Call, transaction

Finding = Mapping[str, object]
Hook = Callable[[Call], Sequence[Finding]]
NUMBER_BYTES: Final = 16
STAGES: Final = ("1", "2")  # warn_type: before, during
_HOOKS: Final[dict[str, Hook]] = {}


class Way(StrEnum):
    """What a doctor does about a finding (dspo_way)."""

    GO_ON = "1"
    CHANGE = "2"


class ReplyFaulty(InterfaceRefusal):
    """Replies are to findings of this institution, and say why care goes on."""

    code = "hsa.audit_reply_faulty"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("Faulty.", count=len(faults), words="；".join(faults))


def audit_hook(name: str) -> Callable[[Hook], Hook]:
    """Return the decorator that registers a check under a name."""

    def register(hook: Hook) -> Hook:
        if name in _HOOKS:
            raise ValueError(f"{name} is registered twice.")
        _HOOKS[name] = hook
        return hook

    return register


@transaction("3101", "3102")
def audit(call: Call) -> Mapping[str, object]:
    """Ask every check that is registered, in the order of their names."""
    said = [row for name in sorted(_HOOKS) for row in _HOOKS[name](call)]
    found = [{**row, "jr_id": secrets.token_hex(NUMBER_BYTES)} for row in said]
    AuditFinding.objects.bulk_create([_finding(call, row) for row in found])
    return {"result": found}


@transaction("3103")
def reply(call: Call) -> Mapping[str, object]:
    """Keep what was done about findings, all or none; a later reply holds."""
    said = call.nodes.one("data")
    stage = said.text("warn_type")
    if stage not in STAGES:
        raise ValueUnknown("warn_type", stage, "、".join(STAGES))
    warns = said.rows("warns")
    numbers = {row.text("warn_rslt_id") for row in warns}
    rows = AuditFinding.objects.filter(
        institution_id=call.institution.id, number__in=numbers
    )
    known = {row.number: row.pk for row in rows}
    faults = [words for row in warns for words in _faults(row, known)]
    if faults:
        raise ReplyFaulty(faults)
    AuditReply.objects.bulk_create(
        [
            AuditReply(
                finding_id=known[row.text("warn_rslt_id")],
                stage=stage,
                way=row.text("dspo_way"),
                reason=row.text("dspo_way_rea"),
                operator=call.operator,
                message=call.message,
                at=call.moment,
            )
            for row in warns
        ]
    )
    return {}


def _finding(call: Call, row: Finding) -> AuditFinding:
    return AuditFinding(
        institution_id=call.institution.id,
        number=str(row["jr_id"]),
        infno=call.infno,
        message=call.message,
        rule=str(row["rule_id"]),
        at=call.moment,
        details=json_text(row),
    )


def _faults(row: Row, known: Mapping[str, int]) -> Iterator[str]:
    number, way = row.text("warn_rslt_id"), row.text("dspo_way")
    if number not in known:
        yield f"没有编号为{number}的审核提示（warn_rslt_id）"
    if way not in set(Way):
        yield f"{number}的处理方式（dspo_way）填1继续或者2返回修改"
    if way == Way.GO_ON and not row.text("dspo_way_rea"):
        yield f"{number}继续执行的，要写处理原因（dspo_way_rea）"
