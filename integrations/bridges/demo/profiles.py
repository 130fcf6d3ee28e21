"""What the people of the town say of themselves: skills, languages, answers, a few portraits, a departure, a profile to confirm."""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.faces import draw_face
from rse.people.models import Agent, Portrait, ProfileChange, ProfileField, ProfileValue, Skill, SpokenLanguage, User
from rse.people.search_key import letters

if TYPE_CHECKING:
    from integrations.bridges.demo.town import Town

FACES = 40
SYNONYMS = {"Secourisme": "SST\nPremiers secours", "Langue des signes": "LSF", "Tableur": "Excel\nCalc", "Cartographie": "SIG\nQGIS"}
SKILLS_EVERYWHERE = ("Accueil du public", "Tableur", "Secourisme", "Rédaction", "Conduite de réunion", "Facile à lire et à comprendre", "Tutorat d’apprentis")
SKILLS_IN = {
    "EDU": ("Animation", "Restauration scolaire", "Handicap de l’enfant", "BAFD"),
    "PEN": ("Petite enfance", "Allergies alimentaires", "Soutien à la parentalité"),
    "JEU": ("Animation", "Médiation", "Projets européens"),
    "ESV": ("Taille raisonnée", "Arrosage économe", "Diagnostic des arbres", "Conduite d’engins"),
    "VOI": ("Signalisation", "Marchés de travaux", "Cartographie", "Conduite d’engins"),
    "PRO": ("Tri des déchets", "Conduite d’engins", "Compostage"),
    "BAT": ("Accessibilité des bâtiments", "Électricité", "Performance énergétique", "Marchés de travaux"),
    "COM": ("Photographie", "Rédaction web", "Vidéo", "Réseaux sociaux"),
    "RH": ("Droit de la fonction publique", "Paie", "Prévention des risques"),
    "FIN": ("Comptabilité publique", "Subventions", "Marchés publics"),
    "JUR": ("Marchés publics", "Contentieux", "Protection des données"),
    "DSI": ("Protection des données", "Réseaux informatiques", "Accessibilité numérique", "Logiciels libres"),
    "POP": ("État civil", "Élections", "Langue des signes"),
    "SOC": ("Accès aux droits", "Surendettement", "Langue des signes", "Médiation"),
    "URB": ("Cartographie", "Permis de construire", "Patrimoine"),
    "CUL": ("Régie de spectacle", "Médiation culturelle", "Archives"),
    "SPO": ("Sauvetage aquatique", "Encadrement sportif"),
    "POL": ("Médiation", "Gestion de crise"),
    "MOB": ("Plans de circulation", "Cartographie", "Vélo"),
    "ENV": ("Biodiversité", "Qualité de l’air", "Subventions"),
}
LANGUAGES = ("en", "en", "en", "es", "es", "ar", "ar", "de", "it", "pt", "pt", "tr", "lsf", "uk", "ro", "br", "oc", "wo", "cpf")
ABOUT = {
    cast.AGENT.number: "Massifs et arbres du parc des Cèdres et du centre. Appelez-moi pour une branche qui menace ou un arrosage en panne.",
    cast.REFERENT.number: "Je dirige les neuf centres de loisirs : inscriptions, effectifs, repas, sorties. Le mercredi, je suis sur le terrain.",
    cast.REVIEWER.number: "Écoles, centres de loisirs, restauration scolaire. Je relis volontiers une réponse aux familles.",
    cast.HR.number: "Carrières, formation, santé au travail. La porte est ouverte le mardi matin.",
    cast.CM.number: "Je réponds au nom de la Ville sur les réseaux et je cherche chaque jour qui sait : merci de décrocher.",
    cast.BUILDINGS.number: "Chantiers des écoles et des crèches : peinture, chauffage, accessibilité, sécurité.",
}


def fill(town: "Town", today: date) -> None:
    """Everything above the register, in bulk; telling nobody."""
    agents = list(Agent.objects.filter(organisation=town.organisation, kind=Agent.Kind.AGENT).select_related("user", "department").order_by("pk"))
    _skills(agents)
    _languages(agents)
    _answers(agents)
    _faces(agents)
    _life(town, today)


