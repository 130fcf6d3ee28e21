"""The names by which the plugin's signatures call what its host brings."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User  # whatever AUTH_USER_MODEL names: the type checker reads the host's settings
else:
    User = AbstractUser


class SignedInRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: User
