"""Reads what the funds pay, by region, each figure with its source."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.terms import (
    AccountUse,
    Away,
    Band,
    Basis,
    Bonus,
    Ceiling,
    Counts,
    Deductible,
    DeductibleRow,
    Exemption,
    Layer,
    Measured,
    NoBenefits,
    Per,
    Plan,
    Quota,
    RateRow,
    RegionBenefits,
)
from tongban.core.benefits.vocabulary import CareKind, Fund, Group, Level, Withheld
from tongban.core.days import Period
from tongban.core.money import fen_from_yuan
from tongban.policy.reading import (
    Document,
    Place,
    PolicyErrors,
    Problem,
    read_document,
)
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "benefits"
SCHEMA: Final = "benefits"
WITHHELD: Final = "withheld.yaml"
WITHHELD_SCHEMA: Final = "benefits-withheld"
GOOD_MARKS: Final = frozenset({"A", "B"})
CITY_DIGITS: Final = 4
Said = Mapping[str, Any]
Book = Mapping[str, RegionBenefits]


def load_benefits(folder: Path) -> Book:
    """Return what the funds pay in every region of a policy folder, by region code.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    problems: list[Problem] = []
    withheld = _read_withheld(folder, problems)
    book: dict[str, RegionBenefits] = {}
    for path in sorted((folder / FOLDER).glob("[0-9]*.yaml")):
        try:
            found = benefits_of(read_document(path, f"{FOLDER}/{path.name}"), withheld)
            book[found.region] = found
        except PolicyErrors as errors:
            problems += errors.problems
    if problems:
        raise PolicyErrors(tuple(problems))
    return book


def benefits_of(document: Document, withheld: dict[Withheld, Basis]) -> RegionBenefits:
    """Return what one file says; raise ``PolicyErrors`` with every mistake in it."""
    problems = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    plans = tuple(plan for one in said["plans"] for plan in _plans(one, said))
    return RegionBenefits(said["region"], plans, withheld)


def benefits_for(book: Book, region: str, *, day: date) -> RegionBenefits:
    """Return what the funds pay in the city a region lies in; refuse when unknown."""
    found = book.get(f"{region[:CITY_DIGITS]}00")
    if found is None:
        raise NoBenefits(region, "", "", day)
    return found


def read_withheld(folder: Path) -> dict[Withheld, Basis]:
    """Return why the funds never pay something; raise ``PolicyErrors``."""
    problems: list[Problem] = []
    found = _read_withheld(folder, problems)
    if problems:
        raise PolicyErrors(tuple(problems))
    return found


def _read_withheld(folder: Path, problems: list[Problem]) -> dict[Withheld, Basis]:
    document = read_document(folder / FOLDER / WITHHELD, f"{FOLDER}/{WITHHELD}")
    wrong = find_schema_problems(document, WITHHELD_SCHEMA)
    problems += wrong
    if wrong:
        return {}
    said: Any = document.data
    found = {Withheld(one["code"]): _basis(one["basis"]) for one in said}
    missing = sorted(one.value for one in set(Withheld) - set(found))
    if missing:
        words = f"还缺少这些情形：{'、'.join(missing)}"
        problems.append(document.problem((), words))
    problems += _marks(document)
    return found


def _plans(said: Said, whole: Said) -> Iterator[Plan]:
    for kind in said["kinds"]:
        for disease in said.get("diseases", [""]):
            yield _plan(said, whole, CareKind(kind), disease)


def _plan(said: Said, whole: Said, kind: CareKind, disease: str) -> Plan:
    away, level = said["away"], said.get("as_level")
    return Plan(
        version=f"{whole['region']}:{said['code']}:{said['in_force']['from']}",
        scheme=Scheme(said["scheme"]),
        kind=kind,
        disease=disease,
        in_force=_span(said["in_force"]),
        layers=tuple(_layer(whole["layers"][code]) for code in said["layers"]),
        away=Away(
            away["first_own_bp"],
            Level(away["as_level"]) if "as_level" in away else None,
            _basis(away["basis"]),
        ),
        account=AccountUse(said["account"]["pays"]),
        account_basis=_basis(said["account"]["basis"]),
        as_level=None if level is None else Level(level["level"]),
    )


def _layer(said: Said) -> Layer:
    deductible, quota, bonus = (
        said.get(key) for key in ("deductible", "quota", "bonus")
    )
    return Layer(
        code=said["code"],
        name=said["name"],
        fund=Fund(said["fund"]),
        counts=Counts(said["counts"]),
        measured=Measured(said["measured"]["by"]),
        measured_basis=_basis(said["measured"]["basis"]),
        rates=tuple(_rate(one) for one in said["rates"]),
        deductible=None if deductible is None else _deductible(deductible),
        ceilings=tuple(
            Ceiling(_groups(one), _fen(one["yuan"]), _basis(one["basis"]))
            for one in said.get("ceilings", ())
        ),
        quota=None if quota is None else _quota(quota),
        bonus=None if bonus is None else _bonus(bonus),
        entitlements=frozenset(said.get("entitlements", ())),
        above=said.get("above", ""),
        special=said.get("special", ""),
    )


