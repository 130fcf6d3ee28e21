"""The application of the telephone: a manifest, a service worker whose scope is the site, an offline page that belongs to nobody."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from rse.core import installable
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db


def test_the_manifest_names_the_application_and_its_icons(client):
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    body = json.loads(answer.content)
    assert (body["scope"], body["start_url"], body["display"], body["lang"]) == ("/", "/", "standalone", "fr")
    assert {icon["sizes"] for icon in body["icons"]} == {"192x192", "512x512"}
    for icon in body["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_worker_stands_at_the_root_and_is_asked_again_each_time(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "{%" not in answer.text
    assert "&#" not in answer.text


def test_the_worker_keeps_only_the_offline_page_and_its_files(client):
    text = client.get("/sw.js").text
    kept = re.search(r"const ASSETS = \[(.*)\];", text)[1]
    assert kept.count("/static/core/") == len(installable.ASSETS)
    assert 'const OFFLINE = "/hors' in text
    # Nothing that a page answered is ever put in the cache.
    assert ".put(" not in text


def test_its_version_changes_with_what_it_keeps(client, monkeypatch):
    version = re.search(r'"relais-(\w{12})"', client.get("/sw.js").text)[1]
    assert version in client.get("/sw.js").text
    monkeypatch.setattr(installable, "ASSETS", installable.ASSETS[:-1])
    assert version not in client.get("/sw.js").text


def test_the_offline_page_is_the_same_for_everybody(client):
    anonymous = client.get("/hors-ligne/").text
    sonia = AgentFactory(first_name="Sonia", last_name="Canari").user
    client.force_login(sonia)
    signed_in = client.get("/hors-ligne/").text
    assert signed_in == anonymous
    assert "Canari" not in signed_in
    assert client.get("/sw.js").text.count("Canari") == 0


def test_pages_name_the_manifest(client):
    client.force_login(AgentFactory().user)
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/menu/").text
