"""«Proposa-ho per a la circular»: an event, a resource or a topic is in one circular, once, ever, whoever proposes it."""

from datetime import datetime, time, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from agenda.models import Event
from forum.enums import Outcome
from home.circular.domain.proposing import propose_source, withdraw
from home.circular.enums import EntryState, Section
from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess
from repository.models import ResourcePage
from tests.factories.agenda import a_group_event, an_event
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic, an_experience
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def circular():
    return a_circular()


def in_its_month(circular):
    """On its fifth day at ten."""
    return timezone.make_aware(datetime.combine(circular.month + timedelta(days=4), time(10)))


def the_event(circular, **facts):
    return an_event(start=in_its_month(circular), **facts)


def address(kind, thing):
    return reverse("circular_propose_source", args=[kind, thing.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_each_kind_comes_in_with_what_it_says_of_itself(circular):
    person = a_member()
    things = (
        the_event(circular, title="Fira d’abril", kind="jornada"),
        a_resource(title="Guia"),
        a_topic(author=person, title="Com?"),
    )
    entries = [propose_source(thing, by=person) for thing in things]
    assert [(entry.title, entry.state, entry.author, entry.circular) for entry in entries] == [
        (title, EntryState.WAITING, person, circular) for title in ("Fira d’abril", "Guia", "Com?")
    ]
    assert [entry.section for entry in entries] == [Section.AGENDA, Section.RESOURCES, Section.GROUPS]
    assert [entry.source for entry in CircularEntry.objects.order_by("pk")] == list(things)
    assert entries[0].day == in_its_month(circular).date()


def test_never_twice_in_any_circular(circular):
    page = a_resource()
    out = an_entry(a_sent_circular(), resource=page)
    assert (propose_source(page, by=a_member()), CircularEntry.objects.count()) == (out, 1)


def test_what_came_in_by_itself_is_theirs_who_want_it_and_stays_the_first_ones(circular):
    event = the_event(circular)
    gathered = a_proposal(circular, event=event, author=None)
    first, second = a_member(), a_member()
    assert [propose_source(event, by=one).pk for one in (first, second)] == [gathered.pk, gathered.pk]
    assert CircularEntry.objects.get().author == first


def test_what_one_may_not_see_one_does_not_propose_and_learns_nothing_of(circular, client_of):
    secret = a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Secret de la colla")
    failure = an_experience(outcome=Outcome.FAILURE).topic
    person = a_member()
    for thing in (secret, failure):
        with pytest.raises(PermissionDenied):
            propose_source(thing, by=person)
        for answer in (client_of(person).get(address("tema", thing)), client_of(person).post(address("tema", thing))):
            assert (answer.status_code, b"Secret de la colla" in answer.content) == (404, False)
    GroupMembershipFactory(group=secret.group, user=someone_of_coordination())
    assert (propose_source(secret, by=secret.author).topic, CircularEntry.objects.count()) == (secret, 1)


@pytest.mark.parametrize("kind", ["tema", "esdeveniment"])
def test_what_nobody_of_coordination_reads_waits_for_nobody(kind, circular, client_of):
    person, group = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=group, user=person)
    someone_of_coordination()
    thing = a_topic(group) if kind == "tema" else a_group_event(group, start=in_its_month(circular))
    browser = client_of(person)
    with pytest.raises(ValidationError) as refused:
        propose_source(thing, by=person)
    assert refused.value.code == "unread"
    assert panel_of(browser.get(thing.get_absolute_url())) is None
    assert browser.get(address(kind, thing)).context["reason"] == refused.value.messages[0]
    GroupMembershipFactory(group=group, user=someone_of_coordination())
    assert panel_of(browser.get(thing.get_absolute_url())) is not None
    assert propose_source(thing, by=person).author == person


def test_an_event_that_its_organisers_keep_out_they_alone_propose(circular):
    event = the_event(circular, for_circular=False)
    with pytest.raises(PermissionDenied):
        propose_source(event, by=a_member())
    assert propose_source(event, by=event.author).event == event


@pytest.mark.parametrize("late", ["over", "cancelled", "archived"])
def test_what_comes_too_late_is_said_and_nothing_is_proposed(late, circular, client_of):
    if late == "archived":
        thing, kind = a_resource(), "recurs"
        ResourcePage.objects.filter(pk=thing.pk).update(archived_at=timezone.now())
    else:
        start = in_its_month(circular) - timedelta(days=5 if late == "over" else 0)
        thing, kind = an_event(start=start), "esdeveniment"
    if late == "cancelled":
        Event.objects.filter(pk=thing.pk).update(state="cancelled")
    thing.refresh_from_db()
    person = a_member()
    with pytest.raises(ValidationError):
        propose_source(thing, by=person)
    browser = client_of(person)
    answer = browser.post(address(kind, thing))
    assert (answer.url, len(said(answer)), CircularEntry.objects.count()) == (thing.get_absolute_url(), 1, 0)
    assert [browser.get(address(kind, thing)).context["reason"]] == said(answer)


def test_the_button_says_where_it_goes_and_can_be_undone(circular, client_of):
    page, person = a_resource(), a_member()
    browser = client_of(person)
    asked = browser.get(address("recurs", page))
    assert (asked.context["source"], CircularEntry.objects.count()) == (page, 0)
    answer = browser.post(address("recurs", page))
    entry = CircularEntry.objects.get()
    undo = reverse("circular_entry_withdraw", args=[entry.pk])
    assert (answer.url, undo in said(answer)[0]) == (page.get_absolute_url(), True)
    assert browser.get(address("recurs", page)).url == page.get_absolute_url()
    back = browser.post(undo)
    assert (back.url, CircularEntry.objects.get().author) == (page.get_absolute_url(), None)


def test_what_would_come_in_by_itself_stays_when_the_proposal_is_taken_back(circular):
    person = a_member()
    things = (a_resource(), the_event(circular), an_experience().topic, a_topic())
    entries = [propose_source(thing, by=person) for thing in things]
    CircularEntry.objects.update(reworded=True)
    for entry in entries:
        withdraw(entry, by=person)
    left = list(CircularEntry.objects.order_by("pk").values_list("pk", "author"))
    assert left == [(entry.pk, None) for entry in entries[:3]]


def test_what_would_not_come_in_by_itself_goes_with_its_proposal(circular, client_of):
    kept_out, old = the_event(circular, for_circular=False), a_resource()
    ResourcePage.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=400))
    for thing, person in ((kept_out, kept_out.author), (old, a_member())):
        withdraw(propose_source(thing, by=person), by=person)
    beside = panel_of(client_of(kept_out.author).get(kept_out.get_absolute_url()))
    assert (CircularEntry.objects.count(), beside["words"], beside["propose_url"] != "") == (0, "", True)


