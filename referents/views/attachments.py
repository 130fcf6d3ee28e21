"""A citizen's photo, through the same door as its question."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from referents.host import SignedInRequest
from referents.models import Attachment
from referents.uploads import TYPES

SHOWN = frozenset(content_type for content_type, _suffix in TYPES.values())


@login_required
@require_safe
def attachment(request: SignedInRequest, pk: int) -> FileResponse:
    """The file, never guessed at by the browser, never kept by a proxy; anything but a photo is downloaded."""
    return photo(get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk))


def photo(row: Attachment) -> FileResponse:
    """The answer that carries a photo, once the right to see it is known."""
    try:
        content = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    shown = row.content_type in SHOWN
    response = FileResponse(content, as_attachment=not shown, filename=row.name, content_type=row.content_type if shown else "application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
