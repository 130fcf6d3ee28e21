"""The plugin's groups, with what the network adds to them: HR keeps people as well as missions, Communication keeps idea boxes, reads
figures and writes to all agents."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from referents import groups

OF_THE_NETWORK = {
    "Ressources humaines": ("people.manage_people", "feed.name_spokespeople"),
    "Communication": ("ideas.manage_boxes", "feed.post_to_everyone", "feed.require_reading", "feed.pin_for_everyone", "insights.read_insights"),
}

# Groups the plugin knows nothing of.
ONLY_HERE = {
    "Modération": ("moderation.moderate_network",),
    "Cellule de crise": ("moderation.open_crisis", "notifications.send_urgent"),
}


@transaction.atomic
def install() -> list[Group]:
    """Create the groups that are missing and give them their permissions; run twice, changes nothing."""
    found = [*groups.install(), *(Group.objects.get_or_create(name=name)[0] for name in ONLY_HERE)]
    given = OF_THE_NETWORK | ONLY_HERE
    for group in found:
        for label in given.get(group.name, ()):
            app, _dot, codename = label.partition(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found
