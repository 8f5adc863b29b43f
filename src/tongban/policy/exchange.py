"""Reads the figures of the exchange between deployments."""

from pathlib import Path
from typing import Any, Final

from tongban.core.exchange.rules import ExchangeRules
from tongban.policy.reading import PolicyErrors, read_document
from tongban.policy.schemas import find_schema_problems

RULES: Final = Path("exchange/rules.yaml")
SCHEMA: Final = "exchange-rules"


def load_exchange_rules(folder: Path) -> ExchangeRules:
    """Return the rules found in a policy folder.

    Raises ``PolicyErrors`` with every mistake, its file and line.
    """
    document = read_document(folder / RULES, RULES.as_posix())
    problems = find_schema_problems(document, SCHEMA)
    if problems:
        raise PolicyErrors(problems)
    said: Any = document.data
    return ExchangeRules(
        first_wait=said["delivery"]["first_wait_seconds"],
        wait_max=said["delivery"]["wait_seconds_max"],
        tries_max=said["delivery"]["tries_max"],
        skew_max=said["clock"]["skew_seconds_max"],
        stuck_hours=said["stuck"]["hours"],
    )
