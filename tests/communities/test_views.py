"""The pages of the groups, as a person meets them."""

import csv
import io

import pytest
from django.urls import reverse

from rse.communities import sections
from rse.communities.actions import departments, groups, invitations, requests
from rse.communities.models import Community, Invitation, JoinRequest, Membership
from rse.people.models import Agent
from tests.communities.factories import closed_group, hidden_group, open_group, put_in, role_of
from tests.factories import AgentFactory, DepartmentFactory


def of(community: Community, name: str = "community", *holes: object) -> str:
    return reverse(f"communities:{name}", args=[community.slug, *holes])


def test_a_group_is_created_and_its_owner_is_asked_whom_to_invite(owner: Agent, as_) -> None:
    asked = {"name": "Plan neige", "purpose": "Les tournées", "visibility": "closed", "posting": "members", "tools": ["polls"], "submission": "0" * 32}
    for _click in range(2):
        answer = as_(owner).post(reverse("communities:create"), asked)
    community = Community.objects.get()
    assert answer.headers["Location"] == of(community, "invite")
    assert (community.visibility, community.tools) == ("closed", ["polls"])


def test_a_name_that_is_taken_is_said_at_the_field_and_nothing_written_is_lost(owner: Agent, as_) -> None:
    open_group(owner, name="Plan neige")
    asked = {"name": "plan  neige", "purpose": "Mes mots à moi", "visibility": "open", "posting": "members", "submission": "1" * 32}
    answer = as_(owner).post(reverse("communities:create"), asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Un autre groupe porte déjà ce nom" in page
    assert "Mes mots à moi" in page
    assert 'id="id_name_error"' in page


def test_my_groups_stand_last_activity_first(owner: Agent, as_) -> None:
    for name in ("Un", "Deux", "Trois"):
        open_group(owner, name=f"Groupe {name}")
    page = as_(owner).get(reverse("communities:mine")).content.decode()
    assert page.index("Groupe Trois") < page.index("Groupe Deux") < page.index("Groupe Un")


@pytest.mark.parametrize("words", ["ecoles", "ÉCOLE", "cantine ecole"])
def test_groups_are_found_without_accents_by_name_and_purpose(owner: Agent, outsider: Agent, as_, words: str) -> None:
    open_group(owner, name="Écoles", purpose="La cantine et les sorties")
    open_group(owner, name="Voirie")
    page = as_(outsider).get(reverse("communities:discover"), {"q": words}).content.decode()
    assert "Écoles" in page
    assert "Voirie" not in page


def test_pages_of_groups_follow_each_other_without_repeating(owner: Agent, outsider: Agent, as_) -> None:
    Community.objects.bulk_create(
        Community(organisation=owner.organisation, name=f"G{number:03}", slug=f"g{number:03}", folded=f"g{number:03}", keywords=f"g{number:03}")
        for number in range(70)
    )
    seen, address = [], reverse("communities:discover")
    while address:
        page = as_(outsider).get(address).context["page"]
        seen += [line.community.slug for line in page.lines]
        address = reverse("communities:discover") + page.next if page.next else ""
    assert seen == [f"g{number:03}" for number in range(70)]


def test_a_page_of_groups_costs_as_much_for_three_as_for_thirty(owner: Agent, outsider: Agent, as_, django_assert_max_num_queries) -> None:
    for number in range(3):
        put_in(open_group(owner, name=f"Groupe {number}"), outsider)
    browser = as_(outsider)
    for address in (reverse("communities:discover"), reverse("communities:mine")):
        browser.get(address)
        with django_assert_max_num_queries(16):
            browser.get(address)


def test_groups_where_my_colleagues_are_come_first(owner: Agent, outsider: Agent, as_) -> None:
    colleague = AgentFactory(department=outsider.department, organisation=outsider.organisation)
    with_colleague, without = open_group(owner, name="Avec"), open_group(owner, name="Sans")
    put_in(with_colleague, colleague)
    put_in(hidden_group(owner, name="Caché"), colleague)
    suggested = as_(outsider).get(reverse("communities:discover")).context["page"].suggested
    assert [(line.community, line.colleagues) for line in suggested] == [(with_colleague, 1)]
    assert without.pk


def test_an_open_group_is_joined_by_a_button_pressed_twice(owner: Agent, outsider: Agent, as_) -> None:
    community = open_group(owner, welcome="Bienvenue parmi nous")
    browser = as_(outsider)
    for _click in range(2):
        answer = browser.post(of(community, "join"), follow=True)
    assert "Bienvenue parmi nous" in answer.content.decode()
    assert Membership.objects.filter(community=community, user=outsider.user).count() == 1


def test_a_closed_group_shows_its_door_and_takes_a_request(owner: Agent, outsider: Agent, as_) -> None:
    community = closed_group(owner, purpose="Entre encadrants", welcome="Secret de la maison")
    browser = as_(outsider)
    page = browser.get(of(community)).content.decode()
    assert "Entre encadrants" in page
    assert "Secret de la maison" not in page
    assert browser.get(of(community, "members")).status_code == 404
    answer = browser.post(of(community, "ask"), {"words": "Je suis concerné"}, follow=True)
    assert "attend une réponse" in answer.content.decode()
    assert JoinRequest.objects.get().words == "Je suis concerné"
    browser.post(of(community, "ask_no_more"))
    assert JoinRequest.objects.get().state == "withdrawn"


def test_a_refusal_without_reason_keeps_the_page_and_with_one_is_read_at_the_door(owner: Agent, outsider: Agent, as_) -> None:
    community = closed_group(owner)
    request = requests.ask(community, words="Bonjour", actor=outsider.user)
    address = of(community, "refuse_request", request.pk)
    assert as_(owner).post(address, {f"{request.pk}-reason": ""}).status_code == 422
    as_(owner).post(address, {f"{request.pk}-reason": "Réservé aux encadrants"})
    assert "Réservé aux encadrants" in as_(outsider).get(of(community)).content.decode()


def test_an_invitation_shows_the_group_before_it_is_accepted(owner: Agent, outsider: Agent, as_) -> None:
    community = hidden_group(owner, name="Cellule crue", purpose="Préparer la crue")
    as_(owner).post(of(community, "invite"), {"person_1": outsider.pk, "role": "reader", "words": "On a besoin de toi"})
    invitation = Invitation.objects.get()
    browser = as_(outsider)
    page = browser.get(reverse("communities:invitation", args=[invitation.pk])).content.decode()
    assert "Préparer la crue" in page
    assert "On a besoin de toi" in page
    assert browser.get(of(community)).status_code == 404
    browser.post(reverse("communities:accept_invitation", args=[invitation.pk]))
    assert role_of(community, outsider) == "reader"
    assert browser.get(of(community)).status_code == 200


def test_nobody_reads_or_answers_the_invitation_of_somebody_else(owner: Agent, member: Agent, outsider: Agent, as_) -> None:
    [invitation] = invitations.invite(hidden_group(owner), people=[outsider.user], actor=owner.user)
    browser = as_(member)
    assert browser.get(reverse("communities:invitation", args=[invitation.pk])).status_code == 404
    for name in ("accept_invitation", "decline_invitation", "withdraw_invitation"):
        assert browser.post(reverse(f"communities:{name}", args=[invitation.pk])).status_code == 404


def test_the_members_are_searched_and_exported_by_the_owner_alone(owner: Agent, member: Agent, outsider: Agent, as_) -> None:
    community = open_group(owner)
    formula = AgentFactory(first_name="=1+1", last_name="Élan", organisation=owner.organisation)
    put_in(community, member, formula)
    page = as_(outsider).get(of(community, "members"), {"q": "elan"}).content.decode()
    assert "Élan" in page
    assert "Diallo" not in page
    assert as_(member).get(of(community, "export")).status_code == 404
    lines = list(csv.reader(io.StringIO(as_(owner).get(of(community, "export")).content.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == 4
    assert not any(cell.startswith("=") for line in lines for cell in line)


def test_members_follow_each_other_page_by_page(owner: Agent, as_, django_assert_max_num_queries) -> None:
    community = open_group(owner)
    put_in(community, *(AgentFactory(organisation=owner.organisation, department=owner.department) for _each in range(40)))
    browser = as_(owner)
    with django_assert_max_num_queries(16):
        first = browser.get(of(community, "members"))
    after = browser.get(of(community, "members"), {"apres": first.context["after"]})
    seen = [row.pk for page in (first, after) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 41


def test_an_owner_changes_roles_and_excludes_from_the_list(owner: Agent, member: Agent, as_) -> None:
    community = open_group(owner)
    put_in(community, member)
    row = Membership.objects.get(community=community, user=member.user)
    as_(owner).post(of(community, "change_role", row.pk), {"role": "moderator"})
    assert role_of(community, member) == "moderator"
    as_(owner).post(of(community, "exclude", row.pk))
    assert role_of(community, member) is None


def test_an_owner_keeps_the_settings_and_old_addresses_lead_on(owner: Agent, member: Agent, as_) -> None:
    community = open_group(owner, name="Plan neige")
    asked = {"name": "Viabilité hivernale", "purpose": "", "welcome": "", "visibility": "open", "posting": "moderators", "tools": ["files"]}
    answer = as_(owner).post(of(community, "settings"), asked)
    assert answer.headers["Location"] == "/groupes/viabilite-hivernale/reglages/"
    assert as_(member).get("/groupes/plan-neige/").headers["Location"] == "/groupes/viabilite-hivernale/"
    assert as_(member).get("/groupes/viabilite-hivernale/reglages/").status_code == 404


def test_departments_are_added_and_removed_in_the_settings(owner: Agent, as_) -> None:
    community = open_group(owner)
    agent = AgentFactory(department=DepartmentFactory(organisation=owner.organisation), organisation=owner.organisation)
    as_(owner).post(of(community, "add_department"), {"department": agent.department.pk, "with_below": "on"})
    assert role_of(community, agent) == "member"
    as_(owner).post(of(community, "remove_department", community.automatic.get().pk))
    assert role_of(community, agent) is None


def test_the_last_owner_is_asked_who_comes_after(owner: Agent, member: Agent, as_) -> None:
    community = open_group(owner)
    put_in(community, member)
    answer = as_(owner).post(of(community, "leave"), {"successor": ""})
    assert answer.status_code == 422
    assert "nommez-en d’abord une autre" in answer.content.decode()
    as_(owner).post(of(community, "leave"), {"successor": member.user_id})
    assert (role_of(community, owner), role_of(community, member)) == (None, "owner")


def test_an_archived_group_is_read_and_opened_again(owner: Agent, member: Agent, as_) -> None:
    community = open_group(owner)
    as_(owner).post(of(community, "archive"))
    assert as_(member).get(of(community)).status_code == 200
    assert as_(member).get(reverse("communities:discover")).context["page"].lines == []
    assert len(as_(member).get(reverse("communities:discover"), {"type": "archives"}).context["page"].lines) == 1
    as_(owner).post(of(community, "unarchive"))
    assert not Community.objects.get().is_archived


def test_an_administrator_enters_by_the_address_and_every_page_says_so(owner: Agent, member: Agent, administrator: Agent, as_) -> None:
    community = hidden_group(owner)
    put_in(community, member)
    browser = as_(administrator)
    assert browser.get(of(community)).status_code == 404
    assert "Aucun groupe" in browser.post(reverse("communities:enter"), {"address": "inconnu", "reason": "law"}).content.decode()
    browser.post(reverse("communities:enter"), {"address": community.slug, "reason": "law"})
    for page in ("community", "members", "about"):
        told = as_(member).get(of(community, page)).content.decode()
        assert "Nadia Roy" in told
        assert "la loi le demande" in told
    assert as_(member).get(reverse("communities:enter")).status_code == 404


def test_a_room_above_fills_the_stream_and_adds_a_tab_with_its_tool(owner: Agent, as_, monkeypatch) -> None:
    monkeypatch.setattr(sections, "_stream", [])
    monkeypatch.setattr(sections, "_tabs", {})
    sections.register_stream(sections.Stream("communities/partials/next.html", lambda request, visit: {"next": f"?du={visit.community.slug}"}))
    sections.register_tab(sections.Tab("sondages", "Sondages", "communities/partials/next.html", lambda request, community: {"next": "?onglet"}, tool="polls"))
    community = open_group(owner)
    browser = as_(owner)
    assert f"?du={community.slug}" in browser.get(of(community)).content.decode()
    assert "?onglet" in browser.get(of(community, "tab", "sondages")).content.decode()
    groups.change(community, changes={"tools": []}, actor=owner.user)
    assert browser.get(of(community, "tab", "sondages")).status_code == 404


def test_a_profile_shows_the_groups_that_the_reader_may_see(owner: Agent, member: Agent, outsider: Agent, as_) -> None:
    shared, hidden = open_group(owner, name="Vélo-boulot"), hidden_group(owner, name="Cellule crue")
    put_in(shared, member)
    put_in(hidden, member)
    address = reverse("people:agent", args=[member.pk])
    told = as_(outsider).get(address).content.decode()
    assert "Vélo-boulot" in told
    assert "Cellule crue" not in told
    assert "Cellule crue" in as_(owner).get(address).content.decode()


def test_what_waits_is_on_the_home_page_and_counted_in_the_menu(owner: Agent, outsider: Agent, as_) -> None:
    community = closed_group(owner, name="Encadrants")
    requests.ask(community, words="", actor=outsider.user)
    invitations.invite(open_group(owner, name="Vélo-boulot"), people=[outsider.user], actor=owner.user)
    assert "demande à entrer dans «\u00a0Encadrants\u00a0»" in as_(owner).get("/").content.decode()
    home = as_(outsider).get("/").content.decode()
    assert "Vélo-boulot" in home
    assert '<span class="count">1' in home


def test_a_group_made_of_departments_says_so(owner: Agent, member: Agent, as_) -> None:
    community = open_group(owner)
    departments.add_department(community, department=member.department, with_below=True, actor=owner.user)
    assert member.department.name in as_(member).get(of(community, "about")).content.decode()
