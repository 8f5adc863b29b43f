"""How people want to be told (通知偏好): short message, phone; legal ones always."""

from dataclasses import dataclass

from django.db import transaction

from tongban.core.access.masking import mask_phone
from tongban.core.access.rights import check_own_party
from tongban.core.notices.delivery import CallChoice, Preference, is_elder
from tongban.core.refusals import Refusal
from tongban.records.notices.models import NoticePreference
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import Envelope
from tongban.services.notices.book import notice_book
from tongban.services.notices.planning import preference_of


class PreferenceChanged(Refusal):
    """The preference was changed elsewhere since the page was drawn."""

    code = "notices.preference_changed"

    def __init__(self) -> None:
        super().__init__("The preference has another version now.")


@dataclass(frozen=True, slots=True)
class PreferenceCard:
    """How a party is told now; ``elder`` says whether the elders' ways are usual."""

    party_id: int
    name: str
    masked_phone: str
    sms: bool
    call: CallChoice
    elder: bool
    version: int


@transaction.atomic
def choose_ways(envelope: Envelope, *, party_id: int, wanted: Preference) -> None:
    """Keep how a party wants to be told; the same again changes nothing."""
    check_own_party(envelope.actor, party_id)
    Party.objects.select_for_update().get(pk=party_id)
    found = NoticePreference.objects.filter(party_id=party_id).first()
    stands = 0 if found is None else found.version
    if found is not None and (found.sms, found.call) == (wanted.sms, wanted.call.value):
        return
    if envelope.version is not None and envelope.version != stands:
        raise PreferenceChanged
    NoticePreference.objects.update_or_create(
        party_id=party_id,
        defaults={
            "sms": wanted.sms,
            "call": wanted.call.value,
            "version": stands + 1,
            "changed_at": envelope.now,
        },
    )


def preference_card(envelope: Envelope, party_id: int) -> PreferenceCard:
    """Return how one of the actor's parties is told."""
    check_own_party(envelope.actor, party_id)
    party = Party.objects.select_related("notice_preference").get(pk=party_id)
    chosen = preference_of(party)
    found = NoticePreference.objects.filter(party_id=party_id).first()
    return PreferenceCard(
        party_id=party_id,
        name=party.name,
        masked_phone=mask_phone(party.phone),
        sms=chosen.sms,
        call=chosen.call,
        elder=is_elder(notice_book().rules, party.born_on, envelope.today),
        version=0 if found is None else found.version,
    )
