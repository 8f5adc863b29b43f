"""The one shape of a route that sends a command on a case.

``POST /cases/{number}/…`` with a request key and the version seen, some with a
body; the answer is how the case stands. A router lists its commands as values.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema

from tongban.api.schemas.cases import ReceiptOut
from tongban.api.schemas.values import Code
from tongban.api.sending import CommandHeaders, answered, envelope_of
from tongban.services.access.rules import api_staff
from tongban.services.cases.envelope import Envelope, Receipt

B = TypeVar("B", bound=Schema)
Run = Callable[[Envelope, str], Receipt]


@dataclass(frozen=True, slots=True)
class Step:
    """A command without a body: what its address and its documentation say."""

    name: str
    path: str
    summary: str
    meaning: str
    run: Run


@dataclass(frozen=True, slots=True)
class Told(Generic[B]):
    """A command whose body says more."""

    name: str
    path: str
    summary: str
    meaning: str
    body: type[B]
    run: Callable[[Envelope, str, B], Receipt]


def add_commands(
    router: Router, module: str, commands: Iterable[Step | Told[Any]]
) -> None:
    """Give a router one route for each command; staff only.

    ``module`` is where the commands are listed: the description names it.
    """
    for command in commands:
        view = _bare(command) if isinstance(command, Step) else _told(command)
        view.__name__ = command.name
        view.__doc__ = command.meaning
        view.__module__ = module
        router.post(
            f"/cases/{{number}}/{command.path}",
            response=ReceiptOut,
            summary=command.summary,
        )(api_staff()(view))


def _bare(command: Step) -> Callable[..., Receipt]:
    def view(
        request: HttpRequest,
        response: HttpResponse,
        number: Code,
        sent: Header[CommandHeaders],
    ) -> Receipt:
        return answered(response, command.run(envelope_of(request, sent), number))

    return view


def _told(command: Told[Any]) -> Callable[..., Receipt]:
    def view(
        request: HttpRequest,
        response: HttpResponse,
        number: Code,
        sent: Header[CommandHeaders],
        body: Schema,
    ) -> Receipt:
        envelope = envelope_of(request, sent)
        return answered(response, command.run(envelope, number, body))

    # The router reads the kind of body off the signature.
    view.__annotations__["body"] = command.body
    return view
