"""A part remembered by its values: drawn again as soon as one changes, never with the token or the address of somebody else."""

from dataclasses import replace

from django.template import engines
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from rse.core import remembered
from rse.feed.rows import Face, PostRow

POST = "feed/partials/post.html"


def row(**values: object) -> PostRow:
    shown = PostRow(
        pk=1,
        url="/fil/1/",
        author=Face("Sonia Diallo", "/annuaire/2/", "SD", "", "Voirie"),
        behalf="",
        place="Tous les agents",
        place_url="",
        place_pk=0,
        at=timezone.now(),
        ago="il y a 2 min",
        kind="message",
        kind_label="",
        title="",
        body=SafeString("<p>Bonjour</p>"),
        long=False,
        state="published",
        pinned=False,
        is_new=False,
        is_mine=False,
        edited=False,
        locked=False,
        answered=False,
        comment_count=0,
        saved=False,
        must_read_until=timezone.now(),
        acknowledged=False,
    )
    return replace(shown, **values)


def drawn(shown: PostRow, token: str = "jeton", here: str = "/fil/") -> str:
    return remembered.drawn(POST, token=token, here=here, values={"row": shown})


def test_each_page_has_its_own_token_and_address() -> None:
    shown = row()
    assert 'value="premier"' in drawn(shown, token="premier")
    second = drawn(shown, token="second", here='/fil/?a=1&b="')
    assert 'value="second"' in second
    assert "premier" not in second
    assert "/fil/?a=1&amp;b=&quot;" in second


def test_whatever_changes_in_the_values_is_drawn_again() -> None:
    shown = row()
    assert "Bonjour" in drawn(shown)
    assert "Bonsoir" in drawn(replace(shown, body=SafeString("<p>Bonsoir</p>")))
    assert "&lt;b&gt;" in drawn(replace(shown, title="<b>"))
    with override("en"):
        assert "I have read it" in drawn(shown)


def test_values_that_cannot_be_hashed_are_drawn_each_time() -> None:
    assert "Bonjour" in drawn(row(reactions=[]))


def test_the_tag_takes_the_token_of_the_page(rf) -> None:
    template = engines["django"].from_string("{% load shell %}{% remembered '" + POST + "' row=row %}")
    html = template.render({"row": row()}, rf.get("/fil/?vue=tout"))
    assert "csrfmiddlewaretoken" in html
    assert 'value="/fil/?vue=tout"' in html
    assert "mark-" not in html
