"""People for every test. Accounts are open with the password « mot de passe de test » unless the test says otherwise."""

from datetime import date, timedelta

import factory
from django.contrib.auth.models import Permission

from rse.people.models import Absence, Agent, Department, Organisation, User, WorkingPattern
from rse.people.search_key import search_key
from rse.people.working_time import OFFICE_WEEK

PASSWORD = "mot de passe de test"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation
        django_get_or_create = ("name",)

    name = "Technopole-sur-Loire"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"{10_000 + number}")
    first_name = "Sonia"
    last_name = "Diallo"
    email = None
    password = factory.django.Password(PASSWORD)


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda number: f"D{number}")
    name = factory.Sequence(lambda number: f"Direction {number}")
    parent = None
    head = None


class WorkingPatternFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkingPattern

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Semaine {number}")
    slots = factory.LazyFunction(lambda: dict(OFFICE_WEEK))


class AgentFactory(factory.django.DjangoModelFactory):
    """A person with an open account; `user__email`, `user__username` and the like reach the account."""

    class Meta:
        model = Agent

    class Params:
        gone = factory.Trait(state=Agent.State.LEFT, left_on=date(2026, 1, 31), user__is_active=False)

    first_name = "Sonia"
    last_name = factory.Sequence(lambda number: f"Diallo {number}")
    user = factory.SubFactory(UserFactory, first_name=factory.SelfAttribute("..first_name"), last_name=factory.SelfAttribute("..last_name"))
    organisation = factory.SubFactory(OrganisationFactory)
    department = factory.SubFactory(DepartmentFactory, organisation=factory.SelfAttribute("..organisation"))
    job_title = "Chargée d’accueil"
    phone = "01 00 00 00 12"
    mobile = ""
    folded = factory.LazyAttribute(search_key)


class AbsenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Absence

    agent = factory.SubFactory(AgentFactory)
    start = factory.LazyFunction(date.today)
    end = factory.LazyAttribute(lambda absence: absence.start + timedelta(days=3))
    substitute = None


def hr_agent(**kwargs: object) -> Agent:
    """A person of HR: keeps the register of people."""
    agent = AgentFactory(**kwargs)
    agent.user.user_permissions.add(Permission.objects.get(codename="manage_people", content_type__app_label="people"))
    return agent


def head_of(department: Department, **kwargs: object) -> Agent:
    """A person of the department who heads it."""
    agent = AgentFactory(department=department, organisation=department.organisation, **kwargs)
    department.head = agent.user
    department.save()
    return agent
