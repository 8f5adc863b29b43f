"""Tiles say numbers that the tables say too, and nobody's name."""

from datetime import date

from tests.region import LOADED_AT
from tests.services.cases.stage import actor
from tests.services.ratings.saying import BAD, GOOD, closed_case, rated, rated_by_code
from tests.services.ratings.test_corrections import fixed

from tongban.core.figures.counting import Span, share_words
from tongban.records.parties.models import Party
from tongban.records.ratings.models import Correction
from tongban.services.access.scope import scoped
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.tables import totals
from tongban.services.figures.tiles import Tile, tiles

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


def ratings_tile(day: date = date(2023, 9, 27)) -> Tile:
    boss = actor("supervisor", day)
    with scoped(boss):
        (found,) = [tile for tile in tiles(boss, day) if tile.code == "ratings"]
    return found


def test_there_are_twelve_tiles():
    assert len(tiles(actor("supervisor", TODAY), TODAY)) == 12


def test_ratings_are_counted_and_split_only_when_enough():
    assert (ratings_tile().figure, ratings_tile().rows) == ("0", ())
    for _ in range(4):
        rated_by_code(closed_case(), GOOD)
    closed_case()
    few = ratings_tile()
    assert (few.figure, few.rows) == ("4", (("分等级", "满5次再分"),))
    rated(closed_case(), BAD)
    open_one = ("已整改或无效", "0件")
    assert ratings_tile().rows == (("好评率", "80.0%"), ("差评", "1次"), open_one)
    fixed(Correction.objects.get())
    assert ratings_tile().rows[-1] == ("已整改或无效", "1件")
    assert ratings_tile(date(2023, 10, 9)).figure == "0"
