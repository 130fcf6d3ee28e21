"""A secret question, with one unheard-of word in each of its fields, and every address of the project: the word reaches nobody outside.

The same crawl watches three more things: a GET writes nothing, a refused address is a 404 whatever the role, and no page answers 500.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from integrations.bridges.demo import cast
from integrations.bridges.demo.town import Town
from referents.actions import answers, assignments, enquiries, publications
from referents.models import Attachment, Contribution, Draft, Enquiry, Publication, Topic
from referents.models.topics import Sensitivity
from rse.notifications.models import Notification
from tests.conformity.exits import exits

pytestmark = pytest.mark.django_db

CANARY = "zzcanarizz"
UNKNOWN = 987654321
HR, OUTSIDER, OTHER_REFERENT = cast.HR.number, cast.AGENT.number, cast.BUILDINGS.number
OUTSIDERS = (OUTSIDER, HR, OTHER_REFERENT)
# What a GET may write: the session itself; Wagtail's page of one's account makes its row of preferences.
# `feed_visit` is the reader's own bookmark in the feed, shown to nobody, like the session.
HARMLESS = ("django_session", "wagtailusers_userprofile", "feed_visit")
# Wagtail's own: a page made to fail, and the one that only its tree calls.
WAGTAILS_OWN = ("/admin/failwhale/", "set_position/")
TEXTS = (models.CharField, models.TextField)
KEPT = {"sha256", "hash", "previous_hash", "number", "key", "content_type", "state", "move", "from_state", "to_state", "external_id", "receipt"}


@dataclass
class Secret:
    """The question and every row below it."""

    enquiry: Enquiry
    rows: list[models.Model] = field(default_factory=list)
    fields: int = 0


@pytest.fixture
def secret(town: Town) -> Secret:
    """Asked of Sonia, brought to a colleague, noted by telephone, worded, sent back, worded again: published nowhere."""
    cm, sonia = town.cm, town.users[cast.REFERENT.number]
    topic = Topic.objects.filter(department__code="EDU").order_by("slug").first()
    enquiry = enquiries.receive(
        text=f"{CANARY} : mon fils a été blessé au centre de loisirs.",
        subject=f"Accident {CANARY}",
        channel="email",
        submission=uuid4(),
        citizen=enquiries.Citizen(display=CANARY, handle=CANARY, email=f"{CANARY}@courriel.example", phone=CANARY),
        actor=cm,
    )
    Enquiry.objects.filter(pk=enquiry.pk).update(sensitivity=Sensitivity.HIGH)
    enquiries.qualify(enquiry, topic=topic, actor=cm, version=None)
    publications.hold(enquiry, text=f"Nous regardons {CANARY}.", promised_at=timezone.now() + timedelta(hours=2), actor=cm, version=None)
    assignments.assign(enquiry, person=sonia, actor=cm, version=None)
    lead = Enquiry.objects.get(pk=enquiry.pk).assignments.get(active=True).user
    Attachment.objects.create(
        enquiry=enquiry, file=ContentFile(CANARY.encode(), name="secret.jpg"), name=f"{CANARY}.jpg", content_type="image/jpeg", at=timezone.now()
    )
    answers.contribute(enquiry, text=f"Vu avec la famille {CANARY}.", actor=lead, version=None)
    enquiry = Enquiry.objects.get(pk=enquiry.pk)
    answers.contribute(enquiry, text=f"Au téléphone {CANARY}.", said_by=lead, actor=cm, version=None)
    draft = answers.word(enquiry, text=f"Bonjour, {CANARY}.", actor=cm, version=None)
    answers.ask_changes(enquiry, draft_sha256=draft.sha256, reason=f"Trop précis {CANARY}.", actor=town.users[cast.REVIEWER.number], version=None)
    enquiry = Enquiry.objects.get(pk=enquiry.pk)
    answers.word(enquiry, text=f"Bonjour, seconde version {CANARY}.", actor=cm, version=None)
    found = Secret(Enquiry.objects.get(pk=enquiry.pk))
    found.rows = _below(found.enquiry)
    found.fields = sum(_mark(row) for row in found.rows)
    return found


def _below(enquiry: Enquiry) -> list[models.Model]:
    """The question and all that hangs from it, two levels down, the citizen included."""
    rows: list[models.Model] = [enquiry, enquiry.author]
    for _level in (1, 2):
        for row in list(rows):
            for relation in row._meta.related_objects:
                if relation.related_model._meta.app_label == "referents" and relation.one_to_many:
                    rows += [one for one in relation.related_model._default_manager.filter(**{relation.field.name: row.pk}) if one not in rows]
    return rows


def _mark(row: models.Model) -> int:
    """The word in every field that holds text; answers how many."""
    marked = 0
    for one in row._meta.concrete_fields:
        if one.name in KEPT or one.choices or one.unique:
            continue
        if isinstance(one, models.JSONField):
            value = getattr(row, one.name)
            setattr(row, one.name, {**value, "canary": CANARY} if isinstance(value, dict) else [*value, CANARY])
        elif isinstance(one, models.URLField):
            setattr(row, one.name, f"https://reseau.example/{CANARY}")
        elif isinstance(one, models.EmailField):
            setattr(row, one.name, f"{CANARY}@courriel.example")
        elif isinstance(one, models.FileField) or not isinstance(one, TEXTS):
            continue
        elif CANARY not in getattr(row, one.name):
            setattr(row, one.name, f"{CANARY} {getattr(row, one.name)}"[: one.max_length])
        marked += 1
    type(row)._base_manager.filter(pk=row.pk).update(**{one.name: getattr(row, one.name) for one in row._meta.concrete_fields if not one.primary_key})
    return marked


@contextmanager
def watched() -> Iterator[list[str]]:
    """The statements that change something, but for the session."""
    written: list[str] = []

    def look(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, object]) -> object:
        verb = sql.lstrip().split(None, 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE"} and not any(name in sql for name in HARMLESS):
            written.append(sql[:160])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield written


def addresses(secret: Secret, *, ours: bool) -> list[str]:
    """Every address, its holes filled with the ids of the secret, then the questions one may put to a search. In an address of another room a
    number names something else: one is enough there."""
    kinds = (Enquiry, Publication, Attachment, Draft)
    ids = sorted(
        {next(row.pk for row in secret.rows if isinstance(row, kind)) for kind in kinds} | {row.pk for row in secret.rows if isinstance(row, Publication)}
    )
    photo = next(row for row in secret.rows if isinstance(row, Attachment))
    fill = {
        "int": ids,
        "str": [secret.enquiry.pk, secret.enquiry.number],
        "path": [photo.file.name],
        "app_label": ["referents"],
        "model_name": ["enquiry"],
        "contribution": [row.pk for row in secret.rows if isinstance(row, Contribution)],
        "uuid": [secret.enquiry.submission],
    }
    elsewhere = {**fill, "int": ids[:1]}
    found = [address for one in exits() if one.ours == ours for address in one.addresses(fill if one.room.startswith(("referents", "admin")) else elsewhere)]
    if ours:
        asked = (
            "/chercher/",
            "/recherche/",
            "/recherche/suggestions/",
            "/annuaire/",
            "/referents/",
            "/referents/choisir/",
            "/questions/",
            "/missions/",
            "/missions/export.csv",
        )
        found += [f"{path}?q={word}" for path in asked for word in (CANARY, secret.enquiry.number)]
        found += [f"/questions/?question={secret.enquiry.pk}", f"/mes-questions/?apres={secret.enquiry.pk}", "/notifications/depuis/?seq=0"]
        found += [f"/questions/nouvelle/?adresse=https://reseau.example/{CANARY}", f"/questions/{secret.enquiry.pk}/?reponse=1"]
        found += [f"/mes-questions/?vue={tab}" for tab in ("posees", "apportees", "merci")]
    return found


def said(response) -> str:
    """The body and the headers, as text."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + " ".join(f"{name}: {value}" for name, value in response.headers.items())


