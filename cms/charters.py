"""Which version of a charter a page shows."""

from django.utils import timezone

from referents.models import Charter, CharterVersion


def version_in_force(charter: Charter | None) -> CharterVersion | None:
    """The last version that has taken effect; nothing while there is none."""
    return charter.versions.filter(effective_at__lte=timezone.now()).order_by("-number").first() if charter else None
