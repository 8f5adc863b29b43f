"""The refusals of credentials."""

from tongban.core.credentials.purposes import PURPOSE_WORDS, Purpose
from tongban.core.credentials.states import STATE_WORDS, State
from tongban.core.refusals import Refusal


class CredentialUnknown(Refusal):
    """Nobody within reach has a credential of this kind."""

    code = "credentials.unknown"

    def __init__(self) -> None:
        super().__init__("No such credential within reach.")


class NotOwnPerson(Refusal):
    """Credentials are one's own, a bound child's, or handled at a window."""

    code = "credentials.not_own_person"

    def __init__(self) -> None:
        super().__init__("Neither oneself nor a child one is guardian of.")


class OnlyPersons(Refusal):
    """Only people have a credential."""

    code = "credentials.only_persons"

    def __init__(self) -> None:
        super().__init__("Units have no credential.")


class AlreadyActive(Refusal):
    """The person has a credential already."""

    code = "credentials.already_active"

    def __init__(self) -> None:
        super().__init__("This person has a credential already.")


class CodeForged(Refusal):
    """The signature is not the office's: somebody made this code up."""

    code = "credentials.code_forged"

    def __init__(self) -> None:
        super().__init__("The code does not carry our signature.")


class CodeUsed(Refusal):
    """The code has served for this purpose already."""

    code = "credentials.code_used"

    def __init__(self, purpose: Purpose) -> None:
        super().__init__(
            f"The code has been used for {purpose.value}.",
            purpose=PURPOSE_WORDS[purpose],
        )


class CredentialNotActive(Refusal):
    """The credential was reported lost or revoked."""

    code = "credentials.not_active"

    def __init__(self, state: State) -> None:
        super().__init__(f"The credential is {state.value}.", state=STATE_WORDS[state])


class CredentialChanged(Refusal):
    """Somebody changed the credential since the page was drawn."""

    code = "credentials.changed"

    def __init__(self) -> None:
        super().__init__("The credential has changed; look again.")


class PurposeElsewhere(Refusal):
    """The reader does not serve the purpose asked for."""

    code = "credentials.purpose_elsewhere"

    def __init__(self, purpose: Purpose) -> None:
        super().__init__(
            f"{purpose.value} is not for this reader.", purpose=PURPOSE_WORDS[purpose]
        )


class PhoneMissing(Refusal):
    """No phone is on record to send a code to."""

    code = "credentials.phone_missing"

    def __init__(self) -> None:
        super().__init__("No phone on record; come to a window.")


class PhoneCodeNotSent(Refusal):
    """No supplier of messages took the code."""

    code = "credentials.phone_code_not_sent"

    def __init__(self) -> None:
        super().__init__("The code could not be sent.")


class PhoneCodeTooSoon(Refusal):
    """A code was sent just before, or too many were sent today."""

    code = "credentials.phone_code_too_soon"

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Wait {seconds} seconds.", seconds=seconds)


class PhoneCodesSpent(Refusal):
    """No more codes are sent on this day."""

    code = "credentials.phone_codes_spent"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} codes a day.", most=most)


class PhoneCodeWrong(Refusal):
    """The code typed is not the one sent, or it has run out."""

    code = "credentials.phone_code_wrong"

    def __init__(self) -> None:
        super().__init__("Not the code that was sent, or too old.")


class ChildUnknown(Refusal):
    """No registered person has this number and name."""

    code = "credentials.child.unknown"

    def __init__(self) -> None:
        super().__init__("No such person on record.")


class FacesOff(Refusal):
    """Faces are not compared in this installation."""

    code = "credentials.faces_off"

    def __init__(self) -> None:
        super().__init__("The second way by face is switched off.")


class FaceConsentMissing(Refusal):
    """A face is kept only with its owner's consent on record."""

    code = "credentials.face_consent_missing"

    def __init__(self) -> None:
        super().__init__("Consent first.")


class FaceMissing(Refusal):
    """No face of this person is kept."""

    code = "credentials.face_missing"

    def __init__(self) -> None:
        super().__init__("No face is kept of this person.")


class FaceLocked(Refusal):
    """Too many faces differed; use code and document for a while."""

    code = "credentials.face_locked"

    def __init__(self, minutes: int) -> None:
        super().__init__(f"Locked for {minutes} minutes.", minutes=minutes)


class PictureUnreadable(Refusal):
    """The upload is no picture the engine can read, or too large."""

    code = "credentials.picture_unreadable"

    def __init__(self) -> None:
        super().__init__("Not a picture within the limits.")
