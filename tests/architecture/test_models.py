"""Models name their rows, and the migrations say all that the models say."""

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

MODELS = [
    model
    for model in apps.get_models(include_auto_created=False)
    if model.__module__.startswith("tongban.")
]


def test_there_are_models_to_look_at():
    assert MODELS


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_names_its_rows(model):
    owner = next(kind for kind in model.__mro__ if "__str__" in vars(kind))
    assert owner is not models.Model, "add __str__"


def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps)
    )
    with translation.override(None):  # as makemigrations does
        changes = _changes(detector, loader)
    assert changes == {}, "run: tongban manage makemigrations"


def _changes(
    detector: MigrationAutodetector, loader: MigrationLoader
) -> dict[str, list[str]]:
    return {
        label: [str(step) for migration in found for step in migration.operations]
        for label, found in detector.changes(graph=loader.graph).items()
        if apps.get_app_config(label).name.startswith("tongban.")
    }


def test_no_two_migrations_lead_to_different_ends():
    assert MigrationLoader(None).detect_conflicts() == {}
