"""The demo's catalogue passes the checks of any list and is loaded once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.terms import Grade
from tongban.records.medical_catalogue.models import CatalogueEntry, CatalogueVersion
from tongban.services.demo.medical_catalogue import load_demo_medical_catalogue
from tongban.services.medical_catalogue.queries import names_of, terms_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 12, 1)


def test_lists_are_loaded_once_and_found_by_code():
    load_demo_medical_catalogue(NOW)
    load_demo_medical_catalogue(NOW)
    assert CatalogueVersion.objects.count() == 6
    drugs = CatalogueEntry.objects.filter(version__kind="drug")
    codes = list(drugs.values_list("code", flat=True))
    terms = terms_of(codes, region="370705", on=DAY)
    assert set(terms) == set(codes)
    assert {one.grade for one in terms.values()} == set(Grade)
    assert all("虚构" in one.source for one in terms.values())


def test_diagnoses_have_their_names():
    load_demo_medical_catalogue(NOW)
    names = names_of(["I10.x00"], CatalogueKind.DIAGNOSIS, region="370700", on=DAY)
    assert names == {"I10.x00": "特发性（原发性）高血压"}
