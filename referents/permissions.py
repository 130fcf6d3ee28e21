"""Who may do what, as pure functions of rows. The table in `states.py` names roles; this module says who holds them."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet
from django.utils import timezone

from referents.conf import directory
from referents.host import Department, User, departments
from referents.models import Answer, Decision, Enquiry, Mandate, Notice, Referent, ThankYou
from referents.querysets import REVIEWABLE, SEES_EVERYTHING
from referents.states import Role

if TYPE_CHECKING:
    from referents.models import CharterVersion, Topic, VolunteerCall


def works_desk(user: User) -> bool:
    """The community manager: qualifies, holds, words, publishes on the accounts they hold."""
    return user.has_perm("referents.work_desk")


def dispatches(user: User) -> bool:
    """The dispatcher: sees everything, redirects, chases."""
    return user.has_perm("referents.dispatch")


def reads_desk(user: User) -> bool:
    """The desk's pages open for the community manager, the dispatcher and the auditor."""
    return any(user.has_perm(permission) for permission in SEES_EVERYTHING)


def keeps_register(user: User) -> bool:
    """HR: the register of missions, and nothing of the enquiries."""
    return user.has_perm("referents.keep_register")


def heads_department(user: User) -> bool:
    """Heads one department at least."""
    return user.is_active and departments().filter(head=user.pk).exists()


def reads_indicators(user: User) -> bool:
    """The desk, auditors, and heads of departments, for whom the figures are those of the town. HR reads nothing of the questions, not even counted."""
    return reads_desk(user) or (heads_department(user) and not keeps_register(user))


def keeps_contacts(user: User) -> bool:
    """Who writes to people outside and keeps their register: the community manager and the dispatcher."""
    return works_desk(user) or dispatches(user)


def may_answer(user: User, enquiry: Enquiry) -> bool:
    """The person asked, or a colleague brought in."""
    return enquiry.assignments.filter(user=user.pk, active=True).exists() or enquiry.contribution_requests.filter(user=user.pk).exists()


def asked(enquiry: Enquiry) -> "QuerySet[User]":
    """The person who leads and the colleagues brought in."""
    leads = enquiry.assignments.filter(active=True).values("user")
    return get_user_model()._default_manager.filter(Q(pk__in=leads) | Q(pk__in=enquiry.contribution_requests.values("user")))


def contributed(user: User, enquiry: Enquiry) -> bool:
    """Wrote or said a technical answer of the present cycle."""
    return enquiry.contributions.filter(Q(author=user.pk) | Q(said_by=user.pk), cycle=enquiry.cycle).exists()


def may_review(user: User, enquiry: Enquiry) -> bool:
    """A mission of reviewer covers the topic, and the version under review is somebody else's."""
    draft = enquiry.drafts.filter(current=True).first()
    if draft is None or draft.author_id == user.pk:
        return False
    return Mandate.objects.in_force(timezone.localdate()).filter(user=user.pk, role=Mandate.Role.REVIEWER).covering(enquiry.topic).exists()


def reviewers(topic: "Topic | None", *, besides: int | None, on: date) -> "QuerySet[User]":
    """Everyone whose mission of reviewer covers the topic, but the author of the version."""
    mandates = Mandate.objects.in_force(on).filter(role=Mandate.Role.REVIEWER).covering(topic)
    people = get_user_model().objects.filter(pk__in=mandates.values("user")).order_by("pk")
    return people if besides is None else people.exclude(pk=besides)


def roles(user: User, enquiry: Enquiry) -> set[str]:
    """Every role this person holds on this enquiry now."""
    if not user.is_active:
        return set()
    held = {Role.AGENT.value}
    if works_desk(user):
        held.add(Role.CM.value)
    if dispatches(user):
        held.add(Role.DISPATCHER.value)
    if may_answer(user, enquiry) or contributed(user, enquiry):
        held.add(Role.REFERENT.value)
    if may_review(user, enquiry):
        held.add(Role.REVIEWER.value)
    return held


def with_permission(permission: str) -> "QuerySet[User]":
    """Active users who hold a permission, by themselves or through a group, superusers included."""
    return ModelBackend().with_perm(permission)


def audience(enquiry: Enquiry) -> "QuerySet[User]":
    """Everyone who sees the enquiry: the exact inverse of `Enquiry.objects.visible_to`."""
    people = Q(pk=enquiry.filed_by_id)
    for permission in SEES_EVERYTHING:
        people |= Q(pk__in=with_permission(permission).values("pk"))
    people |= Q(pk__in=enquiry.assignments.values("user"))
    people |= Q(pk__in=enquiry.contribution_requests.values("user"))
    people |= Q(pk__in=enquiry.contributions.values("author")) | Q(pk__in=enquiry.contributions.values("said_by"))
    people |= Q(pk__in=enquiry.drafts.values("author"))
    people |= Q(pk__in=Decision.objects.filter(draft__enquiry=enquiry, reviewer__isnull=False).values("reviewer"))
    if enquiry.state in REVIEWABLE:
        people |= Q(pk__in=reviewers(enquiry.topic, besides=None, on=timezone.localdate()).values("pk"))
    return get_user_model().objects.filter(people, is_active=True).distinct()


