"""The database keeps postings, attempts and pinned terms as they came in."""

from datetime import date

import pytest
from django.db import Error, IntegrityError, connection, transaction

from tongban.records.items.models import (
    ExtraMaterialAttempt,
    PostedMaterial,
    TermsSnapshot,
)

pytestmark = pytest.mark.django_db

AT = "2023-09-12T09:00:00+08:00"
DIGEST = "a" * 64


def make_posting(region: str = "370783") -> PostedMaterial:
    return PostedMaterial.objects.create(
        region=region,
        item="outpatient-reimbursement",
        code="local-card",
        name="银行卡复印件",
        material={},
        posted_on=date(2023, 9, 12),
        office_code="370783",
        posted_at=AT,
    )


def make_attempt() -> ExtraMaterialAttempt:
    return ExtraMaterialAttempt.objects.create(
        region="370783",
        item="outpatient-reimbursement",
        name="银行卡复印件",
        office_code="370783",
        office_path="/370000/370700/370783/",
        asked_on=date(2023, 9, 11),
        asked_at=AT,
    )


def make_snapshot(digest: str = DIGEST) -> TermsSnapshot:
    return TermsSnapshot.objects.create(digest=digest, terms="{}", created_at=AT)


def test_rows_name_themselves():
    assert str(make_posting()) == (
        "银行卡复印件 (370783 outpatient-reimbursement, 2023-09-12)"
    )
    assert str(make_attempt()).startswith("银行卡复印件 (370783")
    assert str(make_snapshot()) == DIGEST


def test_a_region_posts_a_material_of_an_item_once():
    make_posting()
    make_posting("370705")
    with pytest.raises(IntegrityError, match="posted_material_once"):
        make_posting()


def test_a_region_is_a_code():
    with pytest.raises(IntegrityError, match="posted_material_region"):
        make_posting("寿光")


def test_terms_are_named_by_a_sha_256():
    with pytest.raises(IntegrityError, match="terms_snapshot_digest"):
        make_snapshot("A" * 64)


@pytest.mark.clause("SD28-15")
@pytest.mark.parametrize("make", [make_posting, make_attempt, make_snapshot])
def test_what_was_written_is_neither_changed_nor_removed(make):
    row = make()
    table = row._meta.db_table
    key = row._meta.pk.column
    for statement in (
        f'UPDATE "{table}" SET {key} = {key}',  # noqa: S608 - names of our tables
        f'DELETE FROM "{table}"',  # noqa: S608
    ):
        with (
            pytest.raises(Error),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert type(row).objects.filter(pk=row.pk).exists()
