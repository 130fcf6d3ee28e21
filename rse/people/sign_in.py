"""What we ask of allauth: no sign-up, the same answer for every failure, codes that expire, passwords kept by our action."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.people.actions import choose_password
from rse.people.codes import has_expired
from rse.people.exceptions import CodeExpired, SamePassword
from rse.people.models import User

REFUSED = _("This number or address and this code do not go together. Check both and try again; your head of department or HR can give you a new code.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": REFUSED,
        "email_password_mismatch": REFUSED,
        "invalid_login": REFUSED,
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """Raises CodeExpired, to whoever holds the right code and to nobody else."""
        user = super().authenticate(request, **credentials)
        if user is not None and user.must_choose_password and has_expired(user.code_issued_at, at=timezone.now()):
            raise CodeExpired
        return user

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Raises SamePassword, so that the form says it at the field: the printed code is not a password to keep."""
        cleaned = super().clean_password(password, user=user)
        if user is not None and user.check_password(cleaned):
            raise SamePassword
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        choose_password(user, password=password, actor=user)

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: object, **kwargs: object) -> None:
        """Arriving needs no announcement: the page says it."""
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL
