"""Invented people: the few whom the demonstration lets you be, and the names the others are drawn from."""

from dataclasses import dataclass

ORGANISATION = "Ville de Techniville"


@dataclass(frozen=True)
class Role:
    """One person of the demonstration, by sign-in number."""

    number: str
    first_name: str
    last_name: str
    department: str
    job_title: str
    groups: tuple[str, ...] = ()
    administrator: bool = False


AGENT = Role("10001", "Marc", "Lefort", "ESV", "Jardinier")
REFERENT = Role("10002", "Sonia", "Diallo", "EDU", "Responsable des centres de loisirs")
CM = Role("10003", "Flora", "Quint", "COM", "Community manager", groups=("Communication", "Modération"))
REVIEWER = Role("10004", "Rose", "Vidal", "EDU", "Directrice de l’Éducation")
DISPATCHER = Role("10005", "Denis", "Marchal", "DGS", "Chargé de la relation aux usagers", groups=("Répartition", "Cellule de crise"))
HR = Role("10006", "Hélène", "Roux", "RH", "Directrice des ressources humaines", groups=("Ressources humaines",))
ADMINISTRATOR = Role("10007", "Nadia", "Kessler", "DSI", "Administratrice de Relais", groups=("Modération",), administrator=True)
BUILDINGS = Role("10008", "Paul", "Roche", "BAT", "Conducteur de travaux")
ROADS = Role("10009", "Lucie", "Garnier", "VOI", "Technicienne voirie")
ROADS_DEPUTY = Role("10010", "Yann", "Le Goff", "VOI", "Surveillant de travaux")
MOBILITY = Role("10011", "Karim", "Benali", "MOB", "Chargé des transports scolaires")
CAST = (AGENT, REFERENT, CM, REVIEWER, DISPATCHER, HR, ADMINISTRATOR, BUILDINGS, ROADS, ROADS_DEPUTY, MOBILITY)

# The council, apart from the hierarchy of the departments: first name, last name, what they are in charge of.
ELECTED = (
    ("Élise", "Courtois", "Maire"),
    ("Bernard", "Sabatier", "Premier adjoint, finances"),
    ("Awa", "Coulibaly", "Adjointe à l’éducation et à la petite enfance"),
    ("Gaël", "Prigent", "Adjoint aux mobilités et à la voirie"),
    ("Mireille", "Thévenin", "Adjointe à l’action sociale"),
    ("Octave", "Lhermitte", "Conseiller municipal, culture"),
    ("Yasmine", "Hamadi", "Conseillère municipale, sports"),
    ("Sylvain", "Vigneron", "Conseiller municipal"),
)

# Code, name, parent, head count beside the cast.
DEPARTMENTS = (
    ("DGS", "Direction générale", None, 6),
    ("CAB", "Cabinet du maire", "DGS", 5),
    ("COM", "Communication", "DGS", 7),
    ("RH", "Ressources humaines", "DGS", 11),
    ("FIN", "Finances", "DGS", 11),
    ("JUR", "Affaires juridiques et achats", "DGS", 6),
    ("DSI", "Systèmes d’information", "DGS", 10),
    ("POP", "Population et état civil", "DGS", 16),
    ("EDU", "Éducation", "DGS", 34),
    ("PEN", "Petite enfance", "EDU", 24),
    ("JEU", "Jeunesse", "EDU", 12),
    ("SPO", "Sports", "DGS", 18),
    ("CUL", "Culture", "DGS", 20),
    ("VOI", "Voirie et éclairage", "DGS", 15),
    ("PRO", "Propreté et déchets", "VOI", 18),
    ("ESV", "Espaces verts", "VOI", 15),
    ("BAT", "Bâtiments", "DGS", 16),
    ("URB", "Urbanisme", "DGS", 9),
    ("LOG", "Logement", "URB", 6),
    ("SOC", "Action sociale", "DGS", 19),
    ("POL", "Police municipale", "DGS", 12),
    ("MOB", "Mobilités", "DGS", 6),
    ("EAU", "Eau et assainissement", "DGS", 7),
    ("ECO", "Commerce et économie", "DGS", 6),
    ("ENV", "Environnement", "DGS", 6),
    ("VAS", "Vie associative", "DGS", 5),
)

AREAS = {
    "Centre": ["centre-ville", "place de l’Hôtel-de-Ville", "la halle"],
    "Gare": ["quartier de la Gare", "Jean-Zay"],
    "Saint-Roch": ["rue du Lavoir", "le Lavoir"],
    "Les Tilleuls": ["allée des Charmes", "école des Tilleuls"],
    "Le Moulin": ["avenue du Moulin", "zone du Moulin"],
    "Les Cèdres": ["parc des Cèdres", "serres municipales"],
}

