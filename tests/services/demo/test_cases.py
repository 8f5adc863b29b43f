"""The demo's cases: every item, every state, once, and true to their events."""

import pytest
from django.conf import settings
from tests.services.cases.stage import at

from tongban.records.cases.models import Case
from tongban.services.cases.verify import verify_cases
from tongban.services.demo.cases import load_demo_cases
from tongban.services.demo.operations import load_demo

NOW = at("2026-11-22", 15)


@pytest.mark.django_db
def test_the_demo_shows_every_item_in_many_states_and_loads_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(NOW)
    count = load_demo_cases(NOW)
    shown = set(Case.objects.values_list("item_number", flat=True))
    # these four come with demo.transfers and demo.away
    assert shown == set(range(1, 29)) - {10, 11, 12, 13}
    states = set(Case.objects.values_list("state", flat=True))
    assert states == {"open", "waiting", "suspended", "closed"}
    outcomes = set(Case.objects.values_list("outcome", flat=True))
    assert outcomes == {"", "granted", "rejected", "refused", "withdrawn"}
    assert load_demo_cases(NOW) == count
    assert list(verify_cases(now=NOW)) == []
