"""The plugin's own department, swapped out by hosts that already have one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from referents.querysets import DepartmentQuerySet


class Department(models.Model):
    """A service of the authority. A host's own model replaces it through `REFERENTS_DEPARTMENT_MODEL` and offers the same five names."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent"))
    head = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("head"))

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        swappable = "REFERENTS_DEPARTMENT_MODEL"
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def descendants(self) -> DepartmentQuerySet:
        """This department and everything below it."""
        return Department.objects.below(self)
