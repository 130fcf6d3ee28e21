"""The groups of the town, twelve that live and one that went quiet, opened through their own actions: who answers, who moderates, who came, who waits."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random

from integrations.bridges.demo import cast
from integrations.bridges.demo.clockwork import at
from integrations.bridges.demo.town import Town, moment
from rse.communities.actions import departments, groups, invitations, requests, rights
from rse.communities.models import Community, Membership
from rse.people.models import User

OPEN, CLOSED, HIDDEN = Community.Visibility.OPEN, Community.Visibility.CLOSED, Community.Visibility.HIDDEN
EVERYWHERE = tuple(code for code, *_rest in cast.DEPARTMENTS)


@dataclass(frozen=True)
class Planned:
    """`drawn` maps department codes to how many of their people joined; `numbers` came whatever the draw; `automatic` come of themselves."""

    key: str
    name: str
    owner: str
    purpose: str
    days: int
    welcome: str = ""
    visibility: str = OPEN
    posting: str = Community.Posting.MEMBERS
    tools: tuple[str, ...] = ("polls", "questions", "files", "ideas", "events")
    moderators: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    drawn: dict[str, int] = field(default_factory=dict)
    automatic: tuple[str, ...] = ()


AGENT, REFERENT, CM, REVIEWER = cast.AGENT.number, cast.REFERENT.number, cast.CM.number, cast.REVIEWER.number
DISPATCHER, HR, BUILDINGS = cast.DISPATCHER.number, cast.HR.number, cast.BUILDINGS.number
ROADS, ROADS_DEPUTY, MOBILITY, ADMINISTRATOR = cast.ROADS.number, cast.ROADS_DEPUTY.number, cast.MOBILITY.number, cast.ADMINISTRATOR.number
NUMBERED = {role.number for role in cast.CAST}

PLANNED = (
    Planned(
        "neige",
        "Plan neige",
        owner=ROADS,
        purpose="Tournées de salage, écoles et cars, trottoirs : tout ce qui change quand il neige, au même endroit pour tous les services.",
        welcome="Bienvenue. La carte des tournées est dans « À propos ». En alerte, on écrit court : où, quand, qui.",
        days=290,
        moderators=(ROADS_DEPUTY,),
        numbers=(AGENT, REFERENT, CM, BUILDINGS, MOBILITY),
        drawn={"VOI": 8, "PRO": 9, "ESV": 6, "POL": 5, "EDU": 5, "BAT": 3},
    ),
    Planned(
        "accueil",
        "Accueil des usagers",
        owner=DISPATCHER,
        purpose="Ce qui se passe aux guichets et au téléphone : questions qui reviennent, affluence, petites trouvailles qui font gagner du temps.",
        welcome="Bienvenue à toutes celles et ceux qui reçoivent du public. Pas de nom d’usager ici, jamais.",
        days=280,
        moderators=(CM,),
        numbers=(REFERENT,),
        drawn={"POP": 13, "SOC": 10, "LOG": 4, "SPO": 6, "CUL": 7, "URB": 4, "EDU": 4},
    ),
    Planned(
        "referents",
        "Réseau des référents",
        owner=CM,
        purpose="Les référentes et référents des services : s’entraider sur une réponse, préparer les sujets qui montent, raconter ce qui a marché.",
        welcome="Bienvenue dans le réseau. On peut tout demander, et « je ne sais pas » est une bonne réponse.",
        days=275,
        moderators=(DISPATCHER,),
    ),
    Planned(
        "ecoles",
        "Écoles et centres de loisirs",
        owner=REFERENT,
        purpose="Inscriptions, repas, sorties, travaux dans les écoles : ceux qui sont avec les enfants et ceux qui rendent la journée possible.",
        welcome="Bienvenue. Le mercredi, on répond le soir : nous sommes avec les enfants.",
        days=260,
        moderators=(REVIEWER,),
        numbers=(BUILDINGS, MOBILITY),
        drawn={"PEN": 8, "JEU": 7, "BAT": 4, "PRO": 2},
        automatic=("EDU",),
    ),
    Planned(
        "teletravail",
        "Télétravail et nomadisme",
        owner=ADMINISTRATOR,
        purpose="Postes mobiles, visioconférence, jours à la maison, bureaux de passage : poser sa question et partager ce qui simplifie.",
        days=240,
        moderators=(HR,),
        numbers=(DISPATCHER,),
        drawn={"DSI": 7, "FIN": 8, "JUR": 5, "RH": 7, "URB": 5, "COM": 4, "ENV": 3, "ECO": 3},
    ),
    Planned(
        "velo",
        "Vélo-boulot",
        owner=MOBILITY,
        purpose="Venir au travail à vélo : itinéraires, antivol, forfait mobilités durables, sorties du midi.",
        welcome="Salut à toutes et à tous. Le local à vélos de l’annexe de la Gare s’ouvre avec le badge.",
        days=230,
        numbers=(AGENT, REFERENT, ADMINISTRATOR, ROADS),
        drawn=dict.fromkeys(EVERYWHERE, 2),
    ),
    Planned(
        "arrivants",
        "Nouveaux arrivants",
        owner=HR,
        purpose="Vos premières semaines à la Ville : qui fait quoi, où manger, comment poser ses congés. Aucune question n’est bête.",
        welcome="Bienvenue à la Ville. Présentez-vous en deux lignes si vous le souhaitez.",
        days=220,
        moderators=(CM,),
        numbers=(AGENT,),
        drawn=dict.fromkeys(EVERYWHERE, 1),
    ),
    Planned(
        "voirie",
        "Voirie et chantiers",
        owner=ROADS,
        purpose="Chantiers en cours et à venir, arrêtés, déviations, nids-de-poule : prévenir avant que les riverains n’appellent.",
        days=250,
        moderators=(ROADS_DEPUTY, BUILDINGS),
        numbers=(MOBILITY, DISPATCHER),
        drawn={"EAU": 4, "POL": 4, "URB": 3},
        automatic=("VOI",),
    ),
    Planned(
        "communication",
        "Communication",
        owner=CM,
        purpose="La fabrique du magazine, des affiches et des réponses publiques : brouillons, relectures, calendrier.",
        visibility=CLOSED,
        days=285,
        numbers=(DISPATCHER,),
        drawn={"CAB": 3},
        automatic=("COM",),
    ),
    Planned(
        "encadrants",
        "Encadrants",
        owner=HR,
        purpose="Informations aux directions et aux chefs de service, avant leurs équipes.",
        visibility=CLOSED,
        posting=Community.Posting.MODERATORS,
        tools=("polls", "files", "events"),
        days=270,
        moderators=(REVIEWER,),
    ),
    Planned(
        "crue",
        "Cellule crue",
        owner=ROADS,
        purpose="Préparation et tenue de la cellule en cas de crue du fleuve.",
        visibility=HIDDEN,
        days=200,
        numbers=(CM, DISPATCHER, ROADS_DEPUTY),
        drawn={"EAU": 3, "POL": 3, "DGS": 2},
    ),
    Planned(
        "negociation",
        "Négociation annuelle",
        owner=HR,
        purpose="Préparation des rencontres annuelles avec les organisations syndicales.",
        visibility=HIDDEN,
        tools=("files", "polls"),
        days=120,
        drawn={"RH": 4, "DGS": 2, "FIN": 1},
    ),
    Planned(
        "covoiturage",
        "Covoiturage",
        owner=MOBILITY,
        purpose="Trouver une place ou en offrir une pour venir au travail : départs, horaires, aires où l’on se retrouve.",
        welcome="Bienvenue. Dites d’où vous partez, vers quelle heure, et si vous conduisez.",
        days=160,
        numbers=(AGENT,),
        drawn={"EDU": 5, "PEN": 4, "SOC": 4, "PRO": 3, "CUL": 2, "FIN": 2},
    ),
)


def build(town: Town, today: date) -> None:
    """Open the groups and let their people in, each at its own day. Call inside the transaction of the town, receivers silent."""
    random = Random("groupes")
    for plan in PLANNED:
        begun = moment(today - timedelta(days=plan.days), "10:00")
        with at(begun):
            community = _open(town, plan)
        with at(begun + timedelta(days=1)):
            _moderators(town, community, plan)
            _people(town, community, plan, random)
            for code in plan.automatic:
                departments.add_department(community, department=town.departments[code], with_below=True, actor=None)


def knock(town: Town) -> None:
    """Today: Paul is called into a group, Karim asks for another; both wait for an answer."""
    by_name = named(town)
    invitations.invite(by_name["velo"], people=[town.users[BUILDINGS]], words="On roule ensemble depuis la Gare ?", actor=town.users[MOBILITY])
    words = "J’encadre les trois conducteurs des transports scolaires depuis septembre."
    requests.ask(by_name["encadrants"], words=words, actor=town.users[MOBILITY])


def named(town: Town) -> dict[str, Community]:
    """The groups by their key: `named(town)["neige"]`."""
    rows = {row.name: row for row in Community.objects.filter(organisation=town.organisation)}
    return {plan.key: rows[plan.name] for plan in PLANNED if plan.name in rows}


def _open(town: Town, plan: Planned) -> Community:
    owner = town.users[plan.owner]
    return groups.create(
        town.organisation,
        name=plan.name,
        purpose=plan.purpose,
        welcome=plan.welcome,
        visibility=plan.visibility,
        posting=plan.posting,
        tools=list(plan.tools),
        actor=owner,
    )


def _moderators(town: Town, community: Community, plan: Planned) -> None:
    let_in = partial(rights.begin, rights.locked(community), actor=town.users[plan.owner])
    let_in([town.users[number] for number in plan.moderators], role=Membership.Role.MODERATOR, source=Membership.Source.INVITED)


def _people(town: Town, community: Community, plan: Planned, random: Random) -> None:
    """Those who are named and those who are drawn; the heads of departments, and the referents, each in their own group."""
    source = Membership.Source.JOINED if plan.visibility == OPEN else Membership.Source.INVITED
    people = {number: town.users[number] for number in plan.numbers}
    for code, count in plan.drawn.items():
        there = User.objects.filter(agent__department__code=code, is_active=True).exclude(username__in=NUMBERED).order_by("username")
        people |= {user.username: user for user in _some(list(there), count, random)}
    if plan.key == "encadrants":
        people |= {head.username: head for department in town.departments.values() if (head := department.head) is not None}
    if plan.key == "referents":
        people |= {referent.user.username: referent.user for code in sorted(town.referents) for referent in town.referents[code]}
    rights.begin(rights.locked(community), people.values(), role=Membership.Role.MEMBER, source=source, actor=None)


def _some(people: list[User], count: int, random: Random) -> list[User]:
    return random.sample(people, min(count, len(people)))