def crawl(client: Client, paths: list[str], *, fragments: bool = False) -> tuple[list[str], list[str], list[str]]:
    """(addresses that showed the word, what GETs wrote, server errors). Fragments: the same address as htmx and refresh.js ask it."""
    leaks, writes, errors = [], [], []
    for path in paths:
        for extra in ({}, {"X-Fragment": "1", "HX-Request": "true"}) if fragments else ({},):
            with watched() as written:
                response = client.get(path, headers=extra)
            text = said(response)
            if CANARY in (_without_echo(text) if CANARY in path else text):
                leaks.append(f"{path} {extra}")
            if written:
                writes.append(f"{path}: {written[0]}")
            if response.status_code >= 500 and not path.endswith(WAGTAILS_OWN):
                errors.append(f"{path}: {response.status_code}")
    return leaks, writes, errors


def _without_echo(text: str) -> str:
    """What a page repeats of the very words one asked for: a field, « word », its own address."""
    for form in (f'value="{CANARY}"', f"«\xa0{CANARY}", f"“{CANARY}", f"q={CANARY}", f"q%3D{CANARY}", f"reseau.example/{CANARY}", f"reseau.example%2F{CANARY}"):
        text = text.replace(form, "")
    return text


def test_the_word_is_everywhere_in_the_secret_and_shown_to_the_desk(signed_in, secret: Secret) -> None:
    """Without this, the tests below could pass on an empty town."""
    assert secret.fields > 25
    kinds = {type(row).__name__ for row in secret.rows}
    assert {"Enquiry", "Message", "Contribution", "Draft", "Decision", "Publication", "Attachment", "EnquiryMove", "Assignment", "ExternalAuthor"} <= kinds
    paths = [f"/questions/{secret.enquiry.pk}/", f"/questions/{secret.enquiry.pk}/fil/"]
    shown, _writes, _errors = crawl(signed_in(cast.CM.number), paths, fragments=True)
    assert len(shown) >= 4
    assert CANARY in said(signed_in(cast.REVIEWER.number).get(f"/relectures/{secret.enquiry.pk}/"))
    assert len(addresses(secret, ours=True)) > 150
    assert len(addresses(secret, ours=False)) > 200


