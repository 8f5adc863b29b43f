"""A statement goes into a PDF and comes out; a changed file no longer agrees."""

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.papers.statements import (
    MARK,
    NoPdf,
    Statement,
    body_digest,
    find_statement,
    with_statement,
)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nxref\nstartxref\n27\n%%EOF\n"
SIGNED = Statement(
    number="SL1-2",
    edition="full",
    content='{"addressee":"赵磊"}',
    body=body_digest(PDF),
    algorithm="ed25519",
    key="0123456789abcdef",
    signature="c2ln",
)


def test_what_is_put_in_is_found_and_agrees():
    carried = find_statement(with_statement(PDF, SIGNED))
    assert carried is not None
    assert carried.statement == SIGNED
    assert carried.agrees


def test_the_end_of_the_file_stays_where_readers_look_for_it():
    file = with_statement(PDF, SIGNED)
    assert file.endswith(b"startxref\n27\n%%EOF\n")
    assert file[: PDF.index(b"startxref")] == PDF[: PDF.index(b"startxref")]


@given(place=st.integers(0, len(PDF) - 1), mask=st.integers(1, 255))
def test_no_byte_of_the_body_can_change_unseen(place, mask):
    file = with_statement(PDF, SIGNED)
    start = file.index(MARK)
    end = file.index(b"\n", start) + 1
    outside = place if place < start else place + end - start
    changed = bytearray(file)
    changed[outside] ^= mask
    try:
        carried = find_statement(bytes(changed))
    except ValueError:
        return
    assert carried is not None
    assert not carried.agrees


def test_the_signature_covers_every_part_but_itself():
    text = SIGNED.signed_text
    assert replace(SIGNED, signature="other").signed_text == text
    for part in ("number", "edition", "content", "body", "algorithm", "key"):
        assert replace(SIGNED, **{part: "other"}).signed_text != text


@pytest.mark.parametrize(
    "file", [b"", b"text", b"%PDF-1.7 no end", with_statement(PDF, SIGNED)]
)
def test_other_bytes_take_no_statement(file):
    with pytest.raises(NoPdf):
        with_statement(file, SIGNED)


def test_a_file_without_one_carries_none():
    assert find_statement(PDF) is None


def written(value: object) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(value).encode())


@pytest.mark.parametrize(
    "line",
    [
        b"not base64!\n",
        b"gICA\n",
        written([]) + b"\n",
        written({"number": "SL1-2"}) + b"\n",
        written({"number": 1}) + b"\n",
        b"e30=",
        b"e30=\n" + MARK + b"e30=\n",
    ],
)
def test_a_broken_statement_is_told_apart_from_none(line):
    with pytest.raises(ValueError, match=r"."):
        find_statement(b"%PDF-1.7\n" + MARK + line)
