"""How one comes into a group besides joining an open one: invited, by asking, through one's department."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rse.communities.models.communities import Community, Membership
from rse.communities.querysets import AutomaticMembershipQuerySet, InvitationQuerySet, JoinRequestQuerySet
from rse.people.models import Department


class Invitation(models.Model):
    """Somebody of the group asks a colleague in. Until it is answered the colleague knows the name and the purpose of the group, nothing more."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("group", "accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("group"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="community_invitations", verbose_name=_("person invited"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by"))
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with the department"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    words = models.TextField(_("a word to them"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField(pgettext_lazy("group", "sent at"), default=timezone.now)
    answered_at = models.DateTimeField(pgettext_lazy("group", "answered at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [models.UniqueConstraint(fields=["community", "user"], condition=Q(state="waiting"), name="communities_invited_once")]
        indexes = [models.Index(fields=["user"], condition=Q(state="waiting"), name="communities_invited")]

    def __str__(self) -> str:
        return f"{self.user_id} to {self.community_id} ({self.state})"


class JoinRequest(models.Model):
    """A colleague asks to come into a closed group, with a few words; a moderator decides, with a reason when the answer is no."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("group", "accepted")
        REFUSED = "refused", pgettext_lazy("group", "refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="requests", verbose_name=_("group"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="community_requests", verbose_name=_("person"))
    words = models.TextField(_("why you would like to come in"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    asked_at = models.DateTimeField(pgettext_lazy("group", "asked at"), default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [models.UniqueConstraint(fields=["community", "user"], condition=Q(state="waiting"), name="communities_asked_once")]
        indexes = [models.Index(fields=["community"], condition=Q(state="waiting"), name="communities_to_decide")]

    def __str__(self) -> str:
        return f"{self.user_id} asks for {self.community_id} ({self.state})"


class AutomaticMembership(models.Model):
    """The people of a department are in the group for as long as they work there: transfers are followed the same day."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="automatic", verbose_name=_("group"))
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+", verbose_name=_("department"))
    with_below = models.BooleanField(_("with the departments below it"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("set up by"))
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = AutomaticMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("automatic membership")
        verbose_name_plural = _("automatic memberships")
        constraints = [models.UniqueConstraint(fields=["community", "department"], name="communities_automatic_once")]

    def __str__(self) -> str:
        return f"{self.department_id} in {self.community_id}"


class OptOut(models.Model):
    """Somebody who left a group, or was excluded from it: their department no longer brings them back. Gone once they come in again."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("group"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("choice not to be in a group")
        verbose_name_plural = _("choices not to be in a group")
        constraints = [models.UniqueConstraint(fields=["community", "user"], name="communities_opted_out_once")]

    def __str__(self) -> str:
        return f"{self.user_id} out of {self.community_id}"
