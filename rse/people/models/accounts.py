"""An account, and the journal of what is done to accounts and departments."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.mixins import GuardianUserMixin

from rse.people.codes import canonical
from rse.people.models.organisations import Department
from rse.people.querysets import UserManager


class User(GuardianUserMixin, AbstractUser):
    """An account. `username` is the sign-in number (HR number); the e-mail address is optional."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("as on this device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(_("e-mail address"), null=True, blank=True, default=None)  # type: ignore[assignment]  # noqa: DJ001 - unique, so NULL when absent
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    code_issued_at = models.DateTimeField(_("printed code issued on"), null=True, blank=True)
    must_choose_password = models.BooleanField(_("must choose a password"), default=False)

    objects = UserManager()  # type: ignore[misc]  # our manager in place of Django's

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email")]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password if raw_password is None else canonical(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """A printed code opens the account whether typed with capitals, hyphens, spaces or none."""
        return super().check_password(raw_password if raw_password is None else canonical(raw_password))


class PersonChange(models.Model):
    """The journal of people: who did what to which account or department. Codes and ids only, never personal text."""

    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name=pgettext_lazy("person", "subject"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        related_name="changes",
        verbose_name=_("department"),
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="changes_made",
        verbose_name=_("done by"),
    )
    code = models.CharField(_("action"), max_length=40)
    detail = models.JSONField(_("detail"), default=dict)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code