def test_making_gathered_ones_ones_own_is_told_to_who_composes_and_has_its_pace(circular, monkeypatch):
    monkeypatch.setattr("home.circular.domain.pace.MOST_IN_AN_HOUR", 2)
    things = [a_resource() for _number in range(3)]
    for thing in things:
        long_ago = timezone.now() - timedelta(days=3)
        a_proposal(circular, resource=thing, author=None, created_at=long_ago)
    person, version = a_member(), circular.version
    for thing in things[:2]:
        propose_source(thing, by=person)
    circular.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        propose_source(things[2], by=person)
    own = CircularEntry.objects.filter(author=person).count()
    assert (circular.version - version, refused.value.code, own) == (2, "pace", 2)


@pytest.mark.parametrize("state", ["sent", "skipped"])
def test_what_was_not_in_one_circular_is_proposed_for_another(state, circular, client_of):
    page, first, second = a_resource(title="Guia"), a_member(), a_member()
    was_in = a_sent_circular(state=state)
    facts = {"state": EntryState.REJECTED, "author": first, "reason": "Massa llarg."}
    entry = an_entry(was_in, resource=page, title="Abans", reworded=True, decided_at=timezone.now(), **facts)
    beside = [panel_of(client_of(one).get(page.get_absolute_url())) for one in (first, second)]
    assert [(one["is_refused"], one["propose_url"]) for one in beside] == [
        (True, address("recurs", page)),
        (False, address("recurs", page)),
    ]
    mine = client_of(first).get(reverse("circular_proposed")).content.decode()
    assert (f'href="{address("recurs", page)}"' in mine, "Massa llarg." in mine) == (True, True)
    assert client_of(first).get(address("recurs", page)).context["reason"] == ""
    again = propose_source(page, by=second)
    found = CircularEntry.objects.get()
    assert (again, found.circular, found.state, found.author) == (entry, circular, EntryState.WAITING, second)
    assert (found.title, found.reason, found.reworded, found.decided_at) == ("Guia", "", False, None)


