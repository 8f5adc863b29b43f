"""Kinds by code and item; the items a terminal shows."""

from tests.core.queue.samples import RULES

from tongban.core.queue.rules import KioskRules

KIOSK = KioskRules(
    idle_seconds=60,
    warning_seconds=15,
    wrong_tries_max=5,
    locked_minutes=10,
    opening_code_minutes=30,
    frequent={"370000": ("a", "b"), "370700": ("c",)},
    of_office={"370705": ("d",)},
)


def test_a_kind_is_found_by_its_code_and_by_an_item():
    assert RULES.find_kind("consult").letter == "Z"
    assert RULES.find_kind("dancing") is None
    assert RULES.find_kind_of_item("transfer-in").code == "moving"
    assert RULES.find_kind_of_item("dancing") is None


def test_the_office_goes_before_the_nearest_region():
    chain = ("100000", "370000", "370700", "370705")
    assert KIOSK.items_for("370705", chain) == ("d",)
    assert KIOSK.items_for("370700", chain) == ("c",)
    assert KIOSK.items_for("370100", ("100000", "370000", "370100")) == ("a", "b")


def test_a_region_nobody_wrote_for_shows_nothing():
    assert KIOSK.items_for("440000", ("100000", "440000")) == ()
