"""The charter of use is acknowledged in the form of the first message, with the evidence of every signature."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrations.bridges import charter_of_use
from referents.actions import charters
from referents.exceptions import CharterError
from referents.models import Charter, CharterSignature, CharterVersion
from rse.communities import restrictions
from rse.communities.restrictions import Restricted
from rse.feed.models import Comment
from rse.people.models import User
from tests.factories import AgentFactory
from tests.feed.factories import PostFactory

pytestmark = pytest.mark.django_db
TEXT = "1. On écrit à ses collègues comme on leur parle."


def published(text: str = TEXT, *, sign_within: int = 20, reason: str = "") -> CharterVersion:
    charter, _made = Charter.objects.get_or_create(slug="reseau", defaults={"name": "Charte d’usage", "audience": "network", "valid_months": 60})
    now = timezone.now()
    return charters.publish_version(
        charter,
        text=text,
        changes="",
        effective_at=now - timedelta(minutes=1),
        must_sign_by=timezone.localdate(now) + timedelta(days=sign_within),
        immediate_reason=reason,
        actor=None,
    )


@pytest.fixture
def sonia() -> User:
    return AgentFactory().user


def test_a_town_without_a_charter_of_use_asks_nothing(sonia: User) -> None:
    restrictions.require(sonia, None)


def test_the_first_message_asks_and_the_tick_signs_with_evidence(sonia: User) -> None:
    version = published()
    for ask in (lambda: restrictions.require(sonia, None), lambda: restrictions.require_for_messages(sonia)):
        with pytest.raises(Restricted, match="Charte d’usage"):
            ask()
    assert not restrictions.is_barred(sonia, None)
    restrictions.lift(sonia, {"charter_sha256": version.sha256})
    assert not CharterSignature.objects.exists()
    restrictions.lift(sonia, {"charter_agreed": "1", "charter_sha256": version.sha256})
    restrictions.lift(sonia, {"charter_agreed": "1", "charter_sha256": version.sha256})
    signature = CharterSignature.objects.get()
    assert (signature.user, signature.sha256) == (sonia, version.sha256)
    assert "Charte d’usage" in signature.words_shown
    restrictions.require(sonia, None)


def test_a_text_that_changed_meanwhile_is_not_signed(sonia: User) -> None:
    first = published()
    published("2. Autre texte.", reason="urgence")
    with pytest.raises(CharterError):
        restrictions.lift(sonia, {"charter_agreed": "1", "charter_sha256": first.sha256})


def test_a_new_version_asks_again_after_its_last_day(sonia: User) -> None:
    first = published()
    restrictions.lift(sonia, {"charter_agreed": "1", "charter_sha256": first.sha256})
    second = published("2. Un article de plus.")
    restrictions.require(sonia, None)
    CharterVersion.objects.filter(pk=second.pk).update(must_sign_by=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Restricted):
        restrictions.require(sonia, None)


def test_who_has_signed_costs_one_query(sonia: User, django_assert_num_queries) -> None:
    version = published()
    restrictions.lift(sonia, {"charter_agreed": "1", "charter_sha256": version.sha256})
    with django_assert_num_queries(1):
        assert charter_of_use.to_acknowledge(sonia) == []


def test_a_first_comment_shows_the_charter_in_place_and_loses_nothing(sonia: User) -> None:
    version, post, client = published(), PostFactory(), Client()
    client.force_login(sonia)
    page = client.get(reverse("feed:post", args=[post.pk])).content.decode()
    assert "On écrit à ses collègues" in page
    facts = {"body": "Merci beaucoup pour ces nouvelles.", "token": "un-jeton"}
    refused = client.post(reverse("feed:comment", args=[post.pk]), facts)
    assert refused.status_code == 422
    assert "Merci beaucoup pour ces nouvelles." in refused.content.decode()
    assert version.sha256 in refused.content.decode()
    sent = client.post(reverse("feed:comment", args=[post.pk]), facts | {"charter_agreed": "1", "charter_sha256": version.sha256})
    assert sent.status_code == 302
    assert Comment.objects.get().author == sonia
    assert CharterSignature.objects.count() == 1
