"""`/admin/correus/`: every mail with invented data."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils.translation import gettext as _

from agenda.registration import mail_samples
from intranet.notifications.kinds import registered_kinds
from intranet.outbox.kinds import mail_kind, mail_kinds
from intranet.outbox.models import Message
from tests.members.admin.pages import soup, words

pytestmark = pytest.mark.django_db

TEMPLATES = sorted(
    path.name.removesuffix("_subject.txt")
    for path in (Path(settings.BASE_DIR) / "templates" / "mail").glob("*_subject.txt")
)


def told_by_mail():
    """Those whose mails are notifications, not a stream of their own."""
    return [kind for kind in registered_kinds() if not kind.mailed_apart]


def test_every_mail_there_is_has_a_preview_and_a_name():
    assert [kind.name for kind in mail_kinds() if kind.sample] == TEMPLATES
    assert [name for name in TEMPLATES if not mail_kind(name).label] == []


def test_list_leads_to_each(client):
    links = [link["href"] for link in soup(client.get("/admin/correus/")).select("main td.title a")]
    assert [link for link in links if "--" not in link] == [f"/admin/correus/{name}/" for name in TEMPLATES]
    variants = [
        "digest--weekly",
        *(f"notification--{kind.name}" for kind in told_by_mail()),
        *(f"registration_change--{name}" for name in mail_samples.changes()),
        *(f"registration_step--{name}" for name in mail_samples.steps()),
    ]
    assert [link for link in links if "--" in link] == [f"/admin/correus/{name}/" for name in variants]


def test_each_kind_of_notification_is_shown_as_it_would_come(client):
    texts = {}
    for kind in told_by_mail():
        page = soup(client.get(f"/admin/correus/notification--{kind.name}/"))
        assert words(page.select_one("main dd")) == str(kind.label)
        texts[kind.name] = _("No more mails of this kind") in page.select_one("pre.mail-text").get_text()
    assert texts == {kind.name: kind.can_be_switched_off for kind in told_by_mail()}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_mail_is_shown_wide_narrow_dark_and_as_text(client, name):
    page = soup(client.get(f"/admin/correus/{name}/"))
    url = f"/admin/correus/{name}/html/?tema="
    shown = [(frame["data-size"], frame["src"]) for frame in page.select("iframe")]
    assert shown == [("wide", f"{url}light"), ("phone", f"{url}light"), ("wide", f"{url}dark")]
    assert words(page.select_one("main dd")) != ""
    assert len(page.select_one("pre.mail-text").get_text()) > 100


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_theme_is_forced_and_nothing_can_run(client, name):
    light, dark = (client.get(f"/admin/correus/{name}/html/?tema={theme}") for theme in ("light", "dark"))
    assert ["@media not all" in light.content.decode(), "@media all" in dark.content.decode()] == [True, True]
    assert "prefers-color-scheme" not in dark.content.decode()
    assert ["script-src 'none'" in light["Content-Security-Policy"], "sandbox" in light["Content-Security-Policy"]] == [
        True,
        True,
    ]


def test_looking_sends_nothing(client):
    for name in TEMPLATES:
        client.get(f"/admin/correus/{name}/")
    assert (Message.objects.count(), mail.outbox) == (0, [])


def test_a_mail_that_there_is_not(client):
    assert [client.get(f"/admin/correus/{path}").status_code for path in ("no-such/", "no-such/html/")] == [404, 404]
