"""What a terminal shows of a record to who did not prove to be that person.

A typed number and name may be a stranger's card, and a helper is not the one
they help: known values stand in the form masked, count as they are on record
when left alone, and are replaced by what is typed over them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.access.masking import (
    STAR,
    mask_identifier,
    mask_name,
    mask_phone,
)
from tongban.core.json_values import Json, JsonObject
from tongban.portals.shared.filling.form import Prefill, shown
from tongban.portals.shared.filling.work import Work

ORIGIN: Final = "登记的信息，隐去了一部分；不改就用登记的，要换请整项重写"
NO_POST: Final = (
    "只核对了号码和姓名，或者替别人办，这台机器不能登记邮寄。"
    "请扫本人手机上的码，或者选别的领取方式"
)
STAR_LEFT: Final = "有星号，看不出改成了什么；请整项重写"
_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "phone": mask_phone,
    "id_number": mask_identifier,
    "credit_code": mask_identifier,
}


@dataclass(frozen=True, slots=True)
class Veil:
    """Lies over the known values of one form, or not (``down``)."""

    work: Work
    down: bool

    @property
    def prefill(self) -> Mapping[str, Prefill]:
        """What is known, as it may be shown, with the words of its origin."""
        known = self.work.prefill
        if not self.down:
            return known
        return {
            name: Prefill(_masked(name, one.value), ORIGIN)
            for name, one in known.items()
        }

    def cover(self, values: JsonObject) -> dict[str, Json]:
        """Return a form's values as they may be shown."""
        return {
            name: self._covered(self._source(name), value)
            for name, value in values.items()
        }

    def uncover(self, values: JsonObject) -> dict[str, Json]:
        """Return a form's values with what was left alone as it is on record."""
        return {
            name: self._uncovered(self._source(name), value)
            for name, value in values.items()
        }

    def faults(self, values: JsonObject) -> dict[str, str]:
        """Return the known fields in which stars were left between new signs."""
        return {
            name: STAR_LEFT
            for name, value in values.items()
            if self.down and self._source(name) and STAR in str(value)
        }

    def _source(self, field: str) -> str:
        """Return which known value a field of the form takes; empty for none."""
        rules = shown(self.work.terms.form, self.work.situations).get(field, {})
        source = str(rules.get("x-prefill", ""))
        return source if source in self.work.prefill else ""

    def _covered(self, source: str, value: Json) -> Json:
        known = self.work.prefill.get(source)
        hidden = self.down and known is not None and value == known.value
        return _masked(source, str(value)) if hidden else value

    def _uncovered(self, source: str, value: Json) -> Json:
        known = self.work.prefill.get(source)
        if not self.down or known is None or value != _masked(source, known.value):
            return value
        return known.value


def _masked(source: str, value: str) -> str:
    return _MASKS.get(source, mask_name)(value)