def _deductible(said: Said) -> Deductible:
    return Deductible(
        per=Per(said["per"]),
        rows=tuple(
            DeductibleRow(_levels(one), tuple(_fen(yuan) for yuan in one["yuan"]))
            for one in said["rows"]
        ),
        chinese_medicine_off_bp=said["chinese_medicine_off_bp"],
        exemptions=tuple(
            Exemption(one["code"], one["from_stay"], _basis(one["basis"]))
            for one in said["exemptions"]
        ),
        basis=_basis(said["basis"]),
    )


def _rate(said: Said) -> RateRow:
    bands = tuple(
        Band(_fen(one["up_to"]) if "up_to" in one else None, one["bp"])
        for one in said["bands"]
    )
    return RateRow(
        groups=_groups(said),
        levels=_levels(said),
        bands=bands,
        basis=_basis(said["basis"]),
        chinese_medicine_plus_bp=said.get("chinese_medicine_plus_bp", 0),
    )


def _quota(said: Said) -> Quota:
    return Quota(tuple(_fen(yuan) for yuan in said["by_order"]), _basis(said["basis"]))


def _bonus(said: Said) -> Bonus:
    return Bonus(
        after_straight_years=said["after_straight_years"],
        straight_fen=_fen(said["straight"]),
        free_fen=_fen(said["free"]),
        share_max_bp=said["share_max_bp"],
        basis=_basis(said["basis"]),
    )


def _groups(said: Said) -> frozenset[Group]:
    return frozenset(Group(one) for one in said["groups"])


def _levels(said: Said) -> frozenset[Level]:
    return frozenset(Level(one) for one in said["levels"])


def _basis(said: Said) -> Basis:
    return Basis(said["source"], said["clause"], said["mark"], said["verified"])


def _fen(yuan: str) -> int:
    return fen_from_yuan(yuan)


def _span(said: Said) -> Period:
    last = said.get("through")
    return Period.through(
        date.fromisoformat(said["from"]),
        None if last is None else date.fromisoformat(last),
    )


def _mistakes(document: Document) -> Iterator[Problem]:
    """Find marks that do not fit, layers nobody wrote, plans that meet, bad bands."""
    said: Any = document.data
    yield from _marks(document)
    for name, layer in said["layers"].items():
        yield from _layer_mistakes(document, ("layers", name), layer)
    yield from _unknown_layers(document, said)
    yield from _doubles(document, said)


def _marks(document: Document) -> Iterator[Problem]:
    for place, part in _bases(document.data, ()):
        if part["verified"] != (part["mark"] in GOOD_MARKS):
            words = f"标记“{part['mark']}”与“verified”不符：只有A和B算已核实"
            yield document.problem(place, words)


def _bases(said: object, place: Place) -> Iterator[tuple[Place, Said]]:
    if isinstance(said, Mapping):
        if "mark" in said:
            yield place, said
        for key, part in said.items():
            yield from _bases(part, (*place, str(key)))
    elif isinstance(said, list):
        for at, part in enumerate(said):
            yield from _bases(part, (*place, at))


def _layer_mistakes(document: Document, place: Place, said: Said) -> Iterator[Problem]:
    if (said["counts"] == Counts.ABOVE.value) != ("above" in said):
        yield document.problem(place, "“counts: above”与“above”要一起写")
    if (said["counts"] == Counts.SPECIAL.value) != ("special" in said):
        yield document.problem(place, "“counts: special”与“special”要一起写")
    for at, rate in enumerate(said["rates"]):
        ends = [_fen(one["up_to"]) for one in rate["bands"] if "up_to" in one]
        rising = all(first < then for first, then in pairwise(ends))
        if not rising or not all("up_to" in one for one in rate["bands"][:-1]):
            words = "各段的“up_to”要一段比一段高，只有最后一段可以不写"
            yield document.problem((*place, "rates", at), words)


def _unknown_layers(document: Document, said: Said) -> Iterator[Problem]:
    used = set()
    for at, plan in enumerate(said["plans"]):
        for code in plan["layers"]:
            used.add(code)
            if code not in said["layers"]:
                words = f"没有名为“{code}”的支付层"
                yield document.problem(("plans", at, "layers"), words)
    for name in said["layers"]:
        if name not in used:
            yield document.problem(("layers", name), f"支付层“{name}”没有被用到")


def _doubles(document: Document, said: Said) -> Iterator[Problem]:
    for (_, first), (at, second) in combinations(enumerate(said["plans"]), 2):
        same = first["scheme"] == second["scheme"] and bool(
            set(first["kinds"]) & set(second["kinds"])
            and set(first.get("diseases", [""])) & set(second.get("diseases", [""]))
        )
        if same and _span(first["in_force"]).overlaps(_span(second["in_force"])):
            yield document.problem(("plans", at), "与另一个方案在同一天有效")
