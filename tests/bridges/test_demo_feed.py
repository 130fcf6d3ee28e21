"""The feed of the demonstration: every text can be read whatever the day, and what is written is what the actions would have left."""

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.faces import draw_face
from integrations.bridges.demo.feed import pictures
from integrations.bridges.demo.feed.days import WorkingDays
from integrations.bridges.demo.feed.scenes import TEXTS, Reader, Scene, as_html
from referents import clocks
from referents.models import ServiceCalendar
from rse.people.models import User

PARIS = ZoneInfo("Europe/Paris")
THURSDAY = datetime(2026, 11, 26, 10, 5, tzinfo=PARIS)
SUNDAY = datetime(2026, 8, 16, 23, 30, tzinfo=PARIS)
VOICE = re.compile(r"[a-z]+|[A-Z]{2,3}\.[fm]\d{1,2}")
GROUPS = {
    "", "Plan neige", "Accueil des usagers", "Réseau des référents", "Écoles et centres de loisirs", "Télétravail et nomadisme", "Vélo-boulot",
    "Nouveaux arrivants", "Voirie et chantiers", "Communication", "Encadrants", "Cellule crue", "Négociation annuelle", "Covoiturage",
}  # fmt: skip


class Everybody(dict[str, User]):
    """A town where every seat is taken."""

    def __missing__(self, word: str) -> User:
        return self.setdefault(word, User(pk=len(self) + 1, username=word, first_name=word.title(), last_name="Essai"))

    def __contains__(self, word: object) -> bool:
        return bool(VOICE.fullmatch(str(word)))


@pytest.fixture
def calendar(db: None) -> None:
    calendar = ServiceCalendar.objects.create(name="Mairie", hours={str(day): [["08:30", "17:30"]] for day in range(5)}, is_default=True)
    clocks.install_policies(calendar)


def scenes(now: datetime) -> list[Scene]:
    return list(Reader(Everybody(), WorkingDays(now)).scenes())


@pytest.mark.parametrize("now", [THURSDAY, SUNDAY], ids=["a working morning", "a Sunday night in August"])
def test_every_text_is_read_whatever_the_day_and_nothing_is_said_in_the_future_or_at_night(now: datetime, calendar: None) -> None:
    found = scenes(now)
    assert len(found) > 250
    assert sum(len(scene.lines) for scene in found) > 680
    for scene in found:
        hours = [scene.at, *(line.at for line in scene.lines)]
        assert hours == sorted(hours), scene.key
        assert hours[-1] < now, scene.key
        assert all(timezone.localtime(hour).weekday() < 5 and 6 <= timezone.localtime(hour).hour < 19 for hour in hours if (now - hour).days > 1), scene.key


def test_twelve_groups_and_everybody_are_spoken_to_and_this_morning_too(calendar: None) -> None:
    found = scenes(THURSDAY)
    assert {scene.group for scene in found} == GROUPS
    today = [scene for scene in found if timezone.localdate(scene.at) == THURSDAY.date()]
    assert {scene.group for scene in today} >= GROUPS - {"Encadrants", "Covoiturage"}
    assert sum(bool(scene.lines) for scene in today) > 20


def test_one_group_went_cold_and_two_questions_wait_so_that_figures_have_something_to_say(calendar: None) -> None:
    found = scenes(THURSDAY)
    last = max(scene.at for scene in found if scene.group == "Covoiturage")
    assert THURSDAY - last > timedelta(weeks=6)
    waiting = [scene for scene in found if scene.kind == "question" and not scene.lines and THURSDAY - scene.at > timedelta(days=2)]
    assert {scene.group for scene in waiting} == {"Accueil des usagers", "Voirie et chantiers"}


def test_men_of_the_cast_are_drawn_with_short_hair() -> None:
    assert {role.first_name for role in cast.CAST} & cast.MEN == {"Denis", "Karim", "Marc", "Paul", "Yann"}
    yann = int(cast.ROADS_DEPUTY.number)
    assert draw_face(yann, short_hair=True) == draw_face(yann, short_hair=True) != draw_face(yann)


def test_kinds_agree_with_what_stands_under_them(calendar: None) -> None:
    found = scenes(THURSDAY)
    for scene in found:
        assert (scene.kind == "poll") == (scene.poll is not None), scene.key
        accepted = [line for line in scene.lines if line.accepted]
        assert len(accepted) <= (1 if scene.kind == "question" else 0), scene.key
        assert not scene.lines or not scene.lines[0].answers, scene.key
    kinds = Counter(scene.kind for scene in found)
    assert kinds["question"] > 30
    assert kinds["poll"] > 12
    assert sum(scene.must_read_until is not None for scene in found) > 8
    assert {scene.picture.partition(":")[0] for scene in found if scene.picture} == set(pictures.DRAWN)


def test_an_image_always_says_what_it_shows(calendar: None) -> None:
    for scene in scenes(THURSDAY):
        assert not scene.picture or len(scene.picture.partition(": ")[2]) > 20


def test_texts_are_set_as_french_is() -> None:
    for path in TEXTS.glob("*.toml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            said = re.match(r"(?:title|text) = (.*)|  \"\d+ \S+ [|>✓] (.*)\"", line)
            words = (said[1] or said[2] or "") if said else ""
            assert not re.search(r" [;:?!»]|« |[^\W_]'[^\W_]", words), f"{path.name}:{number}"


def test_a_list_of_a_text_is_a_list_of_the_page() -> None:
    assert as_html("Décidé :\n- un < deux ;\n- trois.\n\nFin.") == "<p>Décidé :</p><ul><li>un &lt; deux ;</li><li>trois.</li></ul><p>Fin.</p>"


def test_a_picture_is_the_same_each_time() -> None:
    assert all(pictures.draw(name) == pictures.draw(name) for name in pictures.DRAWN)
