"""Refusals of the till."""

from tongban.core.refusals import Refusal


class NoInstitution(Refusal):
    """The account acts for no designated institution."""

    code = "till.no_institution"

    def __init__(self) -> None:
        super().__init__("The account acts for no designated institution.")


class Declined(Refusal):
    """The platform said no to a message of the till; its words say why."""

    code = "till.declined"

    def __init__(self, words: str) -> None:
        super().__init__("A message was refused.", words=words)


class NotCovered(Refusal):
    """Nobody in cover has this paper."""

    code = "till.not_covered"

    def __init__(self) -> None:
        super().__init__("No cover in force.")


class BillUnknown(Refusal):
    """The institution has no such settlement."""

    code = "till.unknown"

    def __init__(self) -> None:
        super().__init__("No such settlement here.")
