"""Setting windows up: by who manages the hall, each number once."""

import pytest
from tests.services.queues.hall import OFFICE, at, set_up, window

from tongban.core.access.rights import NotAllowed
from tongban.records.queues.models import ServiceWindow
from tongban.services.queues.panel import has_hall, windows_to_manage
from tongban.services.queues.refusals import (
    KindUnknown,
    WindowNumberTaken,
    WindowUnknown,
)
from tongban.services.queues.windows import NewWindow, open_window, set_up_window


def test_a_window_is_set_up_and_changed():
    (window_id,) = set_up(("consult",))
    new = NewWindow(1, "咨询窗口", ("consult", "collect"))
    set_up_window(at("administrator"), office=OFFICE, new=new, window_id=window_id)
    row = window(window_id)
    assert (row.name, row.kinds) == ("咨询窗口", ["consult", "collect"])
    assert [one.id for one in windows_to_manage(at("supervisor").actor, OFFICE)] == [
        window_id
    ]


def test_the_same_request_sets_one_window_up():
    sent = at("supervisor", key="same")
    new = NewWindow(1, "一号")
    first = set_up_window(sent, office=OFFICE, new=new)
    assert set_up_window(sent, office=OFFICE, new=new).id == first.id
    assert ServiceWindow.objects.count() == 1


def test_a_number_stands_once_in_a_hall():
    set_up((), ())
    with pytest.raises(WindowNumberTaken):
        set_up_window(at("supervisor"), office=OFFICE, new=NewWindow(2, "又一个"))


def test_an_unknown_kind_is_refused():
    new = NewWindow(1, "一号", ("dancing",))
    with pytest.raises(KindUnknown):
        set_up_window(at("supervisor"), office=OFFICE, new=new)


def test_a_clerk_sets_no_window_up_and_an_office_not_anothers():
    with pytest.raises(NotAllowed):
        set_up_window(at("clerk1"), office=OFFICE, new=NewWindow(1, "一号"))
    with pytest.raises(NotAllowed):
        windows_to_manage(at("kuiwen-clerk").actor, OFFICE)


def test_a_window_that_does_not_exist_is_neither_changed_nor_opened():
    with pytest.raises(WindowUnknown):
        set_up_window(
            at("supervisor"), office=OFFICE, new=NewWindow(9, "九号"), window_id=999
        )
    with pytest.raises(WindowUnknown):
        open_window(at("clerk1"), window_id=999)


def test_an_office_with_windows_calls_by_numbers():
    assert not has_hall(OFFICE)
    set_up(())
    assert has_hall(OFFICE)
