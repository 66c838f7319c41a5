"""How a section shows something of its own on another's page."""

import pytest

from intranet import panels
from intranet.panels import Panel, panels_for, register_panel


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(panels, "_builders", {})


def test_panels_come_in_their_order(rf):
    def last(_request):
        return Panel("Darrer", "x.html")

    register_panel("dashboard", 30, last)
    register_panel("dashboard", 10, lambda _request: Panel("Primer", "x.html"))
    register_panel("dashboard", 20, lambda _request: Panel("Segon", "x.html"))
    register_panel("dashboard", 30, last)  # an app made ready twice
    register_panel("group", 1, lambda _request: Panel("D'un altre lloc", "x.html"))
    assert [panel.title for panel in panels_for(rf.get("/"), "dashboard")] == ["Primer", "Segon", "Darrer"]


def test_panel_with_nothing_for_this_person_is_left_out(rf):
    register_panel("dashboard", 10, lambda _request: None)
    assert panels_for(rf.get("/"), "dashboard") == []


def test_builder_is_given_the_request_and_the_places_context(rf):
    request = rf.get("/")
    seen = []
    register_panel("group", 10, lambda request, group: seen.append((request, group)))
    assert panels_for(request, "group", group="Cures") == []
    assert seen == [(request, "Cures")]


def test_place_nobody_has_registered_for_is_empty(rf):
    assert panels_for(rf.get("/"), "nowhere") == []
