"""Nodes and fields are found by their names, nested ones in their node."""

from tests.core.hsa.tables import TABLE

from tongban.core.hsa.tables import Form


def test_fields_and_nested_nodes_are_found():
    (data,) = TABLE.top()
    found = data.field("cnt")
    assert found is not None
    assert found.form is Form.NUMBER
    assert data.field("none") is None
    inner = TABLE.inside(data, "lines")
    assert inner is not None
    assert inner.many
    assert TABLE.inside(data, "cnt") is None
    assert [node.name for node in TABLE.top(out=True)] == ["", "info", "rows"]
    assert TABLE.inside(TABLE.outputs[1], "inner", out=True) is TABLE.outputs[2]
