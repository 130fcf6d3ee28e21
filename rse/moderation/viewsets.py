"""The list of reasons, in the Wagtail admin, for moderators of the network and administrators."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from rse.moderation.models import Reason
from rse.moderation.permissions import holders, moderates_network
from rse.moderation.querysets import NETWORK
from rse.people.models import User


class ReasonsPolicy(BasePermissionPolicy):
    """A reason that was used is retired, never deleted: reports keep it."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and user.is_active and (user.is_superuser or moderates_network(user))

    def user_has_any_permission(self, user: User, actions: Any) -> bool:  # any iterable of action names
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:  # any iterable of action names
        return holders(NETWORK) | User.objects.filter(is_active=True, is_superuser=True).distinct()


class ReasonViewSet(ModelViewSet):
    model = Reason
    name = "moderation_reasons"
    url_prefix = "moderation/raisons"
    icon = "warning"
    menu_label = _("Reasons to report")
    add_to_settings_menu = True
    list_display = ("label", "help", "order", "offered")
    form_fields = ("code", "label", "help", "order", "offered")
    ordering = ("order", "pk")
    permission_policy = ReasonsPolicy(Reason)
