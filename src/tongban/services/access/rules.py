"""Who may open a route: every view carries one of these rules.

A rule refuses before the view runs; pages and API turn the refusal into their
own kind of answer. The attribute ``access_rule`` is what the architecture test
looks for on every route.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar

from django.http import HttpRequest

from tongban.core.access.actor import Actor, ActorKind, Role
from tongban.core.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[Concatenate[HttpRequest, P], R]
RULE_ATTRIBUTE: Final = "access_rule"
_APPLICANTS: Final = frozenset(
    {ActorKind.CITIZEN, ActorKind.EMPLOYER, ActorKind.INSTITUTION}
)


class NotSignedIn(Refusal):
    """The page is for people who have signed in."""

    code = "access.not_signed_in"

    def __init__(self, *, for_staff: bool) -> None:
        super().__init__("Sign in first.", for_staff=for_staff)


class WrongDoor(Refusal):
    """The page is for another kind of account."""

    code = "access.wrong_door"

    def __init__(self) -> None:
        super().__init__("This kind of account has no business here.")


class NoRole(Refusal):
    """The page is for members of staff with another role."""

    code = "access.no_role"

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__(
            "None of the actor's roles opens this page.",
            roles=sorted(role.value for role in roles),
        )


@dataclass(frozen=True, slots=True)
class AccessRule:
    """What a route asks of who opens it; no kinds means anybody."""

    name: str
    kinds: frozenset[ActorKind] = frozenset()
    roles: frozenset[Role] = frozenset()

    def check(self, actor: Actor | None) -> None:
        """Refuse an actor the rule does not let in."""
        if not self.kinds:
            return
        for_staff = self.kinds == {ActorKind.STAFF}
        if actor is None:
            raise NotSignedIn(for_staff=for_staff)
        if actor.kind not in self.kinds:
            raise WrongDoor
        if self.roles and not self.roles & {grant.role for grant in actor.grants}:
            raise NoRole(self.roles)


def actor_of_request(request: HttpRequest) -> Actor | None:
    """Return who acts in this request; nobody before signing in."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor


def acting(request: HttpRequest) -> Actor:
    """Return who acts in this request; refuse when nobody has signed in."""
    actor = actor_of_request(request)
    if actor is None:
        raise NotSignedIn(for_staff=False)
    return actor


def guarded(rule: AccessRule) -> Callable[[View[P, R]], View[P, R]]:
    """Return the decorator that checks a rule before a view and names it."""

    def decorate(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            rule.check(actor_of_request(request))
            return view(request, *args, **kwargs)

        setattr(checked, RULE_ATTRIBUTE, rule)
        return checked

    return decorate


PUBLIC: Final = AccessRule("public")
SIGNED_IN: Final = AccessRule("signed in", kinds=_APPLICANTS | {ActorKind.STAFF})
APPLICANTS: Final = AccessRule("applicants", kinds=_APPLICANTS)
UNITS: Final = AccessRule(
    "units", kinds=frozenset({ActorKind.EMPLOYER, ActorKind.INSTITUTION})
)
CODE_READERS: Final = AccessRule(
    "code readers", kinds=frozenset({ActorKind.INSTITUTION, ActorKind.STAFF})
)
INSTITUTIONS: Final = AccessRule(
    "institutions", kinds=frozenset({ActorKind.INSTITUTION})
)
CITIZENS: Final = AccessRule("citizens", kinds=frozenset({ActorKind.CITIZEN}))


def public(view: View[P, R]) -> View[P, R]:
    """Let anybody open the route."""
    return guarded(PUBLIC)(view)


def signed_in(view: View[P, R]) -> View[P, R]:
    """Let everybody in who has signed in, staff included."""
    return guarded(SIGNED_IN)(view)


def applicants(view: View[P, R]) -> View[P, R]:
    """Let citizens, employers and institutions in."""
    return guarded(APPLICANTS)(view)


def units(view: View[P, R]) -> View[P, R]:
    """Let employers and institutions in."""
    return guarded(UNITS)(view)


def institutions(view: View[P, R]) -> View[P, R]:
    """Let hospitals and pharmacies in."""
    return guarded(INSTITUTIONS)(view)


def citizens(view: View[P, R]) -> View[P, R]:
    """Let citizens in."""
    return guarded(CITIZENS)(view)


def code_readers(view: View[P, R]) -> View[P, R]:
    """Let institutions and staff in: who may read a credential's code."""
    return guarded(CODE_READERS)(view)


def staff(*roles: Role) -> Callable[[View[P, R]], View[P, R]]:
    """Let members of staff in; with roles named, those who have one of them."""
    rule = AccessRule(
        "staff: " + (", ".join(role.value for role in roles) or "all"),
        kinds=frozenset({ActorKind.STAFF}),
        roles=frozenset(roles),
    )
    return guarded(rule)


api_public = public
api_signed_in = signed_in
api_applicants = applicants
api_staff = staff
api_code_readers = code_readers
