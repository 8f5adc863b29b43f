"""3101, 3102: what checks say of care before and while it is given (事前、事中审核).

A check registers itself with ``audit_hook``; it gets the call and returns rows
of ``result``. The answer of a message is what all of them found.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tongban.services.hsa.registry import Call, transaction

Finding = Mapping[str, object]
Hook = Callable[[Call], Sequence[Finding]]
_HOOKS: Final[dict[str, Hook]] = {}


def audit_hook(name: str) -> Callable[[Hook], Hook]:
    """Return the decorator that registers a check under a name."""

    def register(hook: Hook) -> Hook:
        if name in _HOOKS:
            raise ValueError(f"{name} is registered twice.")
        _HOOKS[name] = hook
        return hook

    return register


@transaction("3101", "3102")
def audit(call: Call) -> Mapping[str, object]:
    """Ask every check that is registered, in the order of their names."""
    found = [row for name in sorted(_HOOKS) for row in _HOOKS[name](call)]
    return {"result": found}
