"""Sensitive words: what must raise the sensitivity of a message, and the everyday phrases that must not."""

import pytest

from referents import thesaurus
from referents.matching.sensitivity import Watch, gravest, level_of


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch([(table["kind"], table["level"], term) for table in thesaurus.read().words for term in table["terms"]])


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("Un enfant seul dans la rue depuis une heure", "children", "high"),
        ("un enfant tout seul dans la rue", "children", "high"),
        ("l'animateur a giflé mon fils", "children", "high"),
        ("ça sent le gaz dans le hall", "danger", "high"),
        ("une ODEUR DE GAZ !!", "danger", "high"),
        ("l'arbre va tomber sur l'aire de jeux", "danger", "high"),
        ("on va te tuer", "threat", "high"),
        ("je sais où vous habitez", "threat", "high"),
        ("mon voisin a fait un malaise", "health", "high"),
        ("de l'amiante à l'école", "health", "high"),
        ("je vais me suicider", "distress", "high"),
        ("je dors dans ma voiture", "distress", "high"),
        ("mon père est décédé", "death", "high"),
        ("bande d'incapables", "insult", "medium"),
        ("tag raciste sur le gymnase", "discrimination", "high"),
        ("je n'en peux plus", "distress", "medium"),
    ],
)
def test_an_alarming_message_is_noticed(watch, text, kind, level):
    alarms = watch.alarms(text)
    assert (alarms[0].kind, alarms[0].level) == (kind, level)
    assert alarms[0].words


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, à quelle heure ouvre la piscine ?",
        "mort de rire, votre affiche",
        "Le feu d'artifice est à quelle heure ?",
        "Le feu rouge est trop long",
        "ramassage des feuilles mortes",
        "La cérémonie au monument aux morts",
        "Où passer la formation sécurité incendie ?",
        "exercice incendie ce matin à l'école",
        "mon courrier est resté lettre morte",
        "un violent orage hier",
        "inscription de mon enfant au centre de loisirs",
        "Merci, ça nous sauve la vie !",
        "on a crevé un pneu",
        "bombe de peinture dans la poubelle",
        "c'est une tuerie ce spectacle",
        "une menace de pluie pour la brocante",
    ],
)
def test_an_everyday_message_raises_nothing(watch, text):
    assert level_of(watch.alarms(text)) == "low"


def test_the_longest_expression_speaks_for_those_it_covers(watch):
    assert [(alarm.level, alarm.words) for alarm in watch.alarms("Où demander un acte de décès ?")] == [("medium", "acte de deces")]


def test_the_gravest_alarm_comes_first(watch):
    alarms = watch.alarms("bande d'incapables, ça sent le gaz")
    assert [alarm.level for alarm in alarms] == ["high", "medium"]
    assert gravest(alarm.level for alarm in alarms) == "high"
    assert gravest([]) == "low"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Une odeur de peinture dans la salle de sieste, avec tous les petits dedans", "high"),
        ("Mon fils s'est blessé sur l'aire de jeux, c'est dangereux pour les enfants", "high"),
        ("Ils percent à côté du dortoir des petits, avec toute la poussière", "high"),
        ("Quand inscrire mon fils à la cantine ?", "low"),
        ("Le mur du square a été repeint, quelle odeur de peinture !", "low"),
    ],
)
def test_a_child_beside_any_harm_is_sensitive_and_neither_alone(watch, text, level):
    assert level_of(watch.alarms(text)) == level
