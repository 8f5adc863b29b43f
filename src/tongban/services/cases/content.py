"""What an application is made of: its content, its files, and its keys."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import connection

from tongban.core.cases.materials import material_named, proofs_by_kind
from tongban.core.cases.parts import Proof, Supplied
from tongban.core.collecting.wishes import Wish
from tongban.core.items.catalogue import Audience, Terms
from tongban.core.items.limits import limits_for
from tongban.core.json_values import Json, JsonObject, canonical
from tongban.core.refusals import Refusal
from tongban.records.cases.models import CaseFile
from tongban.records.files.models import StoredFile
from tongban.services.calendar.queries import clock_rules, work_calendar
from tongban.services.cases import engine
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.cases.rules import case_rules

FILES_PER_CASE_MAX: Final = 100
RUNNING_NUMBERS: Final = 10**8
COUNTY_DIGITS: Final = 6


class FormFaulty(Refusal):
    """The form does not match the item's own form."""

    code = "cases.form_faulty"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(f"{faults}", faults="；".join(faults))


class TooManyFiles(Refusal):
    """A case holds at most a hundred files."""

    code = "cases.too_many_files"

    def __init__(self) -> None:
        super().__init__(
            f"At most {FILES_PER_CASE_MAX} files.", most=FILES_PER_CASE_MAX
        )


class PartyUnknown(Refusal):
    """Nobody of this number is registered, or within reach."""

    code = "cases.party_unknown"

    def __init__(self) -> None:
        super().__init__("No such party.")


class FileNotYours(Refusal):
    """A file that is laid into a case must be one the sender may see."""

    code = "cases.file_not_yours"

    def __init__(self) -> None:
        super().__init__("No such file within reach.")


@dataclass(frozen=True, slots=True)
class NewCase:
    """What an applicant, or a clerk for them, hands in.

    ``files`` maps material codes to stored files, ``papers`` lists materials
    handed over at a counter, ``pledges`` materials a pledge stands in for.
    ``incomplete`` asks the office to say what is missing. ``prepared_by`` is
    the account that wrote the draft a window went on with. ``collection`` is
    how the result is wanted, when that was said. ``shared`` are materials that
    data another department shared stands in for; no door for applicants fills it.
    """

    item: str
    audience: Audience
    party_id: int
    form: JsonObject
    situations: tuple[str, ...] = ()
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    pledges: tuple[str, ...] = ()
    incomplete: bool = False
    region: str = ""
    prepared_by: int | None = None
    collection: Wish | None = None
    shared: tuple[str, ...] = ()

    def as_json(self) -> JsonObject:
        """Return the content a request key stands for."""
        files: dict[str, Json] = {name: list(ids) for name, ids in self.files.items()}
        data: dict[str, Json] = {
            "item": self.item,
            "audience": self.audience.value,
            "party": self.party_id,
            "form": self.form,
            "situations": list(self.situations),
            "files": files,
            "papers": list(self.papers),
            "pledges": list(self.pledges),
            "incomplete": self.incomplete,
            "region": self.region,
        }
        if self.prepared_by is not None:
            data["prepared_by"] = self.prepared_by
        if self.collection is not None:
            data["collection"] = self.collection.as_json()
        if self.shared:
            data["shared"] = list(self.shared)
        return data


def limit_codes(terms: Terms, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the codes of the limits that hold for these facts."""
    return tuple(limit.code for limit in limits_for(terms, facts))


def received_on(envelope: Envelope) -> date:
    """Return the day something counts as received over this channel."""
    local = envelope.now.astimezone(CHINA)
    return clock_rules().receipt.received_on(
        local.date(), local.time(), channel=envelope.channel, calendar=work_calendar()
    )


def digest_of(form: JsonObject) -> str:
    """Return the digest events know a form by."""
    return hashlib.sha256(canonical(form).encode()).hexdigest()


def materials_of(terms: Terms, new: NewCase) -> tuple[Supplied, ...]:
    """Return what is handed in: files, papers, the form and a verified identity."""
    for code in (*new.files, *new.papers, *new.shared):
        material_named(terms, new.situations, code)
    brought = [
        Supplied(code, Proof.FILE, 1, tuple(ids))
        for code, ids in new.files.items()
        if ids
    ]
    brought += [Supplied(code, Proof.PAPER, 1) for code in new.papers]
    brought += [Supplied(code, Proof.SHARED, 1) for code in new.shared]
    own = proofs_by_kind(terms=terms, situations=new.situations, identified=True, seq=1)
    given = {entry.material for entry in brought}
    return (*brought, *(entry for entry in own if entry.material not in given))


def next_number(envelope: Envelope, region: str) -> str:
    """Return a new case number: region, day, and a running number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('case_number')")
        (following,) = cursor.fetchone()
    day, running = f"{envelope.today:%Y%m%d}", following % RUNNING_NUMBERS
    return f"{region[:COUNTY_DIGITS]}{day}{running:08d}"


def duplicate_key(new: NewCase) -> str:
    """Return what makes this application the same as another open one."""
    fields = case_rules().distinct_by.get(new.item, ())
    if "*" in fields:
        return digest_of(new.form)
    chosen: dict[str, Json] = {name: new.form.get(name) for name in fields}
    return digest_of({**chosen, "audience": new.audience.value})


def keep_files(loaded: engine.Loaded, files: Mapping[str, tuple[str, ...]]) -> None:
    """Lay files into the case for good; refuses more than a case may hold."""
    held = loaded.record.files.count()
    if held + sum(len(ids) for ids in files.values()) > FILES_PER_CASE_MAX:
        raise TooManyFiles
    check_files(tuple(one for ids in files.values() for one in ids))
    CaseFile.objects.bulk_create(
        [
            CaseFile(
                case=loaded.record,
                material=material,
                file_id=file_id,
                added_at=loaded.envelope.now,
                added_by=loaded.envelope.actor.account_id,
            )
            for material, ids in files.items()
            for file_id in ids
        ],
        ignore_conflicts=True,
    )


def check_files(ids: Iterable[str]) -> None:
    """Refuse files the session cannot see; row-level security decides that."""
    wanted = set(ids)
    try:
        seen = StoredFile.objects.filter(pk__in=wanted).count()
    except (ValidationError, ValueError) as fault:
        raise FileNotYours from fault
    if seen != len(wanted):
        raise FileNotYours
