"""Where to go after a form: the page it came from when that page is one of ours."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest) -> str:
    """The address asked for by `next`, or an empty string when there is none or it leads outside."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    inside = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if inside else ""


def back(request: HttpRequest, name: str, *args: object) -> HttpResponseRedirect:
    """To `next`, else to the page of this name."""
    wanted = next_page(request)
    return HttpResponseRedirect(wanted) if wanted else redirect(name, *args)
