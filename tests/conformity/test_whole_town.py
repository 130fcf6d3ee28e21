"""The whole town at once: what its pages say of people, how many queries they cost, what its journal and its clocks hold."""

import re
from collections.abc import Callable
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from referents import clocks
from referents.actions.moves import first_broken_row
from referents.models import Assignment, Contribution, Draft, Enquiry, EnquiryMove, ExternalAuthor, Mandate, Message, Referent, Topic
from rse.people.models import Agent, User
from tests.conformity.measures import measures, words_of

pytestmark = pytest.mark.django_db

LINK = re.compile(r'(?:href|data-src|data-lazy)="(/[^"#]*)"')
MOST_PAGES = 90
MOST_QUERIES = 15
# Not reached yet, eight of them being the menu and the bell; written down so that they grow no further.
# The home page holds what must be done, the day, and the first posts of the feed.
BEYOND = {"/": 19, "/referents/": 17, "/chartes/": 17, "/mes-questions/": 16}
CODE = re.compile(r"^[a-z0-9_.:+-]{0,80}$|^[0-9a-f]{64}$|^\d{4}-\d\d-\d\dT[\d:.+-]+$")


def pages(client: Client, start: tuple[str, ...] = ("/", "/menu/")) -> dict[str, str]:
    """Every page and fragment one comes to by following links, one of each shape three times."""
    todo, found, shapes = list(start), {}, {}
    while todo and len(found) < MOST_PAGES:
        path = todo.pop(0).replace("&amp;", "&")
        shape = re.sub(r"\d+", "N", path.partition("?")[0]) + ("?" if "?" in path else "")
        if path in found or shapes.get(shape, 0) >= 3 or path.startswith(("/static/", "/compte/deconnexion", "/admin/logout")):
            continue
        shapes[shape] = shapes.get(shape, 0) + 1
        response = client.get(path, follow=True)
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json")):
            continue
        found[path] = response.content.decode("utf-8", "replace")
        assert response.status_code < 500, path
        if kind.startswith("text/html"):
            todo += [link for link in LINK.findall(found[path]) if link not in found]
    return found


@pytest.mark.parametrize("who", ["colleague", "referent", "head", "hr", "reviewer"])
def test_no_page_says_how_a_person_works(signed_in, town: Town, who: str) -> None:
    numbers = {
        "colleague": cast.AGENT.number,
        "referent": cast.REFERENT.number,
        "head": town.departments["VOI"].head.username,
        "hr": cast.HR.number,
        "reviewer": cast.REVIEWER.number,
    }
    town.users.setdefault(numbers["head"], town.departments["VOI"].head)
    found = pages(signed_in(numbers[who]))
    assert len(found) > 12
    said = {path: measures(_without_subjects(words_of(html))) for path, html in found.items()}
    assert {path: words for path, words in said.items() if words} == {}


