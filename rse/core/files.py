"""The one door files leave by: the folder names the model that owns the file, and the model says who may read it.

Absent and forbidden look the same: 404. Only bitmap images are shown in the page; everything else is downloaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from rse.core import conf
from rse.core.models import Attachment, Document, Image, Rendition
from rse.core.permissions import in_readable_collections
from rse.core.requests import SignedInRequest
from rse.core.uploads import INLINE

if TYPE_CHECKING:
    from rse.people.models import User

Readable = Callable[["User"], "QuerySet[Any]"]  # Any: each folder has its own model


@dataclass(frozen=True)
class Folder:
    """The files of one model: `readable(user)` answers the rows whose file this person may read."""

    readable: Readable
    field: str = "file"


_folders: dict[str, Folder] = {}
_owners: dict[str, Readable] = {}


def register(name: str, folder: Folder) -> None:
    """Serve the files kept under MEDIA_ROOT/`name`/. A later registration replaces the first: the intranet narrows the library."""
    _folders[name] = folder


def register_owner(model: type[Model], readable: Readable) -> None:
    """Let `model` carry attachments: whoever finds the object in `readable(user)` reads its files, for instance
    `register_owner(Post, Post.objects.visible_to)`."""
    _owners[model._meta.label_lower] = readable


def may_read_attachment(user: "User", attachment: Attachment) -> bool:
    """Not yet tied to anything: its sender. Tied: whoever sees the object today."""
    if not attachment.owner_label:
        return bool(user.is_active and attachment.uploaded_by_id == user.pk)
    readable = _owners.get(attachment.owner_label)
    return readable is not None and readable(user).filter(pk=attachment.owner_pk).exists()


def find(user: "User", name: str) -> Model | None:
    """The row that owns the file `name` when `user` may read it, otherwise None."""
    folder = _folders.get(name.partition("/")[0])
    if folder is None or "\0" in name or not user.is_active:
        return None
    row: Model | None = folder.readable(user).filter(**{folder.field: name}).first()
    if isinstance(row, Attachment) and not may_read_attachment(user, row):
        return None
    return row


@require_safe
@login_required
def serve(request: SignedInRequest, name: str) -> HttpResponseBase:
    """Send the file `name` to someone who may read it; the front server does the sending when PRIVATE_FILES_ACCEL is set."""
    row = find(request.user, name)
    if row is None:
        raise Http404
    response: HttpResponseBase
    if conf.files_accel():
        response = HttpResponse(headers={"X-Accel-Redirect": quote(conf.files_accel() + name)})
    else:
        try:
            response = FileResponse(default_storage.open(name))
        except OSError as error:
            raise Http404 from error
    return _safe_headers(response, row, name)


def _safe_headers(response: HttpResponseBase, row: Model, name: str) -> HttpResponseBase:
    media_type = getattr(row, "media_type", "") or guess_type(name)[0] or "application/octet-stream"
    inline = media_type in INLINE
    shown_name = getattr(row, "name", "") or name.rpartition("/")[2]
    response["Content-Type"] = media_type if inline or media_type == "application/pdf" else "application/octet-stream"
    response["Content-Disposition"] = content_disposition_header(not inline, shown_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def register_library() -> None:
    """The folders of this app, called from `AppConfig.ready()`; those that the intranet has narrowed already stay as they are."""
    library = {
        "original_images": Folder(lambda user: in_readable_collections(user, Image.objects.all())),
        "images": Folder(lambda user: in_readable_collections(user, Rendition.objects.all(), path="image__collection__path")),
        "documents": Folder(lambda user: in_readable_collections(user, Document.objects.all())),
        "attachments": Folder(lambda _user: Attachment.objects.all()),
    }
    for name, folder in library.items():
        _folders.setdefault(name, folder)
