"""The refusals of hall queues."""

from tongban.core.refusals import Refusal


class OfficeUnknown(Refusal):
    """No hall of this code is open to visitors."""

    code = "queue.office.unknown"

    def __init__(self) -> None:
        super().__init__("No such office.")


class KindUnknown(Refusal):
    """The hall has no such kind of business."""

    code = "queue.kind_unknown"

    def __init__(self) -> None:
        super().__init__("Choose an item or a kind of business.")


class IdentityNeeded(Refusal):
    """A ticket for an item is taken with an identity; one to consult is not."""

    code = "queue.identity_needed"

    def __init__(self) -> None:
        super().__init__("Show an identity first.")


class TicketUnknown(Refusal):
    """No such ticket of today is within reach."""

    code = "queue.ticket.unknown"

    def __init__(self) -> None:
        super().__init__("No such ticket.")


class TicketChanged(Refusal):
    """The ticket changed since the page was drawn."""

    code = "queue.ticket_changed"

    def __init__(self) -> None:
        super().__init__("The ticket changed in the meantime.")


class TicketStillOpen(Refusal):
    """The visitor at the window is not finished yet."""

    code = "queue.ticket_still_open"

    def __init__(self, number: str) -> None:
        super().__init__(f"Finish {number} first.", number=number)


class LastUnrated(Refusal):
    """The last visitor has not rated yet; calling on needs a word of the clerk."""

    code = "queue.last_unrated"

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} is not rated yet.", number=number)


class WindowUnknown(Refusal):
    """No such window is within reach."""

    code = "queue.window.unknown"

    def __init__(self) -> None:
        super().__init__("No such window.")


class NotYourWindow(Refusal):
    """Only who sits at a window calls and serves there."""

    code = "queue.not_your_window"

    def __init__(self) -> None:
        super().__init__("Open a window first.")


class WindowTaken(Refusal):
    """Somebody else sits at the window."""

    code = "queue.window_taken"

    def __init__(self) -> None:
        super().__init__("Somebody else sits at this window.")


class WindowPaused(Refusal):
    """A paused window calls nobody."""

    code = "queue.window_paused"

    def __init__(self) -> None:
        super().__init__("Resume the window first.")


class WindowNumberTaken(Refusal):
    """The hall has a window of this number already."""

    code = "queue.window_number_taken"

    def __init__(self, number: int) -> None:
        super().__init__(f"There is a window {number} already.", number=number)


class ReasonUnknown(Refusal):
    """A reason is chosen from the hall's list."""

    code = "queue.reason_unknown"

    def __init__(self) -> None:
        super().__init__("Choose a reason from the list.")


class ForwardNowhere(Refusal):
    """A ticket is forwarded to another window or person of the hall."""

    code = "queue.forward_nowhere"

    def __init__(self) -> None:
        super().__init__("Choose a window or a person of this hall.")


class CaseNotOfVisitor(Refusal):
    """The case does not belong to the visitor of this ticket."""

    code = "queue.case_not_of_visitor"

    def __init__(self) -> None:
        super().__init__("This case is not the visitor's.")


class DeviceCodeUnknown(Refusal):
    """No device waits for this code, or it is too old."""

    code = "queue.device_code_unknown"

    def __init__(self) -> None:
        super().__init__("The device code is unknown or over.")


class DeviceUnknown(Refusal):
    """The browser is not a device of the hall."""

    code = "queue.device.unknown"

    def __init__(self) -> None:
        super().__init__("Open this device with a code first.")


class DeviceLocked(Refusal):
    """Too many wrong entries at this terminal."""

    code = "queue.device_locked"

    def __init__(self, minutes: int) -> None:
        super().__init__(f"Locked for {minutes} minutes.", minutes=minutes)


class VisitorUnknown(Refusal):
    """Number and name, or the code, belong to nobody on record."""

    code = "queue.visitor_unknown"

    def __init__(self) -> None:
        super().__init__("Nobody of this number and name.")
