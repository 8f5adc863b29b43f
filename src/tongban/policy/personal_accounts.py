"""Reads what is laid down about personal accounts, by region."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from tongban.core.days import Period
from tongban.core.money import fen_from_yuan
from tongban.core.personal_accounts.sharing import Relation, SharedUse, SharingTerms
from tongban.core.personal_accounts.terms import (
    AccountTerms,
    Basis,
    ByAge,
    CreditTerms,
    NoAccountTerms,
    Rate,
    RetiredTerms,
)
from tongban.core.personal_accounts.withdrawal import Payee, WithdrawalReason
from tongban.policy.reading import (
    Document,
    Place,
    PolicyErrors,
    Problem,
    read_document,
)
from tongban.policy.schemas import find_schema_problems

FOLDER: Final = "personal_accounts"
SCHEMA: Final = "account-terms"
GOOD_MARKS: Final = frozenset({"A", "B"})
CITY_DIGITS: Final = 4
Book = Mapping[str, AccountTerms]


def load_personal_accounts(folder: Path) -> Book:
    """Return the terms of every region in a policy folder, by region code.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    book: dict[str, AccountTerms] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        document = read_document(path, f"{FOLDER}/{path.name}")
        found = find_schema_problems(document, SCHEMA) or tuple(_mistakes(document))
        problems += found
        if not found:
            terms = _terms(document)
            book[terms.region] = terms
    if problems:
        raise PolicyErrors(tuple(problems))
    return book


def account_terms_for(book: Book, region: str) -> AccountTerms:
    """Return the terms of the city a region lies in; refuse when there are none."""
    found = book.get(f"{region[:CITY_DIGITS]}00")
    if found is None:
        raise NoAccountTerms(f"{region}地区的个人账户")
    return found


def _terms(document: Document) -> AccountTerms:
    said: Any = document.data
    return AccountTerms(
        region=said["region"],
        credits=tuple(_credit(one) for one in said["credits"]),
        interest=_rate(said["interest"]),
        sharing=_sharing(said["sharing"]),
        reasons={
            one["code"]: _reason(one, said["withdrawal"])
            for one in said["withdrawal"]["reasons"]
        },
    )


def _credit(said: Mapping[str, Any]) -> CreditTerms:
    retired = said.get("retired")
    return CreditTerms(
        in_force=_span(said["in_force"]),
        own=_rate(said["own"]),
        flexible=_rate(said["flexible"]),
        unit=_by_age(said["unit"]),
        retired=None if retired is None else _retired(retired),
    )


def _retired(said: Mapping[str, Any]) -> RetiredTerms:
    pension = said["pension"]
    return RetiredTerms(_by_age(said), fen_from_yuan(pension["yuan"]), _basis(pension))


def _by_age(said: Mapping[str, Any]) -> ByAge:
    return ByAge(_rate(said["under"]), _rate(said["from"]), said["age"])


def _rate(said: Mapping[str, Any]) -> Rate:
    return Rate(said["bp"], _basis(said))


def _basis(said: Mapping[str, Any]) -> Basis:
    return Basis(said["source"], said["clause"], said["mark"], said["verified"])


def _sharing(said: Mapping[str, Any]) -> SharingTerms:
    return SharingTerms(
        relations=frozenset(Relation(one) for one in said["relations"]),
        uses=frozenset(SharedUse(one) for one in said["uses"]),
        consent_from_age=said["consent_from_age"],
        relatives_max=said["relatives_max"],
        source=said["source"],
        clause=said["clause"],
        verified=said["verified"],
    )


def _reason(said: Mapping[str, Any], whole: Mapping[str, Any]) -> WithdrawalReason:
    return WithdrawalReason(
        code=said["code"],
        name=said["name"],
        cover_must_have_ended=said["cover_must_have_ended"],
        closes_account=said["closes_account"],
        payee=Payee(said["payee"]),
        source=whole["source"],
        clause=whole["clause"],
    )


def _span(said: Mapping[str, Any]) -> Period:
    last = said.get("through")
    return Period.through(
        date.fromisoformat(said["from"]),
        None if last is None else date.fromisoformat(last),
    )


def _mistakes(document: Document) -> Iterator[Problem]:
    """Find figures called verified that are not, and months credited two ways."""
    said: Any = document.data
    for place, part in _marked(said, ()):
        if part["verified"] and part["mark"] not in GOOD_MARKS:
            words = f"标记“{part['mark']}”的数字不能写作已核实"
            yield document.problem(place, words)
    spans = [_span(one["in_force"]) for one in said["credits"]]
    for (_, first), (at, second) in combinations(enumerate(spans), 2):
        if first.overlaps(second):
            yield document.problem(("credits", at), "与另一个版本在同一天有效")
    codes = [one["code"] for one in said["withdrawal"]["reasons"]]
    for at, code in enumerate(codes):
        if code in codes[:at]:
            place = ("withdrawal", "reasons", at)
            yield document.problem(place, f"支取原因“{code}”写了两次")


def _marked(said: object, place: Place) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    if isinstance(said, Mapping):
        if "mark" in said:
            yield place, said
            return
        for key, part in said.items():
            yield from _marked(part, (*place, str(key)))
    elif isinstance(said, list):
        for at, part in enumerate(said):
            yield from _marked(part, (*place, at))
