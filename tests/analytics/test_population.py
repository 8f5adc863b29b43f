"""A population is written and read back whole, piece by piece; others are refused."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.analytics.region import DAY, header, invented, terms

from tongban.analytics import checking, population
from tongban.analytics.checking import faults_of
from tongban.analytics.population import (
    Chunk,
    PopulationFile,
    PopulationUnreadable,
    PopulationWriter,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "some.npz", *invented())


def written(path: Path, *chunks: Chunk) -> Path:
    writer = PopulationWriter(path.parent, header())
    for chunk in chunks:
        writer.add(chunk)
    writer.finish(path)
    return path


def rewritten(path: Path, name: str, column: np.ndarray) -> Path:
    """Write the same file with one column replaced, as another program would."""
    with np.load(path) as found:
        columns = {one: found[one] for one in found.files}
    columns[name] = column
    np.savez(path, **columns)
    return path


def refused(path: Path) -> str:
    with pytest.raises(PopulationUnreadable) as no, PopulationFile(path) as file:
        list(file.chunks())
    return str(no.value.data["what"])


def test_what_was_written_is_read_whatever_the_size_of_the_pieces(file, monkeypatch):
    whole = invented()
    for claims, persons in ((1 << 18, 1 << 16), (7, 5), (1, 1)):
        monkeypatch.setattr(population, "CHUNK", claims)
        monkeypatch.setattr(population, "PERSONS", persons)
        with PopulationFile(file) as found:
            pieces = list(found.chunks())
        for name, column in whole[0].claims.items():
            read = np.concatenate([one.claims[name] for one in pieces])
            assert (read == column).all(), name
        ages = np.concatenate([one.persons["age"] for one in pieces])
        assert (ages == whole[0].persons["age"]).all()
        firsts = np.cumsum([0] + [one.persons["age"].size for one in pieces])[:-1]
        assert [one.first for one in pieces] == firsts.tolist()
        many = [
            one.claims["kind"].size for one in pieces if one.persons["age"].size > 1
        ]
        assert all(count <= claims for count in many)


def test_numpy_itself_reads_the_file(file):
    with np.load(file) as found:
        said = json.loads(found["header"].tobytes())
        assert found["claims"].sum() == found["kind"].size == said["claims"]


def test_no_archive_and_no_header_are_refused(tmp_path):
    other = tmp_path / "other.npz"
    other.write_text("no archive")
    assert "不是npz文件" in refused(other)
    assert "打不开" in refused(tmp_path / "missing.npz")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("header.npy", b"nothing")
    assert "header" in refused(other)


def test_a_file_of_another_version_is_refused(file):
    with np.load(file) as found:
        said = json.loads(found["header"].tobytes())
    said["closed"]["kinds"] = ["dentist"]
    text = np.frombuffer(json.dumps(said).encode(), np.uint8)
    assert "另一个版本" in refused(rewritten(file, "header", text))


def test_columns_of_another_type_or_length_are_named_together(file):
    with np.load(file) as found:
        ages, kinds = found["age"], found["kind"]
    rewritten(file, "age", ages.astype(np.int64))
    words = refused(rewritten(file, "kind", kinds[:-1]))
    assert f"age（应当是uint8，{ages.size}行）" in words
    assert f"kind（应当是uint8，{kinds.size}行）" in words


def test_claims_that_do_not_add_up_to_the_rows_are_refused(file):
    with np.load(file) as found:
        claims = found["claims"]
    claims[-1] += 1
    assert "比各人的claims之和少" in refused(rewritten(file, "claims", claims))


def test_a_damaged_file_is_refused(file):
    raw = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        at = archive.getinfo("kind.npy").header_offset
    raw[at + 200] ^= 0xFF
    file.write_bytes(raw)
    assert "损坏" in refused(file)


def broken(name: str, value: int, *, at: int = 3) -> list[str]:
    """Return the sentences about a population of which one number is another."""
    chunk = invented()[0]
    columns = dict(chunk.persons if name in chunk.persons else chunk.claims)
    columns[name] = columns[name].astype(np.int64)
    columns[name][at] = value
    part = "persons" if name in chunk.persons else "claims"
    found = faults_of(replace(chunk, **{part: columns}), header(), terms())
    return [str(one) for one in found]


def test_a_sound_population_has_no_faults():
    assert list(faults_of(invented()[0], header(), terms())) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("scheme", 2, "scheme：应当小于2（1行，最先在第4人）"),
        ("group", 4, "group：应当小于4"),
        ("area", 99, "area：应当小于1"),
        ("entitled", 1 << 15, "entitled：应当小于"),
        ("account_fen", -1, "account_fen：金额应当在0到"),
        ("kind", 77, "kind：应当小于6"),
        ("level", 5, "level：应当小于5"),
        ("place", 3, "place：应当小于3"),
        ("chinese_medicine", 2, "chinese_medicine：应当小于2"),
        ("withheld", 9, "withheld：应当小于2"),
        ("disease", 1, "disease：应当小于1"),
        ("reasons", 1 << 15, "reasons：应当小于"),
        ("stay", 0, "stay：应当从1数起"),
        ("order", 0, "order：应当从1数起"),
        ("credit_fen", 10**12 + 1, "credit_fen：金额应当在0到"),
        ("total_fen", 0, "total_fen：各部分之和不等于总费用"),
        ("kind", 4, "没有规定"),
    ],
)
def test_each_number_that_cannot_be_settled_is_told(name, value, words):
    found = broken(name, value)
    assert len(found) == 1
    assert words in found[0]


def test_a_list_that_no_layer_knows_is_told():
    chunk = invented()[0]
    codes = replace(header().codes, specials=("gold",))
    claims = dict(chunk.claims)
    claims["special_gold"] = np.zeros_like(claims["total_fen"])
    claims["special_gold"][0] += 5
    claims["total_fen"] = claims["total_fen"] + claims["special_gold"]
    found = faults_of(
        replace(chunk, claims=claims), replace(header(), codes=codes), terms()
    )
    assert [one.column for one in found] == ["special_gold"]


def test_one_mistake_in_two_chunks_is_one_sentence():
    first = checking.Fault("stay", "应当从1数起", 2, 9)
    both = first.plus(checking.Fault("stay", "应当从1数起", 3, 70))
    assert str(both) == "stay：应当从1数起（5行，最先在第9人）"
    assert terms().day == DAY
