"""Today at the desk: two questions wait for the community manager; others are with colleagues, in review, or about to leave."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from referents import calendars
from referents.actions import answers, assignments, enquiries, publications
from referents.models import Enquiry, Topic
from referents.models.topics import Sensitivity


def play(town: Town) -> None:
    """Through the actions, told to the people concerned."""
    now = timezone.now()
    _waiting(town, now)
    _with_a_colleague(town, now)
    _in_review(town)
    _ready(town)


def _receive(town: Town, key: int, *, channel: str, subject: str, text: str, minutes_ago: int, now: datetime) -> Enquiry:
    return enquiries.receive(
        text=text,
        subject=subject,
        channel=channel,
        account=town.accounts.get(channel),
        submission=UUID(int=key),
        citizen=enquiries.Citizen(display="Un habitant", email="habitant@courriel.example" if channel == "email" else ""),
        received_at=now - timedelta(minutes=minutes_ago),
        actor=town.cm,
    )


def _topic(code: str, *words: str) -> Topic:
    """The first topic of a department whose name holds one of these words, else its first."""
    topics = Topic.objects.filter(department__code=code).order_by("slug")
    return next((topic for word in words for topic in topics if word in topic.name.lower()), topics[0])


def _waiting(town: Town, now: datetime) -> None:
    _receive(
        town,
        1,
        channel="facebook",
        subject="Le bus scolaire s’il neige",
        text="Le bus scolaire de mon fils passera-t-il demain malgré la neige annoncée ?",
        minutes_ago=14,
        now=now,
    )
    _receive(
        town,
        2,
        channel="email",
        subject="Horaires de l’état civil pendant les fêtes",
        text="Bonjour, le guichet de l’état civil sera-t-il ouvert entre Noël et le jour de l’an ? Merci d’avance.",
        minutes_ago=35,
        now=now,
    )


def _with_a_colleague(town: Town, now: datetime) -> None:
    enquiry = _receive(
        town,
        3,
        channel="facebook",
        subject="Sortie du mercredi au centre de loisirs",
        text="La sortie patinoire du mercredi est-elle maintenue ? Le centre de loisirs ne répond pas au téléphone.",
        minutes_ago=25,
        now=now,
    )
    enquiry = enquiries.qualify(enquiry, topic=_topic("EDU", "loisirs"), actor=town.cm, version=None)
    publications.hold(
        enquiry,
        text="Bonjour, nous nous renseignons et revenons vers vous très vite.",
        promised_at=calendars.usual().add(now, 120),
        actor=town.cm,
        version=None,
    )
    assignments.assign(enquiry, person=town.users[cast.REFERENT.number], actor=town.cm, version=None)


def _in_review(town: Town) -> None:
    enquiry = _answered(
        town,
        4,
        channel="facebook",
        code="BAT",
        words=("travaux", "chantier"),
        subject="Poussière à côté de la salle de sieste",
        text="Ils percent les murs juste à côté du dortoir des petits, avec toute la poussière. Est-ce prévu comme ça ?",
        technical="Perçages arrêtés ce matin, reprise samedi hors présence des enfants, pièce nettoyée et aérée.",
        person=cast.BUILDINGS.number,
        sensitivity=Sensitivity.HIGH,
    )
    answers.word(
        enquiry,
        text="Bonjour, merci de nous avoir alertés. Les perçages sont arrêtés ; ils reprendront samedi, sans enfants, et la pièce a été nettoyée.",
        actor=town.cm,
        version=None,
    )


def _ready(town: Town) -> None:
    enquiry = _answered(
        town,
        5,
        channel="mastodon",
        code="MOB",
        words=("scolaire", "bus"),
        subject="Perdre sa carte de car",
        text="Mon fils a perdu sa carte de car, peut-il monter demain sans elle ?",
        technical="Oui trois jours sur présentation du carnet de correspondance, duplicata 8 € au guichet.",
        person=cast.MOBILITY.number,
        sensitivity=Sensitivity.LOW,
    )
    answers.word(
        enquiry,
        text="Bonjour, oui : trois jours, en montrant son carnet de correspondance. Le duplicata se demande au guichet Mobilités (8 €).",
        actor=town.cm,
        version=None,
    )


def _answered(
    town: Town,
    key: int,
    *,
    channel: str,
    code: str,
    words: tuple[str, ...],
    subject: str,
    text: str,
    technical: str,
    person: str,
    sensitivity: str,
) -> Enquiry:
    enquiry = _receive(town, key, channel=channel, subject=subject, text=text, minutes_ago=90, now=timezone.now())
    Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity=sensitivity)
    enquiry = enquiries.qualify(enquiry, topic=_topic(code, *words), actor=town.cm, version=None)
    enquiry = assignments.assign(enquiry, person=town.users[person], actor=town.cm, version=None)
    answers.contribute(enquiry, text=technical, actor=enquiry.assignments.get(active=True).user, version=None)
    return Enquiry.objects.get(pk=enquiry.pk)