def referents_of(user: User) -> "QuerySet[Referent]":
    """The referent roles a person may show or leave: their own."""
    return Referent.objects.filter(user=user.pk).exclude(state=Referent.State.ENDED)


def answers_for(user: User, topic: "Topic | None") -> bool:
    """A referent in activity for this subject: they may propose a reusable answer."""
    return topic is not None and Referent.objects.active().filter(user=user.pk, topics=topic.pk).exists()


def may_write_answers(user: User) -> bool:
    """The desk; referents in activity, for their own subjects."""
    return works_desk(user) or Referent.objects.active().filter(user=user.pk, topics__isnull=False).exists()


def cares_for(user: User, answer: Answer) -> bool:
    """The owner of a reusable answer, and the desk."""
    return user.is_active and (answer.owner_id == user.pk or works_desk(user))


def keeps_notice(user: User, notice: Notice) -> bool:
    """The author of a notice, the referents of its department, the desk and the dispatcher."""
    if notice.author_id == user.pk or works_desk(user) or dispatches(user):
        return user.is_active
    return notice.department_id is not None and Referent.objects.active().filter(user=user.pk, department=notice.department_id).exists()


def readers_of_answer(answer: Answer) -> "QuerySet[User]":
    """Everyone who reads a reusable answer: the exact inverse of `Answer.objects.visible_to`."""
    if answer.state == Answer.State.KEPT:
        return get_user_model().objects.filter(is_active=True)
    return get_user_model().objects.filter(_sees_everything() | Q(pk=answer.owner_id), is_active=True).distinct()


def readers_of_notice(notice: Notice) -> "QuerySet[User]":
    """Everyone who reads a notice: the exact inverse of `Notice.objects.visible_to`."""
    if notice.readers == Notice.Readers.EVERYONE:
        return get_user_model().objects.filter(is_active=True)
    referents = Q(pk__in=Referent.objects.filter(state=Referent.State.ACTIVE).values("user"))
    return get_user_model().objects.filter(_sees_everything() | referents | Q(pk=notice.author_id), is_active=True).distinct()


def readers_of_thanks(thanks: ThankYou) -> "QuerySet[User]":
    """Everyone who reads thanks passed on: the exact inverse of `ThankYou.objects.visible_to`."""
    return get_user_model().objects.filter(_sees_everything() | _helped(thanks.enquiry) | Q(pk=thanks.by_id), is_active=True).distinct()


def _sees_everything() -> Q:
    people = Q()
    for permission in SEES_EVERYTHING:
        people |= Q(pk__in=with_permission(permission).values("pk"))
    return people


def _helped(enquiry: Enquiry) -> Q:
    said = enquiry.contributions
    return Q(pk__in=said.values("author")) | Q(pk__in=said.values("said_by")) | Q(pk__in=enquiry.drafts.values("author"))


def calls_volunteers(user: User) -> bool:
    """Who publishes a call for volunteers and follows the volunteers: Communication, HR, administrators."""
    return user.has_perm("referents.add_referent")


def may_volunteer(user: User, call: "VolunteerCall") -> bool:
    """An agent of the department, or of one below it; any active account where the host does not know who works where."""
    if not user.is_active:
        return False
    works_in = directory().works_in(user)
    return works_in is None or call.department_id in works_in


def heads_for(referent: Referent) -> list[User]:
    """Who may agree: the head of the department; the one above too when the head is the volunteer, or away today; those who keep the referents
    where nobody heads."""
    host, today, found = directory(), timezone.localdate(), []
    above: Department | None = referent.department
    while above is not None:
        heads = [head for head in host.heads(above) if head.pk != referent.user_id and head not in found]
        found += heads
        if heads and len(host.absences(heads, today, today)) < len(heads):
            return found
        above = above.parent
    return found or list(with_permission("referents.change_referent"))


def may_agree(user: User, referent: Referent) -> bool:
    return user.is_active and any(head.pk == user.pk for head in heads_for(referent))


def may_read_volunteer(user: User, referent: Referent) -> bool:
    """The volunteer, those who may agree, those who follow the volunteers."""
    return user.is_active and (user.pk == referent.user_id or calls_volunteers(user) or may_agree(user, referent))


def may_keep_charters(user: User) -> bool:
    """Publishing a version or reading the signatures of others."""
    return user.has_perm("referents.add_charterversion")


def may_follow_charters(user: User) -> bool:
    """Those who keep the charters and HR: who has to sign, by name, and the reminder to those who have not answered."""
    return may_keep_charters(user) or keeps_register(user)


def may_read_version(user: User, version: "CharterVersion") -> bool:
    """Charters are open to every active account; a version that has not been published is not."""
    return user.is_active and version.pk is not None
