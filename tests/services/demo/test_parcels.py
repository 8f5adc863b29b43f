"""The demo begins with a result in every tray of the window."""

from datetime import UTC, datetime

import pytest
from tests.services.cases.stage import actor

from tongban.records.collecting.models import CollectionWish, Parcel
from tongban.services.collecting.trays import Tray, tray_counts
from tongban.services.demo.cases import load_demo_cases
from tongban.services.demo.operations import load_demo
from tongban.services.demo.parcels import load_demo_parcels

MONDAY = datetime(2023, 9, 11, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_every_tray_has_something_and_twice_is_once(settings):
    settings.TONGBAN_DEMO = True
    load_demo(MONDAY)
    load_demo_cases(MONDAY)

    assert load_demo_parcels(MONDAY) == load_demo_parcels(MONDAY) == 2

    counts = tray_counts(actor("clerk1"))
    assert counts[Tray.TO_SEND] == 1
    assert counts[Tray.TO_FETCH] == 2
    assert counts[Tray.TROUBLED] + counts[Tray.ON_THE_WAY] <= 2
    assert counts[Tray.TROUBLED] == 1
    assert CollectionWish.objects.exclude(way="post").count() == 2
    assert "演示快递" in set(Parcel.objects.values_list("carrier", flat=True))
