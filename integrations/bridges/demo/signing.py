"""Charters and missions as they live: a second version being signed, department by department; six months of what HR notes in the register."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from integrations.bridges.demo import cast, charter
from integrations.bridges.demo.clockwork import at
from referents import charter_pages
from referents.actions import charters, missions
from referents.actions import register as register_actions
from referents.models import CharterReminder, CharterVersion, Mandate
from rse.people.models import User

if TYPE_CHECKING:
    from integrations.bridges.demo.town import Town

Moment = Callable[[date, str], datetime]
# How many people of each department publish beside its first referent, and how many of all of them have signed the new version.
PUBLISHERS = {"EDU": (5, 3), "VOI": (3, 2), "CUL": (4, 4), "SPO": (2, 0), "POP": (4, 3), "MOB": (0, 0), "COM": (2, 1), "PEN": (4, 2)}
REFUSES, TAKES_BACK = "POP", "CUL"


def more_publishers(town: "Town", *, start: date, trained_until: date) -> None:
    """A mission of publication for a few people more, so that departments differ. Call at the moment they are granted."""
    known = {role.number for role in cast.CAST}
    for code, (number, _signed) in PUBLISHERS.items():
        department = town.departments[code]
        publishing = Mandate.objects.filter(role=Mandate.Role.PUBLISHER).values("user")
        staff = User.objects.filter(agent__department=department, agent__kind="agent", email__isnull=False).exclude(pk__in=publishing)
        for user in staff.exclude(username__in=known).exclude(pk=department.head_id or 0).order_by("username")[:number]:
            missions.grant(
                user=user, role="publisher", start=start, departments=[department], accounts=[town.accounts["facebook"]], share=Decimal("2.5"),
                trained_on=start - timedelta(days=5), training_valid_until=trained_until, visa_by=department.head if code != "SPO" else None, actor=None,
            )  # fmt: skip


def sign_the_second(town: "Town", version: CharterVersion, today: date, moment: Moment) -> None:
    """Some sign at once, others wait; one person does not sign, one takes the signature back, and nobody is asked why."""
    known = {role.number for role in cast.CAST}
    for index, (code, (_number, signed)) in enumerate(PUBLISHERS.items()):
        people = User.objects.filter(agent__department=town.departments[code], mandates__role="publisher").exclude(username__in=known)
        people_in_order = list(people.distinct().order_by("username"))
        with at(moment(today - timedelta(days=8 - index % 6), f"{9 + index:02d}:20")):
            for user in people_in_order[:signed]:
                charters.sign(version, words_shown=charter.WORDS, text_sha256=version.sha256, actor=user)
        if code == REFUSES:
            with at(moment(today - timedelta(days=3), "11:05")):
                words = charter_pages.words_to_refuse(version)
                charters.refuse(version, words_shown=words, text_sha256=version.sha256, actor=people_in_order[signed])
        if code == TAKES_BACK:
            with at(moment(today - timedelta(days=2), "16:40")):
                signature = version.signatures.get(user=people_in_order[0])
                charters.withdraw(signature, words_shown=charter_pages.words_to_withdraw(version), actor=people_in_order[0])
    told = User.objects.filter(mandates__role="publisher", is_active=True).distinct().count()
    CharterReminder.objects.filter(version=version).update(told=told)
    CharterReminder.objects.create(version=version, occasion="opening", told=told, at=version.effective_at + timedelta(minutes=1))


def keep_the_register(town: "Town", today: date, moment: Moment) -> None:
    """What HR did in six months: missions ended, replaced, suspended and resumed, agreements, trainings and mentions noted."""
    hr = town.users[cast.HR.number]

    def of(code: str, index: int) -> Mandate:
        return Mandate.objects.get(user=town.referents[code][index].user, role="referent")

    def on(days: int, clock: str) -> datetime:
        return moment(today - timedelta(days=days), clock)

    with at(on(170, "09:30")):
        missions.note_job_description(of("FIN", 0), value="asked", actor=hr)
        missions.note_training(of("POL", 0), trained_on=today - timedelta(days=176), valid_until=today - timedelta(days=11), actor=hr)
    with at(on(140, "10:10")):
        missions.end(of("ECO", 1), on=today - timedelta(days=125), actor=hr)
        missions.note_visa(of("URB", 1), by=_head_beside(town, "URB"), actor=hr)
    with at(on(96, "14:05")):
        missions.note_job_description(of("FIN", 0), value="done", actor=hr)
        before = of("ENV", 0)
        register_actions.replace(
            before, user=before.user, role="referent", start=today - timedelta(days=90), departments=[town.departments["ENV"]], share=Decimal("7.5"),
            trained_on=before.trained_on, training_valid_until=before.training_valid_until, visa_by=before.visa_by, actor=hr,
        )  # fmt: skip
    with at(on(61, "08:50")):
        missions.suspend(of("LOG", 1).user, why="moved", actor=hr)
    with at(on(47, "11:30")):
        missions.resume(of("LOG", 1), actor=hr)
        missions.note_job_description(of("SPO", 0), value="asked", actor=hr)
    with at(on(33, "15:15")):
        missions.end(of("VAS", 1), on=today + timedelta(days=24), actor=hr)
        missions.note_training(of("URB", 0), trained_on=today - timedelta(days=35), valid_until=today + timedelta(days=695), actor=hr)
    with at(on(19, "09:40")):
        missions.suspend(of("POL", 1).user, why="moved", actor=hr)
        missions.note_job_description(of("SOC", 0), value="done", actor=hr)
    with at(on(6, "16:20")):
        missions.note_visa(of("EAU", 1), by=_head_beside(town, "EAU"), actor=hr)


def _head_beside(town: "Town", code: str) -> User:
    """The head above the department: another name than the one noted when the mission was granted."""
    head = town.departments["DGS"].head
    return head if head is not None else town.users[cast.HR.number]
