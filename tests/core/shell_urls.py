"""Addresses for the tests of the shell: those of Relais, pages that fail on purpose, and a page where somebody writes."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

WRITING = """{% extends "core/base.html" %}
{% block title %}Écrire{% endblock %}
{% block extra_head %}{% if done %}<meta name="draft-done" content="answer-12">{% endif %}{% endblock %}
{% block content %}<h1>Écrire</h1>
<div id="bell" data-live="notification enquiry:12" data-src="/fragment/"><p>avant</p></div>
<form method="post" class="card stack">{% csrf_token %}
<label for="a">Ce que vous savez</label><textarea id="a" name="a" data-draft="answer-12">{{ text }}</textarea><small role="status" data-draft-status></small>
<button class="btn go">Envoyer</button></form>{% endblock %}"""


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def odd(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("on purpose")


def writing(request: HttpRequest) -> HttpResponse:
    """Sent text is confirmed, except the text « refusé », shown again as typed; `?text=` is what the server already holds."""
    sent = request.POST.get("a", "")
    done = bool(sent) and sent != "refusé"
    text = request.GET.get("text", "") if not sent or done else sent
    return HttpResponse(engines["django"].from_string(WRITING).render({"done": done, "text": text}, request))


def fragment(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<p data-announce="3 notifications non lues"><a href="#bell">après</a></p>')


urlpatterns = [
    path("boum/", boom),
    path("interdit/", forbidden),
    path("bizarre/", odd),
    path("ecrire/", writing),
    path("fragment/", fragment),
    path("", include("rse.config.urls")),
]
