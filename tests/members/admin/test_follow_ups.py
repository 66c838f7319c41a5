"""Coordination's notes: who writes them, when they are due, and that nobody else reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.models import FollowUp
from tests.factories.members import FollowUpFactory, OrganisationFactory, PositionFactory
from tests.factories.roles import ROLES
from tests.members.admin.pages import errors, rows, soup, titles, words

pytestmark = pytest.mark.django_db

LIST, ADD, HOME = "/admin/followup/", "/admin/followup/new/", "/admin/"
SECRET = "Nota reservada de coordinació"


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def test_whoever_writes_a_note_is_its_author(client, coordination):
    organisation = OrganisationFactory(name="Reus")
    form = soup(client.get(ADD, {"organisation": organisation.pk})).find(id="w-editor-form")
    assert form.find("input", {"name": "organisation"})["value"] == str(organisation.pk)
    given = {"organisation": organisation.pk, "on": today(), "kind": "visit", "note": "Hi anirem."}
    client.post(ADD, {**given, "next_contact_on": today(7), "author": "999"})
    note = FollowUp.objects.get()
    assert (note.author, note.kind, note.next_contact_on) == (coordination, "visit", today(7))


def test_editing_keeps_the_author(client, roles):
    note = FollowUpFactory(author=roles["administrator"], note="Abans.")
    given = {"organisation": note.organisation.pk, "on": today(), "kind": "call", "note": "Ara."}
    client.post(reverse("followup:edit", args=[note.pk]), given)
    note.refresh_from_db()
    assert (note.note, note.author) == ("Ara.", roles["administrator"])


def test_a_note_without_words_is_refused(client):
    given = {"organisation": OrganisationFactory().pk, "on": today(), "kind": "call", "note": " "}
    assert list(errors(client.post(ADD, given))) == ["note"]


def test_list_and_its_filters(client, coordination):
    reus = OrganisationFactory(name="Reus")
    FollowUpFactory(organisation=reus, on=today(-9), kind="call", note="Trucada.", author=coordination)
    FollowUpFactory(organisation=reus, on=today(-2), kind="need", note="Necessitat.", next_contact_on=today(-1))
    FollowUpFactory(organisation=OrganisationFactory(name="Vic"), on=today(-1), kind="call", next_contact_on=today(3))
    assert [row[3] for row in rows(client.get(LIST))] == ["Han demanat un assessorament.", "Necessitat.", "Trucada."]
    assert [row[3] for row in rows(client.get(LIST, {"due": "true"}))] == ["Necessitat."]
    assert titles(client.get(LIST, {"kind": ["call"]})) == ["Ajuntament de Vic", "Ajuntament de Reus"]
    assert len(titles(client.get(LIST, {"organisation": reus.pk}))) == 2
    assert titles(client.get(LIST, {"on_from": today(-1), "on_to": today()})) == ["Ajuntament de Vic"]


def test_due_are_the_days_that_came_and_that_no_later_note_settled():
    organisation = OrganisationFactory()
    settled = FollowUpFactory(organisation=organisation, on=today(-9), next_contact_on=today(-5))
    last = FollowUpFactory(organisation=organisation, on=today(-4), next_contact_on=today())
    coming = FollowUpFactory(next_contact_on=today(1))
    FollowUpFactory()
    assert list(FollowUp.objects.due()) == [last]
    assert set(FollowUp.objects.due(today(1))) == {last, coming}
    FollowUpFactory(organisation=organisation, on=today(-4))
    assert list(FollowUp.objects.due()) == []
    assert settled.pk


def due_on_home(client):
    panel = soup(client.get(HOME)).select_one("#due-contacts-section, section:has(#due-contacts-heading)")
    return [words(link) for link in panel.select("td.title a")]


def test_home_shows_what_is_due_this_week_first_the_oldest(client):
    for name, days in (("Vic", 7), ("Reus", -3), ("Valls", 0), ("Olot", 8)):
        FollowUpFactory(organisation=OrganisationFactory(name=name), next_contact_on=today(days))
    assert due_on_home(client) == ["Ajuntament de Reus", "Ajuntament de Valls", "Ajuntament de Vic"]


def test_home_leads_to_the_tab_of_the_notes(client):
    FollowUpFactory(next_contact_on=today())
    address, _hash, tab = soup(client.get(HOME)).select_one("#due-contacts-section td.title a")["href"].partition("#")
    assert soup(client.get(address)).select_one(f"section#{tab} .listing") is not None


def test_home_says_when_nothing_is_due(client):
    assert due_on_home(client) == []
    assert _("No contact is due in the coming days.") in client.get(HOME).content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_a_note_is_read_nowhere_outside_the_area(client_of, roles, role):
    organisation = PositionFactory(user=roles[role]).organisation
    FollowUpFactory(organisation=organisation, note=SECRET, author=roles["coordination"], next_contact_on=today())
    client = client_of(roles[role])
    for url in ("/", "/municipis/", organisation.get_absolute_url(), "/membres/", "/compte/privacitat/"):
        assert SECRET not in client.get(url, follow=True).content.decode()


@pytest.mark.parametrize(("given", "said"), [("True", "Yes"), ("False", "No")])
def test_what_narrows_the_list_down_is_said_in_words(client, given, said):
    chip = soup(client.get(LIST, {"due": given})).select_one(".w-active-filters .w-pill__content")
    assert words(chip) == f"{_('Contact due')}: {_(said)}"
