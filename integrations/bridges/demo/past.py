"""Six months of questions answered, played through the same actions as today's, at their own hours, telling nobody."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.utils import timezone

from integrations.bridges.demo import agenda, groups, ideas, messages, moderating, network, words
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.town import Town, moment
from referents import matching
from referents.actions import answers, assignments, enquiries, publications
from referents.calendars import OpeningTime
from referents.conf import option
from referents.models import Answer, Draft, Enquiry, OutsideBody, Referent, ServiceCalendar, Topic

QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))["questions"]
DAYS = 182
OFTEN = ("EDU", "VOI", "PRO")  # what most citizens write about; two questions in three
STREETS = ("rue du Lavoir", "avenue du Moulin", "allée des Charmes", "place de la Halle", "rue Jean-Zay", "chemin des Cèdres")


@dataclass(frozen=True)
class Told:
    """One question of the file, ready to be played."""

    subject: str
    text: str
    technical: str
    wording: str
    channel: str
    topic: Topic
    referent: Referent


def play(town: Town, today: date) -> int:
    """Every working day of the last six months but the two last ones; answers how many questions were asked."""
    groups.build(town, today)
    ideas.play(town, today)
    messages.lived(town, today)
    agenda.lived(town, today)
    random = Random(4026)
    opening = OpeningTime.of(ServiceCalendar.objects.get(is_default=True))
    told = _told(town)
    often = [one for one in told if one.referent.department.code in OFTEN]
    asked = 0
    for back in range(DAYS, 2, -1):
        day = today - timedelta(days=back)
        if not opening.is_open(moment(day, "10:00")):
            continue
        for _turn in range(random.choice((0, 1, 1, 1))):
            arrived = moment(day, f"{random.randint(8, 15):02d}:{random.randint(30, 59):02d}")
            asked += 1
            turn = often if asked % 3 else told
            _one(town, turn[asked % len(turn)], opening.next_open(arrived), opening, random, asked)
    _keep(town)
    network.play(town, today)
    moderating.past(town, today)
    words.library(town, today)
    _close(timezone.now())
    return asked


def _close(now: datetime) -> None:
    """What was published long enough ago ended at its own hour, as the sweep would have done: the last tab shows days, not this minute."""
    patience = timedelta(days=option("CLOSE_AFTER_DAYS"))
    for enquiry in Enquiry.objects.filter(state="published", published_at__lte=now - patience).order_by("published_at", "pk"):
        with at((enquiry.published_at or enquiry.received_at) + patience):
            enquiries.close(enquiry, actor=None)


def _keep(town: Town) -> None:
    """Each question answered once becomes a reusable answer, which the later ones started from. At the end: every kept answer makes the
    matcher read the thesaurus again."""
    first = {enquiry.subject: enquiry for enquiry in Enquiry.objects.filter(state="published").order_by("-pk")}
    for rank, enquiry in enumerate(sorted(first.values(), key=lambda enquiry: enquiry.pk)):
        with at(enquiry.published_at or enquiry.received_at):
            valid_until = words.validity(rank, timezone.localdate(enquiry.published_at))
            kept = answers.keep_answer(enquiry, question=enquiry.subject, valid_until=valid_until, actor=town.cm)
        taken_up = Draft.objects.filter(text=kept.wording, at__gt=enquiry.published_at or enquiry.received_at)
        Answer.objects.filter(pk=kept.pk).update(reuses=taken_up.update(answer=kept))


def _told(town: Town) -> list[Told]:
    """The questions, each with the topic the matcher finds in its department and a referent of that department."""
    rows = []
    for index, row in enumerate(row for row in QUESTIONS if row["department"] in town.referents):
        department = town.departments[row["department"]]
        topic = _topic(row["text"], department.pk)
        people = town.referents[row["department"]]
        rows.append(
            Told(
                subject=row["subject"],
                text=row["text"],
                technical=row["technical"],
                wording=row["wording"],
                channel=row["channel"],
                topic=topic,
                referent=people[index % len(people)],
            )
        )
    return rows


def _topic(text: str, department: int) -> Topic:
    found = next((one.topic for one in matching.match(text).topics if one.topic.department_id == department), None)
    return found or Topic.objects.filter(department=department).order_by("slug")[0]


def _one(town: Town, told: Told, start: datetime, opening: OpeningTime, random: Random, number: int) -> None:
    kind = random.random()
    cm = town.cm
    with at(start):
        enquiry = enquiries.receive(
            text=_spoken(told.text, number),
            subject=told.subject,
            channel=told.channel,
            account=town.accounts.get(told.channel),
            submission=UUID(int=10_000 + number),
            citizen=enquiries.Citizen(display="Une habitante" if number % 2 else "Un habitant"),
            actor=cm,
        )
    if kind < 0.06:
        _aside(town, enquiry, start + timedelta(minutes=6), number)
        return
    clock = opening.add(start, random.randint(2, 12))
    with at(clock):
        enquiry = enquiries.qualify(enquiry, topic=told.topic, actor=cm, version=None)
        if random.random() < 0.7:
            publications.hold(
                enquiry, text="Bonjour, nous nous renseignons et revenons vers vous.", promised_at=opening.add(clock, 180), actor=cm, version=None
            )
    clock = opening.add(clock, random.randint(1, 5))
    if kind > 0.16:
        with at(clock):
            enquiry = assignments.assign(enquiry, person=told.referent.user, actor=cm, version=None)
        lead = enquiry.assignments.get(active=True).user
        clock = opening.add(clock, random.randint(15, 200))
        with at(clock):
            answers.contribute(enquiry, text=told.technical, actor=lead, version=None)
        clock = opening.add(clock, random.randint(3, 25))
    _publish(town, enquiry, told, clock, opening, random, number)


def _spoken(text: str, number: int) -> str:
    """The same question is not asked twice in the same breath: every second time, the citizen says where they live."""
    return f"{text} (J’habite {STREETS[number % len(STREETS)]}.)" if number > len(QUESTIONS) else text


def _aside(town: Town, enquiry: Enquiry, when: datetime, number: int) -> None:
    """A few belong to others, a few need no reply."""
    body = OutsideBody.objects.order_by("slug")[number % 5]
    with at(when):
        if number % 2:
            enquiries.hand_over(enquiry, body=body, actor=town.cm, version=None)
        else:
            enquiries.drop(enquiry, reason="thanks", actor=town.cm, version=None)


def _publish(town: Town, enquiry: Enquiry, told: Told, clock: datetime, opening: OpeningTime, random: Random, number: int) -> None:
    enquiry = Enquiry.objects.get(pk=enquiry.pk)
    with at(clock):
        draft = answers.word(enquiry, text=told.wording, actor=town.cm, version=None)
    if draft.decisions.count() == 0:
        reviewer = next(user for user in town.users.values() if user.mandates.filter(role="reviewer").exists())
        clock = opening.add(clock, random.randint(5, 60))
        with at(clock):
            answers.approve(enquiry, draft_sha256=draft.sha256, actor=reviewer, version=None)
    clock = opening.add(clock, random.randint(1, 10))
    with at(clock):
        rows = publications.publish(enquiry, actor=town.cm, version=None)
    with at(clock + timedelta(minutes=1)):
        for row in rows:
            address = f"https://{told.channel}.example/villedetechniville/{number}" if row.account else ""
            publications.attest(row, permalink=address, actor=town.cm)
        enquiry = Enquiry.objects.get(pk=enquiry.pk)
    if random.random() < 0.25:
        with at(clock + timedelta(hours=2)):
            enquiries.append(enquiry, text=random.choice(("Merci pour votre réponse rapide !", "Merci beaucoup, c’est très clair.")), actor=town.cm)
