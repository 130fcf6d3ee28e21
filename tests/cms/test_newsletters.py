"""The internal letter: what is proposed, who prepares and sends it, who is told and when, what is counted."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import segno
import time_machine
from django.contrib.auth.models import Group
from django.core import mail as outside
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms import sweeps
from cms.actions import Built, letter, letter_telling
from cms.actions.journal import first_broken_line
from cms.actions.letter_sending import send
from cms.actions.restrictions import restrict
from cms.actions.site import CONTRIBUTORS, WRITERS
from cms.exceptions import NotForEverybody, NothingChosen, NotReadyToLeave
from cms.letter import figures, leaving, origins
from cms.letter.links import letter_links
from cms.letter.printing import code_of
from cms.letter.selection import candidates, next_number, selection, since
from cms.models import LetterOpening, LetterSending, LetterSuggestion, NewsletterPage, PageMove
from referents.models import Answer
from rse.events.models import Event
from rse.feed.cards import Reader
from rse.feed.models import Post
from rse.notifications import actions as notifications
from rse.notifications import kinds, mail, unsubscribing
from rse.notifications.models import Delivery, Notification
from rse.people.models import Agent
from tests.cms import factories
from tests.communities.factories import closed_group, open_group
from tests.events.factories import event
from tests.factories import AgentFactory, DepartmentFactory
from tests.feed.factories import sent, to_everyone

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]
# A Tuesday at ten in Paris, a Saturday, the Monday after.
TUESDAY, SATURDAY, MONDAY = (datetime(2026, 6, day, 8, 0, tzinfo=UTC) for day in (2, 6, 8))


@pytest.fixture(autouse=True)
def on_a_tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY, tick=False):
        yield


def colleague(role: str = "", **facts: object) -> Agent:
    agent = AgentFactory(**facts)
    if role:
        agent.user.groups.add(Group.objects.get(name=role))
    return agent


@pytest.fixture
def flora(intranet: Built) -> Agent:
    """She writes the letter and publishes it."""
    return colleague(WRITERS, first_name="Flora", last_name="Quint", user__email="flora@techniville.example")


def keys() -> set[str]:
    return {one.key for one in candidates(selection(timezone.now()))}


def titles(issue: NewsletterPage) -> list[str]:
    return [block.value["title"] for block in issue.body if block.block_type == "entry"]


def issue_of(intranet: Built, by: Agent, *entries: dict[str, str], live: bool = True, **facts: object) -> NewsletterPage:
    body = [("entry", {"title": "L’annexe rouvre", "words": "", "credit": "", "link": "", "origin": "", **entry}) for entry in entries or ({},)]
    number = next_number()
    page = NewsletterPage(title=f"Lettre n° {number}", number=number, body=body, owner=by.user, live=live, **facts)
    return factories.put(intranet.places["NewsletterIndexPage"], page)


def leave(issue: NewsletterPage, by: Agent, run: Callable[..., object]) -> LetterSending:
    """Sent, and told to everybody by the workers."""
    with run(execute=True):
        sending, first = send(issue, actor=by.user)
    assert first
    return LetterSending.objects.get(pk=sending.pk)


def answer(by: Agent, question: str = "Quand passe la benne ?", **facts: object) -> Answer:
    on = timezone.localdate()
    return Answer.objects.create(question=question, wording="Le mardi.", owner=by.user, **{"written_on": on, "valid_until": on + timedelta(days=90), **facts})


# What is proposed


def test_the_selection_holds_what_everybody_may_read(intranet: Built, marc: Agent) -> None:
    news = factories.news(intranet, "L’annexe rouvre", intro="Lundi.")
    post, meeting, wording = to_everyone(marc.user, "Un vélo à donner."), event("Point Plan neige"), answer(marc)
    open_post = sent(marc.user, "On pédale mardi.", community=open_group(marc))
    suggestion = letter.suggest(title="Merci au garage", words="Un dimanche.", origin="", credited=False, token="t", actor=marc.user)
    assert {
        f"page:{news.pk}",
        f"post:{post.pk}",
        f"post:{open_post.pk}",
        f"event:{meeting.pk}",
        f"answer:{wording.pk}",
        f"suggestion:{suggestion.pk}",
    } <= keys()


def test_nothing_that_one_colleague_may_not_read_is_proposed(intranet: Built, marc: Agent) -> None:
    restricted = factories.news(intranet, "Réservée")
    restrict(restricted, people=[marc.user], actor=AgentFactory(user__is_superuser=True).user)
    by_role = factories.closed(factories.news(intranet, "Aux rôles"))
    group = closed_group(marc)
    closed_post = sent(marc.user, "Entre nous.", community=group)
    shared = to_everyone(marc.user, "À lire", shared_from=closed_post)
    hidden = to_everyone(marc.user, "Caché", state=Post.State.HIDDEN)
    expired = answer(marc, valid_until=timezone.localdate() - timedelta(days=1))
    proposed_only = answer(marc, state=Answer.State.PROPOSED)
    found = keys()
    for page in (restricted, by_role):
        assert f"page:{page.pk}" not in found
    for post in (closed_post, shared, hidden):
        assert f"post:{post.pk}" not in found
    for one in (expired, proposed_only):
        assert f"answer:{one.pk}" not in found


def test_a_page_that_shows_the_text_of_a_closed_one_is_closed_too(intranet: Built) -> None:
    news = factories.news(intranet, "Réservée")
    alias = news.create_alias(parent=intranet.home, update_slug="ailleurs")
    assert origins.lookup([f"page:{alias.pk}"])
    factories.closed(news)
    assert origins.lookup([f"page:{alias.pk}", f"page:{news.pk}"]) == {}


def test_events_of_closed_groups_and_cancelled_ones_stay_out(intranet: Built, marc: Agent) -> None:
    group = closed_group(marc, tools=["events"])
    inside = event("Entre nous", by=marc, community=group)
    past, cancelled = event("Passé"), event("Annulé")
    Event.objects.filter(pk=past.pk).update(starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=3, hours=-1))
    Event.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now())
    assert not {f"event:{one.pk}" for one in (inside, past, cancelled)} & keys()


def test_the_most_talked_about_come_first(intranet: Built, marc: Agent) -> None:
    quiet = to_everyone(marc.user, "Rien de spécial.")
    lively = to_everyone(marc.user, "Le pain change.", comment_count=9, reaction_counts={"thanks": 4})
    posts = next(part for part in selection(timezone.now()) if part.slug == "posts").candidates
    assert [one.key for one in posts] == [f"post:{lively.pk}", f"post:{quiet.pk}"]


def test_what_an_issue_said_is_offered_and_no_longer_proposed(flora: Agent, intranet: Built) -> None:
    said, new = factories.news(intranet, "Dite"), factories.news(intranet, "Nouvelle")
    issue_of(intranet, flora, {"origin": f"page:{said.pk}"})
    news = next(part for part in selection(timezone.now()) if part.slug == "news").candidates
    marks = {one.key: (one.said, one.ticked) for one in news}
    assert (marks[f"page:{said.pk}"], marks[f"page:{new.pk}"]) == ((True, False), (False, True))


def test_the_selection_begins_where_the_last_issue_ended(flora: Agent, intranet: Built) -> None:
    on = timezone.localdate()
    assert since(timezone.now()) == on - timedelta(days=7)
    sending = LetterSending.objects.create(issue=issue_of(intranet, flora), asked_by=flora.user, asked_at=TUESDAY - timedelta(days=3), moved_at=TUESDAY)
    assert since(timezone.now()) == on - timedelta(days=3)
    LetterSending.objects.filter(pk=sending.pk).update(asked_at=TUESDAY - timedelta(days=200))
    assert since(timezone.now()) == on - timedelta(days=31)


def test_the_selection_costs_the_same_whatever_the_week_held(intranet: Built, marc: Agent, django_assert_max_num_queries) -> None:
    for number in range(6):
        factories.news(intranet, department=marc.department)
        to_everyone(marc.user, f"Mot {number}")
        event(f"Point {number}")
        answer(marc, f"Question {number} ?")
        letter.suggest(title=f"Idée {number}", words="", origin="", credited=True, token=f"t{number}", actor=marc.user)
    with django_assert_max_num_queries(14):
        assert len(candidates(selection(timezone.now()))) >= 30


# Suggesting


def test_a_suggestion_is_one_row_whatever_the_clicks(intranet: Built, marc: Agent, as_: As) -> None:
    news, client = factories.news(intranet, "L’annexe rouvre"), as_(marc)
    address = reverse("pages:suggest")
    assert f"{address}?quoi=page:{news.pk}" in client.get(news.url).content.decode()
    shown = client.get(address, {"quoi": f"page:{news.pk}"})
    assert "L’annexe rouvre" in shown.content.decode()
    values = {"title": "L’annexe", "words": "Enfin.", "origin": f"page:{news.pk}", "token": shown.context["form"]["token"].value()}
    for _click in (1, 2):
        assert client.post(address, values).status_code == 302
    row = LetterSuggestion.objects.get()
    assert (row.by, row.origin, row.credited) == (marc.user, f"page:{news.pk}", False)
    assert "L’annexe" in client.get(address).content.decode()


def test_a_suggestion_without_a_title_keeps_what_was_typed(intranet: Built, marc: Agent, as_: As) -> None:
    refused = as_(marc).post(reverse("pages:suggest"), {"title": "", "words": "Trois lignes.", "token": "t"})
    assert refused.status_code == 422
    assert "Trois lignes." in refused.content.decode()


def test_what_is_closed_is_not_suggested_and_is_not_named(intranet: Built, marc: Agent, as_: As) -> None:
    page = factories.closed(factories.news(intranet, "Réservée"))
    address = reverse("pages:suggest")
    for origin in (f"page:{page.pk}", "page:999999"):
        shown = as_(marc).get(address, {"quoi": origin}).content.decode()
        assert "Réservée" not in shown
        assert "Tous les collègues ne peuvent pas le lire" in shown
        assert as_(marc).post(address, {"title": "Voyez", "words": "", "origin": origin, "token": "t"}).status_code == 422
    with pytest.raises(NotForEverybody):
        letter.suggest(title="Voyez", words="", origin=f"page:{page.pk}", credited=False, token="t", actor=marc.user)
    assert not LetterSuggestion.objects.exists()


def test_suggestions_are_seen_by_their_author_and_by_those_who_write_the_letter(flora: Agent, marc: Agent) -> None:
    row = letter.suggest(title="Merci", words="", origin="", credited=False, token="t", actor=marc.user)
    outsider = AgentFactory()
    assert list(LetterSuggestion.objects.visible_to(marc.user)) == [row]
    assert list(LetterSuggestion.objects.visible_to(flora.user)) == [row]
    assert not LetterSuggestion.objects.visible_to(outsider.user).exists()
    with pytest.raises(PermissionDenied):
        letter.set_aside(row, actor=outsider.user)
    assert letter.set_aside(row, actor=flora.user).set_aside_at is not None
    assert f"suggestion:{row.pk}" not in keys()


def test_a_post_everybody_reads_leads_to_the_form_and_no_other(intranet: Built, marc: Agent) -> None:
    said = to_everyone(marc.user)
    inside = sent(marc.user, "Entre nous.", community=closed_group(marc))
    assert [link.url for link in letter_links(Reader(marc.user), said)] == [f"{reverse('pages:suggest')}?quoi=post:{said.pk}"]
    assert letter_links(Reader(marc.user), inside) == []


# Preparing


def test_a_draft_is_made_of_what_was_kept_and_a_number_has_one_issue(flora: Agent, marc: Agent, intranet: Built, as_: As) -> None:
    kept, left = factories.news(intranet, "L’annexe rouvre", intro="Lundi."), factories.news(intranet, "Autre chose")
    thanks = letter.suggest(title="Merci au garage", words="Un dimanche.", origin="", credited=True, token="a", actor=marc.user)
    quiet = letter.suggest(title="Un banc", words="", origin=f"page:{left.pk}", credited=False, token="b", actor=marc.user)
    client, address = as_(flora), reverse("cms_letter")
    assert "Merci au garage" in client.get(address).content.decode()
    chosen = {"number": 1, "keep": [f"page:{kept.pk}", f"suggestion:{thanks.pk}", f"suggestion:{quiet.pk}"]}
    for _click in (1, 2):
        assert client.post(address, chosen).status_code == 302
    issue = NewsletterPage.objects.get()
    assert (issue.live, issue.number, issue.owner, issue.department) == (False, 1, flora.user, flora.department)
    assert titles(issue) == ["L’annexe rouvre", "Merci au garage", "Un banc"]
    named = {block.value["title"]: block.value["credit"] for block in issue.body if block.block_type == "entry"}
    assert named == {"L’annexe rouvre": "", "Merci au garage": "Marc Lefort", "Un banc": ""}
    assert set(issue.suggestions.all()) == {thanks, quiet}
    assert issue.get_latest_revision().user == flora.user
    assert issue.has_workflow
    assert PageMove.objects.get(page=issue).code == "letter_made"
    assert f"suggestion:{thanks.pk}" not in keys()
    assert next_number() == 2


def test_the_same_news_kept_twice_is_told_once(flora: Agent, marc: Agent, intranet: Built) -> None:
    news = factories.news(intranet, "L’annexe rouvre")
    row = letter.suggest(title="L’annexe !", words="", origin=f"page:{news.pk}", credited=True, token="a", actor=marc.user)
    issue, _made = letter.make_issue([f"page:{news.pk}", f"suggestion:{row.pk}"], number=1, actor=flora.user)
    assert titles(issue) == ["L’annexe rouvre"]
    assert [block.value["credit"] for block in issue.body if block.block_type == "entry"] == ["Marc Lefort"]
    assert list(issue.suggestions.all()) == [row]


def test_nothing_kept_makes_no_draft_and_what_has_gone_is_said(flora: Agent, marc: Agent, intranet: Built, as_: As) -> None:
    with pytest.raises(NothingChosen):
        letter.make_issue([], number=1, actor=flora.user)
    client, address = as_(flora), reverse("cms_letter")
    assert client.post(address, {"number": 1}).status_code == 422
    assert client.post(address, {"number": 1, "keep": ["post:999999"]}).status_code == 422
    assert not NewsletterPage.objects.exists()


def test_who_does_not_write_the_letter_finds_nothing(intranet: Built, marc: Agent, as_: As) -> None:
    issue = issue_of(intranet, marc)
    outsider = colleague()
    outsider.user.groups.add(Group.objects.get(name=CONTRIBUTORS))
    desk, sending = reverse("cms_letter"), reverse("cms_letter_sending", args=[issue.pk])
    for address in (desk, sending):
        assert as_(marc).get(address).status_code == 302
        assert as_(outsider).get(address).status_code == 200
    with pytest.raises(PermissionDenied):
        send(issue, actor=outsider.user)
    with pytest.raises(PermissionDenied):
        letter.make_issue(["page:1"], number=2, actor=marc.user)
    assert "Envoyer à tous" not in as_(outsider).get(sending).content.decode()
    assert not LetterSending.objects.exists()


def test_an_editor_of_other_places_finds_no_letter(intranet: Built, marc: Agent, as_: As) -> None:
    elsewhere = Group.objects.create(name="Ailleurs")
    elsewhere.permissions.set(Group.objects.get(name=CONTRIBUTORS).permissions.all())
    marc.user.groups.add(elsewhere)
    issue = issue_of(intranet, marc)
    assert as_(marc).get(reverse("cms_letter")).status_code == 404
    assert as_(marc).get(reverse("cms_letter_sending", args=[issue.pk])).status_code == 404
    assert as_(marc).post(reverse("cms_letter_sending", args=[issue.pk])).status_code == 404


# Sending


def test_what_may_not_leave_is_said_and_does_not_leave(flora: Agent, intranet: Built, as_: As) -> None:
    draft = issue_of(intranet, flora, live=False)
    assert len(leaving.obstacles(draft)) == 1
    news, open_news = factories.news(intranet, "Bientôt fermée"), factories.news(intranet, "Pour tous")
    linked = factories.article(intranet, "Note de direction")
    issue = issue_of(intranet, flora, {"title": "Bientôt", "origin": f"page:{news.pk}"}, {"title": "Tous", "origin": f"page:{open_news.pk}"})
    issue.body.append(("text", f'<p>Voir <a linktype="page" id="{linked.pk}">la note</a>.</p>'))
    issue.save()
    assert leaving.obstacles(NewsletterPage.objects.get(pk=issue.pk)) == []
    factories.closed(news)
    factories.closed(linked)
    with pytest.raises(NotReadyToLeave) as refusal:
        send(issue, actor=flora.user)
    assert len(refusal.value.messages) == 2
    shown = as_(flora).get(reverse("cms_letter_sending", args=[issue.pk])).content.decode()
    assert "« Bientôt » n’est plus ouvert" in shown
    assert "« Note de direction »" in shown
    as_(flora).post(reverse("cms_letter_sending", args=[issue.pk]))
    assert not LetterSending.objects.exists()


def test_an_issue_closed_to_some_does_not_leave(flora: Agent, intranet: Built) -> None:
    issue = issue_of(intranet, flora)
    factories.closed(issue)
    issue = NewsletterPage.objects.get(pk=issue.pk)
    assert "fermé à certains" in leaving.obstacles(issue)[0]


def test_it_leaves_once_even_under_a_double_click(flora: Agent, marc: Agent, intranet: Built, as_: As, django_capture_on_commit_callbacks) -> None:
    gone = AgentFactory(gone=True)
    issue = issue_of(intranet, flora, intro="L’annexe rouvre, le pain change.")
    address = reverse("cms_letter_sending", args=[issue.pk])
    assert as_(flora).get(address).status_code == 200
    assert not LetterSending.objects.exists()
    for _click in (1, 2):
        with django_capture_on_commit_callbacks(execute=True):
            assert as_(flora).post(address).status_code == 302
    sending = LetterSending.objects.get()
    told = list(Notification.objects.filter(kind="newsletter").values_list("recipient", flat=True))
    assert sorted(told) == sorted(Agent.objects.filter(state=Agent.State.ACTIVE).values_list("user", flat=True))
    assert gone.user_id not in told
    assert (sending.told, sending.done_at, sending.asked_by) == (len(told), timezone.now(), flora.user)
    assert [row.code for row in PageMove.objects.filter(page=issue)] == ["letter_sent"]
    assert first_broken_line(issue) is None
    row = Notification.objects.get(recipient=marc.user, kind="newsletter")
    assert row.url == issue.url
    assert kinds.sentence(row) == "La lettre interne est parue : Lettre n° 1 · L’annexe rouvre, le pain change."


def test_the_bell_leads_to_the_issue_until_it_is_withdrawn(flora: Agent, marc: Agent, intranet: Built, as_: As, django_capture_on_commit_callbacks) -> None:
    issue = issue_of(intranet, flora)
    leave(issue, flora, django_capture_on_commit_callbacks)
    row = Notification.objects.get(recipient=marc.user, kind="newsletter")
    assert kinds.sentence(row) in as_(marc).get("/notifications/").content.decode()
    assert as_(marc).post(reverse("notifications:open", args=[row.pk])).url == issue.url
    assert as_(marc).get(issue.url).status_code == 200
    assert kinds.still_allowed(row)
    Page.objects.get(pk=issue.pk).specific.unpublish()
    assert not kinds.still_allowed(row)


def test_nothing_leaves_outside_the_hours_of_each(flora: Agent, intranet: Built, django_capture_on_commit_callbacks) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        leave(issue_of(intranet, flora), flora, django_capture_on_commit_callbacks)
        mail.send_due()
        assert outside.outbox == []
        due = Delivery.objects.get(notification__recipient=flora.user).due_at
    assert timezone.localtime(due).date() == date(2026, 6, 8)
    with time_machine.travel(MONDAY, tick=False):
        mail.send_due()
    assert [message.to for message in outside.outbox] == [["flora@techniville.example"]]


def test_the_email_says_what_is_inside_and_is_stopped_by_one_click(flora: Agent, intranet: Built, client: Client, django_capture_on_commit_callbacks) -> None:
    news = factories.news(intranet, "Retirée depuis")
    entries = ({"title": "L’annexe rouvre"}, {"title": "Retirée depuis", "origin": f"page:{news.pk}"})
    issue = issue_of(intranet, flora, *entries, intro="Deux nouvelles.")
    with time_machine.travel(SATURDAY, tick=False):
        leave(issue, flora, django_capture_on_commit_callbacks)
    factories.closed(news)
    with time_machine.travel(MONDAY, tick=False):
        mail.send_due()
    (message,) = outside.outbox
    assert "- L’annexe rouvre" in message.body
    assert "Retirée depuis" not in message.body
    stop = re.search(r"<https?://[^/]+(/\S+)>", message.extra_headers["List-Unsubscribe"])[1]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    leave(issue_of(intranet, flora), flora, django_capture_on_commit_callbacks)
    assert Notification.objects.filter(recipient=flora.user, kind="newsletter").count() == 2
    assert Delivery.objects.filter(notification__recipient=flora.user).count() == 1


def test_the_page_offers_to_stop_the_emails_too(flora: Agent, marc: Agent, intranet: Built, as_: As) -> None:
    issue = issue_of(intranet, flora)
    stop = unsubscribing.address(marc.user, "newsletter").partition("/notifications/")[2]
    assert stop in as_(marc).get(issue.url).content.decode()


def test_who_refuses_every_channel_is_told_nothing(flora: Agent, marc: Agent, intranet: Built, django_capture_on_commit_callbacks) -> None:
    wishes = {("kind:newsletter", channel): False for channel in ("bell", "email", "push", "digest")}
    notifications.prefer(marc.user, wishes, actor=marc.user)
    sending = leave(issue_of(intranet, flora), flora, django_capture_on_commit_callbacks)
    assert not Notification.objects.filter(recipient=marc.user, kind="newsletter").exists()
    assert sending.told == Agent.objects.filter(state=Agent.State.ACTIVE).count() - 1


def test_a_killed_worker_leaves_nobody_out_and_tells_nobody_twice(flora: Agent, intranet: Built, monkeypatch, django_capture_on_commit_callbacks) -> None:
    for _person in range(5):
        colleague(department=flora.department)
    monkeypatch.setattr(letter_telling, "BATCH", 2)
    sending, _first = send(issue_of(intranet, flora), actor=flora.user)
    assert letter_telling.tell_next(sending.pk, actor=None)
    assert Notification.objects.filter(kind="newsletter").count() == 2
    assert sweeps.finish_letters() == 0
    with time_machine.travel(TUESDAY + timedelta(minutes=5), tick=False), django_capture_on_commit_callbacks(execute=True):
        assert sweeps.finish_letters() == 1
    told = list(Notification.objects.filter(kind="newsletter").values_list("recipient", flat=True))
    assert len(told) == len(set(told)) == Agent.objects.filter(state=Agent.State.ACTIVE).count()
    assert LetterSending.objects.get().told == len(told)
    assert not letter_telling.tell_next(sending.pk, actor=None)
    assert sweeps.finish_letters() == 0


def test_an_issue_withdrawn_meanwhile_is_told_to_nobody_more(flora: Agent, intranet: Built) -> None:
    sending, _first = send(issue_of(intranet, flora), actor=flora.user)
    Page.objects.get(pk=sending.issue_id).specific.unpublish()
    assert not letter_telling.tell_next(sending.pk, actor=None)
    assert not Notification.objects.filter(kind="newsletter").exists()
    assert LetterSending.objects.get().done_at is not None


def test_telling_a_batch_costs_the_same_whatever_its_size(flora: Agent, intranet: Built, django_assert_max_num_queries) -> None:
    department = DepartmentFactory()
    for number in range(30):
        colleague(department=department, user__email=f"a{number}@techniville.example")
    sending, _first = send(issue_of(intranet, flora), actor=flora.user)
    with django_assert_max_num_queries(25):
        letter_telling.tell_next(sending.pk, actor=None)
    assert Notification.objects.filter(kind="newsletter").count() > 30


# Reading


def test_an_entry_closed_since_is_shown_to_nobody(flora: Agent, marc: Agent, intranet: Built, as_: As, django_assert_max_num_queries) -> None:
    news = factories.news(intranet, "Fermée depuis")
    post = to_everyone(marc.user, "Un vélo.")
    entries = [{"title": f"Entrée {number}", "origin": f"post:{post.pk}"} for number in range(8)]
    issue = issue_of(intranet, flora, {"title": "Le titre fermé", "words": "Le secret", "origin": f"page:{news.pk}"}, *entries)
    before = as_(marc).get(issue.url).content.decode()
    assert news.url in before
    assert "Le titre fermé" in before
    factories.closed(news)
    client = as_(marc)
    client.get(issue.url)
    with django_assert_max_num_queries(40):
        after = client.get(issue.url).content.decode()
    assert "Le titre fermé" not in after
    assert "Le secret" not in after
    assert after.count(f"/fil/{post.pk}/") == 8
    assert "Le titre fermé" not in client.get(reverse("pages:letter_sheet", args=[issue.pk])).content.decode()


def test_the_sheet_carries_the_code_of_the_web_version(flora: Agent, marc: Agent, intranet: Built, as_: As) -> None:
    issue = issue_of(intranet, flora)
    shown = as_(marc).get(reverse("pages:letter_sheet", args=[issue.pk])).content.decode()
    address = re.search(r'letter-address">([^<]+)<', shown)[1]
    assert address.endswith(issue.url)
    assert code_of(address).path in shown
    draft = issue_of(intranet, flora, live=False)
    assert as_(marc).get(reverse("pages:letter_sheet", args=[draft.pk])).status_code == 404


def test_the_code_draws_every_dark_module_of_the_symbol() -> None:
    code = code_of("https://relais.example/infos/lettre/n-41/")
    runs = [(int(x), int(y), int(length)) for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path)]
    drawn = {(x + step, y) for x, y, length in runs for step in range(length)}
    matrix = segno.make("https://relais.example/infos/lettre/n-41/", error="m", micro=False).matrix
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert code.size == len(matrix) + 8


def test_issues_lead_to_each_other_and_the_list_to_the_selection(flora: Agent, marc: Agent, intranet: Built, as_: As) -> None:
    first, second = issue_of(intranet, flora), issue_of(intranet, flora)
    assert second.url in as_(marc).get(first.url).content.decode()
    assert first.url in as_(marc).get(second.url).content.decode()
    index = intranet.places["NewsletterIndexPage"].url
    assert reverse("cms_letter") in as_(flora).get(index).content.decode()
    assert reverse("cms_letter") not in as_(marc).get(index).content.decode()


# Figures


def test_readers_are_counted_once_without_their_name_and_a_get_writes_nothing(
    flora: Agent, marc: Agent, intranet: Built, as_: As, django_capture_on_commit_callbacks
) -> None:
    issue = issue_of(intranet, flora)
    address = reverse("pages:letter_opened", args=[issue.pk])
    assert address not in as_(marc).get(issue.url).content.decode()
    assert as_(marc).post(address).status_code == 204
    assert not LetterOpening.objects.exists()
    sending = leave(issue, flora, django_capture_on_commit_callbacks)
    assert address in as_(marc).get(issue.url).content.decode()
    assert not LetterOpening.objects.exists()
    assert as_(marc).get(address).status_code == 405
    for _time in (1, 2):
        assert as_(marc).post(address).status_code == 204
    mark = LetterOpening.objects.get()
    assert {field.name for field in LetterOpening._meta.get_fields()} == {"id", "sending", "mark"}
    assert str(marc.user_id) != mark.mark
    assert LetterOpening.objects.filter(sending=sending).count() == 1


def test_no_figure_under_five_and_none_that_tells_who_was_left_out(flora: Agent, intranet: Built, as_: As) -> None:
    sending = LetterSending.objects.create(issue=issue_of(intranet, flora), asked_by=flora.user, asked_at=TUESDAY, moved_at=TUESDAY, done_at=TUESDAY, told=40)

    def shown(opened: int) -> tuple[int | None, bool]:
        LetterOpening.objects.all().delete()
        LetterOpening.objects.bulk_create(LetterOpening(sending=sending, mark=str(number)) for number in range(opened))
        cell = figures.latest(flora.user)[0].opened
        return cell.value, cell.nearly

    assert [shown(number) for number in (0, 4, 5, 35, 36, 40)] == [(None, False), (None, False), (5, False), (35, False), (None, True), (None, True)]
    LetterSending.objects.update(told=4)
    assert figures.latest(flora.user)[0].told is None
    page = as_(flora).get(reverse("cms_letter_sending", args=[sending.issue_id])).content.decode()
    assert "moins de 5" in page


def test_figures_are_for_those_who_write_the_letter(flora: Agent, marc: Agent, intranet: Built, django_assert_max_num_queries) -> None:
    for _number in range(4):
        LetterSending.objects.create(issue=issue_of(intranet, flora), asked_by=flora.user, asked_at=TUESDAY, moved_at=TUESDAY, done_at=TUESDAY, told=40)
    assert figures.latest(marc.user) == []
    assert figures.of_issue(marc.user, NewsletterPage.objects.first()) is None
    with django_assert_max_num_queries(8):
        assert len(figures.latest(flora.user)) == 4


def test_the_marks_are_forgotten_after_two_months_and_the_number_stays(flora: Agent, intranet: Built, marc: Agent) -> None:
    issue = issue_of(intranet, flora)
    sending = LetterSending.objects.create(issue=issue, asked_by=flora.user, asked_at=TUESDAY, moved_at=TUESDAY, done_at=TUESDAY, told=40)
    LetterOpening.objects.bulk_create(LetterOpening(sending=sending, mark=str(number)) for number in range(12))
    assert letter_telling.forget_openings(actor=None) == 0
    with time_machine.travel(TUESDAY + timedelta(days=61), tick=False):
        assert letter_telling.forget_openings(actor=None) == 1
        assert letter_telling.forget_openings(actor=None) == 0
        assert not letter_telling.note_opening(issue, actor=marc.user)
    assert not LetterOpening.objects.exists()
    assert figures.latest(flora.user)[0].opened.value == 12


def test_the_empty_list_and_the_empty_selection_say_so(flora: Agent, marc: Agent, intranet: Built, as_: As) -> None:
    intranet.places["NewsIndexPage"].get_children().delete()
    assert "Le premier numéro" in as_(marc).get(intranet.places["NewsletterIndexPage"].url).content.decode()
    desk = as_(flora).get(reverse("cms_letter")).content.decode()
    assert desk.count("Rien cette semaine.") == 5
    assert "Aucun numéro n’a encore été envoyé." in desk
    assert "Rien pour l’instant." in as_(marc).get(reverse("pages:suggest")).content.decode()
