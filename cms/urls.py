"""The address of the intranet; everything below it is served by Wagtail."""

from django.urls import path
from wagtail.views import serve

app_name = "cms"
urlpatterns = [path("", serve, {"path": ""}, name="home")]
