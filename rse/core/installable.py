"""Relais as an application of the telephone: manifest, service worker, offline page. None of them holds anything private."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# What the offline page needs, and nothing else.
ASSETS = ("core/theme.css", "core/shell.css", "core/icons.svg", "core/icon.svg", "core/offline.js")
COLOUR = "#0f5c6e"


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Web application manifest (W3C)."""
    icons = [("core/icon-192.png", "192x192", "any"), ("core/icon-512.png", "512x512", "any"), ("core/icon-maskable-512.png", "512x512", "maskable")]
    body = {
        "id": "/",
        "name": "Relais",
        "short_name": "Relais",
        "description": _("The internal network of colleagues"),
        "lang": "fr",
        "start_url": reverse("core:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": COLOUR,
        "icons": [{"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose} for name, sizes, purpose in icons],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that its scope is the whole site; its version changes with any of the files it keeps."""
    assets = [static(name) for name in ASSETS]
    page = render(request, "core/app/offline.html").content
    version = hashlib.sha256(b"\0".join([page, *(asset.encode() for asset in assets)])).hexdigest()[:12]
    context = {"assets": assets, "version": version, "offline": reverse("core:offline"), "bell": _bell(), "icon": static("core/icon-192.png")}
    return render(request, "core/app/sw.js", context, content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Shown without network: the drafts kept in this browser, to go on writing. The same for everybody."""
    return render(request, "core/app/offline.html")


def _bell() -> str:
    try:
        return reverse("notifications:list")
    except NoReverseMatch:
        return "/"
