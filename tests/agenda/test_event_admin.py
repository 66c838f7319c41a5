"""Events in coordination's area: drafts, previews, publishing, and what is not for its eyes."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.permissions import policy_registry
from wagtail.test.utils.form_data import rich_text

from agenda.admin.forms import FEATURES
from agenda.admin.permissions import ensure_permissions
from agenda.domain.series import move_occurrence
from agenda.domain.states import cancel_event
from agenda.enums import ChangeKind, EventVisibility, Review
from agenda.models import Event
from agenda.sentences import dated_words
from intranet.members.enums import GroupAccess
from intranet.members.models import Organisation
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.members import GroupMembershipFactory, OrganisationFactory, WorkingGroupFactory, a_member
from tests.factories.registration import a_desk, a_registration
from tests.members.admin.pages import errors, titles

pytestmark = pytest.mark.django_db
LIST, ADD, PREVIEW = "/admin/agenda/event/", "/admin/agenda/event/add/", "/admin/agenda/event/preview/"
PUBLISH = {"action-publish": "action-publish"}
PROGRAMME = {
    "programme-count": "1",
    "programme-0-deleted": "",
    "programme-0-order": "0",
    "programme-0-type": "part",
    "programme-0-id": "",
    "programme-0-value": "Matí",
}
GIVEN = {
    "title": "Assemblea general",
    "summary": "Com cada any.",
    "kind": "assemblea",
    "audience": "tothom",
    "visibility": "network",
    "mode": "presencial",
    "venue": "La Farinera",
    "start": "16/04/2027 10:00",
    "end": "16/04/2027 13:30",
    "time_zone": "Europe/Madrid",
    "interval": "1",
    "month_day": "date",
    **PROGRAMME,
}


@pytest.fixture
def coordination(roles):
    ensure_permissions()
    return roles["coordination"]


@pytest.fixture
def client(client_of, coordination):
    return client_of(coordination)


def edit_url(event):
    return f"{LIST}edit/{event.pk}/"


def test_published_there_it_is_in_the_agenda_and_told_of(client, coordination):
    client.post(
        ADD,
        {
            **GIVEN,
            **PUBLISH,
            "body": rich_text('<p>Sí <a linktype="page" id="9999">aquí</a></p>', features=FEATURES),
        },
    )
    event = Event.objects.get()
    assert (event.author, event.live, event.review, event.is_cleared) == (coordination, True, Review.PUBLISHED, True)
    assert (event.start, event.body, event.programme[0].value) == (at(2027, 4, 16, 10), "<p>Sí aquí</p>", "Matí")
    assert [row.start for row in event.occurrences.all()] == [event.start]
    assert [change.kind for change in event.changes.all()] == [ChangeKind.ANNOUNCED]
    assert list(Event.objects.visible_to(a_member())) == [event]


def test_a_draft_is_nobody_elses_until_it_is_published(client, coordination):
    client.post(ADD, GIVEN)
    event = Event.objects.get()
    assert (event.live, event.occurrences.count(), titles(client.get(LIST))) == (False, 0, ["Assemblea general"])
    assert list(Event.objects.visible_to(coordination)) == []
    client.post(edit_url(event), {**GIVEN, **PUBLISH, "venue": "Casino"})
    assert (Event.objects.get().live, Event.objects.get().venue) == (True, "Casino")


def test_what_it_changes_later_waits_as_a_draft_and_keeps_what_became_of_the_event(client):
    event = an_event(a_member(), title="Fira", review=Review.WAITING)
    client.post(edit_url(event), {**GIVEN, "title": "Fira gran"})
    assert Event.objects.get().title == "Fira"
    client.post(edit_url(event), {**GIVEN, **PUBLISH, "title": "Fira gran"})
    edited = Event.objects.get()
    assert (edited.title, edited.review, edited.author) == ("Fira gran", Review.WAITING, event.author)
    assert (edited.uid, edited.sequence > event.sequence) == (event.uid, True)


def test_what_the_editor_here_would_lose_is_left_as_it_is(client):
    table = "<table><tbody><tr><td>10 h</td></tr></tbody></table>"
    event = an_event(body=table)
    client.post(edit_url(event), {**GIVEN, **PUBLISH, "body": rich_text("<p>Res</p>", features=FEATURES)})
    assert (Event.objects.get().title, Event.objects.get().body) == ("Assemblea general", table)


@pytest.mark.parametrize(
    ("wrong", "at_field"),
    [
        ({"end": "16/04/2027 09:00"}, "end"),
        ({"end": "16/07/2027 09:00"}, "end"),
        ({"frequency": "DAILY", "count": "99999"}, "count"),
        ({"co_organisers": ["1" * 30]}, "co_organisers"),
        ({"frequency": "DAILY"}, "until"),
        ({"frequency": "DAILY", "count": "5000"}, "count"),
        ({"frequency": "DAILY", "interval": "0", "count": "5"}, "interval"),
        ({"frequency": "WEEKLY", "count": "5", "weekdays": ["MO"]}, "weekdays"),
        ({"frequency": "MONTHLY", "count": "5", "month_day": "last_day"}, "month_day"),
        ({"time_zone": "Europe/Manresa"}, "time_zone"),
        ({"visibility": "group"}, "group"),
        ({"title": ""}, "title"),
    ],
)
@pytest.mark.parametrize("action", [PUBLISH, {}])
def test_what_has_no_dates_is_refused_in_words(client, wrong, at_field, action):
    response = client.post(ADD, {**GIVEN, **wrong, **action})
    if at_field == "title" and not action:
        assert (response.status_code, Event.objects.get().live) == (302, False)
    else:
        assert (response.status_code, list(errors(response)), Event.objects.count()) == (200, [at_field], 0)


def test_a_date_for_which_somebody_is_registered_is_not_dropped(client):
    weekly = {**GIVEN, **PUBLISH, "frequency": "WEEKLY"}
    client.post(ADD, {**weekly, "count": "3"})
    event = Event.objects.get()
    a_registration(a_desk(event, occurrence=event.occurrences.last()))
    response = client.post(edit_url(event), {**weekly, "count": "2"})
    said = [_("There are registrations for %(day)s: cancel that date instead of taking it away, and they are told.")]
    said[0] %= {"day": dated_words(event.occurrences.last().start)}
    assert (response.status_code, response.context["form"].non_field_errors()) == (200, said)
    assert event.occurrences.count() == 3


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/1977", "16/04/9998", "31/12/9999"])
@pytest.mark.parametrize("more", [{}, {"all_day": "on"}, {"frequency": "DAILY", "count": "3"}])
def test_what_is_on_no_day_of_the_agenda_is_refused_in_words(client, day, more):
    response = client.post(ADD, {**GIVEN, "start": f"{day} 00:00", "end": f"{day} 23:00", **more})
    assert (list(errors(response)), Event.objects.count()) == (["start", "end"], 0)


def test_whole_days_are_whole(client):
    client.post(ADD, {**GIVEN, **PUBLISH, "all_day": "on", "end": "17/04/2027 13:30"})
    event = Event.objects.get()
    assert (event.start, event.end) == (at(2027, 4, 16, 0), at(2027, 4, 18, 0))
    client.post(edit_url(event), {**GIVEN, **PUBLISH, "all_day": "on", "end": "18/04/2027 00:00"})
    assert Event.objects.get().end == event.end


def test_it_is_previewed_before_it_is_saved(client):
    given = {**GIVEN, "body": rich_text("<p>Porteu esmorzar</p>", features=FEATURES)}
    assert json.loads(client.post(PREVIEW, given).content) == {"is_valid": True, "is_available": True}
    page = client.get(PREVIEW).content.decode()
    assert [words in page for words in ("Assemblea general", "La Farinera", "Porteu esmorzar", "Matí")] == [True] * 4
    assert Event.objects.count() == 0


def test_events_of_private_groups_are_not_there(client, coordination):
    """Neither for those of coordination who read the group: the CMS logs what is done for all of it."""
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    secret = a_group_event(group, title="Secret")
    an_event(title="Fira")
    GroupMembershipFactory(group=group, user=coordination)
    assert titles(client.get(LIST)) == ["Fira"]
    revision = secret.latest_revision.pk
    for path in (
        f"edit/{secret.pk}/",
        f"history/{secret.pk}/",
        f"history-results/{secret.pk}/",
        f"preview/{secret.pk}/",
        f"usage/{secret.pk}/",
        f"delete/{secret.pk}/",
        f"unpublish/{secret.pk}/",
        f"history/{secret.pk}/revisions/{revision}/view/",
        f"history/{secret.pk}/revisions/{revision}/revert/",
        f"history/{secret.pk}/revisions/earliest...latest/",
    ):
        assert (path, client.get(LIST + path).status_code) == (path, 404)
    history = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert ("Fira" in history, "Secret" in history) == (True, False)


def test_nor_for_whatever_else_wagtail_does_with_events(client, coordination, client_of, roles):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=coordination)
    secret, open_one = a_group_event(group, title="Secret"), an_event(title="Fira")
    actions = bulk_action_registry.get_bulk_actions_for_model("agenda", "event")
    assert [action.__name__ for action in actions] == ["NoDeletion"]
    for browser in (client, client_of(roles["administrator"])):
        for query in ("id=all", f"id={secret.pk}", f"id={open_one.pk}"):
            path = f"/admin/bulk/agenda/event/delete/?{query}"
            assert [browser.get(path).status_code, browser.post(path).status_code] == [404, 404]
    pings = [f"/admin/editing-sessions/ping/agenda/event/{event.pk}/0/" for event in (secret, open_one)]
    assert [client.post(path).status_code for path in pings] == [404, 200]
    assert client.get(f"{LIST}edit/{'1' * 5000}/").status_code == 404
    policy = policy_registry.get_by_type(Event)
    assert list(policy.instances_user_has_permission_for(coordination, "change")) == [open_one]
    assert list(policy.instances_user_has_permission_for(a_member(), "change")) == []


def test_a_private_group_is_not_offered(client):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Comissió Executiva")
    assert "Comissió Executiva" not in client.get(ADD).content.decode()
    response = client.post(ADD, {**GIVEN, **PUBLISH, "group": str(group.pk), "visibility": EventVisibility.GROUP})
    assert (list(errors(response)), Event.objects.count()) == (["group"], 0)


def test_nothing_is_unpublished_or_deleted_there(client, client_of, roles):
    event = a_series(times=3)
    administrator = client_of(roles["administrator"])
    for browser in (client, administrator):
        assert "action-unpublish" not in browser.get(edit_url(event)).content.decode()
        for path in (f"{LIST}delete/{event.pk}/", f"{LIST}unpublish/{event.pk}/"):
            assert [browser.get(path).status_code, browser.post(path).status_code] == [404, 404]
    assert (Event.objects.get().live, event.occurrences.count()) == (True, 3)


def test_members_have_no_list(client_of):
    assert client_of(a_member()).get(LIST).status_code == 403


def test_a_council_is_trusted_by_a_tick(client):
    council = OrganisationFactory(name="Vic")
    url = reverse("organisation:edit", args=[council.pk])
    facts = ("name", "slug", "kind", "status", "comarca", "province")
    client.post(url, {**{name: getattr(council, name) for name in facts}, "is_trusted": "on"})
    assert Organisation.objects.get().is_trusted is True


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_costs_the_same_for_many(client, number, django_assert_num_queries):
    author, council = a_member(), OrganisationFactory()
    for _time in range(number):
        an_event(author, organisation=council)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)


def test_hours_are_those_of_the_time_zone_beside_them(client):
    assert client.post(ADD, {**GIVEN, **PUBLISH, "time_zone": "Europe/Lisbon"}).status_code == 302
    event = Event.objects.get()
    assert (event.local_start.hour, event.start.hour) == (10, 9)
    assert 'value="16/04/2027 10:00"' in client.get(edit_url(event)).content.decode()


def test_a_page_left_open_brings_no_old_date_back(client, coordination):
    event = an_event(coordination, start=at(2027, 4, 16))
    seen = event.sequence
    move_occurrence(event.occurrences.get(), start=at(2027, 4, 20), end=at(2027, 4, 20, 12), by=coordination)
    response = client.post(edit_url(event), {**GIVEN, **PUBLISH, "seen": seen})
    said = _("It has been changed meanwhile: copy what you have written, and open this page again.")
    assert response.context["form"].non_field_errors() == [said]
    event.refresh_from_db()
    assert event.local_start.day == 20


def test_publishing_what_was_read_before_a_cancellation_leaves_it_cancelled(coordination):
    event = an_event(coordination)
    read_before = Event.objects.get(pk=event.pk)
    cancel_event(event, by=coordination, reason="Plou.")
    read_before.save_revision(user=coordination).publish(user=coordination, skip_permission_checks=True)
    event.refresh_from_db()
    assert (event.state, event.reason) == ("cancelled", "Plou.")
