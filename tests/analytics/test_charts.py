"""A chart is drawn for whatever there is, the same every time, without a script."""

from tongban.analytics.charts import bars

ROWS = {"现行": (1_234_500, 9_900), "调整后": (2_000_000, 0)}
AMBER, BLUE = "#b45309", "#1d4ed8"


def test_every_label_has_a_bar_of_every_series():
    drawn = bars("各险种基金支出", ("职工", "居民"), ROWS)
    assert drawn.startswith("<svg")
    # A bar for each amount that is not nought, and the marks in the legend.
    assert (drawn.count(AMBER), drawn.count(BLUE)) == (3, 2)
    assert "<script" not in drawn


def test_the_same_figures_draw_the_same_picture_and_others_another():
    first, second, other = (
        bars("支出", ("职工", "居民"), {"现行": (1_000, share)})
        for share in (100, 100, 900)
    )
    assert first == second != other


def test_nothing_to_draw_says_so_and_noughts_are_drawn():
    assert AMBER not in bars("支出", (), {})
    assert AMBER in bars("支出", ("职工",), {"现行": (0,)})
