"""A code joins a computer once; only joined ones and known networks let staff in."""

from datetime import timedelta

import pytest
from tests.services.cases.stage import at, envelope

from tongban.core.access.rights import NotAllowed
from tongban.services.staff.devices import (
    DeviceCodeWrong,
    DeviceUnknown,
    NetworkUnknown,
    check_place,
    devices_of,
    join_device,
    register_device,
    revoke_device,
)

NOW = at("2023-09-11")


def joined() -> tuple[int, str]:
    made = register_device(envelope("administrator"), office="370705", name="3号窗口")
    return made.device_id, join_device(made.code, now=NOW)


@pytest.mark.clause("PT25-4")
def test_only_a_joined_computer_lets_staff_in_where_devices_are_required(settings):
    settings.TONGBAN_STAFF_DEVICES = "required"
    device, token = joined()

    check_place(token=token, address="10.0.0.5", now=NOW)
    for wrong in ("", "something else"):
        with pytest.raises(DeviceUnknown):
            check_place(token=wrong, address="10.0.0.5", now=NOW)

    revoke_device(envelope("administrator"), device_id=device)
    with pytest.raises(DeviceUnknown):
        check_place(token=token, address="10.0.0.5", now=NOW)


def test_where_devices_are_noted_everybody_comes_in_and_the_use_is_kept(settings):
    settings.TONGBAN_STAFF_DEVICES = "noted"
    _, token = joined()

    check_place(token="", address="10.0.0.5", now=NOW)
    check_place(token=token, address="10.0.0.5", now=NOW)

    line = devices_of(envelope("administrator").actor)[0]
    assert (line.name, line.last_used_at) == ("3号窗口", NOW)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("10.1.2.3", True),
        ("11.1.2.3", False),
        ("2001:db8::1", True),
        ("nonsense", False),
    ],
)
def test_only_named_networks_let_staff_in(settings, address, inside):
    settings.TONGBAN_STAFF_NETWORKS = ["10.0.0.0/8", "2001:db8::/32"]
    if inside:
        check_place(token="", address=address, now=NOW)
        return
    with pytest.raises(NetworkUnknown):
        check_place(token="", address=address, now=NOW)


def test_a_code_serves_once_and_not_for_long():
    made = register_device(envelope("administrator"), office="370705", name="x")
    with pytest.raises(DeviceCodeWrong):
        join_device(made.code, now=NOW + timedelta(minutes=15))
    join_device(made.code, now=NOW + timedelta(minutes=14))
    with pytest.raises(DeviceCodeWrong):
        join_device(made.code, now=NOW)


def test_the_code_is_shown_once_and_only_administrators_ask_for_one():
    first = register_device(
        envelope("administrator", key="k"), office="370705", name="x"
    )
    again = register_device(
        envelope("administrator", key="k"), office="370705", name="x"
    )
    assert (again.device_id, again.code) == (first.device_id, "")
    with pytest.raises(NotAllowed):
        register_device(envelope("clerk1"), office="370705", name="x")
