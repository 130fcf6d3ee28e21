"""The bell, the list and the polling door show one's own, and nothing else."""

import pytest

from rse.notifications import actions, scopes
from rse.notifications.models import Notification
from rse.notifications.scopes import ScopeType
from tests.factories import UserFactory
from tests.notifications.test_actions import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, sonia):
    client.force_login(sonia)
    return client


def test_the_bell_counts_exactly_in_three_queries(signed_in, sonia, django_assert_max_num_queries):
    tell(sonia)
    tell(sonia, key="enquiry-2")
    tell(UserFactory(), key="enquiry-3")
    with django_assert_max_num_queries(3):
        answer = signed_in.get("/notifications/cloche/")
    assert 'data-seq="2"' in answer.text
    assert ">2<" in answer.text
    actions.mark_all_read(sonia, up_to=2, actor=sonia)
    assert "count" not in signed_in.get("/notifications/cloche/").text


def test_polling_answers_what_was_missed_in_order_and_only_mine(signed_in, sonia, django_assert_max_num_queries):
    (first,), (second,) = tell(sonia), tell(sonia, key="enquiry-2")
    tell(UserFactory(), key="enquiry-3")
    frames = [{"kind": "notification", "id": row.pk, "seq": row.seq} for row in (first, second)]
    with django_assert_max_num_queries(4):
        assert signed_in.get("/notifications/depuis/?seq=0").json() == {"seq": 2, "unread": 2, "frames": frames}
    assert signed_in.get("/notifications/depuis/?seq=1").json()["frames"] == frames[1:]
    assert signed_in.get("/notifications/depuis/").json() == {"seq": 2, "unread": 2, "frames": []}


@pytest.mark.parametrize("seq", ["x", "-1", "9" * 30, "1e3"])
def test_polling_refuses_nonsense(signed_in, seq):
    assert signed_in.get("/notifications/depuis/", {"seq": seq}).status_code == 400


def test_a_long_gap_is_caught_up_page_by_page(signed_in, sonia, monkeypatch):
    monkeypatch.setattr("rse.notifications.conf.CATCH_UP", 2)
    for number in range(5):
        tell(sonia, key=f"{number}")
    seen = 0
    for _page in range(3):
        answer = signed_in.get(f"/notifications/depuis/?seq={seen}").json()
        seen = answer["seq"]
    assert seen == 5


def test_once_signed_out_polling_says_so_and_pages_lead_to_the_door(client):
    assert client.get("/notifications/depuis/").status_code == 401
    assert client.get("/notifications/").status_code == 302


def test_the_list_shows_mine_newest_first_a_page_at_a_time(signed_in, sonia, monkeypatch):
    monkeypatch.setattr("rse.notifications.conf.PAGE_SIZE", 2)
    for number in range(3):
        tell(sonia, key=f"{number}", params={"who": f"<b>Flora {number}</b>"})
    tell(UserFactory(), key="other", params={"who": "Secret"})
    page = signed_in.get("/notifications/").text
    assert page.index("Flora 2") < page.index("Flora 1")
    assert "Flora 0" not in page
    assert "<b>Flora" not in page
    assert "Secret" not in page
    assert "?avant=2" in page
    older = signed_in.get("/notifications/?avant=2").text
    assert "Flora 0" in older
    assert "Flora 2" not in older


def test_the_list_costs_the_same_for_two_rows_or_twenty(signed_in, sonia, django_assert_max_num_queries):
    for number in range(20):
        tell(sonia, key=f"{number}", actor=UserFactory())
    with django_assert_max_num_queries(10):
        signed_in.get("/notifications/")


def test_an_empty_list_says_what_will_come(signed_in):
    assert 'class="empty"' in signed_in.get("/notifications/").text


def test_opening_marks_as_read_and_leads_there_twice_without_harm(signed_in, sonia):
    (row,) = tell(sonia)
    for _click in range(2):
        answer = signed_in.post(f"/notifications/{row.pk}/ouvrir/")
        assert (answer.status_code, answer["Location"]) == (302, "/questions/1/")
    assert Notification.objects.get().read_at
    assert signed_in.get(f"/notifications/{row.pk}/ouvrir/").status_code == 405


def test_somebody_elses_notification_does_not_exist(signed_in):
    (row,) = tell(UserFactory())
    assert signed_in.post(f"/notifications/{row.pk}/ouvrir/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_everything_on_screen_is_read_in_one_click(signed_in, sonia):
    tell(sonia)
    tell(sonia, key="enquiry-2")
    signed_in.post("/notifications/tout-lire/", {"up_to": "1"})
    assert Notification.objects.unread().get().seq == 2


def test_a_line_says_why_and_a_place_that_closed_says_nothing(signed_in, sonia, monkeypatch):
    names = {12: "Jardin partagé"}
    monkeypatch.setattr(scopes, "_types", {})
    scopes.register(ScopeType("communities.community", "Groupes", lambda user, pks: {pk: names[pk] for pk in pks & set(names)}, lambda user: names))
    tell(sonia, scope="communities.community:12", params={"who": "Flora"})
    page = signed_in.get("/notifications/").text
    assert "Jardin partagé" in page
    assert "Flora demande votre aide" in page
    names.clear()
    page = signed_in.get("/notifications/").text
    assert "Jardin" not in page
    assert "Flora" not in page
    assert "ne vous est plus ouverte" in page


def test_the_list_shows_only_what_is_unread_when_asked(signed_in, sonia):
    (read,), _unread = tell(sonia, params={"who": "Paul"}), tell(sonia, key="2", params={"who": "Flora"})
    signed_in.post(f"/notifications/{read.pk}/lire/")
    page = signed_in.get("/notifications/?nonlues=1").text
    assert "Flora" in page
    assert "Paul" not in page


def test_somebody_elses_line_cannot_be_read_for_them(signed_in):
    (row,) = tell(UserFactory())
    assert signed_in.post(f"/notifications/{row.pk}/lire/").status_code == 404
