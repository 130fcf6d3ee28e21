"""Wagtail's editor under delegated publishing: it publishes alone under charter, stops whoever has not signed, says why a page waits."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import Publication, Review
from tests.cms.town import Town, browser, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def form_of(page, **changed: object) -> dict[str, object]:
    """What Wagtail's editor sends for an article."""
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "intro": "",
            "body": streamfield([("text", rich_text("<p>Bonjour.</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
            "department": page.department_id or "",
            "topic": page.topic_id or "",
            "owner": page.owner_id or "",
            "deputy": "",
            "true_until": "",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
        }
    )
    return {**data, **changed}


def test_the_editor_publishes_alone_under_charter(town: Town) -> None:
    page = town.page()
    response = browser(town.author).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **{"action-submit": "1"}))
    assert response.status_code == 302, response.context and response.context["form"].errors
    assert fresh(page).live
    assert Publication.objects.get(page=page).ground == "standing"


def test_the_editor_stops_whoever_has_not_signed_keeps_the_text_and_leads_to_the_charter(town: Town) -> None:
    newcomer = town.person("Karim", "Benali", role="contributor", signed=False)
    page = town.page(author=newcomer)
    before = page.latest_revision_id
    response = browser(newcomer).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, title="Mon texte", **{"action-submit": "1"}), follow=True
    )
    shown = response.content.decode()
    assert reverse("referents:charter", args=[town.charter.pk]) in shown
    assert not fresh(page).live
    assert not Review.objects.exists()
    latest = fresh(page).get_latest_revision()
    assert latest.pk != before
    assert latest.as_object().title == "Mon texte"


def test_the_editor_shows_the_quality_panel_and_why_a_page_waits(town: Town) -> None:
    page = town.page(topic=town.red)
    shown = browser(town.author).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'data-side-panel="quality"' in shown
    assert "RGAA" in shown or "Plan" in shown
