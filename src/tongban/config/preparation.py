"""What must be true before the site is served: policy, tables, pages, demo data."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command

from tongban.config.environment import REPOSITORY
from tongban.config.main import prepare_django
from tongban.policy.away import load_away
from tongban.policy.benefit_examples import check_examples
from tongban.policy.calendar import load_calendar
from tongban.policy.clock import load_clock_book
from tongban.policy.collecting import load_collecting_rules
from tongban.policy.credentials import load_credential_book
from tongban.policy.desk import load_desk_rules
from tongban.policy.dictionaries import load_dictionaries
from tongban.policy.enrolment import load_enrolment
from tongban.policy.exchange import load_exchange_rules
from tongban.policy.figures import load_indicators
from tongban.policy.guidance_checks import check_guidance
from tongban.policy.handling import load_case_rules
from tongban.policy.hsa import load_hsa
from tongban.policy.loading import load_definitions
from tongban.policy.matching import load_matching
from tongban.policy.national_codes import load_national_codes
from tongban.policy.notices import check_notices
from tongban.policy.papers import load_remedies
from tongban.policy.personal_accounts import load_personal_accounts
from tongban.policy.places import load_places
from tongban.policy.population import load_population
from tongban.policy.publishing import load_book
from tongban.policy.queues import load_hall_book
from tongban.policy.ratings import load_grades, load_rating_rules
from tongban.policy.rosters import load_roster_template
from tongban.policy.settlement import load_settlement
from tongban.policy.simulations import load_simulations
from tongban.policy.staff import load_staff_rules
from tongban.policy.transfers import load_transfers

LOADERS: Final[tuple[Callable[[Path], object], ...]] = (
    load_calendar,
    load_clock_book,
    load_case_rules,
    load_places,
    load_remedies,
    load_personal_accounts,
    load_hall_book,
    load_staff_rules,
    load_desk_rules,
    load_indicators,
    load_grades,
    load_rating_rules,
    load_collecting_rules,
    load_roster_template,
    load_enrolment,
    load_credential_book,
    load_definitions,
    load_population,
    load_matching,
    check_examples,
    load_hsa,
    load_settlement,
    load_dictionaries,
    load_simulations,
    load_national_codes,
    load_transfers,
    load_away,
    load_exchange_rules,
)
STAMPED_SUFFIXES = frozenset(
    {".py", ".sql", ".yaml", ".json", ".html", ".css", ".js", ".svg"}
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the last preparation saw; the same again means nothing to do."""

    path: Path

    def matches(self, seen: str) -> bool:
        """Say whether the last preparation ended well on exactly this state."""
        return self.path.exists() and self.path.read_text() == seen

    def write(self, seen: str) -> None:
        """Keep what was seen, in one step."""
        draft = self.path.with_suffix(".draft")
        draft.write_text(seen)
        draft.replace(self.path)


def state_digest() -> str:
    """Return a digest of every file that preparation depends on, and of the mode.

    Size and time of change stand for the content: this runs at every start.
    """
    digest = hashlib.sha256(f"{settings.MODE}|{settings.TONGBAN_DEMO}".encode())
    for path in _stamped_files():
        found = path.stat()
        digest.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _stamped_files() -> Iterator[Path]:
    for root in (REPOSITORY / "src", settings.TONGBAN_POLICY):
        for path in sorted(root.rglob("*")):
            if path.suffix in STAMPED_SUFFIXES:
                yield path


def prepare(stamp: Stamp, say: Callable[[str], None]) -> None:
    """Bring policy, database, static files and demo up to this version."""
    seen = state_digest()
    if stamp.matches(seen):
        return
    prepare_django()
    say("检查政策文件……")
    check_policy(settings.TONGBAN_POLICY)
    say("更新数据表……")
    call_command("migrate", interactive=False, verbosity=0)
    _open_funds()
    say("整理页面资源……")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    if settings.TONGBAN_DEMO:
        say("装入演示地区（全部为虚构数据）……")
        _load_demo()
    _told_of_set_aside(say)
    stamp.write(seen)


def check_policy(folder: Path) -> None:
    """Read everything once: a faulty file stops the start, not a citizen's page."""
    catalogue = load_book(folder)
    check_notices(folder, catalogue)
    check_guidance(folder, catalogue)
    for load in LOADERS:
        load(folder)


def _open_funds() -> None:
    """Open the accounts of the funds: who settles may not open any."""
    from tongban.services.settlement.opening import open_funds  # noqa: PLC0415 - needs apps
    from tongban.services.timekeeping.queries import today  # noqa: PLC0415 - needs apps

    open_funds(on=today())


def _told_of_set_aside(say: Callable[[str], None]) -> None:
    """Say which published changes the files of this version no longer bear."""
    from tongban.services.catalogue.versions import (  # noqa: PLC0415 - needs apps
        set_aside,
    )

    for words in set_aside():
        say(f"已发布的变更与现在的政策文件不符，暂不采用：{words}")


def _load_demo() -> None:
    from tongban.services.demo.everything import (  # noqa: PLC0415 - needs apps
        load_everything,
    )
    from tongban.services.timekeeping.queries import now  # noqa: PLC0415 - needs apps

    load_everything(now())
