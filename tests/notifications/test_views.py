"""The bell, the list and the polling door show one's own, and nothing else."""

import pytest

from rse.notifications import actions
from rse.notifications.models import Inbox, Notification
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


def test_one_box_stops_the_emails_and_starts_them_again(signed_in, sonia):
    signed_in.post("/notifications/courriel/", {})
    assert Inbox.objects.get(user=sonia).by_email is False
    signed_in.post("/notifications/courriel/", {"by_email": "on"})
    assert Inbox.objects.get(user=sonia).by_email is True
