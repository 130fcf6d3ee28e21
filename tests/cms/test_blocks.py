"""Blocks: what an editor must say, what a reader may see, and a preview for each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from cms.actions import Built
from cms.blocks import BodyBlock
from cms.blocks.media import DescribedImageBlock, VideoBlock
from cms.blocks.tables import CaptionedTableBlock
from referents.models import Answer, Referent, Topic, VolunteerCall
from rse.core.models import Document, Image
from rse.people.models import Agent, Department
from tests.cms import factories
from tests.communities.factories import hidden_group, open_group, put_in
from tests.factories import AbsenceFactory, AgentFactory
from tests.feed.factories import sent

pytestmark = pytest.mark.django_db
As = Callable[[Agent], Client]


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image(db: None) -> Image:
    return Image.objects.create(title="Hall", file=get_test_image_file())


@pytest.fixture
def topic(roads: Department) -> Topic:
    return Topic.objects.create(name="Nids-de-poule", slug="nids-de-poule", department=roads)


def read(intranet: Built, client: Client, *blocks: tuple[str, object]) -> str:
    page = factories.article(intranet, body=list(blocks))
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_image_is_described_or_said_to_decorate(image: Image) -> None:
    block = DescribedImageBlock()
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"image": image, "decorative": False, "alt": " ", "caption": ""}))
    block.clean(block.normalize({"image": image, "decorative": False, "alt": "Le hall", "caption": ""}))
    block.clean(block.normalize({"image": image, "decorative": True, "alt": "", "caption": ""}))


def test_a_table_has_a_caption_and_headings() -> None:
    block = CaptionedTableBlock()
    rows = {"columns": [{"type": "text", "heading": "Jour"}], "rows": [{"values": ["Lundi"]}]}
    with pytest.raises(ValidationError):
        block.clean(block.normalize({**rows, "caption": " "}))
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"caption": "Jours", "columns": [{"type": "text", "heading": ""}], "rows": []}))
    block.clean(block.normalize({**rows, "caption": "Jours"}))


def test_a_film_is_here_or_elsewhere_and_told_in_words() -> None:
    block = VideoBlock()
    words = {"title": "Le tri", "duration": "", "transcript": "Trois bacs."}
    with pytest.raises(ValidationError):
        block.clean(block.normalize({**words, "file": None, "address": ""}))
    text = Document.objects.create(title="Note", file=ContentFile(b"a", "note.txt"))
    with pytest.raises(ValidationError):
        block.clean(block.normalize({**words, "file": text, "address": ""}))
    block.clean(block.normalize({**words, "file": None, "address": "https://video.example/tri"}))


def test_nothing_of_a_film_from_elsewhere_is_loaded_by_the_page(intranet: Built, as_: As, marc: Agent) -> None:
    value = {"title": "Le tri", "file": None, "address": "https://video.example/tri", "duration": "", "transcript": "Trois bacs."}
    html = read(intranet, as_(marc), ("video", value))
    assert 'href="https://video.example/tri"' in html
    assert 'src="https://video.example' not in html
    assert "<iframe" not in html


def test_words_steps_figures_and_tables_are_read(intranet: Built, as_: As, marc: Agent) -> None:
    html = read(
        intranet,
        as_(marc),
        ("heading", "Avant de commencer"),
        ("text", "<p>Le badge <b>ouvre</b> tout.</p>"),
        ("callout", {"kind": "error", "title": "Jamais seul", "text": "<p>À deux.</p>"}),
        ("steps", [{"title": "Demander", "text": ""}]),
        ("key_figures", {"title": "", "figures": [{"value": "34", "words": "agents"}], "source": "Rentrée"}),
        ("table", {"caption": "Délais", "columns": [{"type": "text", "heading": "Demande"}], "rows": [{"values": ["Badge"]}]}),
    )
    for words in ("<h2>Avant de commencer</h2>", "<b>ouvre</b>", "Jamais seul", "Demander", "34", "<caption>Délais</caption>", 'scope="col"'):
        assert words in html, words


def test_people_are_shown_with_their_presence_and_those_who_left_are_not(intranet: Built, as_: As, marc: Agent) -> None:
    away, gone = AgentFactory(first_name="Paul", last_name="Roche"), AgentFactory(first_name="Ida", last_name="Partie", gone=True)
    AbsenceFactory(agent=away, start=timezone.localdate(), end=timezone.localdate() + timedelta(days=3))
    html = read(intranet, as_(marc), ("people", {"title": "À qui parler", "people": [away, gone]}))
    assert "Paul Roche" in html
    assert "tag warn" in html
    assert "Ida Partie" not in html


def test_the_referents_of_a_subject_are_those_of_today(intranet: Built, as_: As, marc: Agent, roads: Department, topic: Topic) -> None:
    referent = Referent.objects.create(user=marc.user, department=roads, state=Referent.State.ACTIVE)
    referent.topics.add(topic)
    page = factories.article(intranet, body=[("referents", {"title": "", "topic": topic})])
    client = as_(AgentFactory())
    assert "Marc Lefort" in client.get(page.url).content.decode()
    referent.state = Referent.State.ENDED
    referent.save()
    html = client.get(page.url).content.decode()
    assert "Marc Lefort" not in html
    assert "Personne ne répond encore" in html


def test_an_answer_is_shown_as_it_stands_and_goes_when_out_of_date(intranet: Built, as_: As, marc: Agent) -> None:
    today = timezone.localdate()
    answer = Answer.objects.create(question="Quand passe la benne ?", wording="Le mardi.", owner=marc.user, written_on=today, valid_until=today)
    page = factories.guide(intranet, body=[("answer", {"answer": answer})])
    client = as_(marc)
    assert "Le mardi." in client.get(page.url).content.decode()
    Answer.objects.filter(pk=answer.pk).update(wording="Le jeudi.")
    assert "Le jeudi." in client.get(page.url).content.decode()
    Answer.objects.filter(pk=answer.pk).update(valid_until=today - timedelta(days=1))
    assert "Le jeudi." not in client.get(page.url).content.decode()


def test_a_call_for_volunteers_goes_once_over(intranet: Built, as_: As, marc: Agent, roads: Department) -> None:
    today = timezone.localdate()
    call = VolunteerCall.objects.create(department=roads, text="Il nous faut quelqu’un.", until=today, opened_by=marc.user, opened_at=timezone.now())
    page = factories.article(intranet, body=[("volunteer_call", {"call": call})])
    client = as_(marc)
    assert "Il nous faut quelqu’un." in client.get(page.url).content.decode()
    VolunteerCall.objects.update(closed_at=timezone.now())
    assert "Il nous faut quelqu’un." not in client.get(page.url).content.decode()


def test_posts_of_a_group_are_for_those_who_read_it(intranet: Built, as_: As, marc: Agent) -> None:
    owner = AgentFactory()
    secret, everybody = hidden_group(owner, name="Cellule zibeline"), open_group(owner, name="Vélo")
    put_in(secret, owner)
    sent(owner.user, "Mot de passe du zibelinier", community=secret)
    sent(owner.user, "On pédale mardi", community=everybody)
    blocks = [("latest_posts", {"title": "", "community": group, "number": 3}) for group in (secret, everybody)]
    page = factories.article(intranet, body=blocks)
    html = as_(marc).get(page.url).content.decode()
    assert "On pédale mardi" in html
    assert "zibelin" not in html
    assert "zibelinier" in as_(owner).get(page.url).content.decode()


def test_documents_and_images_of_a_closed_collection_are_not_listed(intranet: Built, as_: As, marc: Agent) -> None:
    closed = Collection.get_first_root_node().add_child(name="Fermée")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    hidden = Document.objects.create(title="Zibeline", file=ContentFile(b"a", "z.txt"), collection=closed)
    shown = Document.objects.create(title="Modèle", file=ContentFile(b"a", "m.txt"))
    image = Image.objects.create(title="Hall", file=get_test_image_file(), collection=closed)
    html = read(
        intranet,
        as_(marc),
        ("documents", {"title": "", "documents": [hidden, shown]}),
        ("image", {"image": image, "decorative": False, "alt": "Zibeline vue de face", "caption": "Zibeline"}),
    )
    assert "Modèle" in html
    assert "Zibeline" not in html


def test_images_carry_their_alternative_text(intranet: Built, as_: As, marc: Agent, image: Image) -> None:
    one = {"image": image, "decorative": False, "alt": "Le hall", "caption": "Rénové"}
    html = read(intranet, as_(marc), ("image", one), ("gallery", {"title": "", "images": [one, {**one, "decorative": True, "alt": ""}]}))
    assert html.count('alt="Le hall"') == 2
    assert 'alt=""' in html


def test_every_block_previews_in_the_editor(intranet: Built, as_: As, marc: Agent, image: Image, topic: Topic) -> None:
    """In Wagtail's own preview view, with the look of the pages."""
    marc.user.is_superuser = marc.user.is_staff = True
    marc.user.save()
    client = as_(marc)
    for name, block in BodyBlock().child_blocks.items():
        assert block.is_previewable, name
        response = client.get("/admin/block-preview/", {"id": block.definition_prefix})
        assert response.status_code == 200, name
        assert "core/theme" in response.content.decode(), name
