"""The one line the plugin asks for: `include("referents.urls")`."""

from django.urls import include, path
from wagtail.admin import urls as admin_urls

urlpatterns = [path("admin/", include(admin_urls)), path("referents/", include("referents.urls"))]
