"""The schemas speak the same words as the values they describe."""

import json
from dataclasses import fields

import pytest
from jsonschema import Draft202012Validator

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    Citation,
    DifferenceField,
    FlowStep,
    Guide,
    GuideSection,
    Level,
    Limit,
    LimitLayer,
    Material,
    MaterialKind,
    Misprint,
    Place,
    Ruling,
    ServiceItem,
    Situation,
    SituationGroup,
    SpecialStep,
    Step,
    Substitute,
    Winner,
)
from tongban.core.items.limits import FACT_WORDS
from tongban.core.items.overlay import Overlay
from tongban.core.items.places import PlaceSet, PlaceSheet
from tongban.core.items.scope import (
    ScopeColumn,
    ScopeDeadline,
    ScopeMode,
    ScopeRow,
    ScopeSheet,
    ScopeTable,
    ScopeTransfers,
)
from tongban.policy.folder import CitedDocument
from tongban.policy.schemas import SCHEMAS

OURS = (
    "documents", "guide", "item", "item-overlay", "item-parts", "item-places",
    "regions", "ruling", "scope",
)  # fmt: skip


def schema(name):
    return json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))


def part(name):
    return schema("item-parts")["$defs"][name]


def keys(shape):
    return set(shape["properties"])


def names(kind, *left_out):
    return {field.name for field in fields(kind)} - set(left_out)


def version(name):
    return schema(name)["properties"]["versions"]["items"]


def scope(*steps):
    shape = schema("scope")
    for step in steps:
        shape = shape["properties"][step]
        shape = shape.get("items", shape) if step != "sheet" else shape
    return shape


@pytest.mark.parametrize("name", OURS)
def test_each_schema_is_one(name):
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (part("step")["enum"], Step),
        (part("channel")["enum"], Channel),
        (part("audience")["enum"], Audience),
        (part("material")["properties"]["kind"]["enum"], MaterialKind),
        (part("limit")["properties"]["layer"]["enum"], LimitLayer),
        (schema("ruling")["properties"]["field"]["enum"], DifferenceField),
        (schema("ruling")["properties"]["wins"]["enum"], Winner),
        (
            schema("documents")["properties"]["documents"]["items"]["properties"][
                "level"
            ]["enum"],
            Level,
        ),
        (
            part("limit")["properties"]["facts"]["propertyNames"]["enum"],
            FACT_WORDS,
        ),
    ],
)
def test_closed_words_are_the_same_in_schema_and_code(words, kind):
    assert set(words) == {str(word) for word in kind}


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (part("citation"), names(Citation)),
        (part("substitute"), names(Substitute)),
        (part("misprint"), names(Misprint)),
        (part("situation"), names(Situation)),
        (part("situation_group"), names(SituationGroup)),
        (part("material"), names(Material)),
        (part("limit"), names(Limit)),
        (part("special_step"), names(SpecialStep)),
        (part("place"), names(Place)),
        (version("item"), names(ServiceItem, "code", "region", "guides", "rulings")),
        (version("item-overlay"), names(Overlay, "item", "region")),
        (schema("item-places"), names(PlaceSheet, "ends_on")),
        (
            schema("item-places")["properties"]["items"]["additionalProperties"],
            names(PlaceSet),
        ),
        (schema("guide"), names(Guide)),
        (schema("guide")["properties"]["sections"]["items"], names(GuideSection)),
        (schema("guide")["properties"]["flow"]["items"], names(FlowStep)),
        (schema("ruling"), names(Ruling)),
        (
            schema("documents")["properties"]["documents"]["items"],
            names(CitedDocument),
        ),
        (scope(), names(ScopeTable)),
        (scope("modes"), names(ScopeMode)),
        (scope("rows"), names(ScopeRow)),
        (scope("deadlines"), names(ScopeDeadline)),
        (scope("transfers"), names(ScopeTransfers)),
        (scope("sheet"), names(ScopeSheet)),
        (scope("sheet", "columns"), names(ScopeColumn)),
    ],
)
def test_keys_mirror_the_fields_one_to_one(shape, expected):
    assert keys(shape) == expected
    assert shape["additionalProperties"] is False
