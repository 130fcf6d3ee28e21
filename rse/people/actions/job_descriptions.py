"""Job descriptions: written, changed, and whether they mention the contributor role."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from rse.people.actions.departments import refuse_other_organisation
from rse.people.actions.journal import record, require_hr
from rse.people.exceptions import ChangedMeanwhile, CodeOfJobTaken, UnknownField
from rse.people.models import Department, JobDescription, Organisation, User
from rse.people.signals import job_description_changed

DESCRIBED = ("code", "title", "department", "text", "contributor_role")


@transaction.atomic
def write_job_description(
    organisation: Organisation,
    *,
    code: str,
    title: str,
    actor: User | None,
    department: Department | None = None,
    text: str = "",
    contributor_role: str = JobDescription.Mention.NO,
) -> JobDescription:
    """A new description. HR or the program. Raises CodeOfJobTaken, OtherOrganisation."""
    require_hr(actor)
    refuse_other_organisation(organisation, department)
    refuse_taken(organisation, code)
    now = timezone.now()
    description = JobDescription.objects.create(
        organisation=organisation,
        code=code,
        title=title,
        department=department,
        text=text,
        contributor_role=contributor_role,
        created_at=now,
        updated_at=now,
        updated_by=actor,
    )
    record("job_description_written", actor=actor, department=department, job_description=description.pk)
    job_description_changed.send(JobDescription, description=description, fields=list(DESCRIBED), actor=actor)
    return description


@transaction.atomic
def change_job_description(description: JobDescription, *, changes: Mapping[str, Any], actor: User | None, version: int | None = None) -> JobDescription:
    """Write the changed fields among DESCRIBED. `version` is the one that was read: raises ChangedMeanwhile when another has been written since.

    Raises CodeOfJobTaken, OtherOrganisation, UnknownField.
    """
    require_hr(actor)
    if not set(changes) <= set(DESCRIBED):
        raise UnknownField
    description = JobDescription.objects.select_for_update(of=("self",)).select_related("organisation", "department").get(pk=description.pk)
    fields = [name for name in DESCRIBED if name in changes and getattr(description, name) != changes[name]]
    if not fields:
        return description
    if version is not None and version != description.version:
        raise ChangedMeanwhile
    refuse_other_organisation(description.organisation, changes.get("department"))
    refuse_taken(description.organisation, changes.get("code", description.code), besides=description)
    for name in fields:
        setattr(description, name, changes[name])
    description.version += 1
    description.updated_at = timezone.now()
    description.updated_by = actor
    description.save(update_fields=[*fields, "version", "updated_at", "updated_by"])
    record("job_description_changed", actor=actor, department=description.department, job_description=description.pk, fields=fields)
    job_description_changed.send(JobDescription, description=description, fields=fields, actor=actor)
    return description


def refuse_taken(organisation: Organisation, code: str, *, besides: JobDescription | None = None) -> None:
    others = JobDescription.objects.exclude(pk=besides.pk) if besides else JobDescription.objects.all()
    if others.filter(organisation=organisation, code=code).exists():
        raise CodeOfJobTaken
