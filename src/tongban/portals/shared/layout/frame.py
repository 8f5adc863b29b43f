"""What the frame of a page shows: region, sign-in, verbs, phones."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.items.regions import Region, RegionUnknown
from tongban.portals.shared.layout.choice import (
    LANGUAGE_COOKIE,
    REGION_COOKIE,
    is_elder,
)
from tongban.services.access.rules import actor_of_request
from tongban.services.items.queries import items_on, region_named, region_phones
from tongban.services.language.queries import LANGUAGE_WORDS, Language
from tongban.services.timekeeping.queries import today

SIGN_IN_URL_NAME: Final = "sign-in"
SIGN_OUT_URL_NAME: Final = "sign-out"
_SPACES: Final = {
    ActorKind.STAFF: ("工作台", "desk-home"),
    ActorKind.EMPLOYER: ("单位空间", "unit"),
    ActorKind.INSTITUTION: ("单位空间", "unit"),
    ActorKind.CITIZEN: ("我的办件", "my-cases"),
    ActorKind.SYSTEM: ("我的办件", "my-cases"),
}
_VERBS: Final = (
    ("look", "我要看"),
    ("check", "我要查"),
    ("items", "我要办"),
    ("ask", "我要问"),
    ("rate", "我要评"),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """One of the five verbs of the portal."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number with what it is for."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language in its own words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the head bar and the footer say, for one request."""

    request: HttpRequest
    region: Region
    actor: Actor | None

    @property
    def elder(self) -> bool:
        """Whether the page is drawn in the elder layout."""
        return is_elder(self.request)

    @property
    def languages(self) -> tuple[LanguageChoice, ...]:
        """The other languages these pages can be read in."""
        chosen = self.request.COOKIES.get(LANGUAGE_COOKIE, Language.SIMPLIFIED.value)
        return tuple(
            LanguageChoice(language.value, words)
            for language, words in LANGUAGE_WORDS.items()
            if language.value != chosen
        )

    @property
    def region_name(self) -> str:
        """The name of the chosen region."""
        return self.region.name

    @property
    def here(self) -> str:
        """The address of this page, to come back to; a form's goes home."""
        return self.request.get_full_path() if self.request.method == "GET" else "/"

    @property
    def signed_in(self) -> bool:
        """Whether somebody has signed in."""
        return self.actor is not None

    @property
    def space_name(self) -> str:
        """The words of the link to one's own pages."""
        return _SPACES[_kind(self.actor)][0]

    @property
    def space_url(self) -> str:
        """The address of one's own pages."""
        return reverse(_SPACES[_kind(self.actor)][1])

    @property
    def sign_in_url(self) -> str:
        """The address to sign in at, coming back here."""
        return f"{reverse(SIGN_IN_URL_NAME)}?{urlencode({'next': self.here})}"

    @property
    def sign_out_url(self) -> str:
        """The address that ends the session."""
        return reverse(SIGN_OUT_URL_NAME)

    @property
    def asked(self) -> str:
        """What was typed into the search box."""
        return self.request.GET.get("q", "") if self.request.method == "GET" else ""

    @property
    def item_names(self) -> tuple[str, ...]:
        """Names for the completion of the search box."""
        return tuple(item.name for item in items_on(self.region.code, today()))

    @property
    def verbs(self) -> tuple[Verb, ...]:
        """The five verbs, the one of this page marked."""
        match = self.request.resolver_match
        current = "" if match is None else match.url_name
        return tuple(
            Verb(words, reverse(name), name == current) for name, words in _VERBS
        )

    @property
    def phones(self) -> tuple[Phone, ...]:
        """The phones of the region."""
        found = region_phones(self.region.code)
        return tuple(Phone(name, number) for name, number in found.items())


def _kind(actor: Actor | None) -> ActorKind:
    return ActorKind.CITIZEN if actor is None else actor.kind


def region_of(request: HttpRequest) -> Region:
    """Return the region the visitor chose, or the one the site stands in."""
    wanted = request.COOKIES.get(REGION_COOKIE, "")
    try:
        return region_named(wanted or settings.TONGBAN_REGION)
    except RegionUnknown:
        return region_named(settings.TONGBAN_REGION)


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of a page for this request."""
    return Frame(request, region_of(request), actor_of_request(request))
