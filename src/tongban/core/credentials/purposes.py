"""What a code is shown for, and what its owner limited it to."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class Purpose(StrEnum):
    """A step at which a credential is shown (莆田25条 20, 山东20条 15)."""

    COUNTER = "counter"
    KIOSK = "kiosk"
    RECORD = "record"
    REGISTER = "register"
    VISIT = "visit"
    EXAMINE = "examine"
    DISPENSE = "dispense"
    REPORT = "report"
    SETTLE = "settle"
    PHARMACY = "pharmacy"


PURPOSE_WORDS: Final = {
    Purpose.COUNTER: "窗口办事",
    Purpose.KIOSK: "自助终端",
    Purpose.RECORD: "建档",
    Purpose.REGISTER: "挂号",
    Purpose.VISIT: "就诊",
    Purpose.EXAMINE: "检查检验",
    Purpose.DISPENSE: "取药",
    Purpose.REPORT: "取报告",
    Purpose.SETTLE: "结算",
    Purpose.PHARMACY: "药店购药",
}
OFFICE_PURPOSES: Final = frozenset({Purpose.COUNTER, Purpose.KIOSK})
PROVIDER_PURPOSES: Final = tuple(one for one in Purpose if one not in OFFICE_PURPOSES)


class Scope(IntEnum):
    """The kind of use a code is limited to by who shows it."""

    ANY = 0
    SERVICE = 1
    MEDICAL = 2


SCOPE_WORDS: Final = {
    Scope.ANY: "都能用",
    Scope.MEDICAL: "只看病购药",
    Scope.SERVICE: "只办业务",
}
_PURPOSES_OF: Final[Mapping[Scope, frozenset[Purpose]]] = {
    Scope.ANY: frozenset(Purpose),
    Scope.SERVICE: OFFICE_PURPOSES,
    Scope.MEDICAL: frozenset(PROVIDER_PURPOSES),
}


class Way(StrEnum):
    """How a credential was shown."""

    CODE = "code"
    NUMBER = "number"
    FACE = "face"


WAY_WORDS: Final = {Way.CODE: "扫码", Way.NUMBER: "念数字", Way.FACE: "刷脸"}


class PurposeNotCovered(Refusal):
    """The owner limited the code to another kind of use."""

    code = "credentials.purpose_not_covered"

    def __init__(self, scope: Scope, purpose: Purpose) -> None:
        super().__init__(
            f"A code for {scope.name} does not serve {purpose.value}.",
            scope=SCOPE_WORDS[scope],
            purpose=PURPOSE_WORDS[purpose],
        )


def check_covers(scope: Scope, purpose: Purpose) -> None:
    """Refuse a purpose outside what the owner showed the code for."""
    if purpose not in _PURPOSES_OF[scope]:
        raise PurposeNotCovered(scope, purpose)
