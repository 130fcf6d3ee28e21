"""What the plugin adds to the pages of people: the badge of a referent, referents on the organisation chart, what a departure ends."""

from django.core.cache import cache
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from referents.models import Assignment, Mandate, OfficialAccount, Referent
from rse.people import badges, departures, organisation_chart, sections
from rse.people.badges import Badge
from rse.people.models import Agent, User
from rse.people.organisation_chart import Mark
from rse.people.sections import Section

TOPICS_SHOWN = 2
REFERENTS, FRESH = "bridges.referents", 60


def register() -> None:
    """Called from `AppConfig.ready()`, harmless twice."""
    sections.register_badge(referent_badges)
    badges.register(referents_among)
    organisation_chart.register_marks(referent_marks)
    departures.register_consequences(what_ends)


def referent_badges(user: User, agent: Agent) -> list[Section]:
    """« Réponse aux habitants : travaux, écoles », one a role, leading to the referents of the department. Two queries."""
    roles = Referent.objects.visible_to(user).active().filter(user=agent.user_id).select_related("department").prefetch_related("topics").order_by("pk")
    return [Section("bridges/people/referent_badge.html", _words_of(role), 10) for role in roles]


def referents_among(user: User, user_ids: set[int]) -> dict[int, list[Badge]]:
    """« référent » beside a name wherever it shows. Who is one is kept for a minute: no query on a page of the feed."""
    known: dict[int, str] | None = cache.get(REFERENTS)
    if known is None:
        roles = Referent.objects.active().filter(user__is_active=True).order_by("pk").values_list("user", "department__name")
        known = dict(roles)
        cache.set(REFERENTS, known, FRESH)
    if not user.is_active:
        return {}
    return {pk: [Badge(_("referent"), _("answers citizens' questions for %(department)s") % {"department": known[pk]})] for pk in user_ids if pk in known}


def referent_marks(user: User, departments: set[int]) -> dict[int, Mark]:
    """How many referents can be asked in each department itself. One query."""
    rows = Referent.objects.visible_to(user).active().filter(department__in=departments).order_by().values_list("department").annotate(Count("pk"))
    return {
        pk: Mark(ngettext("%(number)s referent", "%(number)s referents", number) % {"number": number}, f"{reverse('referents:directory')}?department={pk}")
        for pk, number in rows
    }


def what_ends(agent: Agent) -> list[str]:
    """Missions, questions and official accounts that this person leaves behind. Three queries."""
    told = []
    missions = Mandate.objects.in_force(localdate()).filter(user=agent.user_id).count()
    if missions:
        told.append(ngettext("%(number)s mission ends.", "%(number)s missions end.", missions) % {"number": missions})
    questions = Assignment.objects.filter(user=agent.user_id, active=True).count()
    if questions:
        told.append(ngettext("%(number)s question goes to somebody else.", "%(number)s questions go to somebody else.", questions) % {"number": questions})
    held = OfficialAccount.objects.filter(Q(custodies__user=agent.user_id)).distinct().count()
    if held:
        told.append(
            ngettext("%(number)s official account of the town needs another holder.", "%(number)s official accounts of the town need another holder.", held)
            % {"number": held}
        )
    return told


def _words_of(role: Referent) -> dict[str, object]:
    topics = sorted(topic.name for topic in role.topics.all())
    more = len(topics) - TOPICS_SHOWN
    shown = " · ".join(topics[:TOPICS_SHOWN])
    return {
        "words": _("%(topics)s and %(more)s more") % {"topics": shown, "more": more} if more > 0 else shown or str(role.department),
        "url": f"{reverse('referents:directory')}?department={role.department_id}",
    }
