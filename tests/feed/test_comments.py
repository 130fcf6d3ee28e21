"""Comments: who may, one level deep, corrected with their history, deleted in two stages, never twice."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rse.communities.models import Membership
from rse.core.models import Frame
from rse.feed import threads
from rse.feed.actions import accept_answer, delete_comment, edit_comment, empty_deleted_comments, restore_comment, send_comment
from rse.feed.exceptions import ChangedMeanwhile, CommentsClosed, NothingWritten, TooLong
from rse.feed.models import Comment, Post
from rse.notifications.models import Notification
from rse.people.actions import anonymise, leave
from rse.people.models import User
from tests import factories as people
from tests.feed import factories
from tests.feed.test_feeds import MOST_QUERIES, measured

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]


def said(post: Post, user: User, body: str = "<p>Bien reçu</p>", **kwargs: object) -> Comment:
    kwargs.setdefault("token", uuid4().hex)
    return send_comment(post, body=body, actor=user, **kwargs)


def test_a_comment_is_counted_and_cleaned(sonia: User) -> None:
    post = factories.PostFactory()
    comment = said(post, sonia, "<p>Bien <strong>reçu</strong><script>alert(1)</script></p>")
    assert (comment.body, comment.text) == ("<p>Bien <strong>reçu</strong></p>", "Bien reçu")
    post.refresh_from_db()
    assert post.comment_count == 1


def test_a_double_click_is_one_comment(sonia: User) -> None:
    post = factories.PostFactory()
    first, second = (said(post, sonia, token="same") for _twice in range(2))
    assert first == second
    post.refresh_from_db()
    assert post.comment_count == 1


def test_an_answer_to_an_answer_stands_beside_it(sonia: User, marc: User) -> None:
    post = factories.PostFactory()
    head = said(post, sonia)
    answer = said(post, marc, parent=head)
    beside = said(post, sonia, parent=answer)
    assert (answer.parent, beside.parent) == (head, head)
    with pytest.raises(PermissionDenied):
        said(factories.PostFactory(), sonia, parent=head)


@pytest.mark.parametrize(("body", "refusal"), [("<p> </p>", NothingWritten), ("<script>x</script>", NothingWritten), ("a" * 10_001, TooLong)])
def test_nothing_and_too_much_are_refused(sonia: User, body: str, refusal: type) -> None:
    with pytest.raises(refusal):
        said(factories.PostFactory(), sonia, body)


def test_who_reads_a_group_without_writing_there_does_not_comment(sonia: User, marc: User) -> None:
    community = factories.CommunityFactory()
    post = factories.PostFactory(community=community)
    factories.member(community, marc, Membership.Role.READER)
    for user in (sonia, marc):
        with pytest.raises(PermissionDenied):
            said(post, user)
    assert said(post, factories.member(community)).post == post


def test_closed_comments_and_archived_groups_take_no_more(sonia: User) -> None:
    community = factories.CommunityFactory()
    factories.member(community, sonia)
    post = factories.PostFactory(community=community)
    comment = said(post, sonia)
    Post.objects.filter(pk=post.pk).update(locked_at=timezone.now())
    for attempt in (lambda: said(post, sonia), lambda: edit_comment(comment, body="autre", version=1, actor=sonia)):
        with pytest.raises(CommentsClosed):
            attempt()
    Post.objects.filter(pk=post.pk).update(locked_at=None)
    community.archived_at = timezone.now()
    community.save()
    with pytest.raises(PermissionDenied):
        said(post, sonia)


def test_corrected_words_keep_those_before_and_an_older_page_does_not_win(sonia: User, marc: User) -> None:
    comment = said(factories.PostFactory(), sonia, "<p>Lundi</p>")
    edit_comment(comment, body="<p>Mardi</p>", version=1, actor=sonia)
    edit_comment(comment, body="<p>Mardi</p>", version=1, actor=sonia)
    comment.refresh_from_db()
    assert (comment.text, comment.version, [version.body for version in comment.versions.all()]) == ("Mardi", 2, ["<p>Lundi</p>"])
    with pytest.raises(ChangedMeanwhile):
        edit_comment(comment, body="<p>Mercredi</p>", version=1, actor=sonia)
    with pytest.raises(PermissionDenied):
        edit_comment(comment, body="<p>Jeudi</p>", version=2, actor=marc)


def test_deleted_words_leave_the_page_then_the_database(as_: As, sonia: User, marc: User, time_machine) -> None:
    post = factories.PostFactory()
    head = said(post, sonia, "<p>Motzecret</p>")
    said(post, marc, "<p>Je réponds</p>", parent=head)
    with pytest.raises(PermissionDenied):
        delete_comment(head, actor=marc)
    delete_comment(head, actor=sonia)
    delete_comment(head, actor=sonia)
    page = as_(marc).get(f"/fil/{post.pk}/").content.decode()
    assert "Motzecret" not in page
    assert "Ce commentaire a été supprimé" in page
    assert "Je réponds" in page
    post.refresh_from_db()
    assert post.comment_count == 1
    restore_comment(head, actor=sonia)
    assert "Motzecret" in as_(marc).get(f"/fil/{post.pk}/").content.decode()
    delete_comment(head, actor=sonia)
    assert empty_deleted_comments() == 0
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert (empty_deleted_comments(), empty_deleted_comments()) == (1, 0)
    head.refresh_from_db()
    assert (head.body, head.text) == ("", "")
    with pytest.raises(PermissionDenied):
        restore_comment(head, actor=sonia)


def test_the_answer_kept_is_shown_first_and_only_the_asker_chooses_it(as_: As, sonia: User, marc: User) -> None:
    post = factories.PostFactory(kind=Post.Kind.QUESTION, author=sonia)
    said(post, marc, "<p>Premier</p>")
    right = said(post, marc, "<p>Le bon</p>")
    with pytest.raises(PermissionDenied):
        accept_answer(post, comment=right, actor=marc)
    accept_answer(post, comment=right, actor=sonia)
    page = as_(marc).get(f"/fil/{post.pk}/").content.decode()
    assert page.index("Le bon") < page.index("Premier")
    delete_comment(right, actor=marc)
    post.refresh_from_db()
    assert post.accepted is None


def test_words_of_somebody_erased_stay_readable(as_: As, sonia: User) -> None:
    gone = people.AgentFactory(first_name="Yvonne", last_name="Legall")
    post = factories.PostFactory()
    said(post, gone.user, "<p>La clé est chez le gardien</p>")
    leave(gone, on=timezone.localdate(), actor=None)
    anonymise(gone, actor=None)
    page = as_(sonia).get(f"/fil/{post.pk}/").content.decode()
    assert "La clé est chez le gardien" in page
    assert "Legall" not in page


def test_pages_of_comments_follow_each_other_while_colleagues_comment(as_: As, sonia: User) -> None:
    post, at = factories.PostFactory(), timezone.now() - timedelta(hours=1)
    heads = [factories.CommentFactory(post=post, created_at=at + timedelta(seconds=number // 2)) for number in range(threads.PAGE + 5)]
    browser, path, seen = as_(sonia), f"/fil/{post.pk}/", []
    while path:
        response = browser.get(path)
        seen += [row.pk for row in response.context["thread"].comments]
        path = response.context["more_url"]
        if len(seen) == threads.PAGE:
            late = factories.CommentFactory(post=post)
    assert seen == [*(comment.pk for comment in heads), late.pk]


def test_a_link_to_one_comment_opens_the_thread_there(as_: As, sonia: User) -> None:
    post = factories.PostFactory()
    for _number in range(threads.PAGE + 2):
        last = factories.CommentFactory(post=post)
    answers = [factories.CommentFactory(post=post, parent=last) for _number in range(threads.ANSWERS + 3)]
    page = as_(sonia).get(f"/fil/{post.pk}/?commentaire={answers[-1].pk}").content.decode()
    assert f'id="c{answers[-1].pk}"' in page
    assert "Voir tous les commentaires depuis le premier" in page
    all_of_them = as_(sonia).get(f"/fil/{post.pk}/?reponses={last.pk}").context["thread"].comments[0]
    assert [row.pk for row in all_of_them.answers] == [answer.pk for answer in answers]


def test_a_thread_costs_the_same_whatever_its_length(as_: As, sonia: User) -> None:
    community = factories.CommunityFactory()
    factories.member(community, sonia)
    post = factories.PostFactory(community=community, kind=Post.Kind.POLL)
    factories.poll(post)
    factories.CommentFactory(post=post)
    few, _size = measured(as_(sonia), f"/fil/{post.pk}/")
    for _number in range(20):
        factories.CommentFactory(post=post, parent=factories.CommentFactory(post=post, author=people.AgentFactory().user))
    many, size = measured(as_(sonia), f"/fil/{post.pk}/")
    print(f"thread: {many} queries, {size} bytes")
    assert many == few <= MOST_QUERIES + 2, "two more ask what keeps the reader from writing"


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(as_: As, sonia: User) -> None:
    post = factories.PostFactory()
    browser = as_(sonia)
    refused = browser.post(f"/fil/{post.pk}/commenter/", {"body": " ", "token": "t"})
    assert refused.status_code == 422
    assert "Écrivez d’abord quelque chose." in refused.content.decode()
    too_long = browser.post(f"/fil/{post.pk}/commenter/", {"body": "mot " * 3000, "token": "t"})
    assert (too_long.status_code, "mot mot mot" in too_long.content.decode()) == (422, True)
    sent = browser.post(f"/fil/{post.pk}/commenter/", {"body": "Bien reçu <b>", "token": "t"})
    comment = Comment.objects.get()
    assert sent["Location"] == f"/fil/{post.pk}/?commentaire={comment.pk}#c{comment.pk}"
    assert comment.body == "<p>Bien reçu &lt;b&gt;</p>"


def test_a_group_one_does_not_read_answers_not_found_to_every_gesture(as_: As, sonia: User) -> None:
    post = factories.PostFactory(community=factories.ClosedFactory())
    comment = factories.CommentFactory(post=post)
    browser = as_(sonia)
    paths = [f"/fil/{post.pk}/{word}" for word in ("", "commenter/", "reagir/", "reactions/", "commentaires-recents/")]
    paths += [f"/fil/commentaires/{comment.pk}/{word}/" for word in ("modifier", "supprimer", "retablir", "historique", "accepter", "reagir", "reactions")]
    for path in paths:
        assert {browser.get(path).status_code, browser.post(path, {"donner": "utile", "body": "x", "token": "t"}).status_code} <= {404, 405}, path


def test_those_whom_a_comment_concerns_are_told_once(sonia: User, marc: User) -> None:
    author, late = people.AgentFactory().user, people.AgentFactory().user
    post = factories.PostFactory(author=author)
    head = said(post, marc)
    said(post, late)
    Notification.objects.all().delete()
    comment = said(post, sonia, "<p>Et la piscine ?</p>", parent=head)
    told = {(row.recipient, row.kind) for row in Notification.objects.all()}
    assert told == {(author, "feed.comment"), (marc, "feed.reply"), (late, "feed.comment_after")}
    assert Notification.objects.filter(url=f"/fil/{post.pk}/?commentaire={comment.pk}#c{comment.pk}").count() == 3
    delete_comment(comment, actor=sonia)
    assert not Notification.objects.unread().exists()


def test_comments_under_one_post_make_one_line(sonia: User, marc: User) -> None:
    post = factories.PostFactory(author=sonia)
    for _number in range(2):
        said(post, people.AgentFactory().user)
    said(post, marc)
    line = Notification.objects.get(recipient=sonia)
    assert line.params["who"] == str(marc)


def test_nobody_who_left_the_group_is_told(sonia: User, marc: User) -> None:
    community = factories.ClosedFactory()
    for user in (sonia, marc):
        factories.member(community, user)
    post = factories.PostFactory(community=community, author=sonia)
    factories.expelled(community, sonia)
    said(post, marc)
    assert not Notification.objects.filter(recipient=sonia).exists()
    assert sonia.pk not in {entry[0] for frame in Frame.objects.filter(kind="thread") for entry in frame.entries}


def test_a_comment_before_two_thousand_colleagues_is_one_row_of_frames(sonia: User) -> None:
    User.objects.bulk_create(User(username=f"z{number}", password="!") for number in range(2000))
    post = factories.PostFactory()
    with CaptureQueriesContext(connection) as queries:
        said(post, sonia)
    assert Frame.objects.filter(kind="thread").count() == 1
    assert len(Frame.objects.get(kind="thread").entries) >= 2000
    assert len(queries) <= 40


def test_news_of_a_thread_are_counted(as_: As, sonia: User, marc: User) -> None:
    post = factories.PostFactory()
    said(post, marc, "<p>avant</p>")
    url = as_(sonia).get(f"/fil/{post.pk}/").context["news_url"]
    assert as_(sonia).get(url).content.decode().strip() == ""
    said(post, marc, "<p>après</p>")
    said(post, sonia, "<p>moi</p>")
    assert "1 nouveau commentaire" in as_(sonia).get(url).content.decode()
