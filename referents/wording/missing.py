"""What the citizen asked and the text does not say: a date, a place, somebody to turn to. Pure."""

import re

from django.utils.translation import gettext as _

from referents.wording.plain import folded
from referents.wording.remarks import Remark, Setting

_BEGINS = r"(?:^|[.!?,;:(\n]\s*|\b(?:et|savoir|dire|depuis|jusqu'a|jusque|pour|de|c'est|donc|mais|sera|ouvre\w*|rouvre\w*|reprend\w*|commence\w*|arrive\w*)\s+)"
_WHEN_ASKED = re.compile(
    _BEGINS + r"quand\b(?! meme)|\ba quelle (?:date|heure)|\bquel jour|\bquelle date|\bquels? (?:sont (?:les|vos) )?horaires?\b|\bjusqu'a quelle (?:date|heure)"
    r"|\bdans combien de temps"
)
_WHERE_ASKED = re.compile(
    r"\bou (?:se trouve|est-ce|sont|peut-on|puis-je|faut-il|aller|dois-je)\b|\bquelle adresse|\ba quel endroit"
    r"|\bdans quelle rue"
)
_WHO_ASKED = re.compile(
    r"\ba qui\b|\bqui (?:contacter|appeler|prevenir|joindre)\b|\bcomment (?:vous |les |le |la )?(?:joindre|contacter)|\bquel (?:est le )?numero\b"
    r"|\ba quel (?:service|guichet|numero)\b|\baupres de qui\b"
)
_MONTH = r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_DAY = r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_WHEN_SAID = re.compile(
    rf"\b(?:{_MONTH}|{_DAY})s?\b|\b\d{{1,2}}\s?(?:h\b|:\d\d|/\d)|\bdemain\b|\baujourd'hui\b|\bce (?:soir|matin|midi)\b|\b(?:cette|la) semaine\b"
    r"|\bweek-?end\b|\bmidi\b|\bminuit\b|\b(?:printemps|ete|automne|hiver|rentree|vacances|toussaint|noel|paques)\b"
    r"|\b\d+ (?:jours?|semaines?|mois|heures?|ans?)\b"
    r"|\b(?:une|deux|trois|quatre|cinq|six|huit|dix|quinze) (?:jours?|semaines?|mois|heures?|ans?)\b"
    r"|\bdeja\b|\bmaintenant\b|\bjour et nuit\b|\btous les (?:jours|matins|soirs)\b"
    r"|\b20\d\d\b|\bpas encore\b|\baucune date\b|\bce mois|\bfin de (?:journee|matinee|mois|annee)"
)
_WHERE_SAID = re.compile(
    r"\b(?:rue|avenue|boulevard|bd|place|allee|impasse"
    r"|chemin|quai|square|cours|route|passage|parking|parvis)\b|\b(?:mairie|hotel de ville|guichet|accueil|salle"
    r"|gymnase|stade|piscine|ecole|college|creche|mediatheque|bibliotheque|musee|theatre|parc|jardin|cimetiere|dechetterie|marche|halle|maison|pole|annexe|bureau"
    r"|portail|site|service|quartier|point|centre|relais|station|gare|arret|kiosque|poste|hall|porte|entree)\b|https?://|\bwww\.|\bici\b|\ben ligne\b|\.fr\b"
)
_WHO_SAID = re.compile(
    r"\b0[1-9](?:[\s.\u00a0\u202f-]?\d{2}){4}|@|https?://|\bwww\.|\.fr\b|\b(?:guichet|accueil|standard|service|direction|police|mairie|formulaire|portail|messag\w+"
    r"|maison|bureau|relais|pole|point|annexe|agence|poste|en ligne)\b|\b(?:appelez|ecrivez|contactez|adressez-vous|venez|passez)\b|\b\d{4}\b"
)


def facts(text: str, setting: Setting) -> list[Remark]:
    """One remark for each thing asked of which nothing in the text speaks. Generous on purpose: a false alarm teaches people not to read."""
    asked, said = folded(setting.question), folded(text)
    accented = setting.question.lower()
    found = []
    if _WHEN_ASKED.search(asked) and not _WHEN_SAID.search(said):
        found.append(Remark("date", _("The citizen asks when: no date nor hour is said."), first=True))
    if (re.search(r"\boù\b", accented) or _WHERE_ASKED.search(asked)) and not _WHERE_SAID.search(said):
        found.append(Remark("place", _("The citizen asks where: no place is said."), first=True))
    if _WHO_ASKED.search(asked) and not _WHO_SAID.search(said):
        found.append(Remark("contact_missing", _("The citizen asks whom to turn to: nobody is said."), first=True))
    return found
