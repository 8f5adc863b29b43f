"""Tiles say numbers that the tables say too, and nobody's name."""

from tests.region import LOADED_AT
from tests.services.cases.stage import actor

from tongban.core.figures.counting import Span, share_words
from tongban.records.parties.models import Party
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.tables import totals
from tongban.services.figures.tiles import tiles

TODAY = LOADED_AT.date()


def test_tiles_agree_with_the_tables_and_are_defined():
    boss = actor("supervisor", TODAY)
    found = {tile.code: tile for tile in tiles(boss, TODAY)}
    month = totals(boss, Span.of_month(TODAY))

    assert set(found) <= set(indicators())
    assert found["received"].figure == str(totals(boss, Span.of_day(TODAY)).received)
    assert found["on_time_share"].figure == share_words(month.on_time_share)
    assert found["stations"].figure != "0"


def test_no_tile_names_a_person():
    words = " ".join(
        f"{tile.title} {tile.figure} {tile.rows}"
        for tile in tiles(actor("supervisor", TODAY), TODAY)
    )

    assert not [
        party.name
        for party in Party.objects.filter(kind="person")
        if party.name in words
    ]
