"""The groups a new host starts with: names in French, permissions of the plugin. HR and administrators change them afterwards in the admin."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

ADMIN = "wagtailadmin.access_admin"
KEEPS = ("add", "change", "delete", "view")


def _models(*names: str, verbs: tuple[str, ...] = KEEPS) -> list[str]:
    return [f"referents.{verb}_{name}" for name in names for verb in verbs]


GROUPS: dict[str, list[str]] = {
    "Communication": [
        ADMIN,
        "referents.work_desk",
        *_models("topic", "outsidebody", "area", "sensitiveword", "officialaccount", "custody", "preelectionperiod", "acronym"),
        *_models("referent", "holdingmodel", verbs=("add", "change", "view")),
        *_models("charter", "charterversion", verbs=("add", "change", "view")),
        *_models("mandate", verbs=("view",)),
    ],
    "Répartition": [
        ADMIN,
        "referents.dispatch",
        *_models("topic", "area"),
        *_models("servicecalendar", "closure", "clockpolicy", verbs=("add", "change", "view")),
        *_models("referent", verbs=("view",)),
    ],
    "Ressources humaines": [
        ADMIN,
        "referents.keep_register",
        *_models("mandate", verbs=("add", "change", "view")),
        *_models("referent", verbs=("add", "change", "view")),
        *_models("charter", verbs=("view",)),
    ],
    "Audit": ["referents.audit", *_models("mandate", "officialaccount", verbs=("view",))],
}


@transaction.atomic
def install() -> list[Group]:
    """Create the groups that are missing and give them their permissions. What an administrator added is kept; run twice, changes nothing."""
    found = []
    for name, labels in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(labels))
        found.append(group)
    return found


def _permissions(labels: list[str]) -> list[Permission]:
    """The permissions that exist here: a host without Wagtail's admin has no `access_admin`."""
    wanted = set(labels)
    apps = {label.partition(".")[0] for label in labels}
    rows = Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")
    return [row for row in rows if f"{row.content_type.app_label}.{row.codename}" in wanted]
