"""Who may see a thing, asked both ways: `visible_to(user)` and its inverse answer the same for every pair of the town."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model, QuerySet
from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from referents import permissions
from referents.models import Answer, Attachment, ContributionRequest, Enquiry, Mandate, Notice, Referent, ThankYou
from referents.states import State
from rse.moderation import permissions as moderation
from rse.moderation.models import Appeal, Case, Crisis, CrisisEntry, Decision, Report
from rse.notifications.models import Digest, Inbox, Notification, Preference, ScopeChoice, Subscription
from rse.people.models import Absence, Agent, ImportRun, JobDescription, Position, User
from rse.people.permissions import audience_of_absence, audience_of_agent, audience_of_import, audience_of_job_description, audience_of_position

pytestmark = pytest.mark.django_db


def people(town: Town) -> list[User]:
    """The cast, everyone who touched a question, heads, and three accounts whose doors have closed."""
    numbers = [role.number for role in cast.CAST]
    found = (
        set(User.objects.filter(username__in=numbers))
        | set(User.objects.filter(assignments__isnull=False))
        | set(User.objects.filter(mandates__role="reviewer"))
    )
    found |= set(User.objects.filter(agent__department__code__in=["ESV", "RH"]).order_by("pk")[:6])
    bystanders = list(User.objects.exclude(pk__in=[user.pk for user in found]).order_by("pk")[:3])
    User.objects.filter(pk__in=[user.pk for user in bystanders]).update(is_active=False)
    return sorted([*found, *User.objects.filter(pk__in=[user.pk for user in bystanders])], key=lambda user: user.pk)


def agree(rows: QuerySet, users: list[User], *, seen, audience) -> list[str]:
    """Pairs on which the two sides disagree, and whether both answers were met at least once."""
    by_user = {user.pk: set(seen(user).values_list("pk", flat=True)) for user in users}
    wanted = {user.pk for user in users}
    wrong, said = [], set()
    for row in rows:
        inside = set(audience(row).values_list("pk", flat=True)) & wanted
        for user in users:
            said.add(row.pk in by_user[user.pk])
            if (user.pk in inside) != (row.pk in by_user[user.pk]):
                wrong.append(f"{row} / {user.username}: audience says {user.pk in inside}, visible_to says {row.pk in by_user[user.pk]}")
    assert said == {True, False}, "a sample on which everybody, or nobody, sees everything proves nothing"
    return wrong


def enquiries() -> QuerySet[Enquiry]:
    """One or two of every state the town holds, and all of today's."""
    picked = {pk for state in State.values for pk in Enquiry.objects.filter(state=state).order_by("-pk").values_list("pk", flat=True)[:3]}
    return Enquiry.objects.filter(pk__in=picked)


def test_a_question_has_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    lead = Enquiry.objects.filter(state="assigned").first()
    outsider = town.users[cast.AGENT.number]
    ContributionRequest.objects.create(enquiry=lead, user=outsider, asked_by=town.cm, asked_at=timezone.now())
    assert agree(enquiries(), users, seen=Enquiry.objects.visible_to, audience=permissions.audience) == []


def test_a_question_has_the_same_audience_once_missions_ended_and_accounts_closed(town: Town) -> None:
    users = people(town)
    Mandate.objects.filter(role="reviewer").update(suspended_at=timezone.now())
    User.objects.filter(username=cast.REFERENT.number).update(is_active=False)
    town.users[cast.DISPATCHER.number].groups.remove(Group.objects.get(name="Répartition"))
    users = list(User.objects.filter(pk__in=[user.pk for user in users]))
    assert agree(enquiries(), users, seen=Enquiry.objects.visible_to, audience=permissions.audience) == []


def test_reviews_of_one_department_have_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    mandate = Mandate.objects.filter(role="reviewer").first()
    mandate.departments.set([town.departments["BAT"]])
    other = Mandate.objects.filter(role="reviewer").last()
    other.departments.set([town.departments["EDU"]])
    other.topics.set(list(town.departments["EDU"].topics.all()[:1]) if hasattr(town.departments["EDU"], "topics") else [])
    assert agree(enquiries(), users, seen=Enquiry.objects.visible_to, audience=permissions.audience) == []


def test_a_photo_follows_its_question(town: Town) -> None:
    users = people(town)
    for enquiry in enquiries():
        Attachment.objects.create(enquiry=enquiry, file=ContentFile(b"", name="x.jpg"), name="photo.jpg", content_type="image/jpeg", at=timezone.now())
    assert agree(Attachment.objects.all(), users, seen=Attachment.objects.visible_to, audience=lambda row: permissions.audience(row.enquiry)) == []


def test_a_person_of_the_directory_has_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    Agent.objects.filter(pk__in=Agent.objects.order_by("pk").values("pk")[20:24]).update(state="left")
    rows = Agent.objects.order_by("pk")[:40]
    assert agree(rows, users, seen=Agent.objects.visible_to, audience=audience_of_agent) == []


def test_an_absence_has_the_same_audience_both_ways(town: Town) -> None:
    assert agree(Absence.objects.all(), people(town), seen=Absence.objects.visible_to, audience=audience_of_absence) == []


