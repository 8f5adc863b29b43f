"""How what became of the rows of a feed is said."""

from collections.abc import Mapping
from typing import Final

from tongban.core.matching.facts import FactState

FACT_STATE_WORDS: Final[Mapping[FactState, str]] = {
    FactState.NEW: "新收到",
    FactState.KNOWN: "以前收到过",
    FactState.CORRECTED: "更正了以前的数据",
    FactState.UNREGISTERED: "没有参保登记，未留存",
    FactState.FAULTY: "有问题，没有接收",
}
