"""Writing where one is: from the home page."""

import pytest
from django.urls import reverse

from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def test_the_home_page_leads_to_writing(as_):
    page = as_(AgentFactory().user).get("/").content.decode()
    assert f'href="{reverse("feed:write")}">Écrire à mes collègues</a>' in page
