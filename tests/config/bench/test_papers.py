"""The measurement of papers runs and tells the first apart from the next."""

from tongban.config.bench import papers


def test_first_and_next_are_timed(monkeypatch):
    monkeypatch.setattr(papers, "ROUNDS", 3)
    found = papers.measure_papers()
    assert set(found) == {"papers.render_first", "papers.render"}
    assert all(measure.value > 0 for measure in found.values())
    assert {measure.unit for measure in found.values()} == {"毫秒"}
