"""The figures of the exchange and who is connected, as configured."""

from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.exchange.peers import SELF, NoPeer, Peer, peer_for
from tongban.core.exchange.rules import ExchangeRules
from tongban.policy.exchange import load_exchange_rules


def exchange_rules() -> ExchangeRules:
    """Return the figures of the policy folder in use."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> ExchangeRules:
    return load_exchange_rules(folder)


def own_code() -> str:
    """Return the code other deployments know us by."""
    return str(settings.TONGBAN_EXCHANGE_CODE)


def peers() -> tuple[Peer, ...]:
    """Return every deployment we talk to; ourselves, as ``self``, first."""
    own = Peer(SELF, "本平台", tuple(settings.TONGBAN_EXCHANGE_REGIONS))
    others = (Peer(*one) for one in settings.PEERS)
    return (own, *others)


def peer_named(code: str) -> Peer | None:
    """Return the deployment of a code, or nothing."""
    return next((peer for peer in peers() if peer.code == code), None)


def serving(region: str) -> Peer:
    """Return who serves a region, or refuse."""
    return peer_for(region, peers())


def serves(region: str) -> bool:
    """Say whether this deployment serves a region."""
    return reaches(region) and serving(region).code == SELF


def reaches(region: str) -> bool:
    """Say whether anybody who serves a region is connected."""
    try:
        serving(region)
    except NoPeer:
        return False
    return True
