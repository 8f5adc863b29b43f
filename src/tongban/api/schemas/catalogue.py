"""The catalogue as open data: items, guides, regions, differences, scope."""

from datetime import date
from typing import Any

from ninja import Schema


class CitationOut(Schema):
    """Where a sentence stands: document, clause, and the printed form."""

    document: str
    clause: str
    printed: str


class MaterialOut(Schema):
    """One material (材料): ``text`` as printed, alternatives, and when it is asked."""

    code: str
    name: str
    text: str
    kind: str
    alternatives: list[str]
    when: list[str]
    unless: list[str]
    issuer: str
    original: bool
    copies: int
    stamped: bool
    optional: bool
    pledge: dict[str, Any] | None
    sharing: dict[str, Any] | None
    valid_months: int | None
    local: bool
    posted_on: str | None
    source: CitationOut


class LimitLayerOut(Schema):
    """One time limit (办结时限) of one layer, with the facts it depends on."""

    code: str
    label: str
    layer: str
    immediate: bool
    working_days: int | None
    collection_period: bool
    facts: dict[str, list[str]]
    source: CitationOut


class LimitOut(Schema):
    """The limits of an item: the headline, variants by fact, and every layer."""

    printed: str
    immediate: bool
    working_days: int | None
    collection_period: bool
    variants: list[LimitLayerOut]
    layers: list[LimitLayerOut]


class GuideHeadingOut(Schema):
    """The heading of a guide (办事指南)."""

    code: str
    name: str
    chapter_number: str
    audience: list[str]


class OptionOut(Schema):
    """One answer to the question of a situation group."""

    code: str
    name: str
    hint: str


class SituationGroupOut(Schema):
    """A question whose answers decide which materials are asked for."""

    code: str
    question: str
    multiple: bool
    options: list[OptionOut]


class SpecialStepOut(Schema):
    """A step with its own days, counted in the limit or not."""

    step: str
    name: str
    working_days: int | None
    counted: bool
    source: CitationOut


class MisprintOut(Schema):
    """A misprint of the source: the printed form beside the corrected one."""

    place: str
    printed: str
    corrected: str
    reason: str


class RulingOut(Schema):
    """What applies where list and guide differ (执行口径), and why."""

    code: str
    point: str
    field: str
    audience: list[str]
    wins: str
    listed: str
    guided: str
    choice: str
    reason: str
    decided_on: str
    verified: bool
    source: CitationOut


class TermsOut(Schema):
    """What applies to one audience after the rulings."""

    audience: str
    name: str
    version: int | str
    digest: str
    materials: list[MaterialOut]
    limit: LimitOut
    steps: list[str]
    channels: list[str]
    guides: list[str]
    rulings: list[str]
    results: list[str]


class ItemOut(Schema):
    """A service item (经办事项) as published, and its terms per audience."""

    number: int
    code: str
    name: str
    main_item: str
    main_item_number: int | str
    region: str
    audience: list[str]
    version: int | str
    effective_on: str
    source: CitationOut
    materials: list[MaterialOut]
    conditional_materials: list[MaterialOut]
    limit: LimitOut
    steps: list[str]
    channels: list[str]
    remarks: list[str]
    basis: list[str]
    guides: list[GuideHeadingOut]
    situations: list[SituationGroupOut]
    special_steps: list[SpecialStepOut]
    misprints: list[MisprintOut]
    rulings: list[RulingOut]
    form: dict[str, Any]
    results: list[str]
    keywords: list[str]
    automatic: bool
    places: list[Any]
    phones: dict[str, str]
    sites: list[Any]
    terms: list[TermsOut]


class ItemsOut(Schema):
    """The items of a region on a day, in the list's order."""

    items: list[ItemOut]


class SectionOut(Schema):
    """One heading of a guide with its lines."""

    heading: str
    lines: list[str]


class GuideOut(GuideHeadingOut):
    """A guide, every heading and line."""

    item: str
    chapter: str | int
    chapter_title: str
    sections: list[SectionOut]
    flow: list[Any]
    channels: list[str]
    materials: list[MaterialOut]
    limit: LimitOut
    misprints: list[MisprintOut]
    source: CitationOut


class GuidesOut(Schema):
    """The guides of a region on a day, in the order of their chapters."""

    guides: list[GuideOut]


class RegionOut(Schema):
    """A region; ``parent`` is the code of the one above."""

    code: str
    name: str
    level: str
    parent: str | None
    verified: bool


class RegionsOut(Schema):
    """Every region on file, by code."""

    regions: list[RegionOut]


class RegionDetailOut(RegionOut):
    """A region with its full name, those above it, and those right below it."""

    full_name: str
    chain: list[RegionOut]
    children: list[RegionOut]


class DifferenceOut(Schema):
    """A point on which list and guide differ, with its ruling if there is one."""

    item: str
    number: int
    audience: str | None
    field: str
    listed: str
    guided: str
    ruling: RulingOut | None


class DifferencesOut(Schema):
    """Every difference between list and guides of a region on a day."""

    differences: list[DifferenceOut]


class ChangeOut(Schema):
    """One field of an item that differs between two days."""

    path: str
    label: str
    before: str
    after: str
    words: str


class ChangesOut(Schema):
    """What changed in one item between two days."""

    changes: list[ChangeOut]


class ChangedFieldOut(Schema):
    """One field of a public change; ``clause`` is the sentence that allows it."""

    label: str
    before: str
    after: str
    clause: str


class PublicChangeOut(Schema):
    """One change of a region's catalogue; ``on`` is its first day.

    ``subject`` is an item's code, ``_places`` for places and phones, or empty
    for the whole list; ``region`` is whose change it is.
    """

    on: date
    subject: str
    subject_name: str
    region: str
    region_name: str
    number: str
    reason: str
    withdrawn: bool
    changes: list[ChangedFieldOut]


class PublicChangesOut(Schema):
    """What changed in a region's catalogue, the latest first."""

    changes: list[PublicChangeOut]


class LineOut(Schema):
    """One line of the explanation of a due day; ``text`` is for people."""

    day: str
    last: str
    kind: str
    text: str


class ClockOut(Schema):
    """The due day of a limit, whether it is provisional, and why."""

    accepted: str
    working_days: int
    due_on: str
    provisional: bool
    explanation: list[LineOut]
