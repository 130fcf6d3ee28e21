"""Sentences for the crowd: always the same for the same draw, French to read, saying nothing of anybody."""

from random import Random

THEMES = (
    "Jardins partagés", "Accueil du public", "Marchés et achats", "Sécurité au travail", "Bâtiments sobres", "Lecture publique", "Archives vivantes",
    "Restauration", "Sport au quotidien", "Fêtes et cérémonies", "Éclairage public", "Propreté du matin", "Mobilités douces", "Petite enfance",
    "Égalité", "Données ouvertes", "Accessibilité", "Eau et rivières", "Budget simple", "Parcours d’arrivée", "Formation continue", "Chantiers d’été",
    "Médiation", "Qualité de l’air", "Outils numériques",
)  # fmt: skip
PLACES = ("Centre", "Gare", "Saint-Roch", "Les Tilleuls", "Le Moulin", "Les Cèdres", "Jean-Zay", "réseau")
WHO = (
    "L’équipe du matin", "Le service", "Notre binôme", "La responsable du site", "Une collègue de l’accueil", "Le groupe de travail", "L’entreprise",
    "Le conseil de quartier", "La direction", "L’équipe technique", "Un agent du dépôt", "Le bureau d’études", "La cellule de coordination",
)  # fmt: skip
DOES = (
    "a terminé", "reprend demain", "prépare", "propose de revoir", "a remis à jour", "vient de recevoir", "termine cette semaine", "souhaite partager",
    "a vérifié sur place", "relit une dernière fois", "met de côté", "a simplifié",
)  # fmt: skip
WHAT = (
    "le planning de la quinzaine", "la fiche destinée aux familles", "le relevé des interventions", "la liste des clés", "le compte rendu de la visite",
    "les plans du premier étage", "la commande de fournitures", "le calendrier des permanences", "les consignes pour la salle", "le tableau des remplacements",
    "la notice du nouvel appareil", "les réponses aux questions fréquentes", "le dossier de la subvention", "la tournée du secteur nord",
)  # fmt: skip
WHY = (
    "pour que chacun le retrouve au même endroit", "après les remarques de la dernière réunion", "afin d’éviter une double saisie",
    "en accord avec les équipes concernées", "avant la réunion de la semaine prochaine", "parce que la version affichée datait un peu",
    "comme nous en avions parlé au printemps", "sans rien changer pour les usagers", "et reste preneur de vos idées", "le temps que la pièce arrive",
)  # fmt: skip
ANSWERS = (
    "Merci, c’est noté.", "Bien reçu, je transmets à l’équipe.", "Parfait pour nous.", "On en parle demain matin ?", "Je complète le tableau dans la journée.",
    "De notre côté, tout est prêt.", "Peut-on avoir la version imprimable ?", "Vu avec le service, c’est possible.", "Merci à toute l’équipe.",
    "Je passe sur place cet après-midi.", "La clé est à l’accueil, sous votre nom.", "Même constat chez nous.", "C’est plus clair ainsi.",
)  # fmt: skip
CHOICES = ("Le matin", "Le midi", "L’après-midi", "Peu importe")


def sentence(random: Random) -> str:
    pick = random.choice
    return f"{pick(WHO)} {pick(DOES)} {pick(WHAT)}, {pick(WHY)}."


def paragraph(random: Random) -> str:
    """Two to four sentences, forty words or so."""
    return " ".join(sentence(random) for _turn in range(random.randint(2, 4)))


def answer(random: Random) -> str:
    return random.choice(ANSWERS) if random.random() < 0.6 else f"{random.choice(ANSWERS)} {sentence(random)}"


def group_name(index: int) -> str:
    """Two hundred names that differ; numbered beyond."""
    theme, place = THEMES[index % len(THEMES)], PLACES[index // len(THEMES) % len(PLACES)]
    turn = index // (len(THEMES) * len(PLACES))
    return f"{theme} · {place}" + (f" {turn + 1}" if turn else "")
