"""A refusal is the answer no: a stable code, data, and a developer's sentence."""

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping


class Refusal(Exception):
    """The caller asked for something the rules do not allow, and can act on it.

    The Chinese sentence for people is looked up by ``code`` in the message
    catalogue at the edge; ``data`` fills its blanks (JSON-ready values only).
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, **data: object) -> None:
        super().__init__(message)
        self.message = message
        self.data: Mapping[str, object] = data
