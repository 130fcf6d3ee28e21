"""Signing in is allauth's; what an account may do is read here, once a request, in one query instead of Django's two."""

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import Model

if TYPE_CHECKING:
    from rse.people.models import User

_KNOWN = "_perm_cache"


class AccountBackend(AuthenticationBackend):
    def get_all_permissions(self, user_obj: "User", obj: Model | None = None) -> set[str]:
        """As Django's: nothing for a closed account or for an object, everything for a superuser, else one's own and those of one's groups."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if _KNOWN not in vars(user_obj):
            fields = ("content_type__app_label", "codename")
            every = Permission.objects.order_by()
            own = every if user_obj.is_superuser else every.filter(user=user_obj)
            rows = own.values_list(*fields).union(every.filter(group__user=user_obj).values_list(*fields))
            vars(user_obj)[_KNOWN] = {f"{label}.{codename}" for label, codename in rows}
        return set(vars(user_obj)[_KNOWN])
