"""Today at the desk: three questions wait for the community manager; others are with colleagues, in review, or about to leave."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone

from integrations.bridges.demo import cast, groups, messages, moderating, network, words
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.intranet import playing as intranet
from integrations.bridges.demo.town import Town, moment
from referents import calendars
from referents.actions import answers, assignments, duty, enquiries, publications, saved_filters
from referents.models import Enquiry, Topic
from referents.models.topics import Sensitivity

SECOND = "Et la piscine, quels jours ouvre-t-elle pendant les vacances ?"
NOTE = "Tout est parti, rien n’attend ce soir. La neige est annoncée : pour les cars scolaires, la réponse est prête dans « À prévenir »."


def play(town: Town) -> None:
    """Through the actions, told to the people concerned."""
    now = timezone.now()
    _waiting(town, now)
    _with_a_colleague(town, now)
    _in_review(town)
    _ready(town)
    network.answered_outside(town)
    words.telephone(town, now)
    words.announced(town, now)
    _at_the_desk(town)
    groups.knock(town)
    moderating.present(town)
    messages.waiting(town)
    intranet.play(town, timezone.localdate())


def _at_the_desk(town: Town) -> None:
    """Flora takes care of the questions this morning, with two filters of hers, one of them for everybody. Her colleague left her a note."""
    _note_left(town)
    duty.take(actor=town.cm)
    saved_filters.keep(name="Ce qui presse", query="urgent=on", shared=True, actor=town.cm)
    saved_filters.keep(name="Éducation", query=f"service={town.departments['EDU'].pk}", shared=False, actor=town.cm)


def _note_left(town: Town) -> None:
    """The last opening day, by a colleague of the Communication who stands in at the desk."""
    colleague = get_user_model().objects.filter(agent__department=town.departments["COM"], is_active=True).exclude(pk=town.cm.pk).order_by("-pk")[0]
    colleague.groups.add(*town.cm.groups.all())
    today, opening = timezone.localdate(), calendars.usual()
    day = next(day for day in (today - timedelta(days=back) for back in range(1, 15)) if opening.is_open(moment(day, "10:00")))
    with at(moment(day, "13:30")):
        turn = duty.take(actor=colleague)
    with at(moment(day, "17:20")):
        duty.leave(turn, text=NOTE, enquiries=[], actor=colleague)


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
    """Two messages, of which one held two questions."""
    _receive(
        town,
        1,
        channel="facebook",
        subject="Le bus scolaire s’il neige",
        text="Le bus scolaire de mon fils passera-t-il demain malgré la neige annoncée ?",
        minutes_ago=14,
        now=now,
    )
    both = _receive(
        town,
        2,
        channel="email",
        subject="Horaires de l’état civil pendant les fêtes",
        text=f"Bonjour, le guichet de l’état civil sera-t-il ouvert entre Noël et le jour de l’an ? {SECOND} Merci d’avance.",
        minutes_ago=35,
        now=now,
    )
    enquiries.split(both, text=SECOND, subject="Piscine pendant les vacances de Noël", submission=UUID(int=6), actor=town.cm, version=None)


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
