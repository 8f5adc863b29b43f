"""The door other deployments knock at: signed messages in, a signed receipt out."""

import pytest
from django.test import Client
from tests.services.exchange.far import CODE, HOME, Far, message

from tongban.core.exchange.envelope import SENDER_HEADER
from tongban.core.exchange.rules import PROTOCOLS
from tongban.gateways.exchange_signing import is_signed, own_public_key
from tongban.gateways.signed_http import SIGNATURE_HEADER, TIME_HEADER
from tongban.records.exchange.models import Inbound
from tongban.services.access.scope import leave_scope
from tongban.services.exchange.delivering import receipt_text
from tongban.services.exchange.receiving import Brought

PATH = "/api/v1/exchange/messages"


@pytest.fixture
def far(settings) -> Far:
    """Another deployment that we know."""
    made = Far()
    settings.PEERS = (made.peer,)
    settings.TONGBAN_EXCHANGE_CODE = HOME
    return made


def knock(brought: Brought):
    headers = {
        SENDER_HEADER: brought.sender,
        TIME_HEADER: brought.moment,
        SIGNATURE_HEADER: brought.signature,
    }
    answer = Client().post(
        PATH, brought.content, content_type="application/json", headers=headers
    )
    leave_scope()
    return answer


@pytest.mark.parametrize("algorithm", ["ed25519", "sm2"])
def test_a_message_is_kept_and_the_receipt_proves_it(far, settings, algorithm):
    settings.TONGBAN_EXCHANGE_SIGNATURE = algorithm
    first, again = knock(far.brings(message(1))), knock(far.brings(message(1)))
    assert (first.status_code, again.status_code) == (201, 200)
    said = first.json()
    assert (said["state"], said["repeated"]) == ("stored", False)
    assert again.json()["repeated"] is True
    proof = receipt_text(1, said["digest"], receiver=CODE)
    assert is_signed(proof, said["signature"], public=own_public_key())
    assert not is_signed(proof + "x", said["signature"], public=own_public_key())
    assert Inbound.objects.count() == 1


def test_a_refusal_has_its_code_and_keeps_nothing(far):
    answer = knock(far.brings(message(1), receiver="110000"))
    assert answer.status_code in {401, 403, 422}
    assert answer.json()["code"] == "exchange.sender_unknown"
    assert not Inbound.objects.exists()


def test_the_versions_spoken_are_told_to_anybody():
    answer = Client().get("/api/v1/exchange/versions")
    assert answer.json() == {"versions": list(PROTOCOLS)}
