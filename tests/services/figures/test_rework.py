"""The commonest lacks, beside the words of the item."""

from datetime import timedelta

from tests.region import LOADED_AT
from tests.services.cases.stage import actor

from tongban.core.figures.counting import Span
from tongban.records.cases.models import CaseEvent
from tongban.services.figures.rework import causes

TODAY = LOADED_AT.date()


def test_causes_are_counted_from_the_notices_and_sorted():
    span = Span(TODAY - timedelta(days=60), TODAY)
    found = causes(actor("supervisor", TODAY), span)
    told = CaseEvent.objects.filter(kind="notice_sent")

    assert sum(one.count for one in found) == sum(
        len(event.data["lacks"]) for event in told
    )
    assert [one.count for one in found] == sorted(
        (one.count for one in found), reverse=True
    )
    assert any(one.says for one in found)
    assert all(one.share is None or one.share <= 10_000 for one in found)


def test_a_span_without_notices_has_no_causes():
    first = TODAY - timedelta(days=900)

    assert causes(actor("supervisor", TODAY), Span(first, first)) == ()
