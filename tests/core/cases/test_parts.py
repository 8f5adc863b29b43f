"""The lacks of a notice, read from the event that sent it."""

from tongban.core.cases.materials import lacks_json
from tongban.core.cases.parts import Fault, Lack, lacks_of


def test_lacks_come_back_as_they_were_written():
    lacks = (
        Lack("record", Fault.MISSING, "请补齐", pledge_allowed=False),
        Lack("field:phone", Fault.WRONG, "", pledge_allowed=True),
    )
    assert lacks_of({"lacks": lacks_json(lacks)}) == lacks


def test_an_event_without_lacks_has_none():
    assert lacks_of({}) == ()