FIRST_NAMES = (
    "Adèle", "Agathe", "Alban", "Alice", "Amandine", "Amel", "Anaïs", "André", "Anissa", "Antoine", "Apolline", "Armelle", "Arthur", "Aurore", "Awa",
    "Baptiste", "Bastien", "Béatrice", "Bilal", "Brice", "Camille", "Capucine", "Cécile", "Cédric", "Charlotte", "Chloé", "Clémence", "Coralie", "Cyril",
    "Damien", "Daphné", "Diane", "Driss", "Édith", "Élise", "Élodie", "Émile", "Estelle", "Étienne", "Fanny", "Farid", "Fatou", "Gaël", "Gaspard",
    "Géraldine", "Hakim", "Hortense", "Hugo", "Ibrahim", "Inès", "Jade", "Jérôme", "Joséphine", "Julien", "Kadiatou", "Laure", "Léa", "Léonie", "Loïc",
    "Lola", "Louise", "Lucas", "Maëlle", "Malik", "Manon", "Margaux", "Maud", "Maxime", "Mehdi", "Mélanie", "Mireille", "Mona", "Nicolas", "Nina", "Noé",
    "Nora", "Octave", "Ombeline", "Oscar", "Pascale", "Perrine", "Quentin", "Rachid", "Rémi", "Romane", "Sabine", "Salomé", "Samir", "Simon", "Solène",
    "Sylvain", "Théo", "Thomas", "Valentine", "Victor", "Viviane", "Xavier", "Yasmine", "Youssef", "Zoé",
)  # fmt: skip
LAST_NAMES = (
    "Abadie", "Allard", "Amrani", "Ansel", "Arnoult", "Aubert", "Bachelet", "Bailly", "Barbier", "Belkacem", "Berthet", "Besnard", "Bodin", "Bonnefoy",
    "Boucher", "Bouvier", "Brunel", "Cadiou", "Carlier", "Castel", "Chapelle", "Charpentier", "Chauvin", "Cissé", "Collin", "Cordier", "Coulibaly",
    "Courtois", "Dabadie", "Darras", "Delmas", "Delorme", "Descamps", "Diop", "Ducrocq", "Dufresne", "Dumas", "Esnault", "Etcheverry", "Fabre", "Faucher",
    "Ferrand", "Fontaine", "Fournel", "Gaillard", "Garnaud", "Gauthier", "Gendron", "Gillet", "Granger", "Guibert", "Guillou", "Hamadi", "Hamelin",
    "Haddad", "Henriot", "Hervieu", "Imbert", "Jacquot", "Jaouen", "Joubert", "Kaci", "Keita", "Kerbrat", "Labbé", "Lacroix", "Lambert", "Laroche",
    "Leclercq", "Lefebvre", "Lemoine", "Lenoir", "Lhermitte", "Maillard", "Mansouri", "Marchand", "Martel", "Mercier", "Meunier", "Millet", "Monnier",
    "Moreau", "Nguyen", "Noiret", "Ouahab", "Parent", "Pasquier", "Pelletier", "Perrot", "Picard", "Pichon", "Poirier", "Prigent", "Quéré", "Rameau",
    "Raynaud", "Renard", "Rivière", "Rousseau", "Sabatier", "Saïdi", "Salaün", "Savary", "Seguin", "Sylla", "Tanguy", "Tessier", "Thévenin", "Touré",
    "Tournier", "Vasseur", "Verdier", "Vernier", "Vigneron", "Villard", "Weber", "Yahiaoui",
)  # fmt: skip
MEN = frozenset({
    "Alban", "André", "Antoine", "Arthur", "Baptiste", "Bastien", "Bilal", "Brice", "Cédric", "Cyril", "Damien", "Driss", "Émile", "Étienne", "Farid", "Gaël",
    "Gaspard", "Hakim", "Hugo", "Ibrahim", "Jérôme", "Julien", "Loïc", "Lucas", "Malik", "Maxime", "Mehdi", "Nicolas", "Noé", "Octave", "Oscar", "Quentin",
    "Rachid", "Rémi", "Samir", "Simon", "Sylvain", "Théo", "Thomas", "Victor", "Xavier", "Youssef",
    "Bernard", "Denis", "Karim", "Marc", "Paul", "Yann",
})  # fmt: skip
JOBS = ("Chargé de mission", "Gestionnaire", "Agent d’accueil", "Technicien", "Assistant", "Responsable d’équipe", "Coordinateur", "Instructeur")
# As a woman holds them; the others read the same.
FEMININE = {
    "Chargé de mission": "Chargée de mission",
    "Agent d’accueil": "Agente d’accueil",
    "Technicien": "Technicienne",
    "Assistant": "Assistante",
    "Coordinateur": "Coordinatrice",
    "Instructeur": "Instructrice",
}
# Those who lead, a man then a woman: the whole town, a department right below, any other.
HEADS = (("Directeur général des services", "Directrice générale des services"), ("Directeur", "Directrice"), ("Chef de service", "Cheffe de service"))
SITES = ("Hôtel de ville", "Annexe de la Gare", "Centre technique", "Maison des services", "Pôle Jean-Zay")
