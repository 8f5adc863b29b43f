"""One case as its applicant sees it: stages, due day and why, papers, timeline."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from tongban.core.cases.lifecycle import EventKind, Outcome
from tongban.portals.citizen.my.cases import light_chip, state_chip
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.citizen.stages import stages_of
from tongban.portals.shared.downloads import file_response
from tongban.portals.shared.filling.places import place_names
from tongban.portals.shared.layout.parts import Chip, Crumb, Entry, Stage
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.intake import withdraw_case
from tongban.services.cases.pledges import take_back_pledge
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage, EventLine, FieldLine
from tongban.services.files.queries import open_file
from tongban.services.notices.operations import mark_read
from tongban.services.notices.queries import MessageLine, messages_of_case
from tongban.services.papers.queries import PaperLine, papers_of_case
from tongban.services.timekeeping.queries import now, today

WORDS_MAX: Final = 200
_INTERNAL: Final = frozenset(
    {
        EventKind.RUNG_FIRED.value,
        EventKind.OPINION_ASKED.value,
        EventKind.OPINION_GIVEN.value,
        EventKind.EVALUATED.value,
    }
)
_OWN: Final = frozenset(
    {
        EventKind.SUBMITTED.value,
        EventKind.MATERIAL_ADDED.value,
        EventKind.FORM_CORRECTED.value,
        EventKind.NOTICE_ANSWERED.value,
        EventKind.WITHDRAWN.value,
        EventKind.PLEDGE_MADE.value,
        EventKind.PLEDGE_TAKEN_BACK.value,
    }
)


_DIGESTS: Final = frozenset({EventKind.PLEDGE_MADE.value})


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Filled fields under one heading."""

    name: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MyCasePage:
    """What the page of one case draws."""

    case: CasePage
    messages: tuple[MessageLine, ...]
    key: str
    papers: tuple[PaperLine, ...] = ()

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way back to the list."""
        return (Crumb("我的办件", reverse("my-cases")), Crumb(self.case.item_name))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The three stages."""
        return stages_of(
            self.case.stage,
            received_at=self.case.received_at,
            ended_at=self.case.closed_at,
        )

    @property
    def state(self) -> Chip:
        """The state in words."""
        return state_chip(self.case.state, self.case.state_word)

    @property
    def light(self) -> Chip:
        """How much time is left, in words."""
        return light_chip(self.case.light)

    @property
    def closed(self) -> bool:
        """Whether the case has ended."""
        return self.case.closed_at is not None

    @property
    def granted(self) -> bool:
        """Whether it ended with what was asked for."""
        return self.case.outcome == Outcome.GRANTED.value

    @property
    def ended_because(self) -> EventLine | None:
        """The event that says why a case ended otherwise than asked."""
        if not self.closed or self.granted:
            return None
        told = [event for event in self.case.events if event.words or event.clause]
        return told[-1] if told else None

    @property
    def open_lacks(self) -> int:
        """How many lacks still wait to be cured."""
        return sum(1 for lack in self.case.lacks if not lack.cured)

    @property
    def may_withdraw(self) -> bool:
        """Whether the application can still be taken back."""
        return "withdraw" in self.case.acts

    @property
    def pledges_to_take_back(self) -> tuple[tuple[str, str], ...]:
        """Pledges that can still be taken back: material code and name."""
        if "take_back_pledge" not in self.case.acts:
            return ()
        made = [one for one in self.case.pledges if one.state == "made"]
        return tuple((one.material, one.name) for one in made)

    @property
    def groups(self) -> tuple[FieldGroup, ...]:
        """The filled form, grouped."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for line in self.case.fields:
            groups.setdefault(line.group, []).append((line.title, _words(line)))
        return tuple(FieldGroup(name, tuple(rows)) for name, rows in groups.items())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What happened, the latest first; the office's own business left out."""
        return tuple(
            Entry(
                at=event.at,
                title=event.word,
                who="我" if event.kind in _OWN and not event.office else event.actor,
                detail="" if event.kind in _DIGESTS else event.words,
            )
            for event in reversed(self.case.events)
            if event.kind not in _INTERNAL
        )


@applicants
@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one of one's own cases; refuses another's."""
    actor = acting(request)
    found = case_page(actor, number, today=today())
    messages = messages_of_case(actor, number)
    unread = [message.id for message in messages if message.read_at is None]
    if unread:
        mark_read(party_ids=actor.party_ids, message_ids=unread, now=now())
    page = MyCasePage(found, messages, new_key(), papers_of_case(actor, number))
    return render(request, "citizen/my/case.html", {"page": page})


@applicants
@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt: number, query code, due day, what happens next."""
    actor = acting(request)
    found = case_page(actor, number, today=today())
    page = MyCasePage(found, (), "", papers_of_case(actor, number))
    return render(request, "citizen/my/receipt.html", {"page": page})


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more, then take the application back."""
    if request.method == "POST":
        words = request.POST.get("words", "").strip()[:WORDS_MAX]
        withdraw_case(envelope_of(request), number=number, words=words)
        return redirect("my-case", number)
    found = case_page(acting(request), number, today=today())
    page = MyCasePage(found, (), new_key())
    return render(request, "citizen/my/withdraw.html", {"page": page})


@applicants
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take a pledge back before the decision."""
    material = request.POST.get("material", "")
    take_back_pledge(envelope_of(request), number=number, material=material)
    return redirect("my-case", number)


@applicants
@never_cache
@require_safe
def file(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """Send one file that lies in one of one's own cases."""
    actor = acting(request)
    found = case_page(actor, number, today=today())
    held = {UUID(one.id) for line in found.materials for one in line.files}
    if file_id not in held:
        raise Http404(number)
    return file_response(open_file(actor, file_id, allowed=held))


def _words(line: FieldLine) -> str:
    return place_names().get(line.shown, line.shown)
