"""Invitations in coordination's area: written once, then sent again or withdrawn."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from intranet.members.enums import InvitationState, PositionRole
from intranet.members.models import Invitation
from tests.factories.invitations import an_invitation, token_in
from tests.factories.members import OrganisationFactory, WorkingGroupFactory, a_member
from tests.members.admin.pages import errors, messages, read_csv, rows, soup, titles, words

pytestmark = pytest.mark.django_db

PENDING = str(InvitationState.PENDING.label)
LIST, ADD = "/admin/invitation/", "/admin/invitation/new/"


@pytest.fixture
def invitation():
    return an_invitation(organisation=OrganisationFactory(name="Reus"))[0]


def term(field):
    return capfirst(Invitation._meta.get_field(field).verbose_name)  # noqa: SLF001 - Django's public name


def url_of(name, invitation):
    return reverse(f"invitation:{name}", args=[invitation.pk])


def let_expire(invitation):
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(days=1))


def test_list_says_to_whom_where_and_how_it_stands(client, coordination):
    group = WorkingGroupFactory(name="Cures")
    made, _token = an_invitation(
        "anna@reus.example", by=coordination, organisation=OrganisationFactory(name="Reus"), groups=[group]
    )
    [row] = rows(client.get(LIST))
    assert row[:5] == ["anna@reus.example", PENDING, "Ajuntament de Reus", str(PositionRole.TECHNICAL.label), "Cures"]
    assert row[7] == coordination.full_name
    exported = read_csv(client.get(LIST, {"export": "csv"}))[1]
    assert exported[:5] == row[:5]
    assert str(made.token_digest) not in client.get(LIST).content.decode()


@pytest.fixture
def four(coordination):
    """One in each state, by its name."""
    made = {}
    for state in ("pending", "accepted", "withdrawn", "expired"):
        made[state] = an_invitation(f"{state}@reus.example", by=coordination)[0]
    now = timezone.now()
    Invitation.objects.filter(pk=made["accepted"].pk).update(accepted_at=now)
    Invitation.objects.filter(pk=made["withdrawn"].pk).update(withdrawn_at=now)
    let_expire(made["expired"])
    return made


def test_a_guest_is_listed_without_a_councils_role(client):
    an_invitation(
        "fora@ateneu.example", groups=[WorkingGroupFactory()], guest_until=timezone.localdate() + timedelta(days=9)
    )
    assert read_csv(client.get(LIST, {"export": "csv"}))[1][3] == pgettext("person", "Guest")


@pytest.mark.parametrize("state", ["pending", "accepted", "withdrawn", "expired"])
def test_filter_by_state(client, four, state):
    assert titles(client.get(LIST, {"state": state})) == [f"{state}@reus.example"]


@pytest.mark.parametrize(("state", "offered"), [("pending", 2), ("expired", 2), ("accepted", 0), ("withdrawn", 0)])
def test_only_what_waits_can_be_sent_again_or_withdrawn(client, four, state, offered):
    page = client.get(url_of("inspect", four[state]))
    assert len(soup(page).select(".w-header-button")) == offered
    mail.outbox.clear()
    for action in ("resend", "withdraw"):
        before = Invitation.objects.values().get(pk=four[state].pk)
        response = client.post(url_of(action, four[state]), follow=True)
        if not offered:
            assert Invitation.objects.values().get(pk=four[state].pk) == before
            assert len(messages(response)) == 1
    if not offered:
        assert mail.outbox == []


def test_it_is_sent_by_mail(client, coordination, django_capture_on_commit_callbacks):
    reus, group = OrganisationFactory(name="Reus"), WorkingGroupFactory()
    given = {
        "email": "Anna@Reus.example",
        "organisation": reus.pk,
        "role": "elected",
        "title": "Regidora",
        "groups": [group.pk],
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ADD, given)
    assert (response.status_code, response["Location"]) == (302, LIST)
    made = Invitation.objects.get()
    assert (made.email, made.organisation, made.role, made.title, list(made.groups.all()), made.invited_by) == (
        "anna@reus.example", reus, "elected", "Regidora", [group], coordination,
    )  # fmt: skip
    assert [letter.to for letter in mail.outbox] == [["anna@reus.example"]]


def test_a_guest_is_invited_to_a_group_until_a_date(client):
    group, day = WorkingGroupFactory(), timezone.localdate() + timedelta(days=60)
    client.post(ADD, {"email": "experta@example.org", "role": "other", "groups": [group.pk], "guest_until": day})
    made = Invitation.objects.get()
    assert (made.organisation, made.guest_until, list(made.groups.all())) == (None, day, [group])


@pytest.mark.parametrize("role", ["coordination", "administrator"])
def test_nobody_invites_themselves_into_a_private_group(client_of, roles, role):
    group, person, reus = WorkingGroupFactory(access="private"), roles[role], OrganisationFactory()
    WorkingGroupFactory()
    given = {"email": person.email, "organisation": reus.pk, "role": "technical", "groups": [group.pk]}
    response = client_of(person).post(ADD, given)
    assert (list(errors(response)), Invitation.objects.count()) == (["groups"], 0)


def test_the_council_comes_from_its_page(client):
    reus = OrganisationFactory(name="Reus")
    form = soup(client.get(ADD, {"organisation": reus.pk})).find(id="w-editor-form")
    assert form.find("input", {"name": "organisation"})["value"] == str(reus.pk)


def test_what_the_domain_refuses_is_said_at_its_field(client):
    reus = OrganisationFactory()
    member = a_member(organisation=reus)
    already = client.post(ADD, {"email": member.email, "organisation": reus.pk, "role": "technical"})
    no_place = client.post(ADD, {"email": "nova@reus.example", "role": "technical"})
    wrong = client.post(ADD, {"email": "nova", "organisation": reus.pk, "role": "technical", "title": "Tècnica"})
    assert [list(errors(response)) for response in (already, no_place, wrong)] == [
        ["email"],
        ["organisation"],
        ["email"],
    ]
    assert soup(wrong).find("input", {"name": "title"})["value"] == "Tècnica"
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_it_is_sent_again_with_another_secret(client, invitation, django_capture_on_commit_callbacks):
    let_expire(invitation)
    first = token_in(mail.outbox[-1])
    mail.outbox.clear()
    question = client.get(url_of("resend", invitation))
    assert (invitation.email in words(soup(question)), mail.outbox) == (True, [])
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url_of("resend", invitation))
    assert (response.status_code, response["Location"]) == (302, url_of("inspect", invitation))
    [letter] = mail.outbox
    assert (letter.to, token_in(letter) != first) == ([invitation.email], True)
    assert Invitation.objects.get().is_pending


def test_it_is_withdrawn_after_asking(client, invitation):
    client.get(url_of("withdraw", invitation))
    assert Invitation.objects.get().withdrawn_at is None
    client.post(url_of("withdraw", invitation))
    assert Invitation.objects.get().state == "withdrawn"


def test_it_is_neither_edited_nor_deleted(client, invitation):
    for action in ("edit", "delete", "history"):
        assert (
            client.post(f"/admin/invitation/{action}/{invitation.pk}/", {"email": "x@example.org"}).status_code == 404
        )
    assert Invitation.objects.get().email == invitation.email


def test_its_page_says_words_and_local_times(client, invitation):
    page = soup(client.get(url_of("inspect", invitation)))
    shown = {words(name): words(name.find_next("dd")) for name in page.select("dt")}
    assert (shown[term("is_manager")], shown[term("guest_until")], shown[_("State")]) == ("No", "–", PENDING)
    local = timezone.localtime(invitation.sent_at or Invitation.objects.get().sent_at)
    assert shown[term("sent_at")] == f"{local:%d/%m/%Y, %H.%M}"
    assert invitation.token_digest not in str(page)


def test_history_of_the_site_leads_to_it(client, invitation):
    client.post(url_of("withdraw", invitation))
    assert url_of("inspect", invitation) in client.get("/admin/reports/site-history/").content.decode()
