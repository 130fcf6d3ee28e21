"""People, departments and enquiries for tests, made through the actions. Imports the plugin only: the same tests run in a bare host."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Permission
from django.utils import timezone

from referents import clocks
from referents.actions import answers, assignments, charters, enquiries, missions, publications
from referents.models import (
    Charter,
    CharterSignature,
    CharterVersion,
    Enquiry,
    Mandate,
    OfficialAccount,
    Referent,
    ServiceCalendar,
    Topic,
)
from referents.models.topics import Sensitivity

numbers = count(1)
DepartmentModel = Topic._meta.get_field("department").related_model
WORDS = "J’ai lu la charte et je m’engage à la respecter."


def make_user(first_name: str = "Sonia", last_name: str = "Diallo", *, permissions: tuple[str, ...] = (), **fields: object) -> AbstractUser:
    n = next(numbers)
    fields.setdefault("username", f"p{n:05d}")
    fields.setdefault("email", f"p{n}@techniville.example")
    user = get_user_model().objects.create(first_name=first_name, last_name=last_name, **fields)
    for permission in permissions:
        label, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return user


def make_cm() -> AbstractUser:
    return make_user("Flora", "Quint", permissions=("referents.work_desk",))


def make_dispatcher() -> AbstractUser:
    return make_user("Denis", "Marchal", permissions=("referents.dispatch",))


def make_hr() -> AbstractUser:
    return make_user("Hélène", "Roux", permissions=("referents.keep_register",))


def make_department(name: str = "Éducation", *, parent: object = None, **fields: object) -> object:
    fields.setdefault("code", f"D{next(numbers)}")
    if any(field.name == "organisation" for field in DepartmentModel._meta.get_fields()):
        organisations = DepartmentModel._meta.get_field("organisation").related_model.objects
        fields.setdefault("organisation", organisations.get_or_create(name="Techniville")[0])
    return DepartmentModel.objects.create(name=name, parent=parent, **fields)


def make_topic(name: str = "Centres de loisirs", *, department: object = None, terms: tuple[str, ...] = ("centre de loisirs",), **fields: object) -> Topic:
    fields.setdefault("slug", f"sujet-{next(numbers)}")
    if "outside_body" not in fields:
        fields["department"] = department or make_department()
    return Topic.objects.create(name=name, terms=list(terms), **fields)


def make_calendar() -> ServiceCalendar:
    """Open at every hour of every day, so that tests do not depend on when they run; policies installed."""
    calendar, _ = ServiceCalendar.objects.get_or_create(
        name="Toujours ouvert", defaults={"hours": {str(day): [["00:00", "24:00"]] for day in range(7)}, "is_default": True}
    )
    clocks.install_policies(calendar)
    return calendar


def make_account(platform: str = "facebook", **fields: object) -> OfficialAccount:
    fields.setdefault("identity", f"ville{next(numbers)}")
    fields.setdefault("department", make_department("Communication"))
    return OfficialAccount.objects.create(platform=platform, label="Ville de Techniville", state="live", **fields)


def make_referent(user: AbstractUser | None = None, *, department: object, topics: tuple[Topic, ...] = (), **fields: object) -> Referent:
    referent = Referent.objects.create(user=user or make_user(), department=department, state="active", since=date(2026, 1, 5), **fields)
    referent.topics.set(topics)
    return referent


def make_charter_in_force(*, audience: str = "publishing", text: str = "La charte.") -> CharterVersion:
    charter, _ = Charter.objects.get_or_create(audience=audience, defaults={"slug": audience, "name": "Charte"})
    now = timezone.now()
    return charters.publish_version(
        charter, text=text, changes="", effective_at=now - timedelta(days=30), must_sign_by=timezone.localdate(now) + timedelta(days=30), actor=None
    )


def sign(user: AbstractUser, version: CharterVersion | None = None) -> CharterSignature:
    version = version or CharterVersion.objects.order_by("-number").first() or make_charter_in_force()
    return charters.sign(version, words_shown=WORDS, text_sha256=version.sha256, actor=user)


def make_mandate(user: AbstractUser, role: str = "publisher", **fields: object) -> Mandate:
    fields.setdefault("start", timezone.localdate() - timedelta(days=60))
    fields.setdefault("trained_on", timezone.localdate() - timedelta(days=50))
    return missions.grant(user=user, role=role, actor=None, **fields)


def make_publisher(user: AbstractUser, *accounts: OfficialAccount, topics: tuple[Topic, ...] = ()) -> AbstractUser:
    """A person who may publish: mission, training, signature."""
    make_mandate(user, "publisher", accounts=accounts, topics=topics)
    sign(user)
    return user


def make_enquiry(text: str = "Odeur de vernis ce matin au gymnase, est-ce normal ?", *, actor: AbstractUser | None = None, **fields: object) -> Enquiry:
    fields.setdefault("channel", "facebook")
    make_calendar()
    return enquiries.receive(text=text, submission=uuid4(), actor=actor, **fields)


def lower_sensitivity(enquiry: Enquiry) -> Enquiry:
    """A routine enquiry, whatever the shipped words make of its text."""
    Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity=Sensitivity.LOW, sensitive_words=[])
    enquiry.refresh_from_db()
    return enquiry


class Town:
    """One department, one topic, one live account, a community manager who may publish, one referent; and the main path, step by step."""

    def __init__(self) -> None:
        make_calendar()
        self.charter = make_charter_in_force()
        self.account = make_account()
        self.department = make_department("Éducation")
        self.topic = make_topic(department=self.department)
        self.cm = make_publisher(make_cm(), self.account)
        self.expert = make_user("Sonia", "Diallo")
        self.referent = make_referent(self.expert, department=self.department, topics=(self.topic,))

    def received(self, text: str = "Le centre ouvre-t-il samedi ?", **fields: object) -> Enquiry:
        fields.setdefault("account", self.account)
        return lower_sensitivity(make_enquiry(text, actor=self.cm, **fields))

    def qualified(self, **fields: object) -> Enquiry:
        return enquiries.qualify(self.received(**fields), topic=self.topic, actor=self.cm, version=None)

    def assigned(self, **fields: object) -> Enquiry:
        return assignments.assign(self.qualified(**fields), person=self.expert, actor=self.cm, version=None)

    def in_progress(self, **fields: object) -> Enquiry:
        return assignments.accept(self.assigned(**fields), actor=self.expert, version=None)

    def answered(self, **fields: object) -> Enquiry:
        enquiry = self.assigned(**fields)
        answers.contribute(enquiry, text="Oui, de 9 h à 17 h.", actor=self.expert, version=None)
        return fresh(enquiry)

    def ready(self, **fields: object) -> Enquiry:
        enquiry = self.answered(**fields)
        answers.word(enquiry, text="Bonjour, le centre est ouvert samedi de 9 h à 17 h.", actor=self.cm, version=None)
        return fresh(enquiry)

    def in_review(self, **fields: object) -> Enquiry:
        enquiry = self.answered(**fields)
        Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity=Sensitivity.HIGH)
        answers.word(fresh(enquiry), text="Bonjour, les salles ont été contrôlées.", actor=self.cm, version=None)
        return fresh(enquiry)

    def publishing(self, **fields: object) -> Enquiry:
        enquiry = self.ready(**fields)
        publications.publish(enquiry, actor=self.cm, version=None)
        return fresh(enquiry)

    def published(self, **fields: object) -> Enquiry:
        enquiry = self.publishing(**fields)
        for row in enquiry.publications.filter(kind="answer"):
            publications.attest(row, actor=self.cm, permalink="https://reseau.example/p/1")
        return fresh(enquiry)

    def reviewer(self) -> AbstractUser:
        user = make_user("Rose", "Vidal")
        make_mandate(user, "reviewer")
        return user


def fresh(enquiry: Enquiry) -> Enquiry:
    """The enquiry as the database has it now."""
    return Enquiry.objects.get(pk=enquiry.pk)
