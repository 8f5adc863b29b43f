"""What the door of the national interface refuses before any handler is asked."""

from tongban.core.refusals import Refusal


class InterfaceRefusal(Refusal):
    """The door refuses a message."""


class TransactionUnknown(InterfaceRefusal):
    """There is no such transaction here."""

    code = "hsa.transaction_unknown"

    def __init__(self, infno: str) -> None:
        super().__init__(f"No transaction {infno}.", infno=infno)


class MessageReused(InterfaceRefusal):
    """The key of a message was used for other content."""

    code = "hsa.message_reused"

    def __init__(self, infno: str) -> None:
        super().__init__("This msgid was used for other content.", infno=infno)


class NotTheInstitution(InterfaceRefusal):
    """The message names another institution than the key belongs to."""

    code = "hsa.not_the_institution"

    def __init__(self) -> None:
        super().__init__("The message names another institution.")


class SignInMissing(InterfaceRefusal):
    """The first transaction of the day is 9001; its number stands in the others."""

    code = "hsa.sign_in_missing"

    def __init__(self) -> None:
        super().__init__("Sign in first (9001).")


class PersonNotFound(InterfaceRefusal):
    """No person is known under this number."""

    code = "hsa.person_not_found"

    def __init__(self) -> None:
        super().__init__("No such person.")


class ValueUnknown(InterfaceRefusal):
    """A coded value is none this transaction takes."""

    code = "hsa.value_unknown"

    def __init__(self, field: str, value: str, known: str) -> None:
        super().__init__("Unknown value.", field=field, value=value, known=known)


class Failed(InterfaceRefusal):
    """A fault of ours; nothing of the message was kept."""

    code = "hsa.failed"

    def __init__(self) -> None:
        super().__init__("A fault of ours.")


class Busy(InterfaceRefusal):
    """The database is away for a moment; the same message may be sent again."""

    code = "hsa.busy"

    def __init__(self) -> None:
        super().__init__("Try again.")
