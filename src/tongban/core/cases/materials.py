"""Materials of one case judged together against the item's terms."""

from collections.abc import Iterable, Mapping

from tongban.core.cases.parts import Fault, Lack, Proof, Supplied
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Material, MaterialKind, Terms
from tongban.core.items.situations import materials_for
from tongban.core.json_values import Json
from tongban.core.refusals import Refusal


class MaterialNotListed(Refusal):
    """A paper outside the published item was asked for or brought."""

    code = "cases.material_not_listed"

    def __init__(self, material: str) -> None:
        self.material = material
        super().__init__(
            f"{material} is not asked for in these situations.", material=material
        )


class MaterialsMissing(Refusal):
    """Papers the item needs have not been supplied."""

    code = "cases.materials_missing"

    def __init__(self, missing: Iterable[Material]) -> None:
        names = [material.name for material in missing]
        super().__init__(f"Missing: {names}.", materials="、".join(names))


def needed(terms: Terms, situations: Iterable[str]) -> tuple[Material, ...]:
    """Return every material these situations call for, optional ones included."""
    return materials_for(terms, frozenset(situations))


def amended(
    terms: Terms, situations: Iterable[str], added: Iterable[str]
) -> tuple[str, ...]:
    """Return the situations after an answer was put right.

    A new answer to a question that takes one replaces the old one.
    """
    new = tuple(added)
    replaced = {
        option.code
        for group in terms.situations
        if not group.multiple and any(option.code in new for option in group.options)
        for option in group.options
    }
    kept = (code for code in situations if code not in replaced)
    return tuple(dict.fromkeys((*kept, *new)))


def material_named(terms: Terms, situations: Iterable[str], material: str) -> Material:
    """Return the material of that code, or refuse one that is not listed."""
    for candidate in needed(terms, situations):
        if candidate.code == material:
            return candidate
    raise MaterialNotListed(material)


def missing_from(
    *, terms: Terms, situations: Iterable[str], supplied: Mapping[str, Supplied]
) -> tuple[Material, ...]:
    """Return the required materials nothing was supplied for."""
    return tuple(
        material
        for material in needed(terms, situations)
        if not material.optional and not _is_supplied(material, supplied)
    )


def _is_supplied(material: Material, supplied: Mapping[str, Supplied]) -> bool:
    found = supplied.get(material.code)
    return found is not None and found.proof is not Proof.NONE


def proofs_by_kind(
    *, terms: Terms, situations: Iterable[str], identified: bool, seq: int
) -> tuple[Supplied, ...]:
    """Return what the door itself supplies: the form, and a verified identity."""
    proofs = {MaterialKind.FORM: Proof.FORM}
    if identified:
        proofs[MaterialKind.IDENTITY] = Proof.IDENTITY
    return tuple(
        Supplied(material.code, proofs[material.kind], seq)
        for material in needed(terms, situations)
        if material.kind in proofs
    )


def lacks_together(
    *,
    view: CaseView,
    terms: Terms,
    situations: Iterable[str],
    judged: Iterable[Lack],
) -> tuple[Lack, ...]:
    """Return every lack at once: those judged by the clerk and all that is missing.

    A lack about a paper outside the item is refused (首次即全部告知: CN39 十二).
    """
    chosen = tuple(situations)
    named = {lack.subject: lack for lack in judged}
    for subject in named:
        if not subject.startswith("field:"):
            material_named(terms, chosen, subject)
    gaps = missing_from(terms=terms, situations=chosen, supplied=view.supplied)
    for material in gaps:
        named.setdefault(
            material.code, Lack(material.code, Fault.MISSING, "", pledge_allowed=False)
        )
    by_code = {material.code: material for material in needed(terms, chosen)}
    return tuple(_completed(lack, by_code.get(lack.subject)) for lack in named.values())


def _completed(lack: Lack, material: Material | None) -> Lack:
    if material is None:
        return lack
    return Lack(
        subject=lack.subject,
        fault=lack.fault,
        cure=lack.cure,
        pledge_allowed=material.pledge is not None,
    )


def supplied_json(materials: Iterable[Supplied]) -> Json:
    """Write supplied materials the way events keep them."""
    return [
        {
            "material": supplied.material,
            "proof": supplied.proof.value,
            "files": list(supplied.files),
        }
        for supplied in materials
    ]


def lacks_json(lacks: Iterable[Lack]) -> Json:
    """Write lacks the way notice events keep them."""
    return [
        {
            "subject": lack.subject,
            "fault": lack.fault.value,
            "cure": lack.cure,
            "pledge_allowed": lack.pledge_allowed,
        }
        for lack in lacks
    ]
