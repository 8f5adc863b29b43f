"""The field tables and limits of the interface, read once per process."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.hsa.tables import Form, Table
from tongban.policy.hsa import Interface, infnos, load_interface, load_table
from tongban.services.hsa.refusals import TransactionUnknown


def table_of(infno: str) -> Table:
    """Return the tables of a transaction; refuses ``hsa.transaction_unknown``."""
    folder = settings.TONGBAN_POLICY
    if infno not in _known(folder):
        raise TransactionUnknown(infno)
    return _table(folder, infno)


def known_infnos() -> tuple[str, ...]:
    """Return the numbers of all transactions that have tables."""
    return _known(settings.TONGBAN_POLICY)


def interface() -> Interface:
    """Return the addresses and limits of this deployment."""
    return _interface(settings.TONGBAN_POLICY)


def infno_of_path(path: str) -> str:
    """Return the transaction whose own address this is; empty for none."""
    return _paths(settings.TONGBAN_POLICY).get(path, "")


@cache
def _known(folder: Path) -> tuple[str, ...]:
    return infnos(folder)


@cache
def _table(folder: Path, infno: str) -> Table:
    return load_table(folder, infno)


@cache
def _interface(folder: Path) -> Interface:
    return load_interface(folder)


@cache
def _paths(folder: Path) -> dict[str, str]:
    tables = (_table(folder, infno) for infno in _known(folder))
    return {table.path: table.infno for table in tables if table.path}


def fitting(infno: str, node: str, said: Mapping[str, object]) -> dict[str, object]:
    """Return of some values those that a node of a transaction's output has."""
    names = _names(settings.TONGBAN_POLICY, infno, node)
    return {name: value for name, value in said.items() if name in names}


def retold(
    infno: str, node: str, details: Mapping[str, str]
) -> dict[str, str | Decimal]:
    """Return of what was once said as text what a node has, numbers as numbers."""
    found = next(one for one in table_of(infno).outputs if one.name == node)
    return {
        one.name: (
            Decimal(details[one.name]) if one.form is Form.NUMBER else details[one.name]
        )
        for one in found.fields
        if details.get(one.name)
    }


@cache
def _names(folder: Path, infno: str, node: str) -> frozenset[str]:
    found = next(one for one in _table(folder, infno).outputs if one.name == node)
    return frozenset(one.name for one in found.fields)
