"""Following a colleague or a department: what they send comes into one's own feed. It gives no right."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rse.people.models.agents import Agent
from rse.people.models.organisations import Department
from rse.people.querysets import FollowQuerySet


class Follow(models.Model):
    """One's own business: nobody is shown who follows whom."""

    follower = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows", verbose_name=_("follower"))
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, null=True, blank=True, related_name="followed", verbose_name=_("colleague"))
    department = models.ForeignKey(Department, on_delete=models.CASCADE, null=True, blank=True, related_name="followed", verbose_name=_("department"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow of a colleague or department")
        verbose_name_plural = _("follows of colleagues and departments")
        constraints = [
            models.CheckConstraint(condition=Q(agent=None, department__isnull=False) | Q(agent__isnull=False, department=None), name="people_follow_one"),
            models.UniqueConstraint(fields=["follower", "agent"], condition=Q(department=None), name="people_follow_agent_once"),
            models.UniqueConstraint(fields=["follower", "department"], condition=Q(agent=None), name="people_follow_department_once"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.agent_id or self.department_id}"
