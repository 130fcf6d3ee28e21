"""Words of the invented town: answers that referents wrote, what is announced, thanks passed on, words noted on the telephone."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.town import Town, moment
from referents.actions import answers, assignments, enquiries, notices, publications, reusable, thanks
from referents.models import Answer, Area, Enquiry, HoldingModel, Referent, Topic

WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
THANKS = (
    "Une maman m’a dit à quel point votre réponse l’avait rassurée. Merci !",
    "Réponse claire en trois lignes : exactement ce qu’il fallait. Merci à vous.",
    "Merci d’avoir pris le temps de vérifier sur place, l’habitant était touché.",
)
ROTATION = (240, 240, 190, 240, 160, 240, 260)
GAPS = 2
Row = dict[str, Any]  # Any: a table of the file


def validity(rank: int, published_on: date) -> date:
    """Until when the answer of this rank holds: most for months, a few soon over, a few over already."""
    return published_on + timedelta(days=ROTATION[rank % len(ROTATION)])


def library(town: Town, today: date) -> None:
    """Answers of referents, accepted by the desk; one is still proposed, one was corrected; two subjects lack a valid one. Tells nobody."""
    for rank, row in enumerate([*WORDS["answers"], *WORDS["proposed"]]):
        topic, referent = _subject(row), _referent(town, row)
        referent.topics.add(topic)
        begun = moment(today - timedelta(days=60), "10:00")
        with at(begun):
            said = reusable.Wordings(row["question"], row.get("corrected", row["wording"]), short=row["short"], sources=row["sources"])
            until = max(today + timedelta(days=row["days"]), today)
            answer = reusable.write(said, topic=topic, valid_until=until, submission=UUID(int=50_000 + rank), actor=referent.user)
            if row in WORDS["answers"]:
                answer = reusable.accept(answer, actor=town.cm)
        if "corrected" in row:
            with at(begun + timedelta(days=21)):
                said = reusable.Wordings(row["question"], row["wording"], short=row["short"], sources=row["sources"])
                reusable.correct(answer, said, valid_until=until, number=1, actor=referent.user)
        if row["days"] < 0:
            Answer.objects.filter(pk=answer.pk).update(valid_until=today + timedelta(days=row["days"]))
    _leave_gaps(today)
    _thank(town)


def _leave_gaps(today: date) -> None:
    """What is asked most often has lost its answers: the list of what is missing is not empty."""
    recent = Enquiry.objects.filter(received_at__gte=moment(today - timedelta(days=90), "00:00"), topic__isnull=False)
    often = recent.order_by().values("topic").annotate(asked=Count("pk")).order_by("-asked", "topic")
    topics = [row["topic"] for row in often[1 : 1 + GAPS]]
    Answer.objects.filter(topic__in=topics).update(valid_until=today - timedelta(days=5))


def _thank(town: Town) -> None:
    helped = Enquiry.objects.filter(published_at__isnull=False, contributions__isnull=False).distinct().order_by("-published_at")
    ours = helped.filter(contributions__said_by=town.users[cast.REFERENT.number])
    for word, enquiry in zip(THANKS, [*ours[:2], *helped.exclude(pk__in=ours.values("pk"))[:1]], strict=False):
        with at((enquiry.published_at or enquiry.received_at) + timedelta(hours=3)):
            thanks.pass_on(enquiry, word=word, actor=town.cm)


def _subject(row: Row) -> Topic:
    topics = Topic.objects.filter(department__code=row["department"]).order_by("slug")
    return next((topic for word in row["words"] for topic in topics if word in topic.name.lower()), topics[0])


def _referent(town: Town, row: Row) -> Referent:
    """The one a visitor may be, when there is one in the department."""
    people = list(Referent.objects.filter(department__code=row["department"], state="active").select_related("user").order_by("pk"))
    known = {town.users[role.number].pk for role in (cast.REFERENT, cast.ROADS, cast.ROADS_DEPUTY, cast.MOBILITY)}
    return next((one for one in people if one.user_id in known), people[0])


def announced(town: Town, now: datetime) -> None:
    """Two notices hold now, three are to come, one is over."""
    for rank, row in enumerate(WORDS["notices"]):
        start, end = _hours(row, now)
        facts = notices.Announced(
            title=row["title"],
            wording=row["wording"],
            start=start,
            end=end,
            place=row["place"],
            area=Area.objects.filter(name=row.get("area", "")).first(),
            topic=_subject(row),
        )
        with at(min(start, now) - timedelta(days=2)):
            notices.announce(facts, submission=UUID(int=60_000 + rank), actor=_referent(town, row).user)


def _hours(row: Row, now: datetime) -> tuple[datetime, datetime]:
    if "hours" in row:
        begun = now.replace(minute=0, second=0, microsecond=0)
        return begun + timedelta(hours=row["hours"][0]), begun + timedelta(hours=row["hours"][1])
    today = timezone.localdate(now)
    if "december" in row:
        year = today.year if today <= date(today.year, 12, 20) else today.year + 1
        return moment(date(year, 12, 24), "12:00"), moment(date(year, 12, 31), "17:30")
    day = today + timedelta(days=row["day"])
    return moment(day, row["start"]), moment(day, row["end"])


def telephone(town: Town, now: datetime) -> None:
    """What Sonia said on the telephone is noted and waits for her; the desk's usual model is remembered."""
    enquiry = enquiries.receive(
        text="Bonjour, fait-il assez chaud ce matin dans les classes de l’école Jean-Zay ? Ma fille a gardé son manteau hier. Merci.",
        subject="Chauffage à l’école Jean-Zay",
        channel="facebook",
        account=town.accounts.get("facebook"),
        submission=UUID(int=70_000),
        citizen=enquiries.Citizen(display="Une habitante"),
        received_at=now - timedelta(minutes=50),
        actor=town.cm,
    )
    enquiry = enquiries.qualify(enquiry, topic=_subject({"department": "EDU", "words": ["chaleur"]}), actor=town.cm, version=None)
    model = HoldingModel.objects.filter(slug="reseaux-simple").first()
    text = "Bonjour, merci pour votre message. Nous nous renseignons et vous répondons ici très vite."
    publications.hold(enquiry, text=text, promised_at=now + timedelta(hours=2), model=model, actor=town.cm, version=None)
    sonia = town.users[cast.REFERENT.number]
    enquiry = assignments.assign(Enquiry.objects.get(pk=enquiry.pk), person=sonia, actor=town.cm, version=None)
    said = "Chaudière relancée ce matin, 19 degrés dans les classes. Le chauffagiste repasse demain matin."
    answers.contribute(enquiry, text=said, said_by=sonia, actor=town.cm, version=None)
