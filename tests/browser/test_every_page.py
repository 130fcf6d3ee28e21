"""Every page each role can reach, walked in Chromium: answers, titles, headings, labels, accessibility, width, content policy.

SHOTS=/some/folder also keeps a picture of the main ones.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE
from tests.browser.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.looks]

ROLES = {"agent": "10001", "referent": "10002", "cm": "10003", "reviewer": "10004", "dispatcher": "10005", "hr": "10006", "admin": "10007"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice", "RGAAv4"]}
NARROW = (390, 320)
NEVER = re.compile(r"^/(admin|django-admin|documents|static|infos)/|/deconnexion/|\.csv$|^/pieces/|^/composants/")
EACH_SHAPE = 2
MOST_PAGES = 40
# Links of the page that stay on this site; those that open fragments are asked by scripts.
LINKS = """() => [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location))
    .filter(u => u.origin === location.origin).map(u => u.pathname + u.search)"""
UNLABELLED = """() => [...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea, main button')]
    .filter(e => e.checkVisibility() && !e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.innerText?.trim())
    .map(e => e.outerHTML.slice(0, 160))"""
TOO_WIDE = """() => { const page = document.documentElement, extra = page.scrollWidth - page.clientWidth; if (extra <= 0) return '';
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
    return `${extra} px too wide: ${out.slice(-1).map(e => e.outerHTML.slice(0, 120))}`; }"""


def shape(path: str) -> str:
    """The page without its numbers: two questions are one page, and so are two groups."""
    one_group = re.sub(r"^/groupes/(?!decouvrir/|creer/|entrer/|invitations/)[\w-]+/", "/groupes/G/", path)
    return re.sub(r"\d+", "N", one_group.partition("?")[0]) + "".join(sorted(set(re.findall(r"[?&](\w+)=", path))))


def walk(person: Person) -> dict[str, dict[str, object]]:
    """Follow every link from the menu; answers what each page says of itself."""
    page, todo, found, shapes = person.page, ["/", "/menu/", "/notifications/", "/mon-profil/"], {}, {}
    while todo and len(found) < MOST_PAGES:
        path = todo.pop(0)
        if path in found or NEVER.search(path) or shapes.get(shape(path), 0) >= EACH_SHAPE:
            continue
        shapes[shape(path)] = shapes.get(shape(path), 0) + 1
        answer = page.goto(path)
        where = re.sub(r"^https?://[^/]+", "", page.url)
        found[path] = {"status": answer.status if answer else 0, "title": page.title(), "h1": page.locator("h1").count(), "where": where}
        todo += [link for link in page.evaluate(LINKS) if link not in found]
    return found


@pytest.fixture(scope="module")
def checked() -> set[str]:
    """Shapes on which axe has run: the same page is not judged again for another role."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(enter: Callable[..., Person], checked: set[str], role: str) -> None:
    person = enter(ROLES[role])
    page, found, wrong = person.page, walk(person), []
    assert len(found) > 8
    for path, told in found.items():
        if told["status"] != 200 or told["h1"] != 1:
            wrong.append(f"{path}: {told}")
    titles: dict[str, set[str]] = {}
    for told in found.values():
        titles.setdefault(str(told["title"]), set()).add(str(told["where"]).partition("?")[0])
    wrong += [f"one title for several pages: {title!r} {sorted(paths)}" for title, paths in titles.items() if len({shape(path) for path in paths}) > 1]
    for path in found:
        new = shape(path) not in checked
        own = new or path in {"/", "/menu/"}
        if not own:
            continue
        checked.add(shape(path))
        wrong += judged(page, path)
    assert not wrong, "\n".join(wrong)


def judged(page: Page, path: str) -> list[str]:
    """Light at a large screen and dark on a telephone, then narrower still. Each is loaded anew: colours in transition have no contrast to measure."""
    wrong = []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(path)
    wrong += [f"{path}: no label: {one}" for one in page.evaluate(UNLABELLED)]
    wrong += [f"{path} light 1440: {one}" for one in broken_rules(page)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    wrong += [f"{path} dark 390: {one}" for one in broken_rules(page)]
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 844})
        if too_wide := page.evaluate(TOO_WIDE):
            wrong.append(f"{path} at {width}: {too_wide}")
    return wrong


def broken_rules(page: Page) -> list[str]:
    """What axe finds, one line each. Evaluated in the page: a script element would be refused by our own content policy."""
    page.evaluate(AXE)
    report = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [f"{rule['id']} {node['target']}" for rule in report["violations"] for node in rule["nodes"]]


def test_the_rules_of_rgaa_are_among_those_that_run(enter: Callable[..., Person]) -> None:
    page = enter("").page
    page.evaluate(AXE)
    assert page.evaluate("axe.getRules(['RGAAv4']).length") > 20


SHOTS = [
    ("", "/compte/connexion/", "sign-in"),
    (ROLES["agent"], "/", "home-agent"),
    (ROLES["referent"], "/", "home-referent"),
    (ROLES["cm"], "/", "home-cm"),
    (ROLES["cm"], "/questions/", "desk"),
    (ROLES["cm"], "/questions/@3/", "question"),
    (ROLES["cm"], "/questions/@1/", "question-new"),
    (ROLES["cm"], "/questions/@5/", "question-ready"),
    (ROLES["cm"], "/questions/nouvelle/", "new-question"),
    (ROLES["referent"], "/mes-questions/", "my-questions"),
    (ROLES["referent"], "/mes-questions/@3/", "answer"),
    (ROLES["reviewer"], "/relectures/@4/", "review"),
    (ROLES["referent"], "/chartes/", "charters"),
    (ROLES["referent"], "/chartes/3/", "charter"),
    (ROLES["agent"], "/referents/", "referents"),
    (ROLES["agent"], "/annuaire/", "directory"),
    (ROLES["agent"], "/un-habitant-demande/", "file-question"),
    (ROLES["hr"], "/missions/", "missions"),
    (ROLES["referent"], "/notifications/", "notifications"),
]
SIZES = {"wide": (1440, 900), "laptop": (1280, 720), "phone": (390, 844)}


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="SHOTS=/some/folder keeps pictures of the main pages")
def test_pictures_of_the_main_pages(enter: Callable[..., Person], relais) -> None:
    folder = Path(os.environ["SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    last = relais.asks(
        "from referents.models import Enquiry; from uuid import UUID;print(','.join(str(Enquiry.objects.get(submission=UUID(int=n)).pk) for n in range(1, 6)))"
    ).split(",")
    people: dict[str, Person] = {}
    for number, path, name in SHOTS:
        if number not in people:
            people[number] = enter(number)
        page = people[number].page
        page.goto(re.sub(r"@(\d)", lambda found: last[int(found[1]) - 1], path))
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(150)
            page.screenshot(path=folder / f"{name}-{size}.png", full_page=size == "phone")
    assert len(list(folder.glob("*.png"))) >= len(SHOTS) * len(SIZES)
