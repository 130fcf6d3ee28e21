"""Conversations and events, on every exit: the same audience both ways, and a word said in secret that reaches nobody outside."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from integrations.bridges.demo import cast, groups
from integrations.bridges.demo.town import Town
from rse.conversations import actions as conversations
from rse.conversations.models import Conversation, Line, Participant
from rse.conversations.permissions import audience_of_conversation, audience_of_line, audience_of_participant
from rse.core.models import Attachment
from rse.events import actions as events
from rse.events.calendars import token_of
from rse.events.facts import Facts, Where, Words
from rse.events.models import CalendarFeed, Event, Organiser, Registration
from rse.events.permissions import audience_of_event, audience_of_feed, audience_of_organiser, audience_of_registration
from tests.conformity.exits import exits
from tests.conformity.test_audiences import agree, people
from tests.conformity.test_exits import CANARY, crawl, said

pytestmark = pytest.mark.django_db

AGENT, HR, ADMINISTRATOR, ROADS = cast.AGENT.number, cast.HR.number, cast.ADMINISTRATOR.number, cast.ROADS.number


def test_conversations_have_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    talk = Conversation.objects.filter(pair=None).first()
    leaver = talk.participants.first().user
    conversations.leave(talk, actor=leaver)
    conversations.hide(Line.objects.filter(conversation=talk, kind="words").first(), actor=None)
    conversations.add_person(talk, person=town.users[HR], actor=talk.participants.present().first().user)
    for rows, seen, audience in (
        (Conversation.objects.all(), Conversation.objects.visible_to, audience_of_conversation),
        (Participant.objects.all(), Participant.objects.visible_to, audience_of_participant),
        (Line.objects.all(), Line.objects.visible_to, audience_of_line),
    ):
        assert rows.exists()
        assert agree(rows, users, seen=seen, audience=audience) == []


def test_events_have_the_same_audience_both_ways(town: Town) -> None:
    users = people(town)
    for number in (AGENT, HR):
        events.open_feed(town.users[number], actor=town.users[number])
    for rows, seen, audience in (
        (Event.objects.with_post(), Event.objects.visible_to, audience_of_event),
        (Organiser.objects.select_related("event__post"), Organiser.objects.visible_to, audience_of_organiser),
        (Registration.objects.order_by("pk")[:80], Registration.objects.visible_to, audience_of_registration),
        (CalendarFeed.objects.all(), CalendarFeed.objects.visible_to, audience_of_feed),
    ):
        assert rows.exists()
        assert agree(rows, users, seen=seen, audience=audience) == []


@pytest.fixture
def secret(town: Town) -> dict[str, list[object]]:
    """A conversation of two with a file, and an event of a non-visible group with people registered and waiting: what fills the holes of addresses."""
    lucie, denis = town.users[ROADS], town.users[cast.DISPATCHER.number]
    talk = conversations.start([denis, town.users[cast.CM.number]], text=f"Entre nous : {CANARY}", name=f"Affaire {CANARY}", token="secret", actor=lucie)
    line = conversations.send(talk, text="Le plan", files=[SimpleUploadedFile(f"{CANARY}.txt", CANARY.encode())], token="file", actor=lucie)
    crue = groups.named(town)["crue"]
    start = timezone.now() + timedelta(days=4)
    facts = Facts(start, start + timedelta(hours=1), place=CANARY, capacity=1)
    event = events.plan(Words(f"Réunion {CANARY}", f"Ordre du jour {CANARY}"), facts, where=Where(crue), token="secret", actor=lucie)
    for user in (denis, town.users[cast.CM.number]):
        events.register(event, actor=user)
    events.cancel(event, reason=CANARY, actor=lucie)
    file = Attachment.objects.of(line).get()
    pks = [talk.pk, line.pk, event.pk, event.post_id]
    return {"int": pks, "str": ["inconnu"], "path": [file.file.name], "app_label": ["conversations"], "model_name": ["line"]}


def addresses(fill: dict[str, list[object]]) -> list[str]:
    """Ours, the holes filled with the ids of the secret; what a search or a filter of these rooms may be asked."""
    rooms = ("messages/", "agenda/", "fil/", "groupes/", "notifications/", "moderation/", "fichiers/")
    found = [path for one in exits() if one.ours and (one.route.startswith(rooms) or not one.holes) for path in one.addresses(fill)]
    month = f"{timezone.localtime():%Y-%m}"
    return [*found, "/agenda/?qui=miens", f"/agenda/mois/?mois={month}", *(f"/agenda/?qui={pk}" for pk in fill["int"]), "/messages/recents/?ici=1"]


def test_those_inside_are_shown_it(signed_in, town: Town, secret: dict[str, list[object]]) -> None:
    """Without this, the tests below could pass on nothing."""
    talk, _line, event, _post = secret["int"]
    shown, _writes, _errors = crawl(signed_in(ROADS), [f"/messages/{talk}/", "/messages/", f"/agenda/{event}/", f"/agenda/{event}/inscrits.csv", "/agenda/"])
    assert len(shown) >= 4
    assert len(addresses(secret)) > 60


@pytest.mark.parametrize("who", [AGENT, HR, ADMINISTRATOR])
def test_no_exit_shows_a_word_of_it_to_somebody_outside(signed_in, town: Town, secret: dict[str, list[object]], who: str) -> None:
    leaks, writes, errors = crawl(signed_in(who), addresses(secret), fragments=True)
    assert leaks == []
    assert [line for line in writes if line.startswith(("/messages/", "/agenda/"))] == []
    assert errors == []


@pytest.mark.parametrize("who", [AGENT, ADMINISTRATOR])
def test_no_admin_screen_shows_a_conversation(signed_in, town: Town, secret: dict[str, list[object]], who: str) -> None:
    found = [path for one in exits() if not one.ours and ("conversation" in one.route or not one.holes) for path in one.addresses(secret)]
    leaks, _writes, _errors = crawl(signed_in(who), found)
    assert [leak for leak in leaks if "conversation" in leak or "line" in leak] == []


def test_the_subscription_of_somebody_outside_holds_nothing_of_it(client, town: Town, secret: dict[str, list[object]]) -> None:
    feed = events.open_feed(town.users[AGENT], actor=town.users[AGENT])
    assert CANARY not in said(client.get(f"/agenda/abonnement/{token_of(feed)}.ics"))
