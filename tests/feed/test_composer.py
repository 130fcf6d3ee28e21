"""The composer as people meet it: one form that sends, keeps, schedules, and comes back whole when something is missing."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rse.communities.visits import visit
from rse.core.actions import receive_file
from rse.core.models import Attachment
from rse.feed.actions.drafts import write_draft
from rse.feed.composing import composer_for, composer_of_group
from rse.feed.content import FileLine, Place
from rse.feed.models import Post
from tests.factories import AgentFactory, DepartmentFactory, head_of
from tests.feed.factories import CommunityFactory, content, joined, png, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return AgentFactory(first_name="Marc", last_name="Lefort")


@pytest.fixture
def browser(writer) -> Client:
    client = Client()
    client.force_login(writer.user)
    return client


@pytest.fixture
def group(writer):
    return joined(CommunityFactory(name="Plan neige", slug="plan-neige"), writer.user)


def words(group, **more):
    return {"token": "t", "kind": "message", "place": f"g{group.pk}", "body": "Bonjour", "written": "plain", **more}


def test_the_page_offers_the_places_where_one_writes_and_no_other(browser, writer, group):
    secret, other = CommunityFactory(hidden=True, name="Cellule discrète"), CommunityFactory(name="Sans moi")
    page = browser.get(reverse("feed:write")).content.decode()
    assert "Plan neige" in page
    assert writer.department.name in page
    assert secret.name not in page
    assert other.name not in page
    assert "Tous les agents" not in page


def test_all_agents_are_offered_to_whoever_may_write_to_them_with_how_many_will_read(group, writer):
    head = head_of(DepartmentFactory())
    client = Client()
    client.force_login(head.user)
    page = client.get(reverse("feed:write") + "?a=tous").content.decode()
    assert "Tous les agents" in page
    assert "1 personne l’aura dans son fil" in page


def test_a_post_leaves_in_one_click_and_a_second_click_changes_nothing(browser, group):
    for _click in range(2):
        answer = browser.post(reverse("feed:write"), words(group, do="send"))
        assert answer.status_code == 302
    post = Post.objects.get()
    assert answer.url.startswith(reverse("feed:post", args=[post.pk]))
    assert post.body == "<p>Bonjour</p>"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(browser, group):
    answer = browser.post(reverse("feed:write"), words(group, kind="poll", choices="Un seul", body="Lequel ?"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "au moins deux choix" in page
    assert "Un seul" in page
    assert "Lequel ?" in page
    assert Post.objects.get().state == "draft"


def test_a_place_that_is_not_ones_own_is_refused_like_one_that_does_not_exist(browser, group):
    secret = CommunityFactory(hidden=True)
    pages = [browser.post(reverse("feed:write"), words(group, place=place)) for place in (f"g{secret.pk}", "g999999")]
    assert [page.status_code for page in pages] == [422, 422]
    assert all("Choisissez à qui" in page.content.decode() for page in pages)
    assert not Post.objects.exists()


def test_html_of_the_toolbar_is_cleaned(browser, group):
    browser.post(reverse("feed:write"), words(group, written="html", body='<p onclick="x()">Bon<script>alert(1)</script><strong>jour</strong></p>'))
    assert Post.objects.get().body == "<p>Bon<strong>jour</strong></p>"


def test_the_draft_is_kept_while_one_writes_and_taken_up_again(browser, group):
    assert browser.post(reverse("feed:autosave"), words(group, written="html", body="<p>À <em>suivre</em></p>")).json() == {"kept": True}
    draft = Post.objects.get()
    page = browser.get(reverse("feed:resume", args=[draft.pk])).content.decode()
    assert "À suivre" in page
    assert "&lt;em&gt;suivre" in page, "the toolbar takes up the shape of the text"
    assert "À suivre" in browser.get(reverse("feed:drafts")).content.decode()
    stranger = Client()
    stranger.force_login(AgentFactory().user)
    assert stranger.get(reverse("feed:resume", args=[draft.pk])).status_code == 404


def test_words_that_did_not_change_without_the_toolbar_keep_their_shape(browser, group):
    browser.post(reverse("feed:autosave"), words(group, written="html", body="<p>À <em>suivre</em></p>"))
    browser.post(reverse("feed:write"), words(group, body="À suivre", do="send"))
    assert Post.objects.get().body == "<p>À <em>suivre</em></p>"


def test_a_post_is_scheduled_changed_and_held_back(browser, group):
    later = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    browser.post(reverse("feed:write"), words(group, do="schedule", scheduled_for=later))
    browser.post(reverse("feed:write"), words(group, do="schedule", scheduled_for=later, body="Changé"))
    post = Post.objects.get()
    assert (post.state, post.text) == ("scheduled", "Changé")
    assert "Changé" in browser.get(reverse("feed:drafts")).content.decode()
    browser.post(reverse("feed:unschedule", args=[post.pk]))
    assert Post.objects.get().state == "draft"


def test_at_night_the_writer_is_told_and_may_wait_for_the_opening_in_one_click(browser, group, writer, time_machine):
    joined(group, AgentFactory().user)
    time_machine.move_to("2027-03-02T22:00:00+01:00")
    browser.force_login(writer.user)
    page = browser.get(reverse("feed:audience"), {"place": f"g{group.pk}"}).content.decode()
    assert "rien ne sonne avant" in page
    assert 'value="opening"' in page
    browser.post(reverse("feed:write"), words(group, do="opening"))
    post = Post.objects.get()
    assert (post.state, timezone.localtime(post.scheduled_for).strftime("%d %H")) == ("scheduled", "03 08")


def test_by_day_nobody_is_warned(browser, group, writer, time_machine):
    joined(group, AgentFactory().user)
    time_machine.move_to("2027-03-02T10:00:00+01:00")
    browser.force_login(writer.user)
    page = browser.get(reverse("feed:audience"), {"place": f"g{group.pk}"}).content.decode()
    assert "1 personne l’aura dans son fil" in page.replace("\xa0", " ")
    assert "rien ne sonne" not in page


def test_files_come_with_the_form_itself_and_an_image_asks_for_its_description(browser, group, writer):
    answer = browser.post(reverse("feed:write"), words(group, upload=[png("plan.png")], do="send"))
    assert answer.status_code == 422
    file = Attachment.objects.get()
    assert f'name="shows-{file.pk}"' in answer.content.decode()
    browser.post(reverse("feed:write"), words(group, file=[file.pk], do="send", **{f"shows-{file.pk}": "Plan du quartier"}))
    assert Post.objects.get().state == "published"
    assert Attachment.objects.get().description == "Plan du quartier"


def test_a_refused_file_is_a_sentence(browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = browser.post(reverse("feed:upload"), {"upload": SimpleUploadedFile("virus.exe", b"MZ\x90\x00")})
    assert answer.status_code == 422
    assert "error" in answer.json()


def test_names_proposed_are_those_of_readers_and_of_visible_groups(browser, group, writer):
    inside, outside = AgentFactory(first_name="Karim", last_name="Benali"), AgentFactory(first_name="Karima", last_name="Benali")
    joined(group, inside.user)
    group.visibility = "closed"
    group.save()
    CommunityFactory(hidden=True, name="Benali secret", slug="benali-secret")
    names = browser.get(reverse("feed:propose"), {"q": "benali", "place": f"g{group.pk}"}).json()["names"]
    assert [name["label"] for name in names] == ["Karim Benali"]
    assert outside.full_name not in str(names)


def test_hashtags_proposed_are_those_one_reads(browser, group, writer):
    other = AgentFactory()
    sent(other.user, "Chut #Surprise", community=joined(CommunityFactory(hidden=True), other.user))
    sent(other.user, "Voici #Salage", community=joined(CommunityFactory(), other.user))
    asked = lambda typed: browser.get(reverse("feed:propose"), {"signe": "#", "q": typed}).json()["names"]  # noqa: E731
    assert (asked("sur"), [name["write"] for name in asked("sal")]) == ([], ["#Salage"])


def test_a_name_leads_to_a_person_or_a_visible_group_and_nowhere_else(browser, group):
    CommunityFactory(hidden=True, slug="cellule")
    AgentFactory(first_name="Karim", last_name="Benali")
    assert browser.get(reverse("feed:named", args=["Karim.Benali"])).status_code == 302
    elsewhere = [browser.get(reverse("feed:named", args=[name]))["Location"] for name in ("cellule", "Personne.Ici")]
    assert elsewhere == [f"{reverse('core:search')}?q={words}" for words in ("cellule", "Personne+Ici")], "as a name that nobody bears"


def test_whoever_is_named_and_does_not_read_is_told_to_the_writer(browser, group):
    AgentFactory(first_name="Karim", last_name="Benali")
    group.visibility = "closed"
    group.save()
    answer = browser.post(reverse("feed:write"), words(group, body="Merci @Karim.Benali", do="send"), follow=True)
    assert "Karim Benali ne lit pas" in answer.content.decode().replace("\xa0", " ")


def test_the_one_line_of_the_feed_costs_no_query_and_is_absent_where_one_may_not_write(browser, writer, group, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert composer_for(writer.user).url == reverse("feed:write")
    there, elsewhere = (visit(writer.user, one.slug) for one in (group, CommunityFactory()))
    with django_assert_num_queries(0):
        assert composer_of_group(there).url == f"{reverse('feed:write')}?a=g{group.pk}"
        assert composer_of_group(elsewhere) is None
    assert f"?a=g{group.pk}" in browser.get(reverse("communities:community", args=[group.slug])).content.decode()


def test_the_composer_opens_in_a_bounded_number_of_queries(browser, writer, django_assert_max_num_queries):
    for _number in range(12):
        joined(CommunityFactory(), writer.user)
    with django_assert_max_num_queries(26):
        browser.get(reverse("feed:write"), headers={"X-Fragment": "1"})


# What is done to a post that was sent


def test_an_author_edits_compares_and_deletes(browser, group, writer):
    post = sent(writer.user, "Avant lundi", community=group)
    answer = browser.post(reverse("feed:edit", args=[post.pk]), {"body": "Avant mardi", "written": "plain", "version": 1, "title": ""})
    assert answer.status_code == 302
    page = browser.get(reverse("feed:versions", args=[post.pk])).content.decode()
    assert "lundi</del>" in page
    assert "mardi</ins>" in page
    assert browser.get(reverse("feed:delete", args=[post.pk])).status_code == 200
    browser.post(reverse("feed:delete", args=[post.pk]))
    assert browser.get(reverse("feed:post", args=[post.pk])).status_code == 404


def test_a_stale_edit_keeps_the_words_on_the_page(browser, group, writer):
    post = sent(writer.user, "Avant", community=group)
    browser.post(reverse("feed:edit", args=[post.pk]), {"body": "Une", "written": "plain", "version": 1})
    answer = browser.post(reverse("feed:edit", args=[post.pk]), {"body": "Deux", "written": "plain", "version": 1})
    assert answer.status_code == 422
    assert "Deux" in answer.content.decode()


@pytest.mark.parametrize("name", ["edit", "delete", "arrange", "versions", "follow_up"])
def test_pages_around_a_post_are_absent_for_who_does_not_read_it(browser, name):
    other = AgentFactory()
    post = sent(other.user, community=joined(CommunityFactory(hidden=True), other.user))
    assert browser.get(reverse(f"feed:{name}", args=[post.pk])).status_code == 404


@pytest.mark.parametrize("name", ["pin", "unpin", "lock", "unlock", "require_reading", "waive_reading", "acknowledge", "remind", "vote", "save", "forget"])
def test_gestures_on_what_one_does_not_read_are_absent_too(browser, name):
    other = AgentFactory()
    post = sent(other.user, community=joined(CommunityFactory(hidden=True), other.user))
    assert browser.post(reverse(f"feed:{name}", args=[post.pk]), {"pin-until": "2030-01-01", "read-until": "2030-01-01"}).status_code == 404


def test_a_reader_does_not_pin_nor_ask_to_read(browser, group):
    other = AgentFactory()
    post = sent(other.user, community=joined(group, other.user))
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert browser.post(reverse("feed:pin", args=[post.pk]), {"pin-until": soon}).status_code == 403
    assert browser.post(reverse("feed:require_reading", args=[post.pk]), {"read-until": soon}).status_code == 403


def test_a_must_read_is_asked_followed_and_never_timed(browser, group, writer):
    reader = AgentFactory(first_name="Inès", last_name="Roy")
    joined(joined(group, reader.user), writer.user, role="moderator")
    post = sent(writer.user, community=group)
    browser.post(reverse("feed:require_reading", args=[post.pk]), {"read-until": (timezone.localdate() + timedelta(days=3)).isoformat()})
    page = browser.get(reverse("feed:follow_up", args=[post.pk])).content.decode()
    assert "Inès Roy" in page
    client = Client()
    client.force_login(reader.user)
    client.post(reverse("feed:acknowledge", args=[post.pk]))
    page = browser.get(reverse("feed:follow_up", args=[post.pk])).content.decode()
    assert "Inès Roy" not in page
    assert client.get(reverse("feed:follow_up", args=[post.pk])).status_code == 404


def test_a_vote_is_counted_from_the_card(browser, group, writer):
    browser.post(reverse("feed:write"), words(group, kind="poll", body="Quel jour ?", choices="Mardi\nJeudi", do="send"))
    post = Post.objects.get()
    option = post.poll.options.first()
    browser.post(reverse("feed:vote", args=[post.pk]), {"choices": option.pk})
    option.refresh_from_db()
    assert option.vote_count == 1


def test_a_post_is_put_aside_and_taken_off(browser, group, writer):
    post = sent(AgentFactory().user, "À relire demain")
    browser.post(reverse("feed:save", args=[post.pk]))
    assert "À relire demain" in browser.get(reverse("feed:saved")).content.decode()
    browser.post(reverse("feed:forget", args=[post.pk]))
    assert "À relire demain" not in browser.get(reverse("feed:saved")).content.decode()


def test_a_share_shows_the_writer_what_they_share_and_leaks_nothing(browser, group, writer):
    original = sent(writer.user, "Mot de la cellule", community=joined(CommunityFactory(hidden=True), writer.user))
    assert "Mot de la cellule" in browser.get(reverse("feed:write"), {"partage": original.pk}).content.decode()
    browser.post(reverse("feed:write"), words(group, shared=original.pk, body="Voyez", do="send"))
    share = Post.objects.get(shared_from=original)
    client = Client()
    client.force_login(AgentFactory().user)
    assert "Mot de la cellule" not in client.get(reverse("feed:post", args=[share.pk])).content.decode()
    assert client.get(reverse("feed:write"), {"partage": original.pk}).status_code == 404


def test_a_head_names_who_speaks_for_the_department(browser, writer):
    head = head_of(DepartmentFactory(name="Voirie"))
    client = Client()
    client.force_login(head.user)
    address = reverse("feed:spokespeople", args=[head.department.pk])
    client.post(address, {"person": writer.pk})
    assert writer.full_name in browser.get(address).content.decode()
    assert "Voirie" in browser.get(reverse("feed:write")).content.decode()
    assert browser.post(address, {"person": writer.pk}).status_code == 200, "shown, and nothing is written"


def test_a_file_follows_its_post(browser, group, writer):
    other = AgentFactory()
    closed = joined(CommunityFactory(hidden=True), other.user)
    file = receive_file(png(), actor=other.user)
    write_draft(content(files=(FileLine(file.pk, "Plan"),)), place=Place(closed), token="x", actor=other.user)
    file.refresh_from_db()
    assert browser.get(file.file.url).status_code == 404
    joined(closed, writer.user)
    assert browser.get(file.file.url).status_code == 404, "still a draft"


def test_communication_writes_to_everybody(writer, browser):
    writer.user.user_permissions.add(Permission.objects.get(codename="post_to_everyone"))
    browser.post(reverse("feed:write"), {"token": "t", "kind": "message", "place": "tous", "body": "Bonjour à tous", "written": "plain"})
    post = Post.objects.get()
    assert (post.state, post.community, post.department) == ("published", None, None)
