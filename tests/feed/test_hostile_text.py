"""Hostile text through every field of a post: nothing of it runs, whatever reads it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rse.core import text
from rse.core.models import Attachment
from rse.feed.models import Poll, PollOption, Post
from tests.factories import AgentFactory
from tests.feed.factories import CommunityFactory, PostFactory, joined
from tests.feed.hostile import PageJudge, judged, naughty, payloads

MARKS = {"name": lambda handle: f"/fil/nom/{handle}/", "hashtag": lambda tag: f"/fil/sujets/{tag}/"}


def test_the_corpora_are_there():
    assert len(payloads()) > 4000
    assert len(naughty()) > 100


def test_no_payload_survives_the_sanitiser():
    wrong = []
    for payload in [*payloads(), *naughty()]:
        for html in (text.clean(payload), text.to_html(payload)):
            for shown in (html, text.with_marks(html, **MARKS)):
                wrong += [f"{payload[:80]!r}: {fault}" for fault in judged(shown)]
            assert "<" not in text.words_of(html) or "&lt;" in html
    assert wrong == []


def test_what_was_cleaned_is_cleaned_again_to_the_same():
    for payload in payloads()[::5]:
        once = text.clean(payload)
        assert text.clean(once) == once


@pytest.mark.django_db
def test_a_page_that_shows_them_in_every_field_holds_no_script():
    writer = AgentFactory()
    group = joined(CommunityFactory(), writer.user)
    client = Client()
    client.force_login(writer.user)
    sample = [*payloads()[::40], *naughty()[::10]]
    for start in range(0, len(sample), 20):
        some = [one.replace("\0", "") for one in sample[start : start + 20]]
        post = PostFactory(author=writer.user, community=group, kind=Post.Kind.POLL, title=some[0][:140], body="".join(text.clean(one) for one in some))
        poll = Poll.objects.create(post=post, closes_at=timezone.now() + timedelta(days=1))
        PollOption.objects.bulk_create(PollOption(poll=poll, label=one[:120], order=order) for order, one in enumerate(some))
        for number, one in enumerate(some):
            Attachment.objects.create(
                file=f"attachments/{start}-{number}.png",
                name=one[:100],
                media_type="image/png",
                size=1,
                sha256="",
                description=one[:255],
                uploaded_by=writer.user,
                owner_label="feed.post",
                owner_pk=post.pk,
            )
        for address in (reverse("feed:post", args=[post.pk]), reverse("feed:edit", args=[post.pk]), reverse("feed:arrange", args=[post.pk])):
            answer = client.get(address)
            assert answer.status_code == 200
            assert judged(answer.content.decode(), PageJudge) == []


@pytest.mark.django_db
def test_what_the_form_takes_in_is_what_the_page_may_show():
    writer = AgentFactory()
    group = joined(CommunityFactory(), writer.user)
    client = Client()
    client.force_login(writer.user)
    for number, payload in enumerate(payloads()[::160]):
        for written in ("html", "plain"):
            form = {"token": f"{number}{written}", "place": f"g{group.pk}", "kind": "question", "title": payload[:140], "body": payload, "written": written}
            answer = client.post(reverse("feed:write"), form, follow=True)
            assert answer.status_code in (200, 422)
            assert judged(answer.content.decode(), PageJudge) == []
    assert all(judged(post.body) == [] for post in Post.objects.all())
