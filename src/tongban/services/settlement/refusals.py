"""What settlement refuses because of the rows it finds."""

from tongban.core.refusals import Refusal


class VisitUnknown(Refusal):
    """The institution has no such visit of the person."""

    code = "settlement.visit_unknown"

    def __init__(self) -> None:
        super().__init__("No such visit.")


class SettlementUnknown(Refusal):
    """There is no such settlement of this visit."""

    code = "settlement.settlement_unknown"

    def __init__(self) -> None:
        super().__init__("No such settlement.")


class SerialUsed(Refusal):
    """A serial of a line came again with other content."""

    code = "settlement.serial_used"

    def __init__(self, serials: str) -> None:
        super().__init__(f"Serials used: {serials}.", serials=serials)


class LineSettled(Refusal):
    """A settled line cannot be withdrawn."""

    code = "settlement.line_settled"

    def __init__(self) -> None:
        super().__init__("Settled lines cannot be withdrawn.")


class LineUnknown(Refusal):
    """There is no such line to withdraw."""

    code = "settlement.line_unknown"

    def __init__(self, serials: str) -> None:
        super().__init__(f"No line {serials}.", serials=serials)


class BillUsed(Refusal):
    """The electronic bill was used before, here or elsewhere."""

    code = "settlement.bill_used"

    def __init__(self) -> None:
        super().__init__("This electronic bill was used before.")


class NoDiseaseRight(Refusal):
    """The person has no right for this chronic disease on this day."""

    code = "settlement.no_disease_right"

    def __init__(self, disease: str) -> None:
        super().__init__(f"No right for {disease}.", disease=disease)


class InHospital(Refusal):
    """The person has an open stay."""

    code = "settlement.in_hospital"

    def __init__(self, since: str) -> None:
        super().__init__(f"In hospital since {since}.", since=since)


class ClearingUnknown(Refusal):
    """There is no such application for clearing."""

    code = "settlement.clearing_unknown"

    def __init__(self) -> None:
        super().__init__("No such application.")


class ClearingTwice(Refusal):
    """A month is applied for once; withdraw the first application before."""

    code = "settlement.clearing_twice"

    def __init__(self) -> None:
        super().__init__("Applied for before.")


class ClearingDiffers(Refusal):
    """The application says other sums than were settled."""

    code = "settlement.clearing_differs"

    def __init__(self, words: str) -> None:
        super().__init__(f"Sums differ: {words}.", words=words)


class StatementFaulty(Refusal):
    """A statement file cannot be read; the words name lines."""

    code = "settlement.statement_faulty"

    def __init__(self, words: str) -> None:
        super().__init__("The file cannot be read.", words=words)
