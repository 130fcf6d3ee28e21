"""Screens of Wagtail at their own addresses, with what is ours beside: the editor and our side panel, privacy and the threads of news. This stands before
Wagtail's addresses."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from cms.quality.panel import IntranetEditView
from cms.views.restrictions import privacy

urlpatterns = [
    path("<int:page_id>/edit/", require_admin_access(IntranetEditView.as_view()), name="wagtailadmin_intranet_edit"),
    path("<int:page_id>/privacy/", require_admin_access(privacy), name="wagtailadmin_intranet_privacy"),
]
