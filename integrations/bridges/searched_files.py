"""Files whose words are searched: the documents of the library, and what colleagues attach to what they say."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from rse.core.models import Attachment, Document
from search.files import Source, texts_of


def holders(attachment: Attachment) -> Iterator[Model]:
    """What the file is attached to: found by its words, by whoever may see it."""
    if attachment.owner_label:
        yield from apps.get_model(attachment.owner_label)._base_manager.filter(pk=attachment.owner_pk)


def words_attached(row: Model) -> str:
    """What the files attached to this row say."""
    return texts_of(Attachment.objects.filter(owner_label=row._meta.label_lower, owner_pk=row.pk).order_by("order", "pk"))


documents = Source(model=Document)
attachments = Source(model=Attachment, holders=holders)
