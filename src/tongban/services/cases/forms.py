"""Forms checked against the item's own schema, with Chinese field names."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from tongban.core.items.catalogue import Terms
from tongban.core.json_values import Json, JsonObject

FIELDS_MAX: Final = 200
TERMS_KEPT: Final = 512
FAULT_WORDS: Final[Mapping[str, str]] = {
    "required": "没有填写",
    "pattern": "格式不对",
    "format": "格式不对",
    "enum": "不在可选范围内",
    "oneOf": "不在可选范围内",
    "const": "需要确认",
    "type": "格式不对",
    "minLength": "没有填写",
    "maxLength": "太长",
    "minItems": "至少要有一行",
    "maxItems": "行数太多",
    "minimum": "太小",
    "maximum": "太大",
    "additionalProperties": "不是本表的栏目",
}


def form_faults(
    terms: Terms, form: JsonObject, *, situations: Iterable[str]
) -> tuple[str, ...]:
    """Return every mistake of a form as ``field: words``, all at once.

    A field that another situation asks for is a mistake only when this one
    requires it (``x-when`` with ``x-required``). A day or month that must not lie
    before that of another field (``x-not-before``) is compared with it.
    """
    return tuple(
        f"{name}：{words}" for name, words in faults_by_title(terms, form, situations)
    )


def faults_by_title(
    terms: Terms, form: JsonObject, situations: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Return the Chinese name of each faulty field and what is wrong with it."""
    return tuple(
        (title_of(terms, field), words)
        for field, words in faults_by_field(terms, form, situations).items()
    )


def faults_by_field(
    terms: Terms, form: JsonObject, situations: Iterable[str]
) -> Mapping[str, str]:
    """Return what is wrong with each field, by the field's own name."""
    chosen = frozenset(situations)
    found: dict[str, str] = {}
    for fault in _validator(terms).iter_errors(_plain(form)):
        for name in _fields_of(fault):
            found.setdefault(name, FAULT_WORDS.get(str(fault.validator), "填写有误"))
    for name, rules in properties_of(terms).items():
        when = frozenset(rules.get("x-when", ()))
        asked = not when or bool(when & chosen)
        if asked and rules.get("x-required") and form.get(name) in (None, "", []):
            found.setdefault(name, FAULT_WORDS["required"])
        earlier = str(rules.get("x-not-before", ""))
        if _before(form.get(name), form.get(earlier)) and earlier not in found:
            found.setdefault(name, f"不能早于{title_of(terms, earlier)}")
    return found


def _before(one: Json, other: Json) -> bool:
    """Whether a day or month (ISO text) lies before another; both must be there."""
    if not (isinstance(one, str) and isinstance(other, str) and one and other):
        return False
    return one < other


def properties_of(terms: Terms) -> Mapping[str, Mapping[str, Any]]:
    """Return the fields of the item's form in their order."""
    properties: Any = terms.form.get("properties", {})
    return dict(properties)


def title_of(terms: Terms, field: str) -> str:
    """Return the Chinese name of a field."""
    rules = properties_of(terms).get(field.split("/", maxsplit=1)[0], {})
    return str(rules.get("title", field))


def subject_name(terms: Terms, subject: str) -> str:
    """Return the Chinese name of what a notice names: a material or a field."""
    for material in terms.materials:
        if material.code == subject:
            return material.name
    return title_of(terms, subject.removeprefix("field:"))


def visible_form(form: JsonObject) -> JsonObject:
    """Return the form without fields left empty."""
    return {name: value for name, value in form.items() if value not in (None, "", [])}


def _fields_of(fault: ValidationError) -> tuple[str, ...]:
    path = [str(part) for part in fault.absolute_path]
    if path:
        return (path[0],)
    instance: Any = fault.instance
    if fault.validator == "required":
        wanted: Any = fault.validator_value
        return tuple(str(name) for name in wanted if name not in instance)
    if fault.validator == "additionalProperties":
        schema: Any = fault.schema
        known = schema.get("properties", {})
        return tuple(str(name) for name in instance if name not in known)
    return ("",)


_BY_DIGEST: dict[str, Draft202012Validator] = {}


def _validator(terms: Terms) -> Draft202012Validator:
    found = _BY_DIGEST.get(terms.digest)
    if found is None:
        if len(_BY_DIGEST) >= TERMS_KEPT:
            _BY_DIGEST.clear()
        schema: Any = _plain(terms.form)
        found = Draft202012Validator(schema, format_checker=FormatChecker())
        _BY_DIGEST[terms.digest] = found
    return found


def _plain(value: object) -> object:
    """Return mappings as dicts and sequences as lists, which the checker wants."""
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value
