"""Schema check of policy files: every mistake at once, each with its line."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.jsonschema import SchemaRegistry

from tongban.policy.reading import Document, Place, Problem

SCHEMAS: Final = Path(__file__).resolve().parents[3] / "policy" / "schema"
_TYPES: Final[Mapping[str, str]] = {
    "string": "文字（数字和日期以外的要加引号）",
    "integer": "整数",
    "boolean": "true或false",
    "array": "列表",
    "object": "键值对",
    "null": "空",
}


def find_schema_problems(document: Document, kind: str) -> tuple[Problem, ...]:
    """Return every place where the file breaks the schema of its kind."""
    found = _validator(kind).iter_errors(document.data)
    return tuple(
        document.problem(place, words)
        for error in found
        for place, words in _problems_of(error)
    )


@cache
def _validator(kind: str) -> Validator:
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(
        schema,
        registry=_registry(),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@cache
def _registry() -> SchemaRegistry:
    parts = json.loads((SCHEMAS / "item-parts.json").read_text(encoding="utf-8"))
    registry: SchemaRegistry = Registry().with_resource(
        "item-parts.json", Resource.from_contents(parts)
    )
    return registry


def _problems_of(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """Turn one error into places and Chinese sentences."""
    place: Place = tuple(error.absolute_path)
    match str(error.validator):
        case "additionalProperties":
            for key in _unknown_keys(error):
                yield (*place, key), f"不认识的键“{key}”"
        case "required":
            for key in _missing_keys(error):
                yield place, f"缺少必填的键“{key}”"
        case "oneOf":
            yield place, f"{_shown(error)}不符合任何一种允许的写法"
        case validator:
            yield place, _words(validator, error)


def _words(validator: str, error: ValidationError) -> str:
    value, asked = _shown(error), _asked(error)
    match validator:
        case "type":
            kinds = "或".join(_TYPES.get(kind, kind) for kind in asked)
            words = f"{value}应当是{kinds}"
        case "enum":
            words = f"{value}不在允许的值之内：{'、'.join(asked)}"
        case "pattern":
            words = f"{value}的写法不符合要求（{asked[0]}）"
        case "format":
            words = f"{value}不是正确的日期（应为年-月-日）"
        case "uniqueItems":
            words = "列表中有重复的值"
        case "minItems" | "minLength" | "minProperties" | "minimum":
            words = f"{value}太少或太小，至少为{asked[0]}"
        case "maxItems" | "maxLength" | "maximum":
            words = f"{value}太多或太大，最多为{asked[0]}"
        case _:
            words = f"{value}不符合要求（{validator}：{asked[0]}）"
    return words


def _unknown_keys(error: ValidationError) -> tuple[str, ...]:
    schema: object = error.schema
    known = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
    return tuple(key for key in _keys(error.instance) if key not in known)


def _missing_keys(error: ValidationError) -> tuple[str, ...]:
    found = _keys(error.instance)
    return tuple(key for key in _asked(error) if key not in found)


def _keys(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, Mapping) else ()


def _asked(error: ValidationError) -> tuple[str, ...]:
    """Return what the schema asks for, one or several, as words."""
    asked: object = error.validator_value
    if isinstance(asked, list):
        return tuple(str(part) for part in asked)
    return (str(asked),)


def _shown(error: ValidationError) -> str:
    value: object = error.instance
    if isinstance(value, dict):
        return "这一组键值对"
    if isinstance(value, list):
        return "这个列表"
    if value is None:
        return "空值"
    return f"“{value}”"
