"""Layouts of the catalogue's files are whole, and mistakes in them are told."""

import shutil
from pathlib import Path

import pytest

from tongban.core.medical_catalogue.files import Held
from tongban.core.medical_catalogue.kinds import CHARGED, CatalogueKind
from tongban.policy.hsa_files import FILE, load_catalogue_files
from tongban.policy.reading import PolicyErrors

POLICY = Path(__file__).parents[2] / "policy"
COLUMNS = {"1301": 92, "1302": 29, "1303": 78, "1305": 16, "1306": 71, "1313": 11}


def test_every_file_has_its_columns():
    files = load_catalogue_files(POLICY)
    assert {infno: len(files[infno].columns) for infno in COLUMNS} == COLUMNS
    assert {one.kind for one in files.values()} == set(CatalogueKind) - {
        CatalogueKind.ETHNIC_DRUG
    }
    for one in files.values():
        assert Held.CODE in one.holds
        assert bool(one.charge_kinds) is (one.kind in CHARGED)


def changed(folder: Path, old: str, new: str) -> Path:
    for name in ("hsa", "schema"):
        shutil.copytree(POLICY / name, folder / name)
    text = (folder / FILE).read_text()
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1))
    return folder


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("infno: '1302'", "infno: '1301'", "写了两次"),
        ("kind: decoction", "kind: nothing", "没有目录种类"),
        ("单味药名称, 单复方标志", "单味药名称, 单味药名称", "写了两次"),
        ("code: 医疗目录编码", "code: 别的列", "没有列“别的列”"),
        ("left_out: [经销企业联系人", "left_out: [没有的列", "没有列“没有的列”"),
        ("mark: A", "mark: Q", "不在允许的值"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, old: str, new: str, words: str):
    with pytest.raises(PolicyErrors, match=words):
        load_catalogue_files(changed(tmp_path, old, new))
