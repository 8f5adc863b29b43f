"""How the result is wanted, drawn as fields and read back (领取方式)."""

from collections.abc import Mapping
from typing import Final

from django.http import QueryDict

from tongban.core.collecting.wishes import WAY_WORDS, Way, Wish, checked
from tongban.core.json_values import JsonObject
from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.services.cases.drafts import wish_in
from tongban.services.messages.queries import sentence_of

WAY_FIELD: Final = "collect"
PARCEL_FIELDS: Final = ("receiver", "collect_phone", "collect_address")
ADDRESS_MAX: Final = 200
PHONE_MAX: Final = 20
_HINTS: Final[Mapping[Way, str]] = {
    Way.ONLINE: "办结后在“我的办件”里",
    Way.COUNTER: "带身份证到受理窗口",
    Way.POST: "填写收件人、手机号和地址",
}


def way_field(chosen: Way, *, by_post: bool = True) -> Field:
    """Return the choice between the ways."""
    return Field(
        name=WAY_FIELD,
        label="办好以后怎么拿结果",
        kind=FieldKind.RADIO,
        options=tuple(
            Option(way.value, words, _HINTS[way], way is chosen)
            for way, words in WAY_WORDS.items()
            if by_post or way is not Way.POST
        ),
    )


def parcel_fields(wish: Wish, *, origin: str = "") -> tuple[Field, ...]:
    """Return what the post needs; ``origin`` says where filled-in values came from."""
    receiver, phone, address = PARCEL_FIELDS
    return (
        Field(
            name=receiver,
            label="收件人",
            value=wish.receiver,
            required=False,
            length_max=ADDRESS_MAX,
            width="short",
            autocomplete="name",
            origin=origin if wish.receiver else "",
        ),
        Field(
            name=phone,
            label="收件人手机号",
            kind=FieldKind.TEL,
            value=wish.phone,
            required=False,
            length_max=PHONE_MAX,
            width="short",
            autocomplete="tel",
            origin=origin if wish.phone else "",
        ),
        Field(
            name=address,
            label="收件地址",
            hint="写到门牌号",
            value=wish.address,
            required=False,
            length_max=ADDRESS_MAX,
            autocomplete="street-address",
        ),
    )


def read_wish(sent: QueryDict) -> dict[str, str]:
    """Return what was chosen and typed, faulty or not, as a draft keeps it.

    Nothing when the page did not ask.
    """
    if sent.get(WAY_FIELD) not in set(Way):
        return {}
    return {
        name: sent.get(name, "").strip()[:ADDRESS_MAX]
        for name in (WAY_FIELD, *PARCEL_FIELDS)
    }


def wish_problems(content: JsonObject) -> tuple[Problem, ...]:
    """Return what stands against the way a draft asks for."""
    try:
        checked(wish_in(content))
    except Refusal as no:
        return (Problem(sentence_of(no), f"f-{PARCEL_FIELDS[-1]}"),)
    return ()
