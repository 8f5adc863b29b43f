"""One row of each kind of table, and what must hold between its cells."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from tongban.core.access.identifiers import check_identifier, check_resident_id
from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.employers import EmployerKind, EmployerState
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex, scheme_of
from tongban.core.enrolment.premiums import Tier
from tongban.core.loading.cells import CellWrong, Known, Reason, Value, read_cell
from tongban.core.loading.columns import Layout, LoadKind
from tongban.core.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell; an empty column is the whole row."""

    column: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the register (参保人)."""

    id_kind: IdKind
    id_number: str
    name: str
    region: str
    sex: Sex
    born_on: date | None
    scheme: Scheme | None = None
    phone: str = ""
    nationality: str = "cn"
    address: str = ""
    bank_account: str = ""
    deceased_on: date | None = None


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """An employer's registration (用人单位)."""

    credit_code: str
    name: str
    kind: EmployerKind
    region: str
    registered_on: date
    state: EmployerState = EmployerState.REGISTERED
    left_on: date | None = None
    phone: str = ""
    affiliation: str = ""
    legal_representative: str = ""
    contact: str = ""
    address: str = ""
    bank_account: str = ""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """Some days of one person's cover (参保关系); both days are in."""

    id_number: str
    kind: PersonKind
    region: str
    first: date
    last: date | None
    state: CoverState
    employer: str = ""
    base_fen: int = 0

    @property
    def scheme(self) -> Scheme:
        """The scheme the kind of person belongs to."""
        return scheme_of(self.kind)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One contribution month of an employee (缴费月)."""

    id_number: str
    month: date
    base_fen: int
    unit_fen: int
    own_fen: int
    kind: MonthKind = MonthKind.ACTUAL
    employer: str = ""
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class PremiumRow:
    """One coverage year of a resident (年度缴费)."""

    id_number: str
    year: int
    paid_tier: Tier
    tier: Tier
    own_fen: int
    aided_fen: int
    subsidy_fen: int
    identity: str = ""
    paid_on: date | None = None


Row = PersonRow | EmployerRow | CoverRow | MonthRow | PremiumRow
Values = dict[str, Value]
ROWS: Final[Mapping[LoadKind, type[Row]]] = {
    LoadKind.PERSONS: PersonRow,
    LoadKind.EMPLOYERS: EmployerRow,
    LoadKind.COVERS: CoverRow,
    LoadKind.MONTHS: MonthRow,
    LoadKind.PREMIUMS: PremiumRow,
}
# What a table of the kind cannot be without; the rest may be left blank.
NEEDED: Final[Mapping[LoadKind, frozenset[str]]] = {
    LoadKind.PERSONS: frozenset({"id_number", "name", "region"}),
    LoadKind.EMPLOYERS: frozenset({"credit_code", "name", "kind", "region"})
    | {"registered_on"},
    LoadKind.COVERS: frozenset({"id_number", "kind", "region", "first"}),
    LoadKind.MONTHS: frozenset(
        {"id_number", "month", "base_fen", "unit_fen", "own_fen"}
    ),
    LoadKind.PREMIUMS: frozenset({"id_number", "year", "paid_tier", "own_fen"}),
}


def fields_of(kind: LoadKind) -> frozenset[str]:
    """Return the fields a column of the kind may fill."""
    return frozenset(field.name for field in fields(ROWS[kind]))


def party_kind(kind: LoadKind) -> PartyKind:
    """Return whose number the first column holds."""
    return PartyKind.EMPLOYER if kind is LoadKind.EMPLOYERS else PartyKind.PERSON


def read_row(
    layout: Layout, cells: Sequence[str], known: Known
) -> Row | tuple[Fault, ...]:
    """Return the row that cells say, or everything that is wrong with them."""
    values: Values = {}
    faults: list[Fault] = []
    for column, place in zip(layout.definition.columns, layout.places, strict=True):
        text = cells[place] if 0 <= place < len(cells) else ""
        if not text:
            if column.required:
                faults.append(Fault(column.code, Reason.MISSING))
        elif len(text) > column.length_max:
            faults.append(Fault(column.code, Reason.TOO_LONG))
        else:
            try:
                values[column.code] = read_cell(column.form, text, known)
            except CellWrong as wrong:
                faults.append(Fault(column.code, wrong.reason))
    kind = layout.definition.kind
    told = {fault.column for fault in faults}
    beside = _COMPLETE[kind](values, known)
    faults += [fault for fault in beside if fault.column not in told]
    return tuple(faults) if faults else _built(kind, values)


def _built(kind: LoadKind, values: Values) -> Row:
    return ROWS[kind](**values)  # type: ignore[arg-type]  # read by the forms


def _complete_person(values: Values, known: Known) -> list[Fault]:
    """Check the number against its paper; fill in what it tells."""
    values.setdefault("id_kind", IdKind.RESIDENT_CARD)
    faults = []
    if "id_number" in values:
        is_card = values["id_kind"] is IdKind.RESIDENT_CARD
        faults = _card_faults(values) if is_card else _paper_faults(values)
    values.setdefault("sex", Sex.UNKNOWN)
    values.setdefault("born_on", None)
    return faults + _life_faults(values, known)


def _paper_faults(values: Values) -> list[Fault]:
    faults = []
    if values.get("born_on") is None:
        faults.append(Fault("born_on", Reason.BIRTH_NEEDED))
    try:
        check_identifier(IdKind(str(values["id_kind"])), str(values["id_number"]))
    except Refusal:
        faults.append(Fault("id_number", Reason.BAD_NUMBER))
    return faults


def _card_faults(values: Values) -> list[Fault]:
    """Check an id number, which tells day of birth and sex."""
    try:
        card = check_resident_id(str(values["id_number"]))
    except Refusal:
        return [Fault("id_number", Reason.BAD_NUMBER)]
    sex = Sex.MALE if card.is_male else Sex.FEMALE
    faults = []
    if values.get("born_on", card.born_on) != card.born_on:
        faults.append(Fault("born_on", Reason.BIRTH_DIFFERS))
    if values.get("sex", sex) is not sex:
        faults.append(Fault("sex", Reason.SEX_DIFFERS))
    values["born_on"], values["sex"] = card.born_on, sex
    return faults


def _life_faults(values: Values, known: Known) -> list[Fault]:
    born, died = values.get("born_on"), values.get("deceased_on")
    faults = _later_faults(values, ("born_on", "deceased_on"), known)
    if isinstance(born, date) and isinstance(died, date) and died < born:
        faults.append(Fault("deceased_on", Reason.DEAD_BEFORE_BORN))
    return faults


def _complete_employer(values: Values, known: Known) -> list[Fault]:
    state = values.get("state", EmployerState.REGISTERED)
    registered, left = values.get("registered_on"), values.get("left_on")
    faults = _later_faults(values, ("registered_on", "left_on"), known)
    if state is EmployerState.CANCELLED and left is None:
        faults.append(Fault("left_on", Reason.END_NEEDED))
    if isinstance(registered, date) and isinstance(left, date) and left < registered:
        faults.append(Fault("left_on", Reason.ENDS_BEFORE_START))
    return faults


def _complete_cover(values: Values, _: Known) -> list[Fault]:
    values.setdefault("last", None)
    first, last, kind = values.get("first"), values["last"], values.get("kind")
    faults = []
    if isinstance(first, date) and isinstance(last, date) and last < first:
        faults.append(Fault("last", Reason.ENDS_BEFORE_START))
    if isinstance(kind, PersonKind):
        faults += _kind_faults(kind, values)
        values.setdefault("state", _usual_state(kind, last))
        if values["state"] is not CoverState.IN_FORCE and last is None:
            faults.append(Fault("last", Reason.END_NEEDED))
    return faults


def _kind_faults(kind: PersonKind, values: Values) -> list[Fault]:
    """Check employer and base, which go by the kind of person."""
    faults = []
    employed = kind is PersonKind.ACTIVE
    if employed and not values.get("employer"):
        faults.append(Fault("employer", Reason.EMPLOYER_NEEDED))
    if scheme_of(kind) is Scheme.RESIDENT and values.get("employer"):
        faults.append(Fault("employer", Reason.EMPLOYER_UNWANTED))
    if (employed or kind is PersonKind.FLEXIBLE) and not values.get("base_fen"):
        faults.append(Fault("base_fen", Reason.BASE_NEEDED))
    return faults


def _usual_state(kind: PersonKind, last: Value) -> CoverState:
    """Return the state of a row that names none: a resident's year has its end."""
    is_over = last is not None and scheme_of(kind) is Scheme.EMPLOYEE
    return CoverState.ENDED if is_over else CoverState.IN_FORCE


def _complete_month(values: Values, known: Known) -> list[Fault]:
    return _later_faults(values, ("month", "paid_on"), known)


def _complete_premium(values: Values, known: Known) -> list[Fault]:
    values.setdefault("tier", values.get("paid_tier"))
    values.setdefault("aided_fen", 0)
    values.setdefault("subsidy_fen", 0)
    return _later_faults(values, ("paid_on",), known)


def _later_faults(values: Values, columns: Sequence[str], known: Known) -> list[Fault]:
    return [
        Fault(column, Reason.AFTER_TODAY)
        for column in columns
        if isinstance(said := values.get(column), date) and said > known.today
    ]


_COMPLETE: Final[Mapping[LoadKind, Callable[[Values, Known], list[Fault]]]] = {
    LoadKind.PERSONS: _complete_person,
    LoadKind.EMPLOYERS: _complete_employer,
    LoadKind.COVERS: _complete_cover,
    LoadKind.MONTHS: _complete_month,
    LoadKind.PREMIUMS: _complete_premium,
}
