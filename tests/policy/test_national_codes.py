"""The structures on file take known codes apart, and faults of the file are told."""

import shutil
from pathlib import Path

import pytest

from tongban.core.national_codes.structures import CodeMalformed, Standard
from tongban.policy.national_codes import load_national_codes
from tongban.policy.reading import PolicyErrors

POLICY = Path(__file__).resolve().parents[2] / "policy"
FILE = "national_codes/structures.yaml"


@pytest.mark.parametrize(
    ("standard", "code", "form"),
    [
        (Standard.DIAGNOSIS, "J18", "类目"),
        (Standard.DIAGNOSIS, "J18.9", "亚目"),
        (Standard.DIAGNOSIS, "J18.900", "细目"),
        (Standard.DIAGNOSIS, "J18.900x001", "编码带后缀"),
        (Standard.DIAGNOSIS, "I10.x00", "没有亚目"),
        (Standard.OPERATION, "74.1x00", "没有细目"),
        (Standard.OPERATION, "47", "类目"),
        (Standard.OPERATION, "47.01", "亚目或细目"),
        (Standard.OPERATION, "47.0100", "扩展码"),
        (Standard.TUMOUR_MORPHOLOGY, "M80000/1", "形态学编码"),
        (Standard.SERVICE, "001100000000000", "十五位"),
        (Standard.DRUG, "XZ99ZZ9999A999999999999", "西药"),
        (Standard.DRUG, "ZA01AA00010101000001", "中成药"),
        (Standard.DRUG, "T000000001", "中药饮片"),
        (Standard.DRUG, "T0000000010000000001", "中药配方颗粒"),
        (Standard.CONSUMABLE, "C9999999999999999999", "二十位"),
        (Standard.CONSUMABLE, "C99999999999999999999999999", "二十七位"),
        (Standard.INSTITUTION, "H99999900001", "十二位"),
        (Standard.PHYSICIAN, "D999999000001", "十三位"),
        (Standard.NURSE, "N999999000001", "十三位"),
        (Standard.PHARMACY, "P99999900001", "十二位"),
        (Standard.PHARMACIST, "HY999999000001", "医疗机构药师"),
        (Standard.CHRONIC_DISEASE, "M99999", "六位"),
        (Standard.CASE_PAYMENT, "ANY-1.0", "编码"),
    ],
)
def test_a_code_of_each_standard_has_its_form(standard: Standard, code: str, form: str):
    assert load_national_codes(POLICY)[standard].check(code).form == form


@pytest.mark.parametrize(
    ("standard", "code"),
    [
        (Standard.DIAGNOSIS, "18.9"),
        (Standard.DIAGNOSIS, "j18.9"),
        (Standard.OPERATION, "4701"),
        (Standard.DRUG, "XZ99ZZ9999A99999999999"),
        (Standard.CONSUMABLE, "C999999999999999999999"),
        (Standard.INSTITUTION, "P99999900001"),
        (Standard.INSTITUTION, "H9999990000"),
        (Standard.CHRONIC_DISEASE, "M9999"),
    ],
)
def test_another_length_or_mark_is_refused(standard: Standard, code: str):
    with pytest.raises(CodeMalformed):
        load_national_codes(POLICY)[standard].check(code)


def changed(folder: Path, old: str, new: str) -> Path:
    for name in ("national_codes", "schema"):
        shutil.copytree(POLICY / name, folder / name)
    text = (folder / FILE).read_text()
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1))
    return folder


def test_a_standard_left_out_is_told(tmp_path: Path):
    text = (POLICY / FILE).read_text()
    start = text.index("  nurse:")
    nurse = text[start : text.index("  pharmacy:")]
    with pytest.raises(PolicyErrors, match="nurse"):
        load_national_codes(changed(tmp_path, nurse, ""))


def test_a_fault_against_the_schema_is_told(tmp_path: Path):
    with pytest.raises(PolicyErrors):
        load_national_codes(changed(tmp_path, "characters: digits", "characters: any"))
