"""The rules that every test keeps to (tests/conftest.py) do catch what they are for."""

import logging
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Origin, Template

from intranet.members.models import User

OURS = Origin(name=str(Path(settings.BASE_DIR) / "templates" / "x.html"), template_name="x.html")
THEIRS = Origin(name="/site-packages/wagtail/x.html", template_name="x.html")


def draw(text: str, origin: Origin = OURS, **context) -> str:
    return Template(text, origin=origin).render(Context(context))


@pytest.mark.parametrize(
    "text",
    [
        "{{ nobody }}",
        "{{ person.nickname }}",
        "{{ nobody|upper }}",
        "{% with x=nobody %}{% endwith %}",
        "{% blocktranslate %}Dear {{ nobody }}{% endblocktranslate %}",
        "{% blocktranslate with x=nobody %}Dear {{ x }}{% endblocktranslate %}",
        '{% include "components/tag.html" with text=nobody only %}',
    ],
)
def test_undefined_variable_fails_in_our_templates(text):
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        draw(text, person=object())


@pytest.mark.parametrize(
    "text",
    [
        "{% if nobody %}x{% endif %}",
        "{% for x in nobody %}x{% endfor %}",
        '{{ nobody|default:"" }}',
        "{% firstof nobody %}",
    ],
)
def test_asking_for_what_may_be_missing_is_allowed(text):
    assert draw(text) == ""


def test_templates_of_others_are_their_own_business():
    assert draw('{{ nobody }}{{ nobody|default:"x" }}{{ nobody|length }}', THEIRS) == "x0"


def test_logged_error_is_seen(expected_errors):
    logging.getLogger("intranet.somewhere").error("It has %s.", "failed")
    assert expected_errors() == ["intranet.somewhere: It has failed."]


def test_warning_is_no_error(request):
    logging.getLogger("intranet.somewhere").warning("Mind the gap.")
    assert "expected_errors" not in request.fixturenames


@pytest.mark.django_db
def test_naive_datetime_is_an_error():
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        list(User.objects.filter(created_at__gt=datetime(2025, 1, 1)))  # noqa: DTZ001 - naive on purpose
