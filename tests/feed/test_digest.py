"""The digest: what my groups talked about most, questions I could answer; never a word from where I do not read."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from rse.feed.digest import discussed, to_answer
from rse.notifications import digests
from rse.notifications.models import Digest
from rse.people.models import Skill
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, CommentFactory, CommunityFactory, HashtagFactory, NonVisibleFactory, PostFactory, expelled, joined, member

pytestmark = pytest.mark.django_db
SINCE = timedelta(days=7)


def since():
    return timezone.now() - SINCE


def ago(**span):
    return timezone.now() - timedelta(**span)


def talked(community, words, *, comments, at=None, **kwargs):
    post = PostFactory(community=community, words=words, published_at=ago(days=2), **kwargs)
    for _number in range(comments):
        CommentFactory(post=post, created_at=at or ago(days=1))
    return post


def titles(lines):
    return [line.title for line in lines]


def test_what_was_most_discussed_in_my_groups_comes_first(sonia):
    garden = joined(CommunityFactory(name="Jardin partagé"), sonia)
    talked(garden, "Compost", comments=2)
    talked(garden, "Arrosage", comments=4)
    talked(garden, "Une seule réponse", comments=1)
    lines = discussed(sonia, since())
    assert titles(lines) == ["Arrosage", "Compost"]
    assert (lines[0].where, lines[0].by, lines[0].words) == ("Jardin partagé", "Karim Benali", "4 commentaires")


def test_comments_of_before_my_own_posts_and_other_groups_do_not_count(sonia):
    garden = joined(CommunityFactory(), sonia)
    talked(garden, "Vieille discussion", comments=5, at=ago(days=9))
    talked(garden, "De moi", comments=5, author=sonia)
    talked(CommunityFactory(), "Groupe ouvert où je ne suis pas", comments=5)
    talked(ClosedFactory(), "Canari fermé", comments=5)
    talked(NonVisibleFactory(), "Canari invisible", comments=5)
    talked(None, "À tous", comments=5)
    assert discussed(sonia, since()) == []


def test_a_group_left_meanwhile_says_nothing(sonia):
    garden = joined(ClosedFactory(), sonia)
    talked(garden, "Canari", comments=3)
    assert titles(discussed(sonia, since())) == ["Canari"]
    expelled(garden, sonia)
    assert discussed(sonia, since()) == []


def question(community=None, words="Qui a une clé de 13 ?", **kwargs):
    kwargs.setdefault("published_at", ago(days=2))
    return PostFactory(community=community, words=words, kind="question", **kwargs)


def test_questions_of_my_groups_without_an_answer(sonia):
    garden = joined(CommunityFactory(), sonia)
    question(garden)
    answered = question(garden, "Déjà répondue")
    answered.accepted = CommentFactory(post=answered)
    answered.save()
    question(garden, "De moi", author=sonia)
    CommentFactory(post=question(garden, "J’ai déjà répondu"), author=sonia)
    question(garden, "Fermée", locked_at=timezone.now())
    question(CommunityFactory(), "D’un autre groupe")
    question(ClosedFactory(), "Canari")
    lines = to_answer(sonia, since())
    assert titles(lines) == ["Qui a une clé de 13 ?"]
    assert lines[0].words == "Personne n’a encore répondu."


def test_who_only_reads_a_group_is_not_asked(sonia):
    member(garden := CommunityFactory(), sonia, role="reader")
    question(garden)
    assert to_answer(sonia, since()) == []


def test_a_question_to_all_agents_about_what_i_know_or_follow(sonia):
    skill = Skill.objects.create(name="Plan neige", folded="plan neige", synonyms="Viabilité hivernale")
    sonia.agent.skills.add(skill)
    question(words="Où est le sel ?", tags=["Plan-neige"])
    question(words="Qui sale la rue ?", tags=["viabilité-hivernale"])
    question(words="Rien à voir", tags=["vélo"])
    assert titles(to_answer(sonia, since())) == ["Où est le sel ?", "Qui sale la rue ?"]
    HashtagFactory(name="vélo").followers.create(user=sonia)
    assert "Rien à voir" in titles(to_answer(sonia, since()))


def test_a_question_is_told_when_asked_then_once_a_week_later_if_nobody_answered(sonia):
    garden = joined(CommunityFactory(), sonia)
    forgotten = question(garden, "Oubliée", published_at=ago(days=7, hours=5))
    question(garden, "Trop vieille", published_at=ago(days=9))
    daily = timezone.now() - timedelta(days=1)
    assert titles(to_answer(sonia, daily)) == ["Oubliée"]
    CommentFactory(post=forgotten)
    assert to_answer(sonia, daily) == []


@pytest.mark.parametrize("number", [1, 12])
def test_a_digest_asks_three_questions_whatever_the_groups_hold(sonia, number, django_assert_num_queries):
    garden = joined(CommunityFactory(), sonia)
    for one in range(number):
        talked(garden, f"Sujet {one}", comments=2)
        question(garden, f"Question {one}")
    with django_assert_num_queries(3):
        assert discussed(sonia, since())
        assert to_answer(sonia, since())


def test_the_digest_leaves_with_both_in_text_and_html():
    monday = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    sonia = AgentFactory(first_name="Sonia", last_name="Diallo", user__email="sonia@technopole.example").user
    with time_machine.travel(monday, tick=False) as clock:
        garden = joined(CommunityFactory(name="Jardin partagé"), sonia)
        talked(garden, "Arrosage <b>", comments=3)
        question(garden)
        digests.plan(at=monday)
        clock.move_to(monday + timedelta(minutes=30))
        digests.send_due()
    row = Digest.objects.get(user=sonia)
    (told,) = [one for one in mail.outbox if one.to == ["sonia@technopole.example"]]
    assert row.state == "sent"
    html = told.alternatives[0][0]
    assert "Arrosage &lt;b&gt;" in html
    for body in (told.body, html):
        assert body.index("Arrosage") < body.index("Qui a une clé de 13")
        assert "3 commentaires" in body
        assert "Le plus discuté dans mes groupes" in body
