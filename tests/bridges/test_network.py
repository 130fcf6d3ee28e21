"""From a published answer to colleagues, from a post to those who can answer, and the arrival of a referent."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from integrations.bridges.actions import arrivals, asking, sharing
from integrations.bridges.exceptions import AskedAlready, NobodyToAsk, NothingPublished
from integrations.bridges.models import Arrival, PostQuestion, ReferentAsked, SharedAnswer
from integrations.bridges.network import people_of, suggest
from integrations.bridges.people_pages import referents_among
from referents.actions import missions
from referents.models import Enquiry, Publication, Referent
from rse.feed.exceptions import WritingRefused
from rse.feed.models import Post
from rse.notifications.kinds import still_allowed
from rse.notifications.models import Notification
from rse.people.models import User
from tests.conformity.measures import words_of
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, NonVisibleFactory, PostFactory, expelled, member
from tests.feed.factories import CommunityFactory as GroupFactory
from tests.referents.factories import Town, make_department, make_referent, make_topic, make_user


@pytest.fixture
def publication(town: Town) -> Publication:
    return town.published().publications.get(kind="answer")


def as_(user: User) -> Client:
    browser = Client(headers={"accept": "text/html"})
    browser.force_login(user)
    return browser


def test_a_published_answer_is_shown_to_a_group_without_the_citizen(town: Town, publication: Publication) -> None:
    group = GroupFactory()
    member(group, town.cm)
    reader = AgentFactory().user
    address = f"/publications/{publication.pk}/envoyer-aux-collegues/"
    assert as_(town.cm).get(address).status_code == 200
    words = {"community": group.pk, "words": "Bon à savoir à l’accueil.", "token": "jeton-de-test"}
    answers = [as_(town.cm).post(address, words) for _click in range(2)]
    post = Post.objects.get(kind="answer")
    assert [answer.headers["Location"] for answer in answers] == [f"/fil/{post.pk}/"] * 2
    assert SharedAnswer.objects.get().post == post
    page = as_(reader).get(f"/fil/{post.pk}/").content.decode()
    assert "le centre est ouvert samedi de 9 h à 17 h" in page
    assert "https://reseau.example/p/1" in page
    assert "Le centre ouvre-t-il samedi" not in page
    assert f"/mes-questions/{publication.enquiry_id}/" not in page
    assert f"/mes-questions/{publication.enquiry_id}/" in as_(town.cm).get(f"/fil/{post.pk}/").content.decode()


def test_who_may_share_and_what(town: Town, publication: Publication) -> None:
    group = GroupFactory()
    outsider = member(group)
    assert as_(outsider).get(f"/publications/{publication.pk}/envoyer-aux-collegues/").status_code == 404
    with pytest.raises(PermissionDenied):
        sharing.share_answer(publication, words="", community=group, token="jeton-1", actor=outsider)
    Publication.objects.filter(pk=publication.pk).update(state="pending")
    publication.refresh_from_db()
    with pytest.raises(NothingPublished):
        sharing.share_answer(publication, words="", community=group, token="jeton-2", actor=town.cm)


def test_an_answer_is_not_sent_where_one_does_not_write(town: Town, publication: Publication) -> None:
    with pytest.raises(WritingRefused):
        sharing.share_answer(publication, words="", community=GroupFactory(), token="jeton-1", actor=town.cm)
    assert not Post.objects.filter(state="published").exists()


def test_the_desk_and_those_who_helped_are_offered_to_send_the_answer(town: Town, publication: Publication) -> None:
    address = f"/publications/{publication.pk}/envoyer-aux-collegues/"
    assert address in as_(town.cm).get(f"/questions/{publication.enquiry_id}/").content.decode()
    assert address in as_(town.expert).get(f"/mes-questions/{publication.enquiry_id}/").content.decode()


def test_a_post_becomes_a_question_once_with_the_words_of_whoever_passes_it_on(town: Town) -> None:
    marc, other = AgentFactory().user, AgentFactory().user
    post = PostFactory(words="Zzcanarizz : une dame me dit que…")
    address = f"/messages-du-fil/{post.pk}/demander-a-la-communication/"
    assert "Zzcanarizz" not in as_(marc).get(address).content.decode()
    words = {"words": "Quand rouvre la passerelle ?", "submission": str(uuid4())}
    for _click in range(2):
        assert as_(marc).post(address, words).headers["Location"] == f"/fil/{post.pk}/"
    enquiry = Enquiry.objects.get()
    assert (enquiry.filed_by, PostQuestion.objects.get().post) == (marc, post)
    assert "Zzcanarizz" not in enquiry.messages.get().text
    with pytest.raises(AskedAlready):
        asking.ask_communication(post, words="Et la passerelle ?", submission=uuid4(), actor=other)
    page = words_of(as_(other).get(address).content.decode())
    assert "Déjà transmis" in page
    assert "Quand rouvre" not in page


def test_a_post_one_does_not_read_is_passed_on_to_nobody(town: Town) -> None:
    hidden, outsider = NonVisibleFactory(), AgentFactory().user
    post = PostFactory(community=hidden)
    for page in ("demander-a-la-communication", "demander-aux-referents"):
        assert as_(outsider).get(f"/messages-du-fil/{post.pk}/{page}/").status_code == 404
    for refused in (
        lambda: asking.ask_communication(post, words="Quoi ?", submission=uuid4(), actor=outsider),
        lambda: asking.ask_referents(post, topic=town.topic, actor=outsider),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert not Enquiry.objects.exists()


def test_the_referents_who_read_the_post_are_told_once_a_subject(town: Town, told, read) -> None:
    marc = AgentFactory(first_name="Marc", last_name="Lefort").user
    elsewhere = make_referent(department=make_department("Voirie"), topics=(make_topic("Nids-de-poule"),))
    post = PostFactory()
    words = {"topic": town.topic.pk}
    for _click in range(2):
        assert as_(marc).post(f"/messages-du-fil/{post.pk}/demander-aux-referents/", words).status_code == 302
    assert ReferentAsked.objects.count() == 1
    assert told(town.expert) == ["referent_wanted"]
    assert "Marc Lefort" in read(town.expert)
    assert told(elsewhere.user) == []


def test_a_referent_outside_a_group_hears_nothing_of_it(town: Town, told) -> None:
    hidden = NonVisibleFactory()
    marc = member(hidden)
    post = PostFactory(community=hidden)
    with pytest.raises(NobodyToAsk):
        asking.ask_referents(post, topic=town.topic, actor=marc)
    member(hidden, town.expert)
    asking.ask_referents(post, topic=town.topic, actor=marc)
    assert told(town.expert) == ["referent_wanted"]
    notification = Notification.objects.get(recipient=town.expert)
    assert still_allowed(notification)
    expelled(hidden, town.expert)
    assert not still_allowed(notification)


def test_the_referents_are_asked_from_a_comment_too_and_are_led_to_it(town: Town) -> None:
    marc = AgentFactory(first_name="Marc", last_name="Lefort").user
    comment = CommentFactory(words="Qui sait si le portail rouvre lundi ?")
    post = comment.post
    address = f"/messages-du-fil/{post.pk}/demander-aux-referents/?commentaire={comment.pk}"
    assert address in as_(marc).get(f"/fil/{post.pk}/").content.decode()
    assert "Qui sait si le portail rouvre lundi" in as_(marc).get(address).content.decode()
    place = f"/fil/{post.pk}/?commentaire={comment.pk}#c{comment.pk}"
    assert as_(marc).post(address, {"topic": town.topic.pk}).headers["Location"] == place
    told = Notification.objects.get(recipient=town.expert)
    assert (told.kind, told.url, told.about) == ("referent_wanted", place, f"feed.post:{post.pk}")


def test_a_comment_of_another_post_or_out_of_sight_is_no_reason_to_ask(town: Town) -> None:
    marc, post, elsewhere = AgentFactory().user, PostFactory(), CommentFactory()
    hidden = CommentFactory(post=post, words="Zzcanarizz", state="hidden")
    for comment in (elsewhere, hidden):
        assert as_(marc).get(f"/messages-du-fil/{post.pk}/demander-aux-referents/?commentaire={comment.pk}").status_code == 404
        with pytest.raises(PermissionDenied):
            asking.ask_referents(post, topic=town.topic, comment=comment, actor=marc)
    page = as_(marc).get(f"/fil/{post.pk}/").content.decode()
    assert "demander-aux-referents/?commentaire=" not in page


def test_the_desk_is_led_back_to_the_post_a_question_was_born_of(town: Town) -> None:
    group = ClosedFactory(name="Plan neige")
    marc = member(group)
    post = PostFactory(community=group, words="Zzcanarizz : la rampe est gelée.")
    enquiry = asking.ask_communication(post, words="La rampe sera-t-elle salée ?", submission=uuid4(), actor=marc)
    assert "Zzcanarizz" not in as_(town.cm).get(f"/questions/{enquiry.pk}/").content.decode()
    member(group, town.cm)
    page = as_(town.cm).get(f"/questions/{enquiry.pk}/").content.decode()
    assert f'href="/fil/{post.pk}/"' in page
    assert "Zzcanarizz" in page
    expelled(group, town.cm)
    assert "Zzcanarizz" not in as_(town.cm).get(f"/questions/{enquiry.pk}/").content.decode()


def test_the_badge_of_a_referent_costs_one_question_a_minute(town: Town, django_assert_num_queries) -> None:
    others = {make_referent(department=town.department).user.pk for _one in range(5)}
    cache.clear()
    with django_assert_num_queries(1):
        found = referents_among(town.cm, {town.expert.pk, town.cm.pk, *others})
        assert referents_among(town.cm, {town.expert.pk, town.cm.pk, *others}) == found
    assert set(found) == {town.expert.pk, *others}
    Referent.objects.filter(user=town.expert).update(state="paused")
    cache.clear()
    assert town.expert.pk not in referents_among(town.cm, {town.expert.pk})


def test_a_referent_is_named_by_department_or_subject(town: Town) -> None:
    roads = make_department("Voirie et éclairage")
    below = make_topic("Nids-de-poule", department=roads, slug="nids-de-poule", parent=make_topic("Chaussée", department=roads, slug="chaussee"))
    person = make_referent(department=roads, topics=(below,)).user
    for rest in ("voirie", "voirie-et-eclairage", "nids-de-poule", "chaussee"):
        assert people_of(rest) == [person], rest
    assert people_of("eclairage") == people_of("") == []
    assert [name.handle for name in suggest("voi")] == ["referent-voirie-et-eclairage"]


def test_a_new_referent_is_announced_once_in_the_group_of_referents(town: Town) -> None:
    group = GroupFactory(name="Réseau des référents")
    member(group, town.cm)
    referent = Referent.objects.create(user=make_user("Lucie", "Garnier"), department=town.department, state="chartered")
    missions.change_state(referent, to=Referent.State.ACTIVE, actor=None)
    post = Arrival.objects.get().post
    assert (post.community, post.author) == (group, town.cm)
    assert "Lucie Garnier (Éducation)" in post.text
    missions.change_state(Referent.objects.get(pk=referent.pk), to=Referent.State.PAUSED, actor=None)
    missions.change_state(Referent.objects.get(pk=referent.pk), to=Referent.State.ACTIVE, actor=None)
    assert Post.objects.count() == 1


def test_whoever_would_rather_not_is_not_announced(town: Town) -> None:
    member(GroupFactory(name="Réseau des référents"), town.cm)
    lucie = AgentFactory(first_name="Lucie").user
    referent = Referent.objects.create(user=lucie, department=town.department, state="chartered")
    browser = as_(lucie)
    assert "Votre arrivée parmi les référents" in browser.get("/").content.decode()
    for _click in range(2):
        browser.post("/mon-arrivee/", {"announced": "no"})
    missions.change_state(referent, to=Referent.State.ACTIVE, actor=None)
    assert not Post.objects.exists()
    arrivals.choose_arrival(lucie, announced=True, actor=town.cm)
    assert hasattr(lucie, "quiet_arrival")


def test_a_town_where_nobody_may_write_announces_nothing_and_fails_nothing(town: Town) -> None:
    referent = Referent.objects.create(user=make_user("Lucie", "Garnier"), department=town.department, state="chartered")
    missions.change_state(referent, to=Referent.State.ACTIVE, actor=None)
    assert Referent.objects.get(pk=referent.pk).state == "active"
    assert not Arrival.objects.exists()


def test_an_answer_taken_back_leaves_the_words_of_the_sender_alone(town: Town, publication: Publication) -> None:
    group = GroupFactory()
    member(group, town.cm)
    post = sharing.share_answer(publication, words="À savoir.", community=group, token="jeton-1", actor=town.cm)
    Publication.objects.filter(pk=publication.pk).update(state="failed", published_at=timezone.now())
    page = as_(AgentFactory().user).get(f"/fil/{post.pk}/").content.decode()
    assert "À savoir." in page
    assert "ouvert samedi" not in page
