"""A handler reads a row by name, in the type it needs."""

from datetime import date, datetime
from decimal import Decimal

from tongban.core.hsa.rows import Nodes, Row
from tongban.core.hsa.values import CHINA

AT = datetime(2026, 1, 31, 8, 30, tzinfo=CHINA)
ROW = Row(
    {
        "name": "甲",
        "cnt": Decimal("2.50"),
        "day": date(2026, 1, 31),
        "at": AT,
        "file": b"x",
    },
    {"lines": (Row({"sn": "1"}),)},
)


def test_values_come_in_their_type_or_not_at_all():
    assert "name" in ROW
    assert "none" not in ROW
    assert (ROW.text("name"), ROW.text("cnt"), ROW.text("none")) == ("甲", "2.50", "")
    assert (ROW.number("cnt"), ROW.number("name")) == (Decimal("2.50"), None)
    assert (ROW.amount("cnt"), ROW.amount("name")) == (250, None)
    assert (ROW.day("day"), ROW.day("at"), ROW.day("name")) == (
        date(2026, 1, 31),
        date(2026, 1, 31),
        None,
    )
    assert (ROW.moment("at"), ROW.moment("day")) == (AT, None)
    assert (ROW.content("file"), ROW.content("name")) == (b"x", b"")
    assert ROW.rows("lines")[0].text("sn") == "1"
    assert ROW.rows("none") == ()


def test_a_node_left_out_is_an_empty_row():
    nodes = Nodes({"data": (ROW,)})
    assert nodes.one("data") is ROW
    assert nodes.one("none") == Row()
    assert (nodes.many("data"), nodes.many("none")) == ((ROW,), ())
