"""Plausible filled forms, made from the form's own schema; every value invented."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tongban.core.items.catalogue import Material, MaterialKind, Terms
from tongban.core.items.situations import materials_for
from tongban.core.json_values import Json
from tongban.services.cases.forms import properties_of

DEMO_REGION: Final = "370705"
FAR_REGION: Final = "110105"
DEMO_AMOUNT: Final = "1280.50"
DEMO_BIRTH: Final = date(1990, 1, 1)
DEMO_BANK: Final = "示例银行潍坊支行"
DEMO_ACCOUNT: Final = "6200000000000000"
NAMED: Final = {"bank_name": DEMO_BANK, "institution_code": "H99000000001"}
SOME_DAYS: Final = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose form it is, unmasked: the demo's own invented party."""

    name: str
    identifier: str
    phone: str


def sample_situations(terms: Terms) -> tuple[str, ...]:
    """Return the first answer to each question that takes one."""
    return tuple(
        group.options[0].code for group in terms.situations if not group.multiple
    )


def sample_papers(terms: Terms, situations: Iterable[str]) -> tuple[str, ...]:
    """Return the required documents of these situations, as if handed over."""
    return tuple(
        material.code
        for material in materials_for(terms, frozenset(situations))
        if _is_paper(material)
    )


def _is_paper(material: Material) -> bool:
    by_hand = (MaterialKind.DOCUMENT, MaterialKind.PLEDGE)
    return material.kind in by_hand and not material.optional


def sample_form(
    terms: Terms, subject: Subject, *, today: date, situations: Iterable[str]
) -> dict[str, Json]:
    """Return a form that is valid for these situations."""
    chosen = frozenset(situations)
    required: Any = terms.form.get("required", ())
    filled: dict[str, Json] = {}
    for name, rules in properties_of(terms).items():
        when = frozenset(rules.get("x-when", ()))
        asked = name in required or (
            bool(rules.get("x-required")) and (not when or bool(when & chosen))
        )
        if asked:
            filled[name] = _value(name, rules, subject, today)
    return filled


def _value(name: str, rules: Mapping[str, Any], subject: Subject, today: date) -> Json:
    if "oneOf" in rules:
        choice: Json = rules["oneOf"][0]["const"]
        return choice
    if "const" in rules:
        fixed: Json = rules["const"]
        return fixed
    kind = rules.get("type")
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        least = int(rules.get("minimum", 1)) or 1
        return today.year if name == "insured_year" else least
    if kind == "array":
        return [_row(rules["items"], subject, today)]
    return _text(name, rules, subject, today)


def _row(rules: Mapping[str, Any], subject: Subject, today: date) -> Json:
    if rules.get("type") != "object":
        return _value("", rules, subject, today)
    row: dict[str, Json] = {
        name: _value(name, rules["properties"][name], subject, today)
        for name in rules.get("required", ())
    }
    return row


def _day(name: str, today: date) -> date:
    return DEMO_BIRTH if name == "born_on" else today - SOME_DAYS


def _text(name: str, rules: Mapping[str, Any], subject: Subject, today: date) -> str:
    by_widget = {
        "date": _day(name, today).isoformat(),
        "month": f"{today.replace(day=1) - timedelta(days=1):%Y-%m}",
        "money": DEMO_AMOUNT,
        "number": "1",
        "region": FAR_REGION if name in ("place", "from_region") else DEMO_REGION,
        "phone": subject.phone,
        "id-number": subject.identifier,
        "credit-code": subject.identifier,
        "bank-account": DEMO_ACCOUNT,
    }
    widget = str(rules.get("x-widget", ""))
    if widget in by_widget:
        return by_widget[widget]
    if name in NAMED:
        return NAMED[name]
    if name == "account_holder" or name.endswith("_name"):
        return subject.name
    if "pattern" in rules or rules.get("format") == "date":
        return (today - SOME_DAYS).isoformat()
    return f"示例{rules.get('title', '')}"
