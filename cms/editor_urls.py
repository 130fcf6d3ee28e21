"""Wagtail's editor of pages at its own address, with our side panel: this stands before Wagtail's addresses."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from cms.quality.panel import IntranetEditView

urlpatterns = [path("<int:page_id>/edit/", require_admin_access(IntranetEditView.as_view()), name="wagtailadmin_intranet_edit")]
