"""Who is erased is named nowhere any more; those who bear the same name keep theirs."""

import pytest
from django.utils import timezone

from rse.feed.actions.comments import edit_comment, send_comment
from rse.feed.actions.drafts import write_draft
from rse.feed.actions.posts import edit
from rse.feed.content import Place
from rse.feed.models import Comment, CommentVersion, Mention, Post, PostVersion
from rse.people.actions import anonymise, leave
from tests.factories import AgentFactory
from tests.feed.factories import CommunityFactory, content, joined, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def yvonne(db):
    return AgentFactory(first_name="Yvonne", last_name="Legall")


def erase(agent):
    leave(agent, on=timezone.localdate(), actor=None)
    anonymise(agent, actor=None)


def everything() -> str:
    rows = [*Post.objects.values_list("title", "body", "text"), *Comment.objects.values_list("body", "text")]
    rows += [*PostVersion.objects.values_list("title", "body"), *CommentVersion.objects.values_list("body")]
    return " ".join(word for row in rows for word in row)


def test_a_name_leaves_posts_comments_drafts_and_earlier_versions(sonia, yvonne, as_):
    post = sent(sonia, "Merci @Yvonne.Legall, et bravo à Yvonne Legall.", title="Pour @yvonne.legall")
    edit(post, content=content("Merci @Yvonne.Legall !", title="Pour @yvonne.legall"), seen=1, actor=sonia)
    comment = send_comment(post, body="<p>Oui, @Yvonne.Legall.</p>", token="c1", actor=sonia)
    edit_comment(comment, body="<p>Oui, demandez à @Yvonne.Legall.</p>", version=1, actor=sonia)
    write_draft(content("À relire avec @Yvonne.Legall"), place=Place(post.community), token="d1", actor=sonia)
    assert Mention.objects.filter(user=yvonne.user).count() == 2
    erase(yvonne)
    kept = everything().casefold()
    assert "legall" not in kept
    assert "yvonne" not in kept
    assert not Mention.objects.filter(user=yvonne.user).exists()
    post.refresh_from_db()
    assert (post.text, post.body) == ("Merci collègue parti !", "<p>Merci collègue parti !</p>")
    assert post.title == "Pour collègue parti"
    assert "Oui, demandez à collègue parti." in as_(sonia).get(f"/fil/{post.pk}/").content.decode()


def test_words_that_name_nobody_erased_stay_as_they_are(sonia, yvonne):
    group = joined(CommunityFactory(), sonia)
    words = "Merci @Marc.Lefort, le gall est un chêne et a@Yvonne.Legall n’est pas un nom."
    post = sent(sonia, words, community=group)
    before = (post.body, post.version)
    erase(yvonne)
    post.refresh_from_db()
    assert (post.body, post.version) == before


def test_a_namesake_in_post_keeps_the_name(sonia, yvonne):
    group = joined(CommunityFactory(), sonia)
    other = AgentFactory(first_name="Yvonne", last_name="Legall")
    theirs = sent(sonia, f"Merci @Yvonne.Legall.{yvonne.pk}", community=group)
    kept = sent(sonia, f"Merci @Yvonne.Legall.{other.pk}, Yvonne Legall", community=group)
    erase(yvonne)
    theirs.refresh_from_db()
    kept.refresh_from_db()
    assert theirs.text == "Merci collègue parti"
    assert kept.text == f"Merci @Yvonne.Legall.{other.pk}, Yvonne Legall"
