"""A non-visible group, seen from outside: the same town with and without it answers the same, byte for byte."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rse.communities.actions import groups, invitations, memberships
from rse.communities.models import Community
from rse.core.models import Frame
from rse.notifications.models import Notification
from rse.people.models import Agent
from tests.communities.factories import hidden_group, open_group, put_in

WORD = "zzcrue"
# What differs between two answers for nobody's sake: tokens of forms and of the content policy.
NONCES = re.compile(r'(csrfmiddlewaretoken" value="|nonce-|submission" value="|"token" value="|"vain" value="|X-CSRFToken": ")[\w:-]+')


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def told(browser: Client, method: str, address: str, data: dict[str, object]) -> str:
    answer = getattr(browser, method)(address, data)
    headers = {name: value for name, value in answer.headers.items() if name not in {"Set-Cookie"}}
    return NONCES.sub("·", f"{answer.status_code} {headers} {answer.content.decode()}")


def questions(member: Agent, hidden_slug: str) -> list[tuple[str, str, dict[str, object]]]:
    """Every exit of this room, and those of others where the group could show."""
    pages = ("community", "about", "members", "export", "invite", "to_decide", "leave", "settings")
    posts = ("join", "ask", "ask_no_more", "leave", "archive", "unarchive", "add_department", "settings")
    return [
        *(("get", reverse(f"communities:{name}"), {}) for name in ("mine", "discover", "create", "enter")),
        ("get", reverse("communities:discover"), {"q": WORD}),
        ("get", reverse("communities:discover"), {"apres": hidden_slug}),
        ("get", reverse("communities:mine"), {"q": WORD}),
        *(("get", reverse(f"communities:{name}", args=[hidden_slug]), {}) for name in pages),
        *(("post", reverse(f"communities:{name}", args=[hidden_slug]), {}) for name in posts),
        ("get", reverse("communities:tab", args=[hidden_slug, "idees"]), {}),
        *(("get", reverse("communities:invitation", args=[number]), {}) for number in range(1, 4)),
        *(("post", reverse("communities:accept_invitation", args=[number]), {}) for number in range(1, 4)),
        ("get", reverse("people:agent", args=[member.pk]), {}),
        ("get", reverse("people:suggest"), {"q": WORD}),
        ("get", "/chercher/", {"q": WORD}),
        ("get", "/recherche/", {"q": WORD}),
        ("get", "/recherche/suggestions/", {"q": WORD}),
        ("get", "/notifications/", {}),
        ("get", "/notifications/depuis/", {"seq": "0"}),
        ("get", "/", {}),
        ("post", reverse("communities:create"), {"name": f"{WORD} cellule", "visibility": "open", "posting": "members", "submission": "2" * 32}),
    ]


@pytest.fixture
def town(owner: Agent, member: Agent, outsider: Agent) -> Community:
    return open_group(owner, name="Vélo-boulot")


def answers(outsider: Agent, asked: list[tuple[str, str, dict[str, object]]], as_: Callable[[Agent], Client]) -> list[str]:
    found = []
    for method, address, data in asked:
        with undone():
            found.append(told(as_(outsider), method, address, data))
    return found


def test_two_worlds_answer_an_outsider_the_same(owner: Agent, member: Agent, outsider: Agent, administrator: Agent, town: Community, as_) -> None:
    put_in(town, member)
    with undone():
        hidden = hidden_group(owner, name=f"{WORD} cellule", purpose=f"{WORD} prévue")
        slug = hidden.slug
        put_in(hidden, member)
        invitations.invite(hidden, people=[member.user, administrator.user], actor=owner.user)
        memberships.change_role(hidden, user=member.user, role="moderator", actor=owner.user)
        asked = questions(member, slug)
        with_it = answers(outsider, asked, as_)
    without = answers(outsider, asked, as_)
    different = [asked[index][:2] for index in range(len(asked)) if with_it[index] != without[index]]
    assert different == []
    assert len(asked) > 35


def test_the_word_is_met_by_those_who_are_in(owner: Agent, member: Agent, as_) -> None:
    hidden = hidden_group(owner, name=f"{WORD} cellule")
    put_in(hidden, member)
    pages = [reverse("communities:mine"), reverse("communities:community", args=[hidden.slug])]
    assert all(WORD in as_(member).get(page).content.decode() for page in pages)


def test_a_group_that_goes_out_of_sight_leaves_nothing_behind(owner: Agent, member: Agent, outsider: Agent, as_) -> None:
    community = open_group(owner, name=f"{WORD} cellule")
    put_in(community, member)
    invitations.invite(community, people=[outsider.user], actor=owner.user)
    changed = groups.change(community, changes={"visibility": "hidden"}, actor=owner.user)
    browser = as_(outsider)
    [waiting] = outsider.user.community_invitations.all()
    assert waiting.state == "waiting", "its owner invited: the invitation still holds"
    invitations.decline(waiting, actor=outsider.user)
    for address in ("/groupes/", "/groupes/decouvrir/", "/groupes/zzcrue-cellule/", f"/groupes/{changed.slug}/", f"/annuaire/{member.pk}/", "/"):
        assert WORD not in browser.get(address).content.decode().replace(address, ""), address
    assert browser.get("/groupes/zzcrue-cellule/").status_code == 404


def test_whoever_is_excluded_keeps_no_trace_in_the_bell_and_is_told_without_a_name(owner: Agent, member: Agent, as_) -> None:
    hidden = hidden_group(owner, name=f"{WORD} cellule")
    put_in(hidden, member)
    memberships.change_role(hidden, user=member.user, role="moderator", actor=owner.user)
    assert WORD in as_(member).get("/notifications/").content.decode()
    memberships.exclude(hidden, user=member.user, actor=owner.user)
    page = as_(member).get("/notifications/").content.decode()
    assert WORD not in page
    assert "un de vos groupes" in page


def test_no_frame_about_a_non_visible_group_reaches_an_outsider(owner: Agent, member: Agent, outsider: Agent) -> None:
    Frame.objects.all().delete()
    hidden = hidden_group(owner)
    put_in(hidden, member)
    groups.change(hidden, changes={"purpose": "Autre chose"}, actor=owner.user)
    groups.archive(hidden, actor=owner.user)
    told_to = {entry[0] for frame in Frame.objects.all() for entry in frame.entries}
    assert outsider.user_id not in told_to
    assert not Notification.objects.filter(recipient=outsider.user).exists()
