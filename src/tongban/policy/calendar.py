"""Reads the holiday notices and the holiday law into a calendar."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from tongban.core.calendar.workdays import SATURDAY, WorkCalendar
from tongban.core.calendar.years import HolidayLaw, HolidayRule, YearDays
from tongban.policy.located import (
    LocatedFile,
    PolicyFileWrong,
    Steps,
    read_located,
    read_located_text,
)

LAW_FILE: Final = "law.yaml"
FESTIVALS: Final = ("spring_festival", "qingming", "dragon_boat", "mid_autumn")
REACH_DAYS: Final = 31  # how far into a neighbouring year a notice may reach


def load_calendar(folder: Path, *, loaded: Iterable[YearDays] = ()) -> WorkCalendar:
    """Return the calendar of a policy folder: a notice wins over the law.

    ``loaded`` are notices that came in at run time; they replace a notice of
    the folder for the same year. Refuses ``policy.file_wrong`` with
    ``file:line`` and ``calendar.year_unknown`` for a gap between known years.
    """
    law = read_located(
        folder / "calendar" / LAW_FILE, schema=folder / "schema" / "holiday-law.json"
    )
    years = {days.year: days for days in project_years(law)}
    years |= {notice.year: notice for notice in load_notices(folder)}
    years |= {notice.year: notice for notice in loaded}
    return WorkCalendar(years.values(), weekend=law.value(("weekend", "name")))


def load_notices(folder: Path) -> tuple[YearDays, ...]:
    """Return the published years of a policy folder, in order of file names."""
    notices: list[YearDays] = []
    for path in sorted((folder / "calendar").glob("*.yaml")):
        if path.name == LAW_FILE:
            continue
        file = read_located(path, schema=_notice_schema(folder))
        if path.stem != str(file.value(("year",))):
            raise file.wrong(("year",), f"the file is named {path.name}")
        notices.append(read_notice(file))
    return tuple(notices)


def parse_notice(text: str, *, name: str, folder: Path) -> YearDays:
    """Return the days of a notice given as the text of a calendar file.

    Refuses ``policy.file_wrong``; ``name`` stands for the file in its lines.
    """
    return read_notice(
        read_located_text(text, name=name, schema=_notice_schema(folder))
    )


def read_notice(file: LocatedFile) -> YearDays:
    """Return the days of one notice; every mistake is refused with its line."""
    year: int = file.value(("year",))
    file.day(("notice", "published_on"))
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    faults: list[str] = []
    for index, festival in enumerate(file.value(("festivals",))):
        here: Steps = ("festivals", index)
        for day, steps in _off_days(file, here):
            if day in off:
                faults.append(file.fault(steps, f"{day} is off twice"))
            off[day] = festival["name"]
            faults.extend(_far_away(file, steps, day, year))
        for day, steps in _worked_days(file, here):
            if day.weekday() < SATURDAY or day in worked:
                faults.append(file.fault(steps, f"{day} cannot be worked in exchange"))
            worked[day] = festival["name"]
            faults.extend(_far_away(file, steps, day, year))
    faults.extend(
        file.fault(("festivals",), f"{day} is off and worked")
        for day in sorted(off.keys() & worked.keys())
    )
    if faults:
        raise PolicyFileWrong(tuple(faults))
    return YearDays(year, file.value(("notice", "number")), off, worked)


def project_years(file: LocatedFile) -> tuple[YearDays, ...]:
    """Return the provisional days of every year the law file has dates for."""
    laws = _laws(file)
    years: dict[int, YearDays] = {}
    for index, entry in enumerate(file.value(("solar_dates", "years"))):
        steps: Steps = ("solar_dates", "years", index)
        year: int = entry["year"]
        ruling = [law for law in laws if date(year, 1, 1) in law.in_force]
        if len(ruling) != 1 or year in years:
            text = f"{year} is named twice or is ruled by {len(ruling)} laws"
            raise file.wrong((*steps, "year"), text)
        dates = {name: file.day((*steps, name)) for name in FESTIVALS}
        for name, day in dates.items():
            if day.year != year:
                raise file.wrong((*steps, name), f"{day} does not lie in {year}")
        years[year] = ruling[0].project(year, dates)
    return tuple(years.values())


def _laws(file: LocatedFile) -> tuple[HolidayLaw, ...]:
    return tuple(
        HolidayLaw(
            in_force=file.period(("laws", index, "in_force")),
            source=f"{law['title']}（{law['number']}）",
            rules=tuple(
                HolidayRule(
                    name=rule["name"],
                    days=rule["days"],
                    month=rule.get("month", 0),
                    day=rule.get("day", 0),
                    festival=rule.get("festival", ""),
                    offset=rule.get("offset", 0),
                )
                for rule in law["festivals"]
            ),
        )
        for index, law in enumerate(file.value(("laws",)))
    )


def _off_days(file: LocatedFile, here: Steps) -> Iterator[tuple[date, Steps]]:
    steps: Steps = (*here, "days_off")
    span = file.period(steps)
    day = span.start
    while day in span:
        yield day, steps
        day += timedelta(days=1)


def _worked_days(file: LocatedFile, here: Steps) -> Iterator[tuple[date, Steps]]:
    for place in range(len(file.value(here).get("worked", ()))):
        steps: Steps = (*here, "worked", place)
        yield file.day(steps), steps


def _far_away(file: LocatedFile, steps: Steps, day: date, year: int) -> Iterator[str]:
    reach = timedelta(days=REACH_DAYS)
    if not date(year, 1, 1) - reach <= day <= date(year, 12, 31) + reach:
        yield file.fault(steps, f"{day} does not belong to {year}")


def _notice_schema(folder: Path) -> Path:
    return folder / "schema" / "calendar.json"
