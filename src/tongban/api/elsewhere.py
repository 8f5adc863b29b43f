"""Addresses that lead nowhere: a problem document, as everywhere in the API."""

from typing import Final

from django.http import HttpRequest
from ninja import Router

from tongban.core.refusals import Refusal
from tongban.services.access.rules import api_public

router = Router()
METHODS: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


class AddressUnknown(Refusal):
    """The API has no such address."""

    code = "api.address_unknown"

    def __init__(self) -> None:
        super().__init__("No such address; see /api/v1/openapi.json.")


@router.api_operation(METHODS, "/{path:rest}", include_in_schema=False)
@api_public
def elsewhere(request: HttpRequest, rest: str) -> None:  # noqa: ARG001 - the address
    """Refuse every address no other router knows."""
    raise AddressUnknown
