"""Rules of settlement that are data: kinds of care by national code, tolerances."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.refusals import Refusal


class MedTypeUnknown(Refusal):
    """No kind of care is known under this code of med_type (医疗类别)."""

    code = "settlement.med_type_unknown"

    def __init__(self, med_type: str) -> None:
        super().__init__(f"No kind of care {med_type!r}.", med_type=med_type)


class StayCounts(StrEnum):
    """Which day of a stay says its terms and its year (跨年度住院)."""

    END = "end"
    BEGIN = "begin"


class Unregistered(StrEnum):
    """What codes of departments and staff that are not registered lead to."""

    IGNORE = "ignore"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Care:
    """What a value of med_type means: the kind of care, an accident, an emergency."""

    kind: CareKind
    accident: bool = False
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """How a reason that lifts a deductible is told from a stay (起付标准减免).

    By the leading characters of a diagnosis, or by a transfer to a lower level;
    some hold only where the person was in the same institution before.
    """

    code: str
    diagnoses: tuple[str, ...] = ()
    transfer: bool = False
    same_institution: bool = False


@dataclass(frozen=True, slots=True)
class Disease:
    """A chronic disease (慢特病种): national code and name, the form's word for it."""

    code: str
    name: str
    word: str


@dataclass(frozen=True, slots=True)
class StayFacts:
    """What of a stay the reasons are told from."""

    diagnoses: tuple[str, ...]
    transferred_down: bool
    been_here: bool


@dataclass(frozen=True, slots=True)
class SettlementRules:
    """Rules of one deployment.

    ``care`` by the leading digits of med_type; ``clearing`` gives the value of
    clr_type (清算类别) of a kind; ``line_off_fen`` is by how much a line may
    differ from price times quantity, in fen, as institutions round. ``diseases``
    are those a form of recognition can name; ``unregistered`` says what codes an
    institution did not register lead to.
    """

    care: Mapping[str, Care]
    clearing: Mapping[CareKind, str]
    stay_counts: StayCounts
    line_off_fen: int
    receipt_digits: int
    reasons: tuple[ReasonRule, ...] = ()
    diseases: tuple[Disease, ...] = ()
    unregistered: Unregistered = Unregistered.WARN

    def care_of(self, med_type: str) -> Care:
        """Return what a code means, by the longest prefix that is known."""
        for length in range(len(med_type), 0, -1):
            found = self.care.get(med_type[:length])
            if found is not None:
                return found
        raise MedTypeUnknown(med_type)

    def reasons_of(self, stay: StayFacts) -> frozenset[str]:
        """Return the codes of the reasons that a stay has."""
        return frozenset(
            rule.code
            for rule in self.reasons
            if (stay.been_here or not rule.same_institution)
            and (
                stay.transferred_down
                if rule.transfer
                else any(code.startswith(rule.diagnoses) for code in stay.diagnoses)
            )
        )

    def disease_named(self, word: str) -> Disease | None:
        """Return the chronic disease of a form's word, or nothing."""
        return next((one for one in self.diseases if one.word == word), None)

    def disease_coded(self, code: str) -> Disease | None:
        """Return the chronic disease of a national code, or nothing."""
        return next((one for one in self.diseases if one.code == code), None)

    def is_receipt(self, number: str) -> bool:
        """Say whether a number is that of an electronic bill (医疗收费电子票据)."""
        plain = number.strip()
        return len(plain) == self.receipt_digits and plain.isascii() and plain.isdigit()
