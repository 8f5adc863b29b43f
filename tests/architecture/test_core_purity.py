"""The core computes with whole numbers only: no float can enter."""

import ast

import pytest
from tests.architecture.repository import files_below, short, tree


def _floats(path) -> list[int]:
    found = []
    for node in ast.walk(tree(path)):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        named = isinstance(node, ast.Name) and node.id == "float"
        divided = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(
            node.op, ast.Div
        )
        if literal or named or divided:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize(
    "path", files_below("src/tongban/core", suffix=".py"), ids=short
)
def test_no_float_in_the_core(path):
    assert _floats(path) == [], "lines with a float or a true division"
