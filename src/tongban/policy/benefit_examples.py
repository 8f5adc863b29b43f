"""Bills counted by hand: the figures of a region must give the same, to the fen."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, BillLine, Claimant, Purse, Used
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.terms import NoBenefits
from tongban.core.benefits.vocabulary import (
    CareKind,
    Group,
    Level,
    Part,
    Place,
    Withheld,
)
from tongban.core.benefits.waterfall import quote
from tongban.core.money import fen_from_yuan, plain_yuan
from tongban.policy.benefits import Book, benefits_for, load_benefits
from tongban.policy.reading import Document, PolicyErrors, Problem, read_document
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = Path("benefits/examples")
SCHEMA: Final = "benefit-examples"
Said = Mapping[str, Any]
Amounts = dict[str, str]
BY_LAYER: Final = frozenset({Part.DEDUCTED, Part.PAID, Part.OVER})


def check_examples(folder: Path) -> int:
    """Count every example of a policy folder again; return how many there are.

    Raises ``PolicyErrors`` with every figure that differs, its file and line.
    """
    book = load_benefits(folder)
    problems: list[Problem] = []
    count = 0
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path, str(FOLDER / path.name))
        found = find_schema_problems(document, SCHEMA)
        problems += found or tuple(_differences(document, book))
        count += 0 if found else len(_examples(document))
    if problems:
        raise PolicyErrors(tuple(problems))
    return count


def _examples(document: Document) -> list[Said]:
    said: Any = document.data
    return list(said["examples"])


def _differences(document: Document, book: Book) -> Iterator[Problem]:
    whole: Any = document.data
    for at, said in enumerate(_examples(document)):
        try:
            found = _amounts(_quoted(said, whole["region"], book))
        except NoBenefits:
            yield document.problem(("examples", at), "这一天没有这样的待遇方案")
            continue
        wanted = {key: str(value) for key, value in said["expect"].items()}
        for key in sorted(set(wanted) | set(found)):
            should, does = wanted.get(key, "无"), found.get(key, "无")
            if should != does:
                words = f"“{said['name']}”的{key}应当是{should}，算出来是{does}"
                yield document.problem(("examples", at, "expect"), words)


def _quoted(said: Said, region: str, book: Book) -> Quote:
    day, scheme = date.fromisoformat(said["on"]), Scheme(said["scheme"])
    benefits = benefits_for(book, region, day=day)
    kind, disease = CareKind(said["kind"]), said.get("disease", "")
    bill = Bill(
        kind=kind,
        level=Level(said["level"]),
        on=day,
        lines=tuple(_line(at, one) for at, one in enumerate(said["lines"], 1)),
        place=Place(said.get("place", Place.HOME)),
        stay=said.get("stay", 1),
        chinese_medicine=said.get("chinese_medicine", False),
        disease=disease,
        reasons=frozenset(said.get("reasons", ())),
        credit_fen=_fen(said.get("credit")),
        order=said.get("order", 1),
        withheld=Withheld(said["withheld"]) if "withheld" in said else None,
    )
    who = Claimant(
        scheme=scheme,
        group=Group(said["group"]),
        entitlements=frozenset(said.get("entitlements", ())),
        straight_years=said.get("straight_years", 0),
        free_years=said.get("free_years", 0),
        account_fen=_fen(said.get("account")),
        family_fen=_fen(said.get("family")),
    )
    used = Used({code: _purse(one) for code, one in said.get("used", {}).items()})
    plan = benefits.plan_for(scheme, kind, day, disease)
    return quote(bill, who, used, plan, benefits.withheld)


def _line(number: int, said: Said) -> BillLine:
    allowed = said.get("allowed")
    return BillLine(
        number=number,
        amount_fen=_fen(said["yuan"]),
        own_share_bp=said.get("own_share_bp", 0),
        allowed_fen=None if allowed is None else _fen(allowed),
        special=said.get("special", ""),
    )


def _purse(said: Said) -> Purse:
    return Purse(_fen(said["deducted"]), _fen(said["base"]), _fen(said["paid"]))


def _fen(yuan: str | None) -> int:
    return 0 if yuan is None else fen_from_yuan(yuan)


def _amounts(found: Quote) -> Amounts:
    """Return every step that moved something, in yuan; bands joined by plus."""
    amounts: dict[str, list[str]] = {}
    for step in found.steps:
        if step.amount_fen:
            key = step.part.value
            if step.part in BY_LAYER:
                key = f"{step.layer}.{key}"
            amounts.setdefault(key, []).append(plain_yuan(step.amount_fen))
    return {key: "+".join(parts) for key, parts in amounts.items()}
