"""The plugin's groups, with what the network adds to them: HR keeps people as well as missions."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from referents import groups

OF_THE_NETWORK = {"Ressources humaines": ("people.manage_people",)}


@transaction.atomic
def install() -> list[Group]:
    """Create the groups that are missing and give them their permissions; run twice, changes nothing."""
    found = groups.install()
    for group in found:
        for label in OF_THE_NETWORK.get(group.name, ()):
            app, _dot, codename = label.partition(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return found
