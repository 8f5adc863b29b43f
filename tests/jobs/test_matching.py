"""The nightly matching does its work and tells how much it was."""

import logging

from tongban.jobs.matching import match_facts
from tongban.records.matching.models import Proposal


def test_without_facts_nothing_is_proposed(caplog):
    with caplog.at_level(logging.INFO):
        match_facts(0)
    assert "match 0: 0 proposals" in caplog.text
    assert not Proposal.objects.exists()
