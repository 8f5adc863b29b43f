"""What relatives are told when the register learns of a death."""

from datetime import datetime

from tongban.records.personal_accounts.models import FamilyShare
from tongban.services.notices.operations import tell_party


def tell_relatives(party_id: int, *, now: datetime) -> int:
    """Tell those who shared the account that heirs may withdraw it; return how many."""
    shares = FamilyShare.objects.filter(
        owner_id=party_id, confirmed_at__isnull=False, ended_at=None
    )
    told = sorted(set(shares.values_list("relative_id", flat=True)))
    for relative_id in told:
        tell_party(relative_id, "cover.relative_died", values={}, now=now)
    return len(told)
