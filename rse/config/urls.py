"""Every address of Relais, room by room. Paths are French; names belong to the room."""

from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("rse.core.urls")),
    path("", include("rse.people.urls")),
    path("compte/", include("rse.people.account_urls")),
    path("notifications/", include("rse.notifications.urls")),
    path("idees/", include("rse.ideas.urls")),
    path("fil/", include("rse.feed.urls")),
    path("messages/", include("rse.conversations.urls")),
    path("groupes/", include("rse.communities.urls")),
    path("agenda/", include("rse.events.urls")),
    path("", include("rse.insights.urls")),
    path("recherche/", include("search.urls")),
    path("", include("referents.urls")),
    path("", include("integrations.bridges.urls")),
    path("", include("rse.moderation.urls")),
    path("pages/", include("cms.desk_urls")),
    path("admin/pages/", include("cms.editor_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("infos/", include("cms.urls")),
    path("infos/", include(wagtail_urls)),
]

handler403 = "rse.core.error_pages.forbidden"
handler404 = "rse.core.error_pages.not_found"