def _skills(agents: list[Agent]) -> None:
    names = sorted({*SKILLS_EVERYWHERE, *(name for names in SKILLS_IN.values() for name in names)})
    Skill.objects.bulk_create(Skill(name=name, folded=letters(name), synonyms=SYNONYMS.get(name, "")) for name in names)
    by_name = {skill.name: skill.pk for skill in Skill.objects.all()}
    random, link = Random("compétences"), Agent.skills.through
    rows = []
    for agent in agents:
        code = agent.department.code if agent.department else ""
        own = random.sample(SKILLS_IN.get(code, ()), min(len(SKILLS_IN.get(code, ())), random.choice((0, 1, 2, 2, 3))))
        also = random.sample(SKILLS_EVERYWHERE, random.choice((0, 1, 1, 2)))
        rows += [link(agent_id=agent.pk, skill_id=by_name[name]) for name in {*own, *also}]
    link.objects.bulk_create(rows)


def _languages(agents: list[Agent]) -> None:
    random = Random("langues")
    spoken = {agent.pk: {random.choice(LANGUAGES) for _each in range(random.choice((0, 1, 1, 2)))} for agent in agents}
    SpokenLanguage.objects.bulk_create(SpokenLanguage(agent_id=pk, code=code) for pk, codes in spoken.items() for code in sorted(codes))


def _answers(agents: list[Agent]) -> None:
    licence = ProfileField.objects.create(label="Permis de conduire", kind="choice", choices="B\nB et C\nAucun", editor="head", order=10)
    electric = ProfileField.objects.create(label="Habilitation électrique", kind="date", help="Valable jusqu’au", editor="hr", order=20)
    office = ProfileField.objects.create(label="Bureau", kind="text", help="Étage et numéro de porte", required=True, order=30)
    transport = ProfileField.objects.create(label="Covoiturage proposé", kind="yes_no", order=40)
    random = Random("réponses")
    rows = []
    for index, agent in enumerate(agents):
        if random.random() < 0.6:
            rows.append(ProfileValue(agent=agent, field=licence, value=random.choice(("B", "B", "B", "B et C"))))
        if agent.department and agent.department.code in {"BAT", "VOI", "CUL"} and index % 3 == 0:
            rows.append(ProfileValue(agent=agent, field=electric, value=date(2027 + index % 3, 1 + index % 12, 15).isoformat()))
        if agent.user.email and agent.user.username != cast.AGENT.number:
            rows.append(ProfileValue(agent=agent, field=office, value=f"{1 + index % 3}{'er' if index % 3 == 0 else 'e'} étage, porte {100 + index % 60}"))
        if random.random() < 0.2:
            rows.append(ProfileValue(agent=agent, field=transport, value="yes"))
    ProfileValue.objects.bulk_create(rows)


def _faces(agents: list[Agent]) -> None:
    """The cast but Marc, who is invited to, and one agent in eight."""
    known = {role.number for role in cast.CAST} - {cast.AGENT.number}
    chosen = [agent for agent in agents if agent.user.username in known] + agents[len(cast.CAST) :: 8]
    for agent in chosen[:FACES]:
        face = draw_face(int(agent.user.username), short_hair=agent.first_name in cast.MEN)
        portrait = Portrait(agent=agent, agreed_at=timezone.now() - timedelta(days=90))
        portrait.file.save("portrait.jpg", ContentFile(face), save=False)
        portrait.save()


def _life(town: "Town", today: date) -> None:
    """Marc's profile is a year old, Sonia's was confirmed in spring and changed since; somebody leaves at the end of the month after next."""
    people = {agent.user.username: agent for agent in Agent.objects.filter(user__in=town.users.values()).select_related("user", "department")}
    for number, about in ABOUT.items():
        people[number].about = about
    Agent.objects.bulk_update([people[number] for number in ABOUT], ["about"])
    Agent.objects.filter(organisation=town.organisation).update(confirmed_on=today - timedelta(days=140))
    Agent.objects.filter(pk=people[cast.AGENT.number].pk).update(confirmed_on=today - timedelta(days=371))
    User.objects.filter(pk=people[cast.AGENT.number].user_id).update(date_joined=timezone.now() - timedelta(days=740))
    Agent.objects.filter(pk=people[cast.ROADS_DEPUTY.number].pk).update(leaving_on=today + timedelta(days=54))
    sonia, hr = people[cast.REFERENT.number], town.users[cast.HR.number]
    now = timezone.now()
    ProfileChange.objects.bulk_create(
        [
            ProfileChange(
                agent=sonia, actor=hr, field="job_title", old="Directrice du centre de loisirs du Moulin", new=sonia.job_title, at=now - timedelta(days=96)
            ),
            ProfileChange(agent=sonia, actor=sonia.user, field="site", old="Pôle Jean-Zay", new=sonia.site, at=now - timedelta(days=41)),
            ProfileChange(agent=sonia, actor=sonia.user, field="phone", old="01 00 00 77 77", new=sonia.phone, at=now - timedelta(days=12)),
        ]
    )
