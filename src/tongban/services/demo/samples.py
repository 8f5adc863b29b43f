"""Plausible filled forms, made from the form's own schema; every value invented."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tongban.core.access.identifiers import BadCreditCode, check_credit_code
from tongban.core.access.parties import PartyKind
from tongban.core.items.catalogue import Material, MaterialKind, Terms
from tongban.core.items.situations import materials_for
from tongban.core.json_values import Json
from tongban.services.cases.forms import properties_of
from tongban.services.demo.people import credit_code, resident_id

DEMO_REGION: Final = "370705"
FAR_REGION: Final = "110105"
DEMO_AMOUNT: Final = "1280.50"
DEMO_BIRTH: Final = date(1990, 1, 1)
DEMO_BANK: Final = "示例银行潍坊支行"
DEMO_ACCOUNT: Final = "6200000000000000"
NAMED: Final = {"bank_name": DEMO_BANK, "institution_code": "H99000000001"}
# Of the fields a change may name, this one needs no evidence and takes any words.
CHOSEN: Final = {"field": "address"}
DEMO_WORKER: Final = "示例职工"
DRAWN_CHARACTERS: Final = 8
SOME_DAYS: Final = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose form it is, unmasked: the demo's own invented party."""

    name: str
    identifier: str
    phone: str

    @property
    def is_unit(self) -> bool:
        """Whether an employer, school or institution fills the form."""
        try:
            check_credit_code(self.identifier)
        except BadCreditCode:
            return False
        return True

    @property
    def person_name(self) -> str:
        """The person a form is about: oneself, or one of a unit's people."""
        return DEMO_WORKER if self.is_unit else self.name

    @property
    def person_number(self) -> str:
        """The number of that person; for a unit one made from its code."""
        if not self.is_unit:
            return self.identifier
        digest = hashlib.sha256(self.identifier.encode()).hexdigest()
        place = int(digest[:DRAWN_CHARACTERS], 16)
        return resident_id(born_on=DEMO_BIRTH, place=place, is_male=True)

    @property
    def unit_code(self) -> str:
        """The unit a form is about: oneself, or the demo's first employer."""
        if self.is_unit:
            return self.identifier
        return credit_code(PartyKind.EMPLOYER, DEMO_REGION, 1)


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
        choice: Json = CHOSEN.get(name, rules["oneOf"][0]["const"])
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
        "id-number": subject.person_number,
        "credit-code": subject.unit_code,
        "bank-account": DEMO_ACCOUNT,
    }
    widget = str(rules.get("x-widget", ""))
    if widget in by_widget:
        return by_widget[widget]
    if name in NAMED:
        return NAMED[name]
    if name in {"insured_name", "name"}:
        return subject.person_name
    if name == "account_holder" or name.endswith("_name"):
        return subject.name
    if "pattern" in rules or rules.get("format") == "date":
        return (today - SOME_DAYS).isoformat()
    return f"示例{rules.get('title', '')}"
