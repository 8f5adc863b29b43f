"""What manual claims refuse because of the rows they find."""

from tongban.core.refusals import Refusal


class BillUsedBefore(Refusal):
    """The electronic bill was used before; the region that used it may help."""

    code = "claims.bill_used_before"

    def __init__(self, where: str) -> None:
        super().__init__(f"Used in {where}.", where=where)


class NoClaim(Refusal):
    """The item of this case pays no bills, or its bills may not change any more."""

    code = "claims.not_now"

    def __init__(self) -> None:
        super().__init__("Bills are entered until the review.")


class BillUnknown(Refusal):
    """The case has no such bill."""

    code = "claims.bill_unknown"

    def __init__(self) -> None:
        super().__init__("No such bill.")


class InstitutionUnknown(Refusal):
    """No designated institution has this code."""

    code = "claims.institution_unknown"

    def __init__(self, institution: str) -> None:
        super().__init__(f"No institution {institution}.", institution=institution)


class InsuredElsewhere(Refusal):
    """Another pooling area pays for this person on that day."""

    code = "claims.insured_elsewhere"

    def __init__(self, region: str) -> None:
        super().__init__(f"Insured in {region}.", region=region)


class SettledDirectly(Refusal):
    """The institution settled this stay; it has to refund that first."""

    code = "claims.settled_directly"

    def __init__(self, institution: str, day: str) -> None:
        super().__init__(
            f"Settled at {institution} on {day}.", institution=institution, day=day
        )


class AmountDiffers(Refusal):
    """The amount of a claim is counted; another one was typed."""

    code = "claims.amount_differs"

    def __init__(self) -> None:
        super().__init__("Another amount was counted.")


class OwnBill(Refusal):
    """Who entered or corrected a bill does not approve the claim."""

    code = "claims.own_bill"

    def __init__(self) -> None:
        super().__init__("A bill of the claim was entered by the reviewer.")


class SlipUnknown(Refusal):
    """There is no such settlement of this person."""

    code = "claims.unknown"

    def __init__(self) -> None:
        super().__init__("No such settlement of yours.")
