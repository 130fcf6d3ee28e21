"""The files of a post: tied to it as soon as the draft is kept, described, put in order, taken away."""

from collections.abc import Sequence
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from rse.core import outbox
from rse.core.actions import attach
from rse.core.models import Attachment, OutboxEvent
from rse.feed.content import MOST_FILES, FileLine
from rse.feed.exceptions import TooManyFiles
from rse.feed.files import LABEL, files_of
from rse.feed.models import Post
from rse.people.models import User

FILE_GONE = "feed.file_gone"


def arrange_files(post: Post, lines: Sequence[FileLine], *, actor: User) -> list[Attachment]:
    """The post carries these files in this order, with these descriptions, and no other: what is left out is deleted with its file.

    A file of somebody else, or already tied elsewhere, is silently left out. Raises TooManyFiles.
    """
    if len(lines) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    wanted = {line.attachment: line for line in lines}
    mine = Attachment.objects.select_for_update().filter(pk__in=wanted, uploaded_by=actor)
    files = {file.pk: file for file in mine if (file.owner_label, file.owner_pk) in {("", None), (LABEL, post.pk)}}
    for order, pk in enumerate(pk for pk in wanted if pk in files):
        file = attach(files[pk], owner=post, actor=actor)
        file.order, file.description = order, " ".join(wanted[pk].description.split())[:255]
        file.save(update_fields=["order", "description"])
    for file in files_of(post).exclude(pk__in=files):
        forget_file(file)
    return list(files_of(post))


def forget_file(file: Attachment) -> None:
    """Delete the row; the file follows the commit, and the outbox comes back to it should the disk fail."""
    name = file.file.name or ""
    file.delete()
    outbox.emit(FILE_GONE, payload={"name": name}, key=f"feed-file-gone-{name}")
    transaction.on_commit(partial(default_storage.delete, name), robust=True)


def delete_file(event: OutboxEvent) -> None:
    """What the outbox runs: a file already gone is no failure."""
    default_storage.delete(str(event.payload["name"]))
