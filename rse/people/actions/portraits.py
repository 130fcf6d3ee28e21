"""A photograph is shown because the person agreed, and disappears when they no longer do."""

from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rse.core import outbox
from rse.core.models import OutboxEvent
from rse.people.actions.history import remember
from rse.people.actions.journal import record, require
from rse.people.exceptions import ConsentMissing
from rse.people.models import Agent, Portrait, User
from rse.people.permissions import can_remove_portrait, can_show_portrait
from rse.people.portraits import portrait_of
from rse.people.signals import agent_changed

FILE_GONE = "people.portrait_file_gone"


@transaction.atomic
def show_portrait(agent: Agent, *, upload: UploadedFile, agreed: bool, actor: User | None) -> Portrait:
    """Keep the picture, squared and stripped of all but its pixels, in place of the one before. Only the person; the day of the agreement is kept.

    Raises ConsentMissing, NotAPicture, and what `core.uploads.checked` refuses.
    """
    require(actor is None or can_show_portrait(actor, agent))
    if not agreed:
        raise ConsentMissing
    content = portrait_of(upload)
    Agent.objects.select_for_update().get(pk=agent.pk)
    before = _("a photograph") if _take_down(agent) else ""
    portrait = Portrait.objects.create(agent=agent, file=ContentFile(content, name="portrait.jpg"), agreed_at=timezone.now())
    remember(agent, changes={"portrait": (before, _("a photograph"))}, actor=actor)
    record("portrait_shown", actor=actor, subject=agent.user)
    agent_changed.send(Agent, agent=agent, fields=["portrait"], actor=actor)
    return portrait


@transaction.atomic
def remove_portrait(agent: Agent, *, actor: User | None) -> Agent:
    """The agreement is withdrawn: row and file are gone at once. The person, or HR for a picture that should not be there. Harmless twice."""
    require(actor is None or can_remove_portrait(actor, agent))
    if _take_down(agent):
        remember(agent, changes={"portrait": (_("a photograph"), "")}, actor=actor)
        record("portrait_removed", actor=actor, subject=agent.user)
        agent_changed.send(Agent, agent=agent, fields=["portrait"], actor=actor)
    return agent


def _take_down(agent: Agent) -> bool:
    """Delete the row; the file follows the commit, and the outbox comes back to it should the disk fail."""
    portrait = Portrait.objects.filter(agent=agent).first()
    if portrait is None:
        return False
    name = portrait.file.name or ""
    portrait.delete()
    outbox.emit(FILE_GONE, payload={"name": name}, key=f"portrait-gone-{name}")
    transaction.on_commit(partial(default_storage.delete, name), robust=True)
    return True


def delete_file(event: OutboxEvent) -> None:
    """What the outbox runs: a file already gone is no failure."""
    default_storage.delete(str(event.payload["name"]))