def test_what_is_refused_in_a_circular_that_is_still_composed_stays_so(circular):
    page = a_resource()
    entry = an_entry(circular, resource=page, state=EntryState.REJECTED, author=a_member())
    assert propose_source(page, by=a_member()) == entry
    assert CircularEntry.objects.values_list("state", "author").get() == (EntryState.REJECTED, entry.author_id)


@pytest.mark.parametrize(("kind", "pk"), [("noticia", 1), ("tema", 0), ("tema", 10**30)])
def test_what_there_is_not_is_not_there(kind, pk, client_of):
    assert client_of(a_member()).post(f"/circular/proposa/{kind}/{pk}/").status_code == 404


def panel_of(response):
    """The one about the circular, beside a thing."""
    panels = [panel for panel in response.context["panels"] if "beside" in panel.template_name]
    return panels[0].context if panels else None


@pytest.mark.parametrize("kind", ["event", "resource", "topic"])
def test_beside_each_thing_stands_how_it_is_with_the_circular(kind, circular, client_of):
    person = a_member()
    makers = {"event": lambda: the_event(circular), "resource": a_resource, "topic": a_topic}
    thing = makers[kind]()
    browser, url = client_of(person), thing.get_absolute_url()

    def beside():
        found = panel_of(browser.get(url))
        return found and (bool(found["propose_url"]), found["place"].is_out, found["may_take_back"])

    # What is ticked comes by itself: there is nothing to propose.
    assert beside() == (kind != "event", False, False)
    entry = propose_source(thing, by=person)
    assert beside() == (False, False, True)
    CircularEntry.objects.update(state=EntryState.ACCEPTED)
    assert beside() == (False, False, False)
    CircularEntry.objects.update(circular=a_sent_circular())
    assert (beside(), entry.pk) == ((False, True, False), panel_of(browser.get(url))["place"].entry)
    CircularEntry.objects.update(state=EntryState.REJECTED, circular=circular)
    assert panel_of(browser.get(url))["is_refused"] is True
    assert panel_of(client_of(someone_of_coordination()).get(url)) is None


def test_a_topic_about_an_entry_is_not_offered_for_another(circular, client_of):
    topic = a_topic()
    browser = client_of(a_member())
    assert panel_of(browser.get(topic.get_absolute_url()))["propose_url"] != ""
    an_entry(a_sent_circular(), discussion=topic)
    assert panel_of(browser.get(topic.get_absolute_url())) is None


def test_beside_what_is_not_for_the_circular_nothing_stands(circular, client_of, roles):
    over = an_event(start=in_its_month(circular) - timedelta(days=6))
    kept_out = the_event(circular, for_circular=False)
    public = an_event(start=in_its_month(circular), visibility="public")
    browser = client_of(a_member())
    assert [panel_of(browser.get(one.get_absolute_url())) for one in (over, kept_out)] == [None, None]
    assert panel_of(client_of(kept_out.author).get(kept_out.get_absolute_url()))["propose_url"] != ""
    for reader in (None, roles["guest"]):
        assert panel_of(client_of(reader).get(public.get_absolute_url())) is None
