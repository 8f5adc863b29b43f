"""Model fields whose content is sealed in the database."""

import json
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from tongban.core.json_values import JsonObject, canonical
from tongban.records.security.cipher import seal, unseal

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField  # generic for the type checker only

_LOOKUPS = frozenset({"isnull"})


class EncryptedTextField(_TextField):
    """Text sealed at rest; it can be read, never searched (use a blind index)."""

    @property
    def place(self) -> str:
        """Return what the seal is bound to: ``app.model.field``."""
        return f"{self.model._meta.label_lower}.{self.attname}"  # noqa: SLF001 - Django's public _meta

    def get_lookup(self, lookup_name: str) -> "type[models.Lookup[Any]] | None":
        """Refuse every search but ``isnull``: two seals of one text differ."""
        if lookup_name not in _LOOKUPS:
            _refuse_lookup(self.name)
        return super().get_lookup(lookup_name)

    def get_db_prep_save(
        self,
        value: object,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django passes it by name
    ) -> object:
        """Seal the value on its way to the database."""
        if value is None or hasattr(value, "as_sql"):
            return value
        return seal(self._plain(value), place=self.place)

    def from_db_value(
        self, value: str | None, _expression: object, _connection: object
    ) -> object:
        """Open the seal of what the database holds."""
        return None if value is None else self._opened(unseal(value, place=self.place))

    def _plain(self, value: object) -> str:
        return str(value)

    def _opened(self, text: str) -> object:
        return text


if TYPE_CHECKING:
    _JsonBase = models.TextField[JsonObject, JsonObject]
else:
    _JsonBase = EncryptedTextField


class EncryptedJSONField(_JsonBase):
    """A JSON value sealed at rest."""

    def to_python(self, value: object) -> object:
        """Return the value as it is: JSON values need no reading."""
        return value

    def _plain(self, value: object) -> str:
        return canonical(value)  # type: ignore[arg-type]  # JSON-ready by contract

    def _opened(self, text: str) -> object:
        return json.loads(text)


def _refuse_lookup(name: str) -> NoReturn:
    message = f"{name} is sealed and cannot be searched; use its blind index."
    raise FieldError(message)
