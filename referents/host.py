"""The names by which the plugin's signatures call what its host brings: a user, a department, a request."""

from typing import TYPE_CHECKING, Any, Protocol

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import HttpRequest

from referents.conf import department_model

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User  # whatever AUTH_USER_MODEL names: the type checker reads the host's settings
else:
    User = AbstractUser


class Department(Protocol):
    """What is asked of a department, whichever model `REFERENTS_DEPARTMENT_MODEL` names; `checks.py` says the same to the host."""

    @property
    def pk(self) -> int: ...

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def parent(self) -> "Department | None": ...

    @property
    def parent_id(self) -> int | None: ...

    @property
    def head_id(self) -> int | None: ...

    def descendants(self) -> QuerySet[Any]: ...  # Any: rows of the host's own model


def departments() -> QuerySet[Any]:  # Any: rows of the host's own model
    """Every department of the host."""
    return apps.get_model(department_model())._default_manager.all()


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: User
