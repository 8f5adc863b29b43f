"""The register's history in words: each kind of row and cause has one."""

from tongban.services.enrolment.history import _said, word
from tongban.services.enrolment.writing import KINDS
from tongban.services.messages.queries import sentences


def test_every_kind_of_row_and_every_cause_has_a_word():
    said = sentences()
    assert all(f"register.what.{kind}" in said for kind in KINDS)
    for source in ("case", "undo", "overlap", "tax", "bill", "load", "demo"):
        assert word("source", source) != source


def test_values_read_as_people_write_them():
    names = {7: "示例公司"}
    wanted = {
        ("base_fen", 512_300): "5,123.00",
        ("employer_id", 7): "示例公司",
        ("fixed_months", 3): "3",
        ("void", True): "是",
        ("void", False): "否",
        ("phone", "10000000001"): "100****0001",
        ("name", ""): "",
        ("state", None): "",
        ("region", "370705"): "山东省潍坊市奎文区",
        ("words", "x"): "x",
    }
    for (field, value), text in wanted.items():
        assert _said(field, value, names) == text
    assert _said("days", ["2026-01-01", "2026-04-01"], {}) == "2026-01-01起到2026-03-31"
    assert _said("in_force", ["2026-01-01", None], {}) == "2026-01-01起"
