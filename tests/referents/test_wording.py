"""A second look at what the public will read: a table of judged texts. A false alarm is worse than a silence."""

import time
import tomllib
from pathlib import Path

import pytest

from referents.shipped import plain_words
from referents.wording import Remark, Setting, apply, remarks
from referents.wording.form import LONG_SENTENCE

DEMO = Path(__file__).resolve().parents[2] / "integrations" / "bridges" / "demo" / "questions.toml"
MEANINGS = {"CCAS": "centre communal d’action sociale", "PLU": "plan local d’urbanisme", "QF": "quotient familial"}
KNOWN = frozenset({"SMS", "BAFA", "HLM", "PDF", "CM1", "SNCF"})
LONG = "Bonjour, " + " ".join(["mot"] * LONG_SENTENCE) + "."


def look(text: str, **around: object) -> list[Remark]:
    around.setdefault("network", "facebook")
    return remarks(text, Setting(meanings=MEANINGS, known=KNOWN, plain=plain_words(), **around))


def codes(text: str, **around: object) -> list[str]:
    return [remark.code for remark in look(text, **around)]


# Text, what surrounds it, the remarks a careful colleague would make.
JUDGED: list[tuple[str, dict[str, object], list[str]]] = [
    # Length.
    ("Bonjour, " + "a" * 280, {"network": "x"}, ["length"]),
    ("Bonjour, " + "a" * 271, {"network": "x"}, []),
    ("Bonjour, " + "a" * 295, {"network": "bluesky"}, ["length"]),
    ("Bonjour, " + "a" * 295, {"network": "mastodon"}, []),
    ("Bonjour, " + "a" * 495, {"network": "mastodon"}, ["length"]),
    ("Bonjour, " + "a" * 120, {"most": 100}, ["length"]),
    ("Bonjour, " + "a" * 2000, {"network": "email"}, []),
    # Greeting.
    ("La piscine ouvre à 10 h.", {}, ["greeting"]),
    ("Madame, Monsieur,\n\nLa piscine ouvre à 10 h.", {"network": "email"}, []),
    ("Bonsoir, la piscine ouvre à 10 h.", {}, []),
    ("La piscine ouvre à 10 h.", {"network": "phone"}, []),
    ("Chère voisine, la piscine ouvre à 10 h.", {}, []),
    # Acronyms.
    ("Bonjour, le CCAS vous reçoit le mardi.", {}, ["acronym"]),
    ("Bonjour, le centre communal d’action sociale (CCAS) vous reçoit le mardi.", {}, []),
    ("Bonjour, le CCAS (centre communal d’action sociale) vous reçoit le mardi.", {}, []),
    ("Bonjour, le CCAS vous reçoit le mardi. Le CCAS est fermé le lundi.", {}, ["acronym"]),
    ("Bonjour, le CCAS vous reçoit le mardi.", {"question": "Quand le CCAS est-il ouvert ?"}, []),
    ("Bonjour, l’ASTB s’en occupe mardi.", {}, ["acronym"]),
    ("Bonjour, envoyez un SMS, joignez un PDF.", {}, []),
    ("Bonjour, l’exposition sur Louis XIV et le XVIIIe siècle ouvre samedi.", {}, []),
    ("Bonjour, la rue Henri-IV est ouverte.", {}, []),
    ("Bonjour, voir https://ville.example/PLU.pdf", {}, []),
    # Office words.
    ("Bonjour, la Ville va procéder à la réfection de la rue.", {}, ["plain"]),
    ("Bonjour, afin d’obtenir la carte, passez au guichet.", {}, ["plain"]),
    ("Bonjour, la sortie est à titre gracieux.", {}, ["plain"]),
    ("Bonjour, nous vous répondrons dans les meilleurs délais.", {}, ["plain"]),
    ("Bonjour, le service situé sise rue du Lavoir vous attend.", {}, ["plain"]),
    ("Bonjour, la pause méridienne dure deux heures.", {"question": "Combien dure la pause méridienne ?"}, []),
    ("Bonjour, la crise est finie, l’assise aussi.", {}, []),
    ("Bonjour, il vous faut passer au guichet pour la carte.", {}, []),
    # The passive that commands.
    ("Bonjour, il convient de se présenter au guichet.", {}, ["distance"]),
    ("Bonjour, il est rappelé que les chiens sont tenus en laisse.", {}, ["distance"]),
    ("Bonjour, il y a lieu de remplir le formulaire.", {}, ["distance"]),
    ("Bonjour, il est possible de payer en ligne.", {}, []),
    ("Bonjour, il est ouvert le samedi.", {}, []),
    # Long sentences.
    (LONG, {}, ["sentence"]),
    ("Bonjour, " + " ".join(["mot"] * (LONG_SENTENCE - 1)) + ".", {}, []),
    ("Bonjour, " + " ".join(["mot"] * 20) + " ; " + " ".join(["mot"] * 20) + ".", {}, []),
    # Capitals.
    ("Bonjour, ATTENTION : la rue est barrée.", {}, ["capitals"]),
    ("BONJOUR A TOUS, la rue est barrée.", {}, ["capitals"]),
    ("Bonjour, le BAFA est aidé par la Ville.", {}, []),
    # Links.
    ("Bonjour, cliquez ici : https://ville.example/piscine", {}, ["link"]),
    ("Bonjour, les horaires : https://ville.example/piscine", {}, []),
    ("Bonjour, les horaires sont sur https://ville.example/piscine.", {}, ["link"]),
    ("Bonjour, voici : https://ville.example/p?utm_source=fb&id=3", {}, ["link"]),
    ("Bonjour, voici : https://bit.ly/3abc", {}, ["link"]),
    # What was asked and is not said.
    ("Bonjour, oui, elle rouvre bientôt.", {"question": "Quand rouvre la piscine ?"}, ["date"]),
    ("Bonjour, elle rouvre le 16 mai.", {"question": "Quand rouvre la piscine ?"}, []),
    ("Bonjour, elle rouvre jeudi à 9 h.", {"question": "À quelle heure ouvre-t-elle ?"}, []),
    ("Bonjour, aucune date n’est fixée.", {"question": "La piscine rouvre quand ?"}, []),
    ("Bonjour, fermez les volets.", {"question": "Que faire quand il fait chaud ?"}, []),
    ("Bonjour, quand même, merci.", {"question": "Vous pourriez quand même répondre !"}, []),
    ("Bonjour, oui, c’est gratuit.", {"question": "Où peut-on jeter du verre ?"}, ["place"]),
    ("Bonjour, rue du Lavoir et place de la Halle.", {"question": "Où peut-on jeter du verre ?"}, []),
    ("Bonjour, oui, c’est gratuit.", {"question": "Gratuit ou payant ?"}, []),
    ("Bonjour, c’est prévu.", {"question": "À qui s’adresser pour un trou dans la chaussée ?"}, ["contact_missing"]),
    ("Bonjour, appelez l’accueil : 01 00 00 00 12.", {"question": "Qui appeler ?"}, []),
    # People.
    ("Bonjour, écrivez à paul.durand@gmail.com.", {}, ["contact"]),
    ("Bonjour, écrivez à mairie@techniville.example.", {}, []),
    ("Bonjour, appelez le 06 00 00 00 12.", {}, ["contact"]),
    ("Bonjour, appelez le 01 00 00 00 12.", {}, []),
    ("Bonjour, nous vous appelons au 01 00 00 00 99.", {"question": "Mon numéro : 01.00.00.00.99"}, ["contact"]),
    ("Bonjour, nous vous appelons au 01 00 00 00 98.", {"secrets": ("+33 1 00 00 00 98",)}, ["contact"]),
    ("Bonjour, Sonia Diallo vous appelle demain.", {"names": ("Sonia Diallo",)}, ["name"]),
    ("Bonjour, DIALLO Sonia vous appelle demain.", {"names": ("Sonia Diallo",)}, ["name"]),
    ("Bonjour, la rose du parc est taillée.", {"names": ("Rose",)}, []),
    ("Bonjour, un habitant l’a signalé.", {"names": ("Un habitant",)}, []),
    ("Bonjour, voyez Mme Vidal au guichet.", {}, ["name"]),
    ("Madame, Monsieur, le guichet est ouvert.", {}, []),
    ("Bonjour, Monsieur le Maire vous reçoit samedi.", {}, []),
    ("Bonjour, Madame la directrice vous reçoit samedi.", {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "around", "expected"), JUDGED, ids=[f"{n}-{'-'.join(row[2]) or 'good'}" for n, row in enumerate(JUDGED)])
def test_a_text_is_judged_as_a_careful_colleague_would(text: str, around: dict[str, object], expected: list[str]) -> None:
    assert codes(text, **around) == expected


@pytest.mark.skipif(not DEMO.exists(), reason="the demonstration is not shipped with the plugin")
def test_nothing_is_said_against_the_good_texts_of_the_demonstration() -> None:
    rows = tomllib.loads(DEMO.read_text(encoding="utf-8"))["questions"]
    alarms = [(row["wording"], [one.sentence for one in look(row["wording"], question=row["text"], network=row["channel"])]) for row in rows]
    assert [alarm for alarm in alarms if alarm[1]] == []


# Text, its only fix, what it becomes.
FIXED = [
    ("Bonjour, le CCAS vous reçoit.", "Bonjour, le centre communal d’action sociale (CCAS) vous reçoit."),
    ("La rue est ouverte.", "Bonjour\xa0! La rue est ouverte."),
    ("Bonjour, afin d’obtenir la carte, passez.", "Bonjour, pour obtenir la carte, passez."),
    ("Bonjour. Afin de payer, passez.", "Bonjour. Pour payer, passez."),
    ("Bonjour, à l’issue de la réunion, un verre.", "Bonjour, après la réunion, un verre."),
    ("Bonjour, ATTENTION à la marche.", "Bonjour, attention à la marche."),
    ("Bonjour : https://ville.example/p.", "Bonjour : https://ville.example/p"),
    ("Bonjour : https://ville.example/p?utm_source=fb&id=3", "Bonjour : https://ville.example/p?id=3"),
]


@pytest.mark.parametrize(("text", "better"), FIXED)
def test_a_fix_leaves_a_text_with_nothing_to_say(text: str, better: str) -> None:
    (remark,) = look(text)
    assert apply(text, remark) == better
    assert look(better) == []


def test_a_remark_without_a_safe_fix_changes_nothing() -> None:
    (remark,) = look("Bonjour, il convient de passer.")
    assert remark.better is None
    assert apply("Bonjour, il convient de passer.", remark) == "Bonjour, il convient de passer."


def test_what_matters_most_comes_first_and_a_dozen_is_enough() -> None:
    found = look("LA RUE EST BARREE. Mme Vidal, 06 00 00 00 12. " + "Il convient de passer. " * 20)
    assert [one.code for one in found[:2]] == ["contact", "name"]
    assert len(found) == 12


def test_an_empty_text_is_nobodys_business() -> None:
    assert look("  \n ") == []


@pytest.mark.parametrize("text", ["a" * 50_000, "A " * 25_000, "(" * 50_000, "0" * 50_000, "il " * 17_000, "é’" * 25_000, "https://" * 6_000, "A-" * 25_000])
def test_a_hostile_text_is_read_in_no_time(text: str) -> None:

    started = time.perf_counter()
    look(text[:50_000], question=text[:50_000], names=("Sonia Diallo",))
    assert time.perf_counter() - started < 2
