"""What statements on departments and staff are refused for."""

from collections.abc import Iterable

from tongban.core.refusals import Refusal


class DepartmentKnown(Refusal):
    """Departments are entered once; changes come as such."""

    code = "departments.known"

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__("Known already.", codes="、".join(codes))


class DepartmentTwice(Refusal):
    """One message names a department twice."""

    code = "departments.twice"

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__("Named twice.", codes="、".join(codes))


class DepartmentUnknown(Refusal):
    """The institution has no such department."""

    code = "departments.unknown"

    def __init__(self, department: str) -> None:
        super().__init__("No such department.", department=department)


class DepartmentTimesWrong(Refusal):
    """Departments end before they begin."""

    code = "departments.times_wrong"

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__("They end before they begin.", codes="、".join(codes))


class CodesUnregistered(Refusal):
    """Codes of departments or staff the institution did not register."""

    code = "departments.codes_unregistered"

    def __init__(self, words: str) -> None:
        super().__init__("Codes are not registered.", words=words)


class StaffFaulty(Refusal):
    """Cells of a table of staff are wrong; nothing of it was kept."""

    code = "departments.staff_faulty"

    def __init__(self, faults: Iterable[str]) -> None:
        words = tuple(faults)
        super().__init__(
            f"{len(words)} faults.", count=len(words), words="；".join(words)
        )
