"""Nothing the program can say measures a person: sentences of notifications, reasons, templates' words, columns of the admin and of exports."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.utils import translation
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from referents.indicators import figures
from referents.indicators.figures import Cycle, Dimension, Duration, Figures, Span, Spread
from referents.indicators.periods import Period
from referents.indicators.tables import Line
from referents.matching.reasons import Reason, Why
from referents.models import Assignment, Clock, ContributionRequest, OfficialAccount, Topic
from referents.register import _heads
from rse.notifications import kinds
from rse.people.models import Department
from tests.conformity.measures import FORBIDDEN, TELLING_FIELDS, measures

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(path for path in ROOT.glob("*/**/locale/fr/LC_MESSAGES/django.po") if ".venv" not in path.parts and "site-packages" not in path.parts)
# The promise to the citizen may be late, on the desk and nowhere else; a clock, which knows nobody, may have been kept late.
PROMISE_TO_THE_CITIZEN = {"en retard de %(late)s", "en retard de 20 min", "tenu en retard"}
REASONS = {"knows", "area", "level", "stands_in", "present", "load", "nobody", "head", "outside", "no_subject"}


def test_the_search_finds_what_it_must_find() -> None:
    for told in (
        "Sonia a répondu en 12 min",
        "Vue le 3 mai",
        "délai moyen : 2 h",
        "en retard de 3 h",
        "dernière connexion hier",
        "Accepté en 4 min",
        "lu à 10 h 21",
    ):
        assert measures(told), told
    for fact in ("Demandé à 10 h 21", "avant 12 h 30", "présente", "2 questions en cours", "Vu avec le service", "Habitant prévenu à 10 h 26"):
        assert measures(fact) == [], fact


def test_a_reason_is_one_of_the_allowed_and_none_measures_a_person() -> None:
    assert {str(code) for code in Why} == REASONS
    with translation.override("fr"):
        for code in Why:
            words = str(Reason(code, {"words": ["bus"], "name": "Voirie", "count": 2}))
            assert measures(words) == []


def test_no_notification_measures_a_person() -> None:
    registered = kinds.every()
    assert len(registered) > 20
    for language in ("fr", "en"):
        with translation.override(language):
            assert [f"{kind.code}: {found}" for kind in registered for text in (kind.label, kind.sentence) for found in measures(str(text))] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[1] + "-" + path.relative_to(ROOT).parts[0])
def test_no_french_sentence_measures_a_person(path: Path) -> None:
    sentences = re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sentences
    assert [one for one in sentences if FORBIDDEN.search(one) and one not in PROMISE_TO_THE_CITIZEN] == []


def test_no_screen_of_the_admin_lists_filters_or_exports_the_hours_of_a_person() -> None:
    shown = []
    for hook in hooks.get_hooks("register_admin_viewset"):
        found = hook()
        for viewset in found if isinstance(found, list | tuple) else [found]:
            for one in viewset.registerables if isinstance(viewset, ViewSetGroup) else [viewset]:
                if isinstance(one, ModelViewSet):
                    for option in ("list_display", "list_filter", "list_export", "inspect_view_fields", "search_fields"):
                        shown += [f"{one.model.__name__}.{option}: {name}" for name in _names(getattr(one, option, None)) if name in TELLING_FIELDS]
    assert shown == []


def _names(option: object) -> list[str]:
    return [str(getattr(one, "name", one)) for one in option] if isinstance(option, list | tuple | set | dict) else []


def test_the_models_that_would_tell_are_in_no_admin() -> None:
    telling = {Assignment, ContributionRequest, Clock, apps.get_model("notifications", "Notification"), apps.get_model("notifications", "Delivery")}
    assert telling & set(admin.site._registry) == set()
    kept = set()
    for hook in hooks.get_hooks("register_admin_viewset"):
        found = hook()
        for viewset in found if isinstance(found, list | tuple) else [found]:
            kept |= {getattr(one, "model", None) for one in (viewset.registerables if isinstance(viewset, ViewSetGroup) else [viewset])}
    assert telling & kept == set()


def test_no_clock_knows_a_person() -> None:
    """A clock is a promise of the town: it has no relation to an account."""
    user = apps.get_model("people", "User")
    for model in (Clock, apps.get_model("referents", "ClockFire"), apps.get_model("referents", "ClockPolicy")):
        assert [one.name for one in model._meta.get_fields() if one.is_relation and one.related_model is user] == []


def test_the_register_leaves_with_the_columns_of_missions_only() -> None:
    with translation.override("fr"):
        heads = _heads()
    assert len(heads) == 13
    assert [found for head in heads for found in measures(head)] == []


def test_indicators_are_cut_by_what_the_town_does_and_never_by_who_does_it() -> None:
    assert {one.value for one in Dimension} == {"department", "topic", "account", "network"}
    user = apps.get_model("people", "User")
    for model in (Department, Topic, OfficialAccount):
        assert not issubclass(model, user)
    named = {one.name for record in (Figures, Duration, Spread, Line) for one in fields(record)}
    assert not named & ({"user", "actor", "people", "person", "name"} | TELLING_FIELDS)


def test_the_figures_are_the_same_whoever_did_the_work() -> None:
    """Two worlds that differ only in who answered: nothing that is shown differs, as long as as many people answered."""
    october = Period.read("2026-10")
    start = october.bounds[0] + timedelta(hours=40)

    def world(people: list[int]) -> Figures:
        took = [timedelta(minutes=minutes) for minutes in (5, 8, 13, 21, 34, 55, 89)]
        spans = [
            (Span("expert_answer", start + one, one, one, True, frozenset({who})), Span("review", start + one, one, one, True, frozenset({who})))
            for one, who in zip(took, people, strict=True)
        ]
        return figures.of([Cycle(start, dict.fromkeys(Dimension), answered_at=start, spans=two) for two in spans], october)

    assert world([1, 2, 3, 4, 5, 6, 7]) == world([70, 60, 50, 40, 30, 20, 10])
    assert world([1, 1, 1, 1, 1, 1, 1]) == world([1, 2, 3, 4, 1, 2, 3])
    assert world([1, 1, 1, 1, 1, 1, 1]).durations["expert_answer"] is None


def test_only_the_number_of_people_is_read_from_a_measure() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "referents/indicators").glob("*.py")}
    read = [line.strip() for text in sources.values() for line in text.splitlines() if "span.people" in line]
    assert read == ["people = frozenset().union(*(span.people for span in measures))"]
    assert [line.strip() for text in sources.values() for line in text.splitlines() if re.search(r"\bpeople\b.*\blen\(|len\(people\)", line)] == [
        "if len(measures) < LEAST or (metric in PERSONAL and len(people) < LEAST):"
    ]
