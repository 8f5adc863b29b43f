"""What the filing of an institution is refused for."""

from tongban.core.refusals import Refusal


class FilingUnknown(Refusal):
    """The institution filed nothing of this kind for the person under this number."""

    code = "filings.unknown"

    def __init__(self) -> None:
        super().__init__("No such filing.")


class FilingStands(Refusal):
    """The same was filed before and stands."""

    code = "filings.stands"

    def __init__(self, number: str, institution: str, since: str) -> None:
        super().__init__(
            "It was filed before.",
            number=number,
            institution=institution,
            since=since,
        )


class RightHeld(Refusal):
    """The person has the right already."""

    code = "filings.right_held"

    def __init__(self, disease: str, since: str) -> None:
        super().__init__("The right is held already.", disease=disease, since=since)


class AppliedElsewhere(Refusal):
    """The person, or somebody for them, applied for the same and it is open."""

    code = "filings.applied_elsewhere"

    def __init__(self, number: str) -> None:
        super().__init__("The same application is open.", number=number)


class FilingNotCovered(Refusal):
    """The person has no cover in the scheme today."""

    code = "filings.not_covered"

    def __init__(self) -> None:
        super().__init__("Not covered in this scheme.")


class FilingInstitutionUnknown(Refusal):
    """The institution a filing names is not designated here."""

    code = "filings.institution_unknown"

    def __init__(self, institution: str) -> None:
        super().__init__("No such institution.", institution=institution)


class NotTheSamePerson(Refusal):
    """The papers a filing names are not those of the person's number."""

    code = "filings.not_the_same_person"

    def __init__(self) -> None:
        super().__init__("Name or papers are another person's.")
