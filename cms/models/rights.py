"""Who reads a page or a collection, and everything below it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Restriction(models.Model):
    """Closes a page or a collection, and what lies below, to everyone but those it names: people, departments with those below them, members of
    groups, roles. Any one of them opens it; several restrictions on the way down must all open. Nobody named: administrators alone read."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="restriction", verbose_name=_("page"))
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.CASCADE, null=True, blank=True, related_name="restriction", verbose_name=_("collection")
    )
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("people"))
    departments = models.ManyToManyField("people.Department", blank=True, related_name="+", verbose_name=_("departments"))
    communities = models.ManyToManyField("communities.Community", blank=True, related_name="+", verbose_name=_("groups"))
    roles = models.ManyToManyField("auth.Group", blank=True, related_name="+", verbose_name=_("roles"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    set_at = models.DateTimeField(_("decided on"), auto_now=True)

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=False, collection__isnull=True) | Q(page__isnull=True, collection__isnull=False), name="cms_restriction_one_place"
            )
        ]

    def __str__(self) -> str:
        return str(self.page or self.collection)
