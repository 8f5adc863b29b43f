"""The demo's credentials: loaded once, bound to a child, shown step by step."""

from datetime import timedelta

import pytest
from tests.region import LOADED_AT

from tongban.records.credentials.models import (
    Credential,
    CredentialUse,
    Guardianship,
)
from tongban.services.demo.credentials import credentials, load_demo_credentials
from tongban.services.demo.operations import load_demo


@pytest.mark.django_db
def test_credentials_are_loaded_once(settings):
    settings.TONGBAN_DEMO = True
    load_demo(LOADED_AT)
    count = load_demo_credentials(LOADED_AT)
    said = credentials()
    assert count == len(said["activated"]) + said["crowd"]
    uses = CredentialUse.objects.count()
    assert uses > 0
    bound = Guardianship.objects.get()
    assert bound.child.name.startswith("王")
    assert load_demo_credentials(LOADED_AT + timedelta(days=1)) == count
    assert CredentialUse.objects.count() == uses
    assert not Credential.objects.exclude(state="active").exists()
