"""What a service item (经办事项) says: the values every other part reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

ItemCode = NewType("ItemCode", str)
RegionCode = NewType("RegionCode", str)
JsonValue = (
    str | int | bool | None | tuple["JsonValue", ...] | Mapping[str, "JsonValue"]
)


class Step(StrEnum):
    """The closed vocabulary of handling steps (办理环节)."""

    APPLY = "apply"
    ACCEPT = "accept"
    REVIEW = "review"
    ASSESS = "assess"
    NEGOTIATE = "negotiate"
    PUBLICISE = "publicise"
    SIGN = "sign"
    PAY = "pay"
    CLOSE = "close"


STEP_WORDS: Mapping[Step, str] = {
    Step.APPLY: "申请",
    Step.ACCEPT: "受理",
    Step.REVIEW: "审核",
    Step.ASSESS: "评估",
    Step.NEGOTIATE: "协商谈判",
    Step.PUBLICISE: "结果公示",
    Step.SIGN: "协议签订",
    Step.PAY: "拨付",
    Step.CLOSE: "办结",
}


class Channel(StrEnum):
    """A way to reach the office (办理方式)."""

    COUNTER = "counter"
    ONLINE = "online"
    KIOSK = "kiosk"
    PROVIDER = "provider"
    POST = "post"
    OTHER = "other"


CHANNEL_WORDS: Mapping[Channel, str] = {
    Channel.COUNTER: "现场办理",
    Channel.ONLINE: "网上办理",
    Channel.KIOSK: "自助办理",
    Channel.PROVIDER: "定点机构办理",
    Channel.POST: "邮寄办理",
    Channel.OTHER: "其他方式",
}


class Audience(StrEnum):
    """Whom an item or a guide serves (服务对象)."""

    EMPLOYEE = "employee"
    RESIDENT = "resident"
    EMPLOYER = "employer"
    SCHOOL = "school"
    PROVIDER = "provider"
    PHARMACY = "pharmacy"


AUDIENCE_WORDS: Mapping[Audience, str] = {
    Audience.EMPLOYEE: "参保职工",
    Audience.RESIDENT: "参保居民",
    Audience.EMPLOYER: "用人单位",
    Audience.SCHOOL: "学校",
    Audience.PROVIDER: "医疗机构",
    Audience.PHARMACY: "零售药店",
}


class Level(StrEnum):
    """The six levels of regions, from nation to village (层级)."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class MaterialKind(StrEnum):
    """What a material is; the kind decides what can satisfy it."""

    IDENTITY = "identity"
    FORM = "form"
    PLEDGE = "pledge"
    DOCUMENT = "document"


class LimitLayer(StrEnum):
    """Who set a time limit; the strictest one runs (四层时限)."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    PROMISE = "promise"


class DifferenceField(StrEnum):
    """Where list and guide can disagree, or where the text leaves a gap."""

    NAME = "name"
    MATERIALS = "materials"
    CONDITIONAL_MATERIALS = "conditional_materials"
    LIMIT = "limit"
    CHANNELS = "channels"
    STEPS = "steps"
    GUIDE = "guide"
    ITEM = "item"
    NUMBERING = "numbering"
    PARAMETER = "parameter"


class Winner(StrEnum):
    """Which text a ruling lets apply: list, guide, their union, or its own."""

    LIST = "list"
    GUIDE = "guide"
    BOTH = "both"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands: document short name, clause, and printed words."""

    document: str
    clause: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Misprint:
    """A slip of the source: the printed form is kept, the corrected one is used."""

    place: str
    printed: str
    corrected: str
    reason: str


