"""Screens of the Wagtail admin and the permission that opens them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from rse.people.profile_viewsets import ProfilesViewSetGroup
from rse.people.viewsets import PeopleViewSetGroup


@hooks.register("register_admin_viewset")
def register_people_viewsets() -> PeopleViewSetGroup:
    return PeopleViewSetGroup()


@hooks.register("register_admin_viewset")
def register_profile_viewsets() -> ProfilesViewSetGroup:
    return ProfilesViewSetGroup()


@hooks.register("register_permissions")
def register_people_permissions() -> QuerySet[Permission]:
    """HR's permission can be ticked on a group."""
    return Permission.objects.filter(content_type__app_label="people", codename="manage_people")
