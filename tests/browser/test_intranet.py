"""The intranet in Chromium: every family of page of the invented town, every block, the alert on the home page; axe, width, dark mode, keyboard."""

import json
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.images.tests.utils import get_test_image_file

from cms.actions import build_site
from cms.blocks import BodyBlock
from cms.models import IntranetPage
from referents.models import Answer, Referent, Topic, VolunteerCall
from rse.core.models import Document, Image
from tests.browser.people import Person
from tests.browser.running import Relais
from tests.browser.test_every_page import judged
from tests.cms import factories
from tests.communities.factories import open_group
from tests.factories import AgentFactory, head_of
from tests.feed.factories import sent

pytestmark = pytest.mark.browser
LINKS = "() => [...document.querySelectorAll('main .branches a[href]')].map(a => a.getAttribute('href'))"
EACH_PLACE = 1
MANY = {"/infos/": 30}


def families() -> set[str]:
    """The class of every kind of page of the intranet."""
    found, todo = set(), [IntranetPage]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        if not kind._meta.abstract:
            found.add(kind.__name__)
    return found


@pytest.mark.looks
def test_every_family_of_the_town(enter: Callable[..., Person], relais: Relais) -> None:
    page = enter("10001").page
    page.goto("/infos/plan-de-lintranet/")
    links, places, wrong, seen = page.evaluate(LINKS), {}, [], []
    assert len(links) > 90
    for path in ["/infos/", "/infos/plan-de-lintranet/", *links]:
        above = path.rstrip("/").rpartition("/")[0] + "/"
        if places.setdefault(above, 0) < MANY.get(above, EACH_PLACE):
            places[above] += 1
            wrong += judged(page, path)
            seen.append(path)
    assert not wrong, "\n".join(wrong)
    kinds = json.loads(
        relais.asks("from wagtail.models import Page; import json; print(json.dumps({p.url: p.specific_class.__name__ for p in Page.objects.live()}))")
    )
    assert {kinds[path] for path in seen if path in kinds} == families()


def test_from_the_home_page_to_a_guide_by_keyboard(enter: Callable[..., Person]) -> None:
    page = enter("10001").page
    page.goto("/")
    expect(page.get_by_role("region", name="Alertes")).to_contain_text("rue de la Halle")
    link = page.get_by_role("link", name="Ouvrir l’intranet")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Techniville")
    page.get_by_role("navigation", name="Intranet").get_by_role("link", name="Guides").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Demander un badge").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pas à pas")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_every_block_on_one_page(open_page: Callable[..., Page], violations: Callable[[Page], list[str]], settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    marc = AgentFactory(first_name="Marc", last_name="Lefort")
    head_of(marc.department, first_name="Yann", last_name="Le Goff")
    intranet, on, now = build_site(name="Intranet", samples=False, actor=None), timezone.localdate(), timezone.now()
    topic = Topic.objects.create(name="Nids-de-poule", slug="nids-de-poule")
    Referent.objects.create(user=marc.user, department=marc.department, state=Referent.State.ACTIVE).topics.add(topic)
    group = open_group(marc, name="Vélo")
    sent(marc.user, "On pédale mardi", community=group)
    image = {"image": Image.objects.create(title="Hall", file=get_test_image_file()), "decorative": False, "alt": "Le hall", "caption": "Rénové"}
    answer = Answer.objects.create(question="Quand passe la benne ?", wording="Le mardi.", owner=marc.user, written_on=on, valid_until=on)
    call = VolunteerCall.objects.create(department=marc.department, text="Il faut quelqu’un.", until=on, opened_by=marc.user, opened_at=now)
    table = {"caption": "Délais", "columns": [{"type": "text", "heading": "Demande"}], "rows": [{"values": ["Badge"]}]}
    film = {"title": "Le tri", "file": None, "address": "https://video.example/tri", "duration": "2 min", "transcript": "Trois bacs."}
    blocks = [
        ("heading", "Avant"),
        ("text", "<p>Le badge <b>ouvre</b> la <a href='/annuaire/'>porte</a>.</p><ul><li>matin</li></ul>"),
        *[("callout", {"kind": kind, "title": "Titre", "text": "<p>Texte.</p>"}) for kind in ("info", "warning", "success", "error")],
        ("steps", [{"title": "Demander", "text": "<p>Ici.</p>"}]),
        ("key_figures", {"title": "Chiffres", "figures": [{"value": "34", "words": "agents"}], "source": "Rentrée"}),
        ("table", table),
        ("people", {"title": "À qui parler", "people": [marc]}),
        ("referents", {"title": "", "topic": topic}),
        ("answer", {"answer": answer}),
        ("latest_posts", {"title": "", "community": group, "number": 3}),
        ("volunteer_call", {"call": call}),
        ("image", image),
        ("gallery", {"title": "Galerie", "images": [image, image]}),
        ("documents", {"title": "Modèles", "documents": [Document.objects.create(title="Fiche", file=ContentFile(b"x", name="fiche.odt"))]}),
        ("video", film),
    ]
    assert {name for name, _value in blocks} == set(BodyBlock().child_blocks)
    page = factories.article(intranet, "Tous les blocs", body=blocks)
    for width, theme in ((1440, "light"), (390, "dark"), (320, "dark")):
        assert violations(open_page(page.url, user=marc.user, width=width, theme=theme)) == [], (width, theme)