def _without_subjects(text: str) -> str:
    """« Bus en retard » is a subject of the citizens, not a word about a colleague."""
    for name in sorted({*Topic.objects.values_list("name", flat=True), *Enquiry.objects.values_list("subject", flat=True)}, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def test_at_the_desk_only_the_promise_to_the_citizen_is_late(signed_in, town: Town) -> None:
    """« en retard » stands in the mark of a question, never beside a name."""
    found = pages(signed_in(cast.CM.number), ("/", "/questions/", "/questions/?file=attente", "/questions/?file=terminees"))
    for path, html in found.items():
        if not path.startswith("/admin/"):
            without_marks = re.sub(r'<span class="tag late">.*?</span>\s*[^<]*</span>', " ", html, flags=re.DOTALL)
            assert measures(_without_subjects(words_of(without_marks))) == [], path


def test_the_export_says_nothing_of_the_work_of_a_person(signed_in, town: Town) -> None:
    response = signed_in(cast.HR.number).get("/missions/export.csv")
    text = response.content.decode("utf-8-sig")
    assert text.count("\n") > 50
    assert measures(text) == []
    assert not [one for one in Enquiry.objects.values_list("subject", flat=True) if one in text]


def counted(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


PAGES = [
    (cast.CM.number, "/"),
    (cast.CM.number, "/questions/"),
    (cast.CM.number, "/questions/?file=terminees"),
    (cast.AGENT.number, "/"),
    (cast.REFERENT.number, "/"),
    (cast.REFERENT.number, "/mes-questions/"),
    (cast.REFERENT.number, "/notifications/"),
    (cast.AGENT.number, "/annuaire/"),
    (cast.AGENT.number, "/annuaire/?q=martin"),
    (cast.AGENT.number, "/referents/"),
    (cast.AGENT.number, "/chartes/"),
    (cast.HR.number, "/"),
    (cast.HR.number, "/missions/"),
    (cast.HR.number, "/missions/export.csv"),
]


def test_a_page_costs_as_many_queries_for_the_whole_town_as_for_twice_the_town(signed_in, town: Town) -> None:
    before = {(who, path): counted(signed_in(who), path) for who, path in PAGES}
    double(town)
    after = {(who, path): counted(signed_in(who), path) for who, path in PAGES}
    print("\n".join(f"{path} as {who}: {before[who, path]} queries" for who, path in PAGES))
    assert {page: number for page, number in after.items() if number > BEYOND.get(page[1], MOST_QUERIES)} == {}
    assert {page: (before[page], number) for page, number in after.items() if number > before[page]} == {}


def double(town: Town) -> None:
    """Twice the people, referents, missions, questions and everything that hangs from them."""
    seats, marks = count(50_000), count(1)
    people = clone(User, lambda user: {"username": str(next(seats)), "email": None})
    clone(Agent, lambda agent: {"user_id": people[agent.user_id]})
    clone(Referent, lambda referent: {"user_id": people[referent.user_id]}, many=("topics", "areas"))
    clone(Mandate, lambda mandate: {"user_id": people[mandate.user_id], "replaces_id": None}, many=("topics", "departments", "accounts"))
    enquiries = clone(
        Enquiry,
        lambda one: {"number": f"D-{next(marks)}", "submission": uuid4(), "merged_into_id": None, "follows_id": None} if not one.merged_into_id else None,
    )
    for model in (Message, Assignment, Contribution, Draft, EnquiryMove):
        clone(model, lambda row: {"enquiry_id": enquiries[row.enquiry_id]} if row.enquiry_id in enquiries else None)


def clone(model: type[models.Model], change: Callable[[models.Model], dict[str, object] | None], *, many: tuple[str, ...] = ()) -> dict[int, int]:
    """A copy of every row, changed; answers old key → new key."""
    old, new = [], []
    for row in model._base_manager.order_by("pk"):
        changed = change(row)
        if changed is None:
            continue
        values = {one.attname: getattr(row, one.attname) for one in model._meta.concrete_fields if not one.primary_key} | changed
        old.append(row)
        new.append(model(**values))
    model._base_manager.bulk_create(new)
    for name in many:
        for before, after in zip(old, new, strict=True):
            getattr(after, name).set(getattr(before, name).all())
    return {before.pk: after.pk for before, after in zip(old, new, strict=True)}


def test_the_journal_of_the_whole_town_holds_codes_and_digests_only(town: Town) -> None:
    told = 0
    for row in EnquiryMove.objects.all():
        for key, value in row.detail.items():
            told += 1
            assert CODE.match(key), row
            assert value is None or isinstance(value, bool | int) or (isinstance(value, str) and CODE.match(value)), f"{row}: {key} = {value!r}"
    assert told > 30


def test_the_journal_of_the_whole_town_holds_none_of_its_texts(town: Town) -> None:
    journal = " ".join(str(row.detail) for row in EnquiryMove.objects.all())
    texts = {text for model in (Message, Contribution, Draft) for text in model.objects.values_list("text", flat=True)}
    texts |= set(Enquiry.objects.values_list("subject", flat=True)) | set(ExternalAuthor.objects.exclude(display="").values_list("display", flat=True))
    names = {f"{user.first_name} {user.last_name}" for user in User.objects.all()}
    assert len(texts) > 20
    assert [text for text in texts | names if text and text in journal] == []


def test_every_chain_of_the_town_holds(town: Town) -> None:
    assert [str(enquiry) for enquiry in Enquiry.objects.all() if first_broken_row(enquiry) is not None] == []


def test_every_clock_of_the_town_is_what_the_journal_makes_of_it(town: Town) -> None:
    assert {enquiry.number: clocks.differences(enquiry) for enquiry in Enquiry.objects.all() if clocks.differences(enquiry)} == {}
