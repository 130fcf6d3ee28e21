"""The organisation chart. HR or the program."""

from django.db import transaction

from rse.people.actions.journal import record, require_hr
from rse.people.exceptions import BelowItself, CodeTaken, OtherOrganisation
from rse.people.models import Agent, Department, Organisation, User
from rse.people.search_key import search_key
from rse.people.signals import department_changed


@transaction.atomic
def create_department(
    organisation: Organisation, *, code: str, name: str, actor: User | None, parent: Department | None = None, head: User | None = None
) -> Department:
    """Raises CodeTaken, OtherOrganisation."""
    require_hr(actor)
    refuse_taken_code(organisation, code)
    refuse_other_organisation(organisation, parent)
    department = Department.objects.create(organisation=organisation, code=code, name=name, parent=parent, head=head)
    record("department_created", actor=actor, department=department)
    department_changed.send(Department, department=department, fields=["name", "code", "parent", "head"], actor=actor)
    return department


@transaction.atomic
def change_department(department: Department, *, name: str, code: str, actor: User | None) -> Department:
    """Rename or renumber; the directory finds its people by the new name at once. Raises CodeTaken."""
    require_hr(actor)
    wanted = {"name": name, "code": code}
    fields = [field for field, value in wanted.items() if getattr(department, field) != value]
    if not fields:
        return department
    refuse_taken_code(department.organisation, code, besides=department)
    for field in fields:
        setattr(department, field, wanted[field])
    department.save(update_fields=fields)
    if "name" in fields:
        refresh_search_keys(department)
    return announce(department, "department_changed", fields=fields, actor=actor)


@transaction.atomic
def move_department(department: Department, *, parent: Department | None, actor: User | None) -> Department:
    """Hang the department and all below it elsewhere. Raises BelowItself, OtherOrganisation."""
    require_hr(actor)
    if department.parent == parent:
        return department
    refuse_other_organisation(department.organisation, parent)
    if parent is not None and department.descendants().filter(pk=parent.pk).exists():
        raise BelowItself
    department.parent = parent
    department.save(update_fields=["parent"])
    return announce(department, "department_moved", fields=["parent"], actor=actor)


@transaction.atomic
def name_head(department: Department, *, head: User | None, actor: User | None) -> Department:
    """Say who heads the department; None leaves the place open."""
    require_hr(actor)
    if department.head == head:
        return department
    department.head = head
    department.save(update_fields=["head"])
    return announce(department, "head_named", fields=["head"], actor=actor, subject=head)


def announce(department: Department, code: str, *, fields: list[str], actor: User | None, subject: User | None = None) -> Department:
    record(code, actor=actor, department=department, subject=subject, fields=fields)
    department_changed.send(Department, department=department, fields=fields, actor=actor)
    return department


def refresh_search_keys(department: Department) -> None:
    agents = list(Agent.objects.filter(department=department))
    for agent in agents:
        agent.department = department
        agent.folded = search_key(agent)
    Agent.objects.bulk_update(agents, ["folded"], batch_size=200)


def refuse_taken_code(organisation: Organisation, code: str, *, besides: Department | None = None) -> None:
    others = Department.objects.exclude(pk=besides.pk) if besides else Department.objects.all()
    if others.filter(organisation=organisation, code=code).exists():
        raise CodeTaken


def refuse_other_organisation(organisation: Organisation, department: Department | None) -> None:
    if department is not None and department.organisation_id != organisation.pk:
        raise OtherOrganisation
