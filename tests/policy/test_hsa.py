"""The tables of the interface: read whole, every mistake told with its line."""

import shutil
from pathlib import Path

import pytest

from tongban.core.hsa.tables import Form, Need
from tongban.policy.hsa import (
    AddressStyle,
    infnos,
    load_hsa,
    load_interface,
    load_table,
)
from tongban.policy.reading import PolicyErrors

POLICY = Path(__file__).resolve().parents[2] / "policy"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(POLICY / "hsa", tmp_path / "hsa")
    return tmp_path


def told(folder: Path, old: str, new: str) -> str:
    path = folder / "hsa/transactions/1101.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(PolicyErrors) as no:
        load_hsa(folder)
    return str(no.value)


def test_every_table_is_read():
    tables = load_hsa(POLICY)
    assert set(tables) == set(infnos(POLICY))
    table = load_table(POLICY, "1101")
    (data,) = table.top()
    certificate, certno = data.field("mdtrt_cert_type"), data.field("certno")
    assert certificate is not None
    assert certno is not None
    assert (certificate.form, certificate.need) == (Form.TEXT, Need.ALWAYS)
    assert certno.need is Need.ELSEWHERE


def test_the_addresses_clients_knock_at_are_there():
    styles = {style for _, style in load_interface(POLICY).addresses}
    assert styles == set(AddressStyle)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("infno: '1101'", "infno: '1102'", "文件名说的是“1101”"),
        ("node: insuinfo", "node: baseinfo", "写了两次"),
        ("name: card_sn", "name: certno", "“certno”写了两次"),
        ("many: false", "many: false\n    inside: nowhere", "没有节点“nowhere”"),
        ("form: moment", "form: magic", "hsa/transactions/1101.yaml:"),
    ],
)
def test_each_mistake_is_told_with_its_line(folder, old, new, words):
    found = told(folder, old, new)
    assert "hsa/transactions/1101.yaml:" in found
    assert words in found
