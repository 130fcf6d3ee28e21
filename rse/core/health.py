"""Two answers for whoever watches the service."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rse.core.models import OutboxEvent

LATE_AFTER = timedelta(minutes=2)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """May this process receive people? 503 without a database or a place for files; a late outbox is told, and does not close the door."""
    state = {"database": "ok", "files": "ok", "outbox": "ok"}
    try:
        if OutboxEvent.objects.waiting(timezone.now() - LATE_AFTER).exists():
            state["outbox"] = "late"
    except DatabaseError:
        state["database"] = "unreachable"
        state["outbox"] = "unknown"
    try:
        default_storage.listdir("")
    except FileNotFoundError:
        state["files"] = "ok"
    except OSError:
        state["files"] = "unreachable"
    return JsonResponse(state, status=503 if "unreachable" in state.values() else 200)
