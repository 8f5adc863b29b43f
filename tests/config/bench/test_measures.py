"""Figures of the bench: the ratio, the rounding, the median and the table."""

from tongban.config.bench.measures import Measure, Watch
from tongban.config.commands.bench import table


def test_a_value_beside_its_floor_has_their_ratio():
    measure = Measure.beside(30.0, 120.0, "条/秒")
    assert measure.as_json() == {
        "value": 30.0,
        "unit": "条/秒",
        "floor": 120.0,
        "ratio": 0.25,
    }


def test_a_value_without_a_floor_has_no_ratio():
    entry = Measure(7.12349, "s").as_json()
    assert entry == {"value": 7.123, "unit": "s", "floor": None, "ratio": None}


def test_one_slow_round_does_not_move_the_median():
    watch = Watch()
    watch.seconds = [0.2, 9.0, 0.1]
    assert watch.median == 0.2


def test_a_timed_block_counts():
    watch = Watch()
    with watch.timing():
        pass
    assert len(watch.seconds) == 1
    assert watch.median >= 0


def test_the_table_names_each_figure_and_leaves_missing_floors_empty():
    lines = table(
        {
            "start.first_s": Measure(7.0, "s"),
            "cases.worklist_growth": Measure.beside(3.0, 2.0, "毫秒"),
        }
    ).splitlines()
    assert lines[1].split() == ["start.first_s", "7.00", "s"]
    assert lines[2].split() == ["cases.worklist_growth", "3.00", "2.00", "1.50", "毫秒"]
