"""What the answers become. Everything that exists is kept as it is: a second run with the same answers changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integrations.bridges import groups
from integrations.bridges.moving_in.lines import OVERSEAS, AccountLine, DepartmentLine, PersonLine
from integrations.bridges.moving_in.questions import ROLES
from referents import thesaurus
from referents.actions import calendars, charters, missions
from referents.clocks import DEFAULTS, install_policies
from referents.models import Charter, ClockPolicy, Custody, Mandate, OfficialAccount, ServiceCalendar, Topic
from referents.models.calendars import Metric
from rse.people import actions as people
from rse.people.models import Agent, Department, Organisation, User, WorkingPattern

TEXTS = Path(__file__).parent / "texts"
CHARTERS = (
    ("referents", Charter.Audience.PUBLISHING, "Charte des référents", 24, "publishing.txt"),
    ("reseau", Charter.Audience.NETWORK, "Charte d’usage du réseau", 60, "network.txt"),
)
LENGTHS = {"x": 280, "bluesky": 300, "mastodon": 500, "instagram": 2200, "linkedin": 3000, "youtube": 5000}
Values = Mapping[str, Any]  # Any: each question reads its own kind of answer


@dataclass
class Built:
    """What was made, a sentence each, and the printed codes, which are shown once and kept nowhere in clear."""

    made: list[str] = field(default_factory=list)
    codes: list[tuple[Agent, str]] = field(default_factory=list)
    organisation: Organisation | None = None

    def tell(self, sentence: str) -> None:
        self.made.append(sentence)


class _DryRun(Exception):
    """Undoes everything at the end."""


def build(values: Values, *, dry_run: bool = False) -> Built:
    """Make what is missing, all of it or nothing. With `dry_run`, say what would be made and undo it. Raises ValidationError."""
    built = Built()
    try:
        with transaction.atomic():
            for step in STEPS:
                step(values, built)
            if dry_run:
                raise _DryRun
    except _DryRun:
        built.codes = []
    return built


def _groups(values: Values, built: Built) -> None:
    before = Group.objects.count()
    groups.install()
    made = Group.objects.count() - before
    if made:
        built.tell(ngettext("%(count)d group of rights.", "%(count)d groups of rights.", made) % {"count": made})


def _organisation(values: Values, built: Built) -> None:
    built.organisation = Organisation.objects.order_by("pk").first()
    if built.organisation is None:
        area = values["organisation.departement"]
        built.organisation = Organisation.objects.create(
            name=values["organisation.name"],
            siren=values.get("organisation.siren", ""),
            code_insee=values.get("organisation.insee", ""),
            time_zone=values.get("organisation.time_zone") or OVERSEAS.get(area, "Europe/Paris"),
            holiday_area=area,
        )
        built.tell(_("The authority “%(name)s”.") % {"name": built.organisation})


def _calendar(values: Values, built: Built) -> None:
    calendar = ServiceCalendar.objects.filter(is_default=True).first()
    if calendar is None and built.organisation is not None:
        week, saturday = values["calendar.hours"], values.get("calendar.saturday", [])
        hours = {str(day): week for day in range(5)} | ({"5": saturday} if saturday else {})
        calendar = ServiceCalendar(
            name=_("Opening hours"),
            time_zone=built.organisation.time_zone,
            holiday_area=built.organisation.holiday_area,
            good_friday=bool(values.get("organisation.good_friday")),
        )
        calendars.keep_calendar(calendar, hours=hours, closures=values.get("calendar.closures", []), is_default=True, actor=None)
        built.tell(_("The calendar “%(name)s”, with its public holidays and closures.") % {"name": calendar})
    if calendar is not None and not ClockPolicy.objects.exists():
        install_policies(calendar)
        _delays(values, calendar)
        built.tell(_("The delays promised to citizens."))


def _delays(values: Values, calendar: ServiceCalendar) -> None:
    """A second version where the authority promises something else than what ships."""
    for key, metric in (("delays.first_contact", Metric.FIRST_CONTACT), ("delays.answer", Metric.ANSWER)):
        shipped, urgent, steps = DEFAULTS[metric]
        minutes = values.get(key, shipped)
        if minutes != shipped:
            calendars.new_policy(metric=metric, minutes=minutes, urgent_minutes=min(urgent, minutes), steps=steps, calendar=calendar, actor=None)


def _departments(values: Values, built: Built) -> None:
    wanted: dict[str, DepartmentLine] = {row.code: row for row in values.get("departments.lines", [])}
    known = _known_departments(built)
    made = 0

    def make(row: DepartmentLine) -> Department:
        nonlocal made
        if row.code not in known and built.organisation is not None:
            parent = (known.get(row.parent) or make(wanted[row.parent])) if row.parent else None
            known[row.code] = people.create_department(built.organisation, code=row.code, name=row.name, parent=parent, actor=None)
            made += 1
        return known[row.code]

    for row in wanted.values():
        make(row)
    if made:
        built.tell(ngettext("%(count)d department.", "%(count)d departments.", made) % {"count": made})


def _known_departments(built: Built) -> dict[str, Department]:
    return {department.code: department for department in Department.objects.filter(organisation=built.organisation)}


def _topics(values: Values, built: Built) -> None:
    done = thesaurus.load()
    if done.created:
        built.tell(ngettext("%(count)d subject of the thesaurus.", "%(count)d subjects of the thesaurus.", done.created) % {"count": done.created})
    known, bound = _known_departments(built), 0
    for theirs, ours in values.get("topics.bindings", []):
        bound += Topic.objects.filter(department__isnull=True, outside_body__isnull=True, department_code=theirs).update(department=known[ours])
    if bound:
        built.tell(ngettext("%(count)d subject bound to its department.", "%(count)d subjects bound to their departments.", bound) % {"count": bound})


def _patterns(values: Values, built: Built) -> None:
    for row in values.get("patterns.lines", []):
        _pattern, created = WorkingPattern.objects.get_or_create(organisation=built.organisation, name=row.name, defaults={"slots": dict(row.slots)})
        if created:
            built.tell(_("The working pattern “%(name)s”.") % {"name": row.name})


def _people(values: Values, built: Built) -> None:
    for role, group in ROLES.items():
        for row in values.get(f"people.{role}", []):
            user = _person(row, built)
            wanted = {Group.objects.get(name=group)} if group else set()
            held = set(user.groups.all())
            if not wanted <= held or (not group and not user.is_superuser):
                people.change_rights(user, groups=held | wanted, is_superuser=user.is_superuser or not group, actor=None)
                built.tell(_("%(name)s: %(role)s.") % {"name": user, "role": group or _("administration")})
    for row in values.get("people.reviewer", []):
        _mission(_person(row, built), Mandate.Role.REVIEWER, built)


def _person(row: PersonLine, built: Built) -> User:
    """The account of this number, made with its printed code when there is none; an existing one is never changed."""
    user = User.objects.filter(username=row.number).first()
    if user is not None or built.organisation is None:
        return user or User()
    agent = people.create_agent(
        built.organisation,
        number=row.number,
        first_name=row.first_name,
        last_name=row.last_name,
        department=_known_departments(built)[row.department],
        job_title=row.job_title,
        email=row.email or None,
        pattern=WorkingPattern.objects.filter(organisation=built.organisation).order_by("pk").first(),
        actor=None,
    )
    built.codes.append((agent, people.issue_sign_in_code(agent, actor=None)))
    built.tell(_("The account of %(name)s (%(number)s).") % {"name": agent, "number": row.number})
    return agent.user


def _mission(user: User, role: str, built: Built, **scope: Any) -> None:
    """The first mission of this role; whoever had one, even ended, gets no second from here."""
    if not Mandate.objects.filter(user=user, role=role).exists():
        mission = missions.grant(user=user, role=role, start=timezone.localdate(), actor=None, **scope)
        built.tell(_("The mission of %(name)s: %(role)s.") % {"name": user, "role": mission.get_role_display()})


def _charters(values: Values, built: Built) -> None:
    now = timezone.now()
    for slug, audience, name, months, text in CHARTERS:
        charter, _created = Charter.objects.get_or_create(audience=audience, defaults={"slug": slug, "name": name, "valid_months": months})
        if not charter.versions.exists():
            must_sign_by = timezone.localdate(now) + timedelta(days=values.get("charters.days_to_sign", 30))
            words = (TEXTS / text).read_text(encoding="utf-8").strip()
            charters.publish_version(charter, text=words, changes="", effective_at=now, must_sign_by=must_sign_by, actor=None)
            built.tell(_("“%(name)s”, version 1, in force today, to sign before the end of %(day)s.") % {"name": charter, "day": f"{must_sign_by:%d/%m/%Y}"})


def _accounts(values: Values, built: Built) -> None:
    known = _known_departments(built)
    holders = [_person(row, built) for row in values.get("people.community_manager", [])]
    for row in values.get("accounts.lines", []):
        account, created = _account(row, known)
        if created:
            Custody.objects.bulk_create(Custody(account=account, user=user, role=role) for user, role in _custodies(holders))
            built.tell(_("The account “%(name)s”.") % {"name": account})
    for user in holders:
        _mission(user, Mandate.Role.PUBLISHER, built, accounts=list(OfficialAccount.objects.all()), trained_on=values.get("missions.trained_on"))


def _account(row: AccountLine, known: Mapping[str, Department]) -> tuple[OfficialAccount, bool]:
    return OfficialAccount.objects.get_or_create(
        platform=row.network,
        identity=row.identity,
        defaults={"label": row.label, "department": known[row.department], "state": OfficialAccount.State.LIVE, "max_length": LENGTHS.get(row.network, 2000)},
    )


def _custodies(holders: list[User]) -> list[tuple[User, str]]:
    """The first community manager holds the keys, the others stand by."""
    return [(user, Custody.Role.HOLDER if place == 0 else Custody.Role.DEPUTY) for place, user in enumerate(holders)]


STEPS: tuple[Callable[[Values, Built], None], ...] = (
    _groups, _organisation, _calendar, _departments, _topics, _patterns, _people, _charters, _accounts,
)  # fmt: skip
