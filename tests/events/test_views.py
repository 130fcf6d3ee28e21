"""Pages of events: the agenda, one event, the organisers' table, and what nobody from outside finds."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from rse.core import todo
from rse.events import actions, cards
from rse.events.models import Event
from tests.events.factories import event
from tests.factories import AgentFactory
from tests.feed.factories import ClosedFactory, NonVisibleFactory, member

pytestmark = pytest.mark.django_db

CANARY = "zzcanarizz"


def page(name, *args):
    return reverse(f"events:{name}", args=args)


def filled(**changes):
    day = timezone.localdate() + timedelta(days=10)
    return {
        "where": "tous",
        "title": "Atelier vélo",
        "day": day.isoformat(),
        "start": "12:00",
        "end": "13:00",
        "place": "Cour de l’annexe",
        "takes_registrations": "on",
        "capacity": "8",
        "has_waiting_list": "on",
        "token": "t",
        **changes,
    }


def test_creating_leads_to_the_page_of_the_event(as_, flora):
    answer = as_(flora).post(page("create"), filled())
    made = Event.objects.get()
    assert answer["Location"] == page("event", made.pk)
    assert timezone.localtime(made.starts_at).hour == 12
    assert made.capacity == 8


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"end": "11:00"}, "L’événement finit avant de commencer."),
        ({"end": ""}, "Donnez les deux heures"),
        ({"place": ""}, "Dites où cela se passe"),
        ({"day": "2020-01-01"}, "Choisissez un jour et une heure à venir."),
        ({"day": "0001-01-01"}, "Choisissez un jour et une heure à venir."),
        ({"video_url": "javascript:alert(1)"}, "URL"),
        ({"capacity": "0"}, "1"),
        ({"where": "999999"}, "choix"),
    ],
)
def test_a_refusal_is_said_at_its_field_and_keeps_what_was_typed(as_, flora, changes, sentence):
    answer = as_(flora).post(page("create"), filled(**changes))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert "Atelier vélo" in html
    assert 'aria-invalid="true"' in html
    assert not Event.objects.exists()


def test_days_without_hours_are_whole_days(as_, flora):
    day = timezone.localdate() + timedelta(days=10)
    as_(flora).post(page("create"), filled(start="", end="", last_day=(day + timedelta(days=1)).isoformat()))
    made = Event.objects.get()
    assert made.all_day
    assert made.ends_at - made.starts_at >= timedelta(hours=47)
    html = as_(flora).get(page("change", made.pk)).content.decode()
    assert f'value="{(day + timedelta(days=1)).isoformat()}"' in html


def test_registering_and_withdrawing_by_the_button(as_, flora, marc):
    made = event(by=flora, capacity=1)
    client = as_(marc)
    assert "Je viens" in client.get(page("event", made.pk)).content.decode()
    client.post(page("register", made.pk))
    html = client.get(page("event", made.pk)).content.decode()
    assert "Vous êtes inscrit" in html
    client.post(page("withdraw", made.pk))
    assert made.registrations.get().state == "cancelled"


def test_a_full_event_offers_the_waiting_list_and_says_one_s_rank(as_, flora, marc, sonia):
    made = event(by=flora, capacity=1)
    actions.register(made, actor=marc.user)
    client = as_(sonia)
    assert "liste d’attente" in client.get(page("event", made.pk)).content.decode()
    client.post(page("register", made.pk))
    assert "numéro 1" in client.get(page("event", made.pk)).content.decode()


def test_the_agenda_by_week_and_month_shows_what_one_sees(as_, flora, marc, sonia):
    group = NonVisibleFactory()
    member(group, flora.user)
    member(group, marc.user)
    soon = timezone.now() + timedelta(days=2)
    event("Pour tous", by=flora, starts_at=soon)
    event(CANARY, by=flora, community=group, starts_at=soon)
    for name in ("agenda", "month"):
        query = {"mois": f"{timezone.localtime(soon):%Y-%m}"}
        html = as_(marc).get(page(name), query).content.decode()
        assert "Pour tous" in html
        assert CANARY in html
        outside = as_(sonia).get(page(name), query).content.decode()
        assert "Pour tous" in outside
        assert CANARY not in outside
        for filters in ({"qui": str(group.pk)}, {"qui": "x"}, {"qui": "9" * 30}, {"jour": "9999-12-31"}, {"mois": "0001-01"}):
            answer = as_(sonia).get(page(name), filters)
            assert answer.status_code == 200
            assert CANARY not in answer.content.decode()
            assert group.name not in answer.content.decode()


def test_the_filters_hold_one_s_own_and_one_group(as_, flora, marc):
    group = ClosedFactory()
    member(group, flora.user)
    member(group, marc.user)
    mine = event("Le mien", by=flora)
    event("Du groupe", by=flora, community=group)
    actions.register(mine, actor=marc.user)
    client = as_(marc)
    html = client.get(page("agenda"), {"qui": "miens"}).content.decode()
    assert "Le mien" in html
    assert "Du groupe" not in html
    html = client.get(page("agenda"), {"qui": str(group.pk)}).content.decode()
    assert "Du groupe" in html
    assert "Le mien" not in html


def test_the_agenda_asks_as_many_queries_whatever_it_holds(as_, flora, marc, django_assert_max_num_queries):
    for number in range(15):
        event(f"Numéro {number}", by=flora)
    for name in ("agenda", "month"):
        client = as_(marc)
        client.get(page(name))
        with django_assert_max_num_queries(16):
            client.get(page(name))


def test_every_address_of_a_closed_event_is_not_found_outside(as_, flora, sonia):
    group = NonVisibleFactory()
    member(group, flora.user)
    made = event(CANARY, by=flora, community=group)
    client = as_(sonia)
    for name in ("event", "event_file", "change", "cancel", "guests", "guests_csv", "guests_xlsx", "sheet", "name_organiser"):
        answer = client.get(page(name, made.pk))
        assert answer.status_code == 404, name
        assert CANARY not in answer.content.decode()
    for name in ("register", "withdraw", "change", "cancel", "name_organiser"):
        assert client.post(page(name, made.pk), filled()).status_code == 404, name
    assert client.post(page("remove_organiser", made.pk, flora.user_id)).status_code == 404


def test_two_worlds_are_the_same_to_an_outsider(as_, flora, sonia):
    """With and without the secret event: the agenda, the month, the home page and the subscription are equal byte for byte."""
    group = NonVisibleFactory()
    member(group, flora.user)
    client = as_(sonia)
    feed = actions.open_feed(sonia.user, actor=sonia.user)
    from rse.events.calendars import token_of

    addresses = [page("agenda"), page("month"), page("agenda") + "?qui=miens", page("subscription", token_of(feed))]

    def world():
        return [
            client.get(address).content.replace(client.cookies["csrftoken"].value.encode() if "csrftoken" in client.cookies else b"-", b"")
            for address in addresses
        ]

    before = [masked(one) for one in world()]
    made = event(CANARY, by=flora, community=group)
    actions.cancel(made, reason=CANARY, actor=flora.user)
    event(CANARY, by=flora, community=group, capacity=1)
    assert [masked(one) for one in world()] == before


def masked(content: bytes) -> bytes:
    import re

    return re.sub(rb'(name="csrfmiddlewaretoken" value=|nonce=)"[^"]*"', b"", content)


def test_people_who_only_come_have_no_organisers_pages(as_, flora, marc):
    made = event(by=flora)
    actions.register(made, actor=marc.user)
    for name in ("change", "cancel", "guests", "guests_csv", "guests_xlsx", "sheet"):
        assert as_(marc).get(page(name, made.pk)).status_code == 404
    assert "Marc" not in as_(AgentFactory(first_name="Zoé")).get(page("event", made.pk)).content.decode()


def test_the_table_the_sheet_and_the_files_hold_who_comes(as_, flora, marc, sonia):
    made = event(by=flora, capacity=1)
    for person in (marc, sonia):
        actions.register(made, actor=person.user)
    client = as_(flora)
    html = client.get(page("guests", made.pk)).content.decode()
    assert html.index("Marc Lefort") < html.index("Sonia Diallo")
    sheet = client.get(page("sheet", made.pk)).content.decode()
    assert "Marc Lefort" in sheet
    assert "Sonia Diallo" not in sheet
    text = client.get(page("guests_csv", made.pk)).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Nom;Service;Poste;Inscription"
    assert "Sonia Diallo" in text
    book = load_workbook(io.BytesIO(client.get(page("guests_xlsx", made.pk)).content))
    assert [cell.value for cell in book.active[2]][:1] == ["Marc Lefort"]


def test_no_cell_of_an_export_is_a_formula(as_, flora):
    evil = AgentFactory(first_name="=cmd|'/C calc'!A0", last_name="x", job_title="  @SUM(1)")
    made = event(by=flora)
    actions.register(made, actor=evil.user)
    client = as_(flora)
    for line in client.get(page("guests_csv", made.pk)).content.decode("utf-8-sig").splitlines():
        assert not any(cell.strip('"').lstrip().startswith(("=", "+", "-", "@")) for cell in line.split(";")), line
    book = load_workbook(io.BytesIO(client.get(page("guests_xlsx", made.pk)).content))
    assert all(cell.data_type == "s" and not str(cell.value).startswith("=") for row in book.active for cell in row if cell.value is not None)


def test_words_are_never_run(as_, flora, marc):
    made = event("<script>alert(1)</script>", by=flora, text="<img src=x onerror=alert(1)>", place="<b>x</b>")
    for address in (page("event", made.pk), page("agenda"), page("month")):
        html = as_(marc).get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_today_stands_on_the_home_page(flora, marc):
    made = event(by=flora, starts_at=timezone.now() + timedelta(minutes=1), ends_at=timezone.now() + timedelta(minutes=2))
    templates = lambda agent: [card.template for card in todo.asides_for(agent.user)]  # noqa: E731
    assert "events/aside/today.html" in templates(flora)
    assert "events/aside/today.html" not in templates(marc)
    assert made.pk


def test_the_subscription_page_makes_renews_and_closes(as_, marc):
    client = as_(marc)
    assert "Créer mon adresse" in client.get(page("feed")).content.decode()
    client.post(page("feed"))
    first = client.get(page("feed")).context["address"]
    assert first.endswith(".ics")
    client.post(page("feed"))
    assert client.get(page("feed")).context["address"] != first
    client.post(page("close_feed"))
    assert client.get(page("feed")).context["address"] == ""


def test_looking_writes_nothing(as_, flora, marc, django_assert_max_num_queries):
    made = event(by=flora)
    before = Event.objects.values().get(pk=made.pk)
    as_(marc).get(page("event", made.pk))
    assert Event.objects.values().get(pk=made.pk) == before


def test_the_feed_shows_when_and_where_in_two_queries(flora, marc, django_assert_max_num_queries):
    made = [event(f"Numéro {number}", by=flora) for number in range(4)]
    actions.register(made[0], actor=marc.user)
    with django_assert_max_num_queries(2):
        parts = cards.load(marc.user, [one.post for one in made])
    assert [parts[one.post_id]["event_line"].mine for one in made] == ["registered", "", "", ""]


def test_a_group_keeps_its_agenda_in_a_tab_of_its_own(as_, flora, marc, sonia):
    group = ClosedFactory()
    member(group, flora.user)
    member(group, marc.user)
    event("Du groupe", by=flora, community=group)
    address = f"/groupes/{group.slug}/agenda/"
    html = as_(marc).get(address).content.decode()
    assert "Du groupe" in html
    assert f"{page('create')}?groupe={group.pk}" in html
    assert "Du groupe" not in as_(sonia).get(address).content.decode()
