"""The book of templates: what is said, by which way, from which day on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.core.days import Period
from tongban.core.notices.delivery import DeliveryRules
from tongban.core.notices.moments import Moment, Way


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a template: the words for each way; empty is not sent so.

    ``post`` is the name of the paper that is posted.
    """

    in_force: Period
    inbox: str
    sms: str = ""
    voice: str = ""
    post: str = ""

    def of(self, way: Way) -> str:
        """Return the words for a way; machines and staff say the same on the phone."""
        said = {
            Way.INBOX: self.inbox,
            Way.SMS: self.sms,
            Way.VOICE: self.voice,
            Way.CALL: self.voice,
            Way.POST: self.post,
        }
        return said[way]


@dataclass(frozen=True, slots=True)
class Template:
    """What is said when one thing happens, in all its versions.

    A ``legal`` one cannot be switched off; an ``urgent`` one also goes out at
    night.
    """

    code: str
    versions: tuple[Wording, ...]
    legal: bool = False
    urgent: bool = False

    def on(self, day: date) -> Wording | None:
        """Return the version in force on a day, or nothing."""
        return next((one for one in self.versions if day in one.in_force), None)


@dataclass(frozen=True, slots=True)
class Exempt:
    """A moment an item never has, with the reason, where its steps do not show it."""

    item: str
    moment: Moment
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeBook:
    """All templates, what items say differently, and the rules of delivery.

    ``own`` holds an item's own wording under (item, template code).
    """

    templates: Mapping[str, Template]
    rules: DeliveryRules
    own: Mapping[tuple[str, str], Template] = field(default_factory=dict)
    exempt: tuple[Exempt, ...] = ()

    def wording(self, code: str, *, item: str, on: date) -> Wording | None:
        """Return what is said for an item on a day: its own words first."""
        for template in (self.own.get((item, code)), self.templates.get(code)):
            found = None if template is None else template.on(on)
            if found is not None:
                return found
        return None

    def is_legal(self, code: str) -> bool:
        """Say whether messages of this template cannot be switched off."""
        template = self.templates.get(code)
        return template is not None and template.legal

    def is_urgent(self, code: str) -> bool:
        """Say whether messages of this template also go out at night."""
        template = self.templates.get(code)
        return template is not None and template.urgent
