"""Figures of the network for animators, of a group for its owners; the same as a file."""

import csv

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rse.communities.models import Community
from rse.core.requests import SignedInRequest
from rse.insights import page
from rse.insights.figures import COLD_CHOICES
from rse.insights.permissions import can_read_insights, can_read_life_of


@require_safe
@login_required
def network(request: SignedInRequest) -> HttpResponse:
    return render(request, "insights/network.html", {"network": _network(request), "cold_choices": COLD_CHOICES})


@require_safe
@login_required
def network_file(request: SignedInRequest) -> HttpResponse:
    return _file("vie-du-reseau.csv", page.lines_of_network(_network(request)))


@require_safe
@login_required
def community(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _owned(request, slug)
    life = page.life_of(request.user, now=timezone.now(), today=timezone.localdate(), community=found)
    return render(request, "insights/community.html", {"community": found, "life": life})


@require_safe
@login_required
def community_file(request: SignedInRequest, slug: str) -> HttpResponse:
    found = _owned(request, slug)
    life = page.life_of(request.user, now=timezone.now(), today=timezone.localdate(), community=found)
    return _file(f"vie-du-groupe-{found.slug}.csv", page.lines_of_life(life))


def _network(request: SignedInRequest) -> page.Network:
    if not can_read_insights(request.user):
        raise Http404
    asked = request.GET.get("weeks", "")
    weeks = int(asked) if asked.isdecimal() and len(asked) < 3 and int(asked) in COLD_CHOICES else COLD_CHOICES[0]  # noqa: PLR2004 - two digits
    return page.network_of(request.user, now=timezone.now(), today=timezone.localdate(), cold_weeks=weeks)


def _owned(request: SignedInRequest, slug: str) -> Community:
    found = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    if not can_read_life_of(request.user, found):
        raise Http404
    return found


def _file(name: str, lines: list[list[str]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.write("\ufeff")
    csv.writer(response, delimiter=";").writerows(lines)
    return response