def test_a_notification_is_seen_by_its_recipient_alone(town: Town) -> None:
    users = people(town)
    assert Notification.objects.count() > 5
    audience = lambda row: User.objects.filter(pk=row.recipient_id, is_active=True)  # noqa: E731
    assert agree(Notification.objects.all(), users, seen=Notification.objects.visible_to, audience=audience) == []


@pytest.mark.parametrize("model", [Inbox, Preference, ScopeChoice, Subscription, Digest])
def test_what_a_person_chose_to_be_told_is_seen_by_nobody_else(town: Town, model: type[Model]) -> None:
    users = people(town)
    for number, user in enumerate(users[:4]):
        choices_of(model, user, number)
    audience = lambda row: User.objects.filter(pk=row.user_id, is_active=True)  # noqa: E731
    assert agree(model.objects.filter(user__in=users), users, seen=model.objects.visible_to, audience=audience) == []


def choices_of(model: type[Model], user: User, number: int) -> None:
    """A row of `user` in each of the models that hold choices."""
    now = timezone.now()
    given: dict[type[Model], dict[str, object]] = {
        Preference: {"subject": "category:groups", "channel": "email", "wanted": False},
        ScopeChoice: {"scope": "communities.community:1", "level": "none"},
        Subscription: {"endpoint": "https://push.example/x", "digest": f"{number}", "p256dh": "x", "auth": "x"},
        Digest: {"day": now.date(), "since": now, "due_at": now, "message_id": f"<{number}@x>"},
    }
    model.objects.get_or_create(user=user, **({"defaults": {}} if model is Inbox else given[model]))


def test_a_mission_is_seen_by_its_holder_and_hr(town: Town) -> None:
    users = people(town)
    keepers = permissions.with_permission("referents.keep_register")
    rows = Mandate.objects.order_by("pk")[:30]
    seen_by = lambda row: User.objects.filter(is_active=True).filter(pk__in=[row.user_id, *keepers.values_list("pk", flat=True)])  # noqa: E731
    assert agree(rows, users, seen=Mandate.objects.visible_to, audience=seen_by) == []


def test_the_referents_are_known_to_every_open_account(town: Town) -> None:
    users = people(town)
    Referent.objects.filter(pk=Referent.objects.order_by("pk").values("pk")[:1]).update(state="ended")
    open_accounts = User.objects.filter(is_active=True)
    audience = lambda row: open_accounts if row.state != "ended" and row.user.is_active else open_accounts.none()  # noqa: E731
    assert agree(Referent.objects.select_related("user").order_by("pk")[:30], users, seen=Referent.objects.visible_to, audience=audience) == []


def test_words_have_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    Notice.objects.filter(pk=Notice.objects.first().pk).update(readers="network")
    Answer.objects.filter(pk=Answer.objects.filter(state="kept").first().pk).update(state="withdrawn")
    for rows, seen, audience in (
        (Answer.objects.all(), Answer.objects.visible_to, permissions.readers_of_answer),
        (Notice.objects.all(), Notice.objects.visible_to, permissions.readers_of_notice),
        (ThankYou.objects.all(), ThankYou.objects.visible_to, permissions.readers_of_thanks),
    ):
        assert rows.exists()
        assert agree(rows, users, seen=seen, audience=audience) == []


def test_a_position_has_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    Agent.objects.filter(pk__in=Agent.objects.order_by("pk").values("pk")[20:24]).update(state="left")
    rows = Position.objects.select_related("agent__department", "department").order_by("pk")[:60]
    assert agree(rows, users, seen=Position.objects.visible_to, audience=audience_of_position) == []


def test_a_job_description_has_the_same_audience_both_ways(town: Town) -> None:
    rows = JobDescription.objects.select_related("department")
    assert agree(rows, people(town), seen=JobDescription.objects.visible_to, audience=audience_of_job_description) == []


def test_a_file_of_hr_is_for_hr_alone(town: Town) -> None:
    assert agree(ImportRun.objects.all(), people(town), seen=ImportRun.objects.visible_to, audience=audience_of_import) == []


def test_what_is_moderated_has_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    for rows, seen, audience in (
        (Case.objects.all(), Case.objects.visible_to, moderation.audience_of_case),
        (Report.objects.all(), Report.objects.visible_to, moderation.audience_of_report),
        (Decision.objects.all(), Decision.objects.visible_to, moderation.audience_of_decision),
        (Appeal.objects.all(), Appeal.objects.visible_to, moderation.audience_of_appeal),
    ):
        assert rows.exists()
        assert agree(rows, users, seen=seen, audience=audience) == []


def test_a_crisis_has_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    cell = Crisis.objects.get()
    cell.everybody = False
    cell.save()
    cell.departments.set([town.departments["EDU"]])
    assert agree(Crisis.objects.all(), users, seen=Crisis.objects.visible_to, audience=moderation.audience_of_crisis) == []
    entries = CrisisEntry.objects.select_related("crisis")
    assert agree(entries, users, seen=CrisisEntry.objects.visible_to, audience=moderation.audience_of_crisis_entry) == []
