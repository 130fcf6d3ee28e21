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
    path("", include("referents.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("infos/", include(wagtail_urls)),
]
