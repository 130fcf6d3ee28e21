"""A town hall with an intranet: one department, a subject, a red subject, a contributor under charter, a reviewer, an editor's permissions."""

from datetime import date

from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms.actions.restrictions import restrict
from cms.models import ArticlePage, DelegatedPublishingTask, HomePage, Review
from referents.models import Topic
from rse.people.models import Department, User
from tests import factories
from tests.referents.factories import make_calendar, make_charter_in_force, make_mandate, make_topic, sign

CANARY = "xyzzycanari"
BODY = [("text", "<p>Le guichet ouvre à 9 h.</p>")]


class Town:
    """Everything is made through the models and actions; `page()` is a draft handed to nobody yet."""

    def __init__(self, *, sample: int = 0) -> None:
        make_calendar()
        self.charter = make_charter_in_force()
        self.department = factories.DepartmentFactory(name="Éducation")
        self.other = factories.DepartmentFactory(name="Voirie")
        self.topic: Topic = make_topic("Cantines", department=self.department)
        self.red: Topic = make_topic("Décès", department=self.department, red=True)
        self.editors = Group.objects.create(name="Rédaction")
        self.editors.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
        site = Site.objects.get()
        self.home = Page.get_first_root_node().add_child(instance=HomePage(title="Intranet", slug="intranet"))
        site.root_page = self.home
        site.save()
        for codename in ("add_page", "change_page"):
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=self.editors, page=self.home, permission=permission)
        self.author = self.person("Sonia", "Diallo", role="contributor")
        self.reviewer = self.person("Rose", "Vidal", role="reviewer", departments=())
        self.task = DelegatedPublishingTask.objects.create(name="Publication déléguée", sample_percent=sample)
        self.workflow = Workflow.objects.create(name="Publication déléguée")
        WorkflowTask.objects.create(workflow=self.workflow, task=self.task, sort_order=0)
        WorkflowPage.objects.create(workflow=self.workflow, page=self.home)

    def person(self, first: str, last: str, *, role: str = "", departments: "tuple[Department, ...] | None" = None, signed: bool = True) -> User:
        """An agent of the department who edits pages; with a mission and a signature when `role` says so."""
        agent = factories.AgentFactory(
            first_name=first,
            last_name=last,
            department=self.department,
            organisation=self.department.organisation,
            user__email=f"{first}.{last}@techniville.example".lower().replace(" ", ""),
        )
        agent.user.groups.add(self.editors)
        if role:
            make_mandate(agent.user, role, departments=(self.department,) if departments is None else departments)
            if signed:
                sign(agent.user, self.charter)
        return agent.user

    def page(self, title: str = "Menus de la cantine", *, author: User | None = None, parent: Page | None = None, **fields: object) -> ArticlePage:
        author = author or self.author
        values = {"department": self.department, "topic": self.topic, "owner": author, "body": BODY, **fields}
        page = (parent or self.home).add_child(instance=ArticlePage(title=title, live=False, **values))
        page.save_revision(user=author)
        return page

    def live(self, title: str = "Déjà là", **fields: object) -> ArticlePage:
        page = self.page(title, **fields)
        page.get_latest_revision().publish(skip_permission_checks=True)
        return ArticlePage.objects.get(pk=page.pk)

    def secret(self) -> ArticlePage:
        """A live page full of canaries, with two versions, a page below, closed to everyone but its author."""
        page = self.live(f"Réunion {CANARY}", slug="reunion", body=[("text", f"<p>{CANARY}</p>")], search_description=CANARY)
        page.title = f"Réunion {CANARY} bis"
        page.save_revision(user=self.author, log_action=True).publish(skip_permission_checks=True)
        self.live(f"Réunion {CANARY} dessous", slug="dessous", parent=fresh(page))
        restrict(fresh(page), actor=self.author)
        return fresh(page)

    def outsider(self) -> User:
        """A colleague of the same department with every right of Wagtail on the whole tree, closed pages apart."""
        user = self.person("Karim", "Benali", role="contributor")
        everything = Group.objects.create(name="Toutes les pages")
        for codename in ("publish_page", "bulk_delete_page", "lock_page", "unlock_page"):
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=everything, page=self.home, permission=permission)
        user.groups.add(everything)
        return user

    def review(self, page: Page) -> Review:
        return Review.objects.filter(revision__object_id=str(page.pk)).order_by("-pk").first()


def fresh(page: Page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


FAR = date(2030, 1, 1)
