"""Two doors of Wagtail that have no setting: what its editing screens may read, narrowed by our restrictions; the e-mails of its workflows, which
would leave at any hour of anybody's day: people are told by our notifications, during their own hours."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.permissions import page_permission_policy

from cms.permissions import open_to


class Narrowed:
    """Mixed before one of Wagtail's policies. Any: their methods are untyped, and each has its own model."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> "QuerySet[Any]":
        return open_to(user, super().instances_user_has_any_permission_for(user, actions))  # type: ignore[misc]

    def instances_user_has_permission_for(self, user: Any, action: Any) -> "QuerySet[Any]":
        return open_to(user, super().instances_user_has_permission_for(user, action))  # type: ignore[misc]

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        held = super().user_has_any_permission_for_instance(user, actions, instance)  # type: ignore[misc]
        return bool(held) and is_open(user, instance)

    def user_has_permission_for_instance(self, user: Any, action: Any, instance: Any) -> bool:
        held = super().user_has_permission_for_instance(user, action, instance)  # type: ignore[misc]
        return bool(held) and is_open(user, instance)


class NarrowedPages(Narrowed):
    def explorable_instances(self, user: Any) -> "QuerySet[Any]":
        return open_to(user, super().explorable_instances(user))  # type: ignore[misc]


def is_open(user: Any, instance: Any) -> bool:
    rows = type(instance)._default_manager.filter(pk=instance.pk)
    return bool(instance.pk is None or open_to(user, rows).exists())


def install() -> None:
    """Called from `AppConfig.ready()`, harmless twice. Wagtail has no setting for its policies, and every screen has imported these very objects."""
    for policy, narrowed in ((page_permission_policy, NarrowedPages), (image_policy, Narrowed), (document_policy, Narrowed)):
        if not isinstance(policy, Narrowed):
            policy.__class__ = type(f"Narrowed{type(policy).__name__}", (narrowed, type(policy)), {})
            _narrow_screens()


def _narrow_screens() -> None:
    """Those that ask no policy, or one of their own: the admin's API (CVE-2026-55468 is the same door), the report of page types."""
    PagesAdminAPIViewSet.get_base_queryset = lambda view: page_permission_policy.explorable_instances(view.request.user)
    for view in (ImagesAdminAPIViewSet, DocumentsAdminAPIViewSet):
        view.get_queryset = _only_open(view.get_queryset)
    PageTypesUsageReportView.decorate_paginated_queryset = _without_closed(PageTypesUsageReportView.decorate_paginated_queryset)


def _only_open(original: "Callable[[Any], QuerySet[Any]]") -> "Callable[[Any], QuerySet[Any]]":
    return lambda view: open_to(view.request.user, original(view))


def _without_closed(original: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The last page edited of each type is named to those who read it."""

    def decorated(view: Any, page_types: Any) -> Any:
        found = original(view, page_types)
        for row in found:
            if row.last_edited_page is not None and not is_open(view.request.user, row.last_edited_page):
                row.last_edited_page = None
        return found

    return decorated


def silence() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    for notifier in (
        GroupApprovalTaskStateSubmissionEmailNotifier,
        WorkflowStateApprovalEmailNotifier,
        WorkflowStateRejectionEmailNotifier,
        WorkflowStateSubmissionEmailNotifier,
    ):
        notifier.can_handle = _never


def _never(_notifier: object, _instance: object, **_options: object) -> bool:
    return False