@pytest.mark.parametrize("who", [*OUTSIDERS, "anonymous"])
def test_no_exit_shows_the_secret_to_somebody_outside(signed_in, secret: Secret, who: str) -> None:
    client = Client(raise_request_exception=False) if who == "anonymous" else signed_in(who)
    leaks, writes, errors = crawl(client, addresses(secret, ours=True), fragments=True)
    assert leaks == []
    assert writes == []
    assert errors == []


@pytest.mark.parametrize("who", [HR, OUTSIDER])
def test_no_admin_shows_the_secret_to_somebody_outside(signed_in, secret: Secret, who: str) -> None:
    leaks, writes, errors = crawl(signed_in(who), addresses(secret, ours=False))
    assert leaks == []
    assert writes == []
    assert errors == []


def test_the_admin_shows_the_secret_to_no_community_manager_either(signed_in, secret: Secret) -> None:
    """The desk is the door; the admin holds subjects, accounts and charters, no question."""
    leaks, _writes, errors = crawl(signed_in(cast.CM.number), addresses(secret, ours=False))
    assert leaks == []
    assert errors == []


def test_notifications_reach_only_those_who_may_open_the_question(town: Town, secret: Secret) -> None:
    told = Notification.objects.filter(params__enquiry=str(secret.enquiry.pk)) | Notification.objects.filter(params__enquiry=secret.enquiry.pk)
    assert told.count() >= 3
    assert [row for row in told if not Enquiry.objects.visible_to(row.recipient).filter(pk=secret.enquiry.pk).exists()] == []


@pytest.mark.parametrize("who", [HR, OTHER_REFERENT])
def test_every_address_of_the_secret_is_not_found_for_somebody_outside(signed_in, secret: Secret, who: str) -> None:
    """GET and POST, by address of a question, a publication, a photo: absent and forbidden look the same."""
    client = signed_in(who)
    answered = []
    for one in (one for one in exits() if one.route.startswith(("questions/<", "publications/<", "mes-questions/<", "relectures/<", "pieces/<"))):
        pks = {
            "publications/": [row.pk for row in secret.rows if isinstance(row, Publication)],
            "pieces/": [row.pk for row in secret.rows if isinstance(row, Attachment)],
        }.get(one.route.partition("<")[0], [secret.enquiry.pk])
        for pk in [*pks, UNKNOWN]:
            for path in one.addresses({"pk": [pk], "contribution": [row.pk for row in secret.rows if isinstance(row, Contribution)]}):
                for send in (client.get, client.post):
                    with watched() as written:
                        status = send(path).status_code
                    if status not in {404, 405} or written:
                        answered.append(f"{send.__name__} {path}: {status} {written}")
    assert answered == []


# Cancelling twice says « déjà annulée »: an absence (or a draft) that is gone and one that never was look the same too.
SAID_TWICE = {"people:cancel_absence", "feed:throw_away"}
# An @name that nobody bears, and one of a group that is hidden, lead to a search for it.
SEARCHED = {"feed:named"}


@pytest.mark.parametrize("role", [cast.AGENT, cast.CM, cast.ADMINISTRATOR], ids=lambda role: role.number)
def test_an_unknown_id_is_not_found_for_any_role(signed_in, town: Town, role: cast.Role) -> None:
    client, answered = signed_in(role.number), []
    for one in (one for one in exits() if one.ours and one.holes):
        for path in one.addresses({"int": [UNKNOWN], "str": ["R-INCONNU"], "path": ["referents/2026/01/inconnu.jpg"]}):
            for send in (client.get, client.post):
                status = send(path).status_code
                if status not in {404, 405} and one.name not in SAID_TWICE | SEARCHED:
                    answered.append(f"{send.__name__} {path}: {status}")
    assert answered == []


# One click in a mail program unsubscribes (RFC 8058): the address itself is signed, and a false one is not found.
SIGNED = {"notifications:unsubscribe"}
POSTED_BY_STRANGERS = {"account_login", "account_logout", "account_reset_password", "people:demo_sign_in"}


def test_every_address_that_changes_something_asks_for_a_sign_in_and_a_token(signed_in, secret: Secret) -> None:
    stranger, forged = Client(raise_request_exception=False), signed_in(cast.CM.number, enforce_csrf_checks=True)
    open_doors, unprotected, seen = [], [], 0
    for one in (one for one in exits() if one.ours):
        for path in list(one.addresses({"int": [secret.enquiry.pk], "str": ["x"], "path": ["x"]}))[:1]:
            with watched() as written:
                anonymous = stranger.post(path)
            to_sign_in = anonymous.status_code == 302 and "/connexion/" in anonymous["Location"]
            if written or (one.name not in POSTED_BY_STRANGERS and not to_sign_in and anonymous.status_code not in {403, 404, 405}):
                open_doors.append(f"{path}: {anonymous.status_code} {written}")
            with watched() as written:
                status = forged.post(path).status_code
            seen += status == 403
            if written or (status not in {403, 405} and one.name not in SIGNED):
                unprotected.append(f"{path}: {status} {written}")
    assert open_doors == []
    assert unprotected == []
    assert seen > 25
