"""What may be done to boxes and ideas, by whom, and what is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rse.feed.models import Post
from rse.ideas import actions
from rse.ideas.actions.boxes import BoxWords
from rse.ideas.exceptions import (
    AlreadyMerged,
    AnsweredMeanwhile,
    AnswererOutside,
    BoxClosed,
    CannotMerge,
    ChangedMeanwhile,
    DaysInDisorder,
    NameTaken,
    NeedsTitle,
    NeedsWords,
    NoSuchMove,
    OneAnswers,
    OtherBox,
    OwnIdea,
)
from rse.ideas.models import Category, Idea, IdeaBox, IdeaMove, IdeaWord, OfficialAnswer, Support
from rse.ideas.states import MOVES, may_become
from rse.notifications.models import Notification
from rse.people.models import Agent
from tests.factories import AgentFactory, head_of
from tests.ideas import factories


def told(agent: Agent) -> list[str]:
    return list(Notification.objects.filter(recipient=agent.user).order_by("seq").values_list("kind", flat=True))


def test_an_idea_is_a_post_of_its_own_kind_with_the_day_promised(welcome: IdeaBox, marc: Agent) -> None:
    sent = actions.propose(welcome, title="  Un banc   devant la mairie ", text="Pour attendre.", token="t-12345678", actor=marc.user)
    assert (sent.post.kind, sent.post.state, sent.post.title, sent.post.text) == (Post.Kind.IDEA, "published", "Un banc devant la mairie", "Pour attendre.")
    assert sent.answer_by == timezone.localdate() + timedelta(days=30)
    assert (sent.status, sent.support_count, sent.answered_at) == ("proposed", 0, None)
    assert [move.code for move in sent.moves.all()] == ["proposed"]


def test_a_double_click_is_one_idea(welcome: IdeaBox, marc: Agent) -> None:
    first = actions.propose(welcome, title="Un banc", token="t-12345678", actor=marc.user)
    again = actions.propose(welcome, title="Un banc", token="t-12345678", actor=marc.user)
    assert first.pk == again.pk
    assert (Idea.objects.count(), Post.objects.count()) == (1, 1)


def test_an_idea_needs_a_title_and_a_category_of_its_box(welcome: IdeaBox, denis: Agent, marc: Agent) -> None:
    with pytest.raises(NeedsTitle):
        actions.propose(welcome, title="   ", token="t-12345678", actor=marc.user)
    other = factories.box(denis.user, name="Sobriété", categories=("Énergie",))
    with pytest.raises(OtherBox):
        actions.propose(welcome, title="Un banc", category=Category.objects.get(box=other), token="t-12345678", actor=marc.user)


def test_a_closed_box_takes_nothing_more(denis: Agent, marc: Agent) -> None:
    closed = factories.box(denis.user, closes_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(BoxClosed):
        factories.idea(closed, marc.user)


def test_a_box_of_a_group_takes_ideas_from_those_who_write_there(denis: Agent, marc: Agent, sonia: Agent) -> None:
    garden = factories.group("Jardins", denis.user, marc.user)
    box = factories.box(denis.user, community=garden)
    assert factories.idea(box, marc.user).post.community == garden
    with pytest.raises(PermissionDenied):
        factories.idea(box, sonia.user)
    garden.tools = ["polls"]
    garden.save()
    with pytest.raises(PermissionDenied):
        factories.idea(IdeaBox.objects.get(pk=box.pk), marc.user)


def test_support_counts_once_and_is_taken_back(welcome: IdeaBox, marc: Agent, sonia: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    actions.support(idea, actor=sonia.user)
    assert actions.support(idea, actor=sonia.user).support_count == 1
    assert actions.withdraw_support(idea, actor=sonia.user).support_count == 0
    assert actions.withdraw_support(idea, actor=sonia.user).support_count == 0


def test_nobody_supports_their_own_idea_nor_one_they_do_not_read(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent) -> None:
    with pytest.raises(OwnIdea):
        actions.support(factories.idea(welcome, marc.user), actor=marc.user)
    closed = factories.group("Cellule", denis.user, marc.user, visibility="hidden")
    secret = factories.idea(factories.box(denis.user, name="Secrète", community=closed), marc.user)
    with pytest.raises(PermissionDenied):
        actions.support(secret, actor=sonia.user)
    assert not Support.objects.exists()


def test_the_person_named_answers_and_author_and_supporters_are_told(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent, flora: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    actions.support(idea, actor=sonia.user)
    written = actions.answer(idea, status="studied", text="Les Bâtiments chiffrent.", version=1, actor=denis.user)
    idea.refresh_from_db()
    assert (idea.status, written.number, idea.answered_at is not None) == ("studied", 1, True)
    assert told(marc) == told(sonia) == ["idea_answered"]
    assert told(denis) == told(flora) == []
    assert IdeaMove.objects.filter(idea=idea, code="answered").values_list("from_status", "to_status").get() == ("proposed", "studied")


def test_nobody_else_answers(welcome: IdeaBox, denis: Agent, marc: Agent, flora: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    for person in (marc, flora):
        with pytest.raises(PermissionDenied):
            actions.answer(idea, status="accepted", text="Oui.", version=None, actor=person.user)
    assert not OfficialAnswer.objects.exists()


def test_the_head_of_the_department_answers_and_the_next_head_after_them(marc: Agent) -> None:
    head = head_of(AgentFactory().department)
    box = actions.open_box(head.organisation, words=BoxWords(name="Sobriété", department=head.department, opens_on=factories.DAY), actor=None)
    idea = factories.idea(box, marc.user)
    actions.answer(idea, status="studied", text="On regarde.", version=None, actor=head.user)
    successor = head_of(head.department)
    actions.answer(idea, status="accepted", text="C’est oui.", version=None, actor=successor.user)
    with pytest.raises(PermissionDenied):
        actions.answer(idea, status="done", text="Fait.", version=None, actor=head.user)


def test_an_idea_is_never_refused_without_words(welcome: IdeaBox, denis: Agent, marc: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    with pytest.raises(NeedsWords):
        actions.answer(idea, status="not_kept", text="   ", version=None, actor=denis.user)
    idea.refresh_from_db()
    assert idea.status == "proposed"


@pytest.mark.parametrize("status", Idea.Status.values)
def test_a_status_moves_only_along_the_table(welcome: IdeaBox, denis: Agent, marc: Agent, status: str) -> None:
    idea = factories.idea(welcome, marc.user)
    for target in Idea.Status.values:
        Idea.objects.filter(pk=idea.pk).update(status=status)
        if target in MOVES[status]:
            assert actions.answer(idea, status=target, text="Voilà.", version=None, actor=denis.user).status == target
        else:
            assert not may_become(status, target)
            with pytest.raises(NoSuchMove):
                actions.answer(idea, status=target, text="Voilà.", version=None, actor=denis.user)


def test_two_answers_to_the_same_reading_are_one(welcome: IdeaBox, denis: Agent, marc: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    actions.answer(idea, status="studied", text="On regarde.", version=1, actor=denis.user)
    with pytest.raises(AnsweredMeanwhile):
        actions.answer(idea, status="studied", text="On regarde.", version=1, actor=denis.user)
    assert OfficialAnswer.objects.count() == 1


def test_a_duplicate_brings_its_support_once(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent, flora: Agent) -> None:
    kept, double = factories.idea(welcome, marc.user), factories.idea(welcome, sonia.user)
    actions.support(kept, actor=flora.user)
    actions.support(double, actor=flora.user)
    actions.support(double, actor=denis.user)
    actions.support(double, actor=marc.user)
    actions.merge(double, into=kept, actor=denis.user)
    actions.merge(double, into=kept, actor=denis.user)
    kept.refresh_from_db()
    assert kept.support_count == 3 == kept.supports.count()
    assert set(kept.supports.values_list("user", flat=True)) == {flora.user.pk, denis.user.pk, sonia.user.pk}
    assert told(sonia) == ["idea_merged"]
    assert not IdeaWord.objects.filter(idea=double).exists()
    with pytest.raises(AlreadyMerged):
        actions.support(double, actor=flora.user)


def test_what_cannot_be_merged(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    elsewhere = factories.idea(factories.box(denis.user, name="Sobriété"), marc.user)
    for other in (idea, elsewhere):
        with pytest.raises(CannotMerge):
            actions.merge(idea, into=other, actor=denis.user)
    third, fourth = factories.idea(welcome, marc.user), factories.idea(welcome, marc.user)
    actions.merge(third, into=fourth, actor=denis.user)
    with pytest.raises(AlreadyMerged):
        actions.merge(idea, into=third, actor=denis.user)
    with pytest.raises(PermissionDenied):
        actions.merge(idea, into=fourth, actor=sonia.user)


def test_what_had_joined_an_idea_follows_it(welcome: IdeaBox, denis: Agent, marc: Agent, sonia: Agent) -> None:
    first, second, third = (factories.idea(welcome, author) for author in (marc.user, sonia.user, marc.user))
    actions.merge(first, into=second, actor=denis.user)
    actions.merge(second, into=third, actor=denis.user)
    first.refresh_from_db()
    assert first.merged_into == third


def test_whoever_answers_is_reminded_once_a_day_and_again_a_fortnight_later(welcome: IdeaBox, denis: Agent, marc: Agent) -> None:
    idea, other = factories.idea(welcome, marc.user), factories.idea(welcome, marc.user)
    due = idea.answer_by
    assert actions.remind_answerers(on=due - timedelta(days=1), actor=None) == 0
    assert actions.remind_answerers(on=due, actor=None) == 1
    assert actions.remind_answerers(on=due, actor=None) == 0
    assert told(denis) == ["ideas_to_answer"]
    actions.answer(other, status="accepted", text="Oui.", version=None, actor=denis.user)
    assert actions.remind_answerers(on=due + timedelta(days=14), actor=None) == 1
    assert told(denis) == ["ideas_to_answer", "ideas_to_answer"]
    assert Notification.objects.filter(recipient=denis.user).latest("seq").params["count"] == "1"


def test_nobody_is_reminded_of_a_box_they_no_longer_read(denis: Agent, marc: Agent) -> None:
    garden = factories.group("Cellule", denis.user, marc.user, visibility="hidden")
    idea = factories.idea(factories.box(denis.user, community=garden), marc.user)
    garden.communityuserobjectpermission_set.filter(user=denis.user).delete()
    assert actions.remind_answerers(on=idea.answer_by, actor=None) == 0
    assert told(denis) == []


def test_animators_open_boxes_and_others_do_not(flora: Agent, marc: Agent, denis: Agent) -> None:
    words = BoxWords(name="Sobriété", answerer=denis.user, categories=("Énergie", " Énergie ", "", "Eau"))
    box = actions.open_box(flora.organisation, words=words, actor=flora.user)
    assert [category.name for category in box.categories.all()] == ["Énergie", "Eau"]
    with pytest.raises(PermissionDenied):
        actions.open_box(flora.organisation, words=BoxWords(name="Autre", answerer=denis.user), actor=marc.user)


def test_an_animator_opens_no_box_in_a_group_they_do_not_read(flora: Agent, marc: Agent) -> None:
    hidden = factories.group("Cellule", marc.user, visibility="hidden")
    with pytest.raises(PermissionDenied):
        actions.open_box(flora.organisation, words=BoxWords(name="Autre", answerer=marc.user), community=hidden, actor=flora.user)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"answerer": None}, OneAnswers),
        ({"closes_on": factories.DAY - timedelta(days=1)}, DaysInDisorder),
        ({"name": "mieux ACCUEILLIR"}, NameTaken),
    ],
)
def test_a_box_is_refused_with_a_reason(welcome: IdeaBox, denis: Agent, changes: dict[str, object], refusal: type[Exception]) -> None:
    words = {"name": "Sobriété", "answerer": denis.user, "opens_on": factories.DAY} | changes
    with pytest.raises(refusal):
        actions.open_box(welcome.organisation, words=BoxWords(**words), actor=None)


def test_whoever_answers_reads_the_box(denis: Agent, marc: Agent) -> None:
    closed = factories.group("Cellule", marc.user, visibility="closed")
    with pytest.raises(AnswererOutside):
        factories.box(denis.user, community=closed)


def test_two_people_do_not_overwrite_each_other_and_promises_keep_their_day(welcome: IdeaBox, flora: Agent, denis: Agent, marc: Agent) -> None:
    idea = factories.idea(welcome, marc.user)
    words = BoxWords(name="Accueillir mieux", answerer=denis.user, answer_days=5, categories=("Écrans",))
    actions.change_box(welcome, words=words, version=1, actor=flora.user)
    with pytest.raises(ChangedMeanwhile):
        actions.change_box(welcome, words=words, version=1, actor=flora.user)
    before = idea.answer_by
    idea.refresh_from_db()
    assert idea.answer_by == before
    assert list(welcome.categories.filter(offered=False).values_list("name", flat=True)) == ["Accueil"]
