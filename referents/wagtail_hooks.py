"""The plugin in the Wagtail admin: its screens, and the permissions an administrator can tick on a group."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from referents import word_viewsets
from referents.viewsets import ReferentsViewSetGroup

ROLES = ("work_desk", "dispatch", "audit", "keep_register")


class Screens(ReferentsViewSetGroup):
    items = (*ReferentsViewSetGroup.items, *word_viewsets.ITEMS)


@hooks.register("register_admin_viewset")
def register_referents_viewsets() -> ReferentsViewSetGroup:
    return Screens()


@hooks.register("register_permissions")
def register_referents_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="referents", codename__in=ROLES)
