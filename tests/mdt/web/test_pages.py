"""The pages that hardly change."""

from __future__ import annotations

from datetime import datetime

import pytest

from mdt.services.framework import shipped
from tests.fixtures.application import StrictClient, parse

PAGES = {
    "/": ("Accreditatie voor organisaties", "Accreditation for organisations"),
    "/how-we-assess": ("Zo beoordelen wij", "How we assess"),
    "/accessibility": ("Toegankelijkheidsverklaring", "Accessibility statement"),
    "/privacy": ("Privacyverklaring", "Privacy statement"),
    "/contact": ("Contact", "Contact"),
    "/register/data": ("Over de gegevens", "About the data"),
}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_there_in_both_languages(client: StrictClient, path: str, language: str) -> None:
    answer = client.get(f"{path}?language={language}")
    tree = parse(answer.text)
    headings = ["".join(h.itertext()) for h in tree.findall(".//h1")]
    assert len(headings) == 1
    assert PAGES[path][language == "en"] in headings[0]
    assert tree.get("lang") == language
    assert "Set-Cookie" not in answer.headers


def test_the_framework_is_shown_whole(client: StrictClient) -> None:
    page = client.get("/how-we-assess").text
    framework = shipped()[-1]
    assert all(theme.title.nl in page for theme in framework.themes)
    assert page.count("Waar de beoordelaars op letten") == len(framework.indicators)
    assert "8 weken" in page


def test_the_files_for_machines(client: StrictClient) -> None:
    assert "Disallow: /verify/" in client.get("/robots.txt").text
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"].startswith("mailto:")
    assert datetime.fromisoformat(lines["Expires"]).tzinfo is not None


def test_the_language_link_of_a_strange_address_stays_here(client: StrictClient) -> None:
    page = client.get("//elsewhere.example/x").text
    assert 'href="//' not in page
