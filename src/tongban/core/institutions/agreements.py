"""Kinds of designated institutions, and on which days their agreement holds."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.days import Period
from tongban.core.refusals import Refusal

CODE_PATTERN: Final = r"^[HP][0-9]{11}$"


class InstitutionKind(StrEnum):
    """What kind of institution it is (机构类别)."""

    HOSPITAL = "hospital"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    CLINIC = "clinic"
    PHARMACY = "pharmacy"


INSTITUTION_KIND_WORDS: Final[Mapping[InstitutionKind, str]] = {
    InstitutionKind.HOSPITAL: "医院",
    InstitutionKind.TOWNSHIP: "乡镇卫生院",
    InstitutionKind.COMMUNITY: "社区卫生服务机构",
    InstitutionKind.CLINIC: "门诊部、诊所",
    InstitutionKind.PHARMACY: "零售药店",
}


class AgreementState(StrEnum):
    """How the agreement stands (医保协议状态)."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"


AGREEMENT_STATE_WORDS: Final[Mapping[AgreementState, str]] = {
    AgreementState.IN_FORCE: "正常",
    AgreementState.SUSPENDED: "中止",
    AgreementState.ENDED: "已解除",
}

# National table fixmedins_type: pharmacies are 2, every other kind is 1.
PHARMACY_TYPE: Final = "2"
MEDICAL_TYPE: Final = "1"


class AgreementNotInForce(Refusal):
    """The institution's agreement does not hold on this day."""

    code = "institutions.agreement_not_in_force"

    def __init__(self, state: AgreementState, days: Period) -> None:
        super().__init__(
            "The agreement does not hold.",
            state=AGREEMENT_STATE_WORDS[state],
            start=days.start.isoformat(),
        )


def fixmedins_type(kind: InstitutionKind) -> str:
    """Return the national code of a kind of institution."""
    return PHARMACY_TYPE if kind is InstitutionKind.PHARMACY else MEDICAL_TYPE


def check_agreement(*, state: AgreementState, days: Period, day: date) -> None:
    """Refuse a day on which the agreement does not hold."""
    if state is not AgreementState.IN_FORCE or day not in days:
        raise AgreementNotInForce(state, days)
