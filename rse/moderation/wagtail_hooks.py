"""Screens of the Wagtail admin and the permissions that open them."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from rse.moderation.querysets import CRISIS, NETWORK
from rse.moderation.viewsets import ReasonViewSet


@hooks.register("register_admin_viewset")
def register_reasons() -> ReasonViewSet:
    return ReasonViewSet()


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Can be ticked on a group."""
    return Permission.objects.filter(content_type__app_label="moderation", codename__in=[NETWORK, CRISIS])
