"""Words of benefits: kinds of care, levels, groups, funds and parts of a bill."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class CareKind(StrEnum):
    """What the bill is for (待遇类别)."""

    OUTPATIENT = "outpatient"
    CHRONIC = "chronic"
    INPATIENT = "inpatient"
    PHARMACY = "pharmacy"
    ANTENATAL = "antenatal"
    CHILDBIRTH = "childbirth"


CARE_KIND_WORDS: Final[Mapping[CareKind, str]] = {
    CareKind.OUTPATIENT: "普通门诊",
    CareKind.CHRONIC: "门诊慢特病",
    CareKind.INPATIENT: "住院",
    CareKind.PHARMACY: "药店购药",
    CareKind.ANTENATAL: "产前检查",
    CareKind.CHILDBIRTH: "住院分娩",
}


class Level(StrEnum):
    """Level of an institution as the benefit rules tell them apart (医院等级)."""

    TOWNSHIP = "township"
    COMMUNITY = "community"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


LEVEL_WORDS: Final[Mapping[Level, str]] = {
    Level.TOWNSHIP: "乡镇卫生院",
    Level.COMMUNITY: "社区卫生服务机构",
    Level.PRIMARY: "一级医疗机构",
    Level.SECONDARY: "二级医疗机构",
    Level.TERTIARY: "三级医疗机构",
}


class Group(StrEnum):
    """As whom a person is paid for (待遇人群)."""

    ACTIVE = "active"
    RETIRED = "retired"
    LOW = "low"
    HIGH = "high"


GROUP_WORDS: Final[Mapping[Group, str]] = {
    Group.ACTIVE: "在职职工",
    Group.RETIRED: "退休人员",
    Group.LOW: "居民一档",
    Group.HIGH: "居民二档",
}


class Place(StrEnum):
    """Where care was given, seen from the place of cover (就医地)."""

    HOME = "home"
    FILED = "filed"
    TEMPORARY = "temporary"


PLACE_WORDS: Final[Mapping[Place, str]] = {
    Place.HOME: "参保地",
    Place.FILED: "已备案的长期居住地",
    Place.TEMPORARY: "临时外出就医地",
}


class Fund(StrEnum):
    """Who pays a share that is not the person's own."""

    EMPLOYEE_POOL = "employee_pool"
    RESIDENT_POOL = "resident_pool"
    LARGE_AMOUNT = "large_amount"
    CIVIL_SERVANT = "civil_servant"
    SERIOUS_EMPLOYEE = "serious_employee"
    SERIOUS_RESIDENT = "serious_resident"
    AID = "aid"
    COMMERCIAL = "commercial"


FUND_WORDS: Final[Mapping[Fund, str]] = {
    Fund.EMPLOYEE_POOL: "职工医保统筹基金",
    Fund.RESIDENT_POOL: "居民医保统筹基金",
    Fund.LARGE_AMOUNT: "职工大额医疗费用补助",
    Fund.CIVIL_SERVANT: "公务员医疗补助",
    Fund.SERIOUS_EMPLOYEE: "职工大病保险",
    Fund.SERIOUS_RESIDENT: "居民大病保险",
    Fund.AID: "医疗救助",
    Fund.COMMERCIAL: "商业健康保险",
}

# National table fund_pay_type (基金支付类型).
FUND_PAY_TYPE: Final[Mapping[Fund, str]] = {
    Fund.EMPLOYEE_POOL: "310100",
    Fund.RESIDENT_POOL: "390100",
    Fund.LARGE_AMOUNT: "330100",
    Fund.CIVIL_SERVANT: "320100",
    Fund.SERIOUS_EMPLOYEE: "310300",
    Fund.SERIOUS_RESIDENT: "390200",
    Fund.AID: "610100",
    Fund.COMMERCIAL: "999997",
}


class Withheld(StrEnum):
    """Why the funds pay nothing of a bill (基金不予支付的情形)."""

    NOT_COVERED = "not_covered"
    WAITING = "waiting"
    WORK_INJURY = "work_injury"
    THIRD_PARTY = "third_party"
    PUBLIC_HEALTH = "public_health"
    ABROAD = "abroad"


WITHHELD_WORDS: Final[Mapping[Withheld, str]] = {
    Withheld.NOT_COVERED: "就诊时没有在保的医疗保险",
    Withheld.WAITING: "在待遇等待期内",
    Withheld.WORK_INJURY: "应当由工伤保险基金支付",
    Withheld.THIRD_PARTY: "应当由第三人负担",
    Withheld.PUBLIC_HEALTH: "应当由公共卫生负担",
    Withheld.ABROAD: "在境外就医",
}


class Part(StrEnum):
    """What one step did with some of the bill."""

    OUTSIDE = "outside"
    OVER_PRICE = "over_price"
    FIRST_OWN = "first_own"
    FIRST_AWAY = "first_away"
    WITHHELD = "withheld"
    DEDUCTED = "deducted"
    PAID = "paid"
    OVER = "over"
    ACCOUNT = "account"
    FAMILY = "family"
    CASH = "cash"


PART_WORDS: Final[Mapping[Part, str]] = {
    Part.OUTSIDE: "目录外，全部自费",
    Part.OVER_PRICE: "超过支付标准，自费",
    Part.FIRST_OWN: "乙类项目先行自付",
    Part.FIRST_AWAY: "临时外出就医首先自付",
    Part.WITHHELD: "基金不予支付",
    Part.DEDUCTED: "起付标准以内，个人负担",
    Part.PAID: "支付",
    Part.OVER: "超过支付限额，本层不再支付",
    Part.ACCOUNT: "本人个人账户支付",
    Part.FAMILY: "家庭共济账户支付",
    Part.CASH: "个人现金支付",
}