@dataclass(frozen=True, slots=True)
class Situation:
    """One answer the applicant may give (情形)."""

    code: str
    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SituationGroup:
    """One question with its possible answers; ``multiple`` allows several."""

    code: str
    question: str
    options: tuple[Situation, ...]
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Substitute:
    """What may stand in for a material, and the sentence that allows it."""

    clause: Citation
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """One paper an applicant brings (办理材料).

    ``text`` is the published wording; ``alternatives`` are papers of which any
    one will do; ``when`` are situation codes of which any one calls for the
    material (empty: always).
    """

    code: str
    name: str
    text: str
    kind: MaterialKind
    source: Citation
    alternatives: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    issuer: str = ""
    original: bool = False
    copies: int = 1
    stamped: bool = False
    optional: bool = False
    pledge: Substitute | None = None
    sharing: Substitute | None = None
    valid_months: int | None = None
    local: bool = False
    posted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit (办理时限): immediate, working days, or a collection period.

    ``facts`` says when it holds: fact name -> accepted values, all must match;
    an empty mapping is the default. Facts known to the engine: ``route``
    (``cross_province`` / ``in_province``), ``disease``, ``scheme``
    (``employee`` / ``resident``), ``audience``, ``situation``.
    """

    code: str
    label: str
    layer: LimitLayer
    source: Citation
    immediate: bool = False
    working_days: int | None = None
    collection_period: bool = False
    facts: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class SpecialStep:
    """A step with days of its own, inside or outside the limit (特殊环节)."""

    step: Step
    name: str
    working_days: int | None
    counted: bool
    source: Citation


@dataclass(frozen=True, slots=True)
class GuideSection:
    """One heading of a guide with its lines exactly as published."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One box of the flow chart, drawn from the data."""

    code: str
    title: str
    actor: str
    step: Step
    detail: str = ""
    next: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """A handling guide (办事指南) of one item for one audience."""

    code: str
    item: ItemCode
    chapter: str
    chapter_number: str
    name: str
    audiences: tuple[Audience, ...]
    sections: tuple[GuideSection, ...]
    flow: tuple[FlowStep, ...]
    channels: tuple[Channel, ...]
    materials: tuple[Material, ...]
    limits: tuple[Limit, ...]
    source: Citation
    misprints: tuple[Misprint, ...] = ()
    effective_on: date | None = None
    ends_on: date | None = None
    chapter_title: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What applies where list and guide differ, or where the text leaves a gap.

    ``field`` and ``audiences`` (empty: all) say which difference it settles;
    ``wins`` whose text applies. ``own_…`` hold the text of a ruling that takes
    neither; where they are empty such a ruling leaves the list as it is.
    """

    code: str
    point: str
    items: tuple[ItemCode, ...]
    listed: str
    guided: str
    choice: str
    reason: str
    decided_on: date
    source: Citation
    verified: bool = True
    field: DifferenceField = DifferenceField.PARAMETER
    audiences: tuple[Audience, ...] = ()
    wins: Winner = Winner.OWN
    own_materials: tuple[Material, ...] = ()
    own_limits: tuple[Limit, ...] = ()
    own_channels: tuple[Channel, ...] = ()
    own_steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one can go or call, added by a city or below (办理地点)."""

    name: str
    address: str
    hours: str
    phone: str
    region: RegionCode
    longitude: str = ""
    latitude: str = ""


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """One item of the list (事项), as it holds in one region on one day.

    A version holds from ``effective_on`` until the next one, or through
    ``ends_on`` when the item was withdrawn. ``main_item_printed`` is the
    numeral the list prints before the main item, kept when it is a slip.
    """

    code: ItemCode
    number: int
    main_item_number: int
    main_item: str
    name: str
    region: RegionCode
    audiences: tuple[Audience, ...]
    materials: tuple[Material, ...]
    conditional_materials: tuple[Material, ...]
    situations: tuple[SituationGroup, ...]
    limits: tuple[Limit, ...]
    limit_printed: str
    steps: tuple[Step, ...]
    channels: tuple[Channel, ...]
    special_steps: tuple[SpecialStep, ...]
    remarks: tuple[str, ...]
    basis: tuple[str, ...]
    form: Mapping[str, JsonValue]
    results: tuple[str, ...]
    effect: str
    source: Citation
    effective_on: date
    version: str
    guides: tuple[Guide, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    misprints: tuple[Misprint, ...] = ()
    places: tuple[Place, ...] = ()
    phones: Mapping[str, str] | None = None
    sites: tuple[str, ...] = ()
    automatic: bool = False
    keywords: tuple[str, ...] = ()
    delegations: Mapping[str, tuple[Step, ...]] | None = None
    ends_on: date | None = None
    main_item_printed: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What applies to one application: item x audience, after rulings.

    A case is pinned to the terms in force when it was accepted; ``digest``
    names them for ever. ``materials`` joins base and conditional ones.
    """

    item: ItemCode
    number: int
    name: str
    audience: Audience
    region: RegionCode
    version: str
    steps: tuple[Step, ...]
    channels: tuple[Channel, ...]
    situations: tuple[SituationGroup, ...]
    materials: tuple[Material, ...]
    limits: tuple[Limit, ...]
    special_steps: tuple[SpecialStep, ...]
    form: Mapping[str, JsonValue]
    results: tuple[str, ...]
    effect: str
    automatic: bool
    delegations: Mapping[str, tuple[Step, ...]]
    source: Citation
    digest: str = ""
    rulings: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()
