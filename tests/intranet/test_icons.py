"""The sprite."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template, TemplateSyntaxError

from intranet.icons import ICONS, SPRITE, UnknownIconError, check_icon, sprite

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_sprite_draws_every_icon_once():
    symbols = ET.fromstring(sprite()).findall("{http://www.w3.org/2000/svg}symbol")  # noqa: S314 - our own text
    assert [symbol.attrib["id"] for symbol in symbols] == sorted(ICONS)
    assert all(len(symbol) > 0 for symbol in symbols)


def test_sprite_is_the_same_each_time():
    assert sprite() == sprite()


def test_sprite_is_found_among_the_static_files():
    assert Path(finders.find(SPRITE)).read_text(encoding="utf-8") == sprite()


def test_icon_is_drawn_as_decoration():
    drawn = Template('{% icon "users" %}').render(Context())
    assert drawn == '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#users"/></svg>'


def test_icon_may_come_from_a_variable():
    assert "#lock" in Template("{% icon name %}").render(Context({"name": "lock"}))


def test_unknown_icon_is_found_when_the_template_is_read():
    with pytest.raises(TemplateSyntaxError, match="no icon named 'unicorn'"):
        Template('{% icon "unicorn" %}')


def test_unknown_icon_in_a_variable_is_found_when_it_is_drawn():
    with pytest.raises(UnknownIconError):
        Template("{% icon name %}").render(Context({"name": "unicorn"}))


def test_icon_takes_nothing_but_its_name():
    with pytest.raises(TemplateSyntaxError, match="nothing else"):
        Template('{% icon "users" "big" %}')


def test_every_icon_named_in_a_template_exists():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{%\s*icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named
    assert [name for name in sorted(named) if check_icon(name) != name] == []
