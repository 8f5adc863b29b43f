"""The parameters are plain frozen values."""

from dataclasses import FrozenInstanceError

import pytest

from tongban.core.credentials.rules import (
    CodeRules,
    CredentialRules,
    FaceRules,
    PhoneCheckRules,
)


def test_parameters_are_never_changed_in_place():
    rules = CredentialRules(
        CodeRules(60, 30, 15), PhoneCheckRules(5, 5, 60, 10), FaceRules(500, 3, 10), 18
    )
    with pytest.raises(FrozenInstanceError):
        rules.adult_age = 16
