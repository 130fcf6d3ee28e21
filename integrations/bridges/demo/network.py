"""The network of referents as a town lives it: two open calls, volunteers on the way, a pause that ends, people outside who answer from a link."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from integrations.bridges.demo import cast, charter
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.town import Town
from referents import calendars
from referents.actions import charters, enquiries, links, referents, volunteering
from referents.models import AnswerLink, CharterVersion, Enquiry, OutsideBody, OutsideContact, Referent, Topic, VolunteerCall
from rse.people.models import Absence, User

CALLS = (
    ("SPO", "Le service des Sports cherche une personne qui connaît les équipements et les clubs, pour répondre en quelques mots aux habitants : "
     "horaires des gymnases, piscine, inscriptions. Deux ou trois questions par semaine ; la Communication rédige la réponse."),
    ("ESV", "Élagage, jardins partagés, aires de jeux : les habitants demandent souvent, et peu d’entre nous répondent. "
     "Une heure par semaine environ, prise sur le temps de travail et inscrite dans la lettre de mission."),
)  # fmt: skip
CONTACTS = (
    ("Armelle Quéré", "Régie d’eau de l’agglomération", "a.quere@regie-eau.example", "01 00 00 90 10"),
    ("Bastien Hervieu", "Département – transports", "b.hervieu@departement.example", "01 00 00 90 20"),
)
VOLUNTEERS = (
    ("SPO", "Je tiens l’accueil du gymnase Jean-Zay le mardi : je connais les créneaux par cœur."),
    ("SPO", "Dix ans avec les clubs : autant que cela serve."),
    ("ESV", "Les questions sur les arbres me sont déjà posées dans la rue."),
)


def play(town: Town, today: date) -> None:
    """Quietly: the past of the network, before the day begins."""
    _holes()
    _away_together(today)
    _pause(town, today)
    calls = _calls(town, today)
    _volunteers(town, calls, today)
    _contacts(town, today)


def _holes() -> None:
    """Subjects nobody holds and subjects held by one person without a deputy: the map shows them."""
    for code in ("SPO", "ESV", "EAU"):
        for topic in Topic.objects.filter(department__code=code).order_by("-slug")[:3]:
            topic.referents.clear()
    Referent.objects.filter(department__code__in=["VAS", "LOG"]).update(deputy=None)


def _away_together(today: date) -> None:
    """A referent and whoever stands in, both away from tomorrow: the map warns before it happens."""
    referent = Referent.objects.filter(department__code="JEU", deputy__isnull=False).select_related("user__agent", "deputy__agent").order_by("pk").first()
    if referent is not None and referent.deputy is not None:
        for person in (referent.user, referent.deputy):
            Absence.objects.create(agent=person.agent, start=today + timedelta(days=1), end=today + timedelta(days=8))


def _pause(town: Town, today: date) -> None:
    referent = Referent.objects.filter(department__code="CUL").order_by("-pk").select_related("user").first()
    if referent is not None:
        with at(_hour(today - timedelta(days=6), "16:40")):
            referents.pause(referent, until=today + timedelta(days=17), hand_on=True, actor=referent.user)


def _calls(town: Town, today: date) -> dict[str, VolunteerCall]:
    found = {}
    with at(_hour(today - timedelta(days=9), "10:20")):
        for index, (code, text) in enumerate(CALLS):
            department = town.departments[code]
            topics = list(Topic.objects.filter(department=department, referents__isnull=True).order_by("slug"))
            found[code] = volunteering.open_call(
                department=department, topics=topics, text=text, until=today + timedelta(days=12 + 7 * index), actor=town.users[cast.ADMINISTRATOR.number]
            )
    return found


def _volunteers(town: Town, calls: dict[str, VolunteerCall], today: date) -> None:
    """One waits for the head, one has the charter to sign, one has signed and waits for the training."""
    with at(_hour(today - timedelta(days=4), "11:05")):
        people: dict[str, list[Referent]] = {}
        for index, (code, word) in enumerate(VOLUNTEERS):
            call, user = calls[code], _somebody(town, code, index)
            people.setdefault(code, []).append(volunteering.volunteer(call, topics=list(call.topics.all()[index : index + 2]), word=word, actor=user))
    with at(_hour(today - timedelta(days=2), "09:15")):
        for referent in (people["SPO"][1], people["ESV"][0]):
            volunteering.agree(referent, actor=town.departments[referent.department.code].head)  # type: ignore[arg-type]  # every department has one
    version = CharterVersion.objects.filter(charter__slug="referents").order_by("-number")[0]
    with at(_hour(today - timedelta(days=1), "14:30")):
        signer = people["ESV"][0]
        charters.sign(version, words_shown=charter.WORDS, text_sha256=version.sha256, actor=signer.user)
        volunteering.advance(signer, actor=None)


def _somebody(town: Town, code: str, place: int) -> User:
    """Somebody of the department who is no referent, heads nothing and plays no part."""
    people = User.objects.filter(agent__department=town.departments[code], referent_roles__isnull=True, departments_headed__isnull=True, mandates__isnull=True)
    return people.exclude(username__in=[role.number for role in cast.CAST]).order_by("username")[place]


def _contacts(town: Town, today: date) -> None:
    bodies = {"Régie": OutsideBody.objects.filter(kind="operator").first(), "Département": OutsideBody.objects.filter(kind="departement").first()}
    with at(_hour(today - timedelta(days=60), "15:00")):
        for name, organisation, email, phone in CONTACTS:
            contact = OutsideContact(name=name, organisation=organisation, email=email, phone=phone, body=bodies.get(organisation.split()[0]))
            topics = Topic.objects.filter(department__code="EAU" if "eau" in organisation else "MOB", active=True).order_by("slug")[:4]
            links.keep_contact(contact, topics=topics, actor=town.cm)


def answered_outside(town: Town) -> Enquiry:
    """Today, told to the people concerned: the water board answers from its link, this morning."""
    now = timezone.now()
    contact = OutsideContact.objects.get(email=CONTACTS[0][2])
    with at(now - timedelta(minutes=85)):
        enquiry = enquiries.receive(
            text="L’eau du robinet est un peu trouble depuis hier soir rue du Lavoir, peut-on la boire ?",
            subject="Eau trouble rue du Lavoir",
            channel="facebook",
            account=town.accounts.get("facebook"),
            submission=UUID(int=61),
            citizen=enquiries.Citizen(display="Une habitante"),
            actor=town.cm,
        )
        topic = contact.topics.order_by("slug")[0]
        enquiry = enquiries.qualify(enquiry, topic=topic, actor=town.cm, version=None)
        link = links.ask_contact(enquiry, contact=contact, note="Y a-t-il des travaux sur la conduite ? L’eau est-elle potable ?", actor=town.cm, version=None)
        AnswerLink.objects.filter(pk=link.pk).update(mail=AnswerLink.Mail.SENT, sent_at=timezone.now(), next_attempt_at=None)
    with at(now - timedelta(minutes=20)):
        links.answer(link, text="Purge du réseau hier à 18 h. Eau potable, analyses bonnes ; laisser couler deux minutes suffit.", actor=None)
    return Enquiry.objects.get(pk=enquiry.pk)


def _hour(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=calendars.usual().zone)
