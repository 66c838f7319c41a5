"""The living page of the design system."""

from pathlib import Path

import pytest
from django.conf import settings

from intranet.icons import ICONS
from intranet.styles import (
    AGENDA,
    BANK,
    CIRCULAR,
    COMPONENTS,
    CONVERSATION,
    ENTRANCE,
    ORGANISING,
    PORTRAIT,
    PROFILE,
    SCRIPTS,
    SEARCH,
    STYLESHEETS,
    SUMMONED,
)

STATIC = Path(settings.BASE_DIR) / "intranet" / "static"


@pytest.mark.django_db
def test_page_shows_every_icon_and_both_themes(roles, client_of):
    page = client_of(roles["coordination"]).get("/disseny/").content.decode()
    assert [name for name in sorted(ICONS) if f"<code>{name}</code>" not in page] == []
    assert [
        page.count(f'<div class="specimen__column stack" data-theme="{theme}">') for theme in ("light", "dark")
    ] == [9, 9]


# Comes with the editor, on the pages where one writes: the others do without its weight.
WRITTEN = "rich-text"


def test_every_stylesheet_is_loaded_once():
    found = {path.stem for path in (STATIC / "css" / "components").glob("*.css")}
    some = (*CONVERSATION, *AGENDA, *BANK, *CIRCULAR, *ENTRANCE, *ORGANISING, *PORTRAIT, *PROFILE, *SEARCH, *SUMMONED)
    on_some_pages = {Path(path).stem for path in some}
    assert found - on_some_pages - {WRITTEN} == set(COMPONENTS)
    assert on_some_pages & set(COMPONENTS) == set()
    assert [path for path in STYLESHEETS if not (STATIC / path).exists()] == []
    assert len(set(STYLESHEETS)) == len(STYLESHEETS)


def test_every_script_is_there():
    assert [path for path in SCRIPTS if not (STATIC / path).exists()] == []
