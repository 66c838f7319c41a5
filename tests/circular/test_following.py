"""What has come into a circular follows its source: its words, when it is called off, taken back, or goes ahead again."""

from datetime import date

import pytest
import time_machine

from agenda.domain.announcing import withdraw_event
from agenda.domain.dates import keep_dates
from agenda.domain.publishing import publish
from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import EventState
from agenda.models import Event
from forum.domain.editing import edit_post
from forum.domain.moderation import remove_post, restore_post
from forum.domain.publishing import Writing
from forum.enums import Outcome
from forum.models import Experience, Topic
from home.circular.domain.gathering import Gathered, gather, gather_all, refresh_source
from home.circular.domain.sources import said_by_one
from home.circular.enums import CircularState, DropReason, EntryState
from home.circular.models import CircularEntry, CircularPage, Delivery
from home.models import NewsPage
from intranet.members.enums import GroupAccess
from intranet.members.models import WorkingGroup
from repository.domain.publishing import publish as publish_resource
from repository.enums import ResourceVisibility
from repository.models import ResourcePage
from tests.circular.april import APRIL, NOW, entry_of, gathered, titles, versions
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.circular import a_circular, an_entry
from tests.factories.forum import a_topic, an_experience
from tests.factories.home import a_news_page
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_group_resource, a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


def test_what_its_source_says_another_way_the_entry_says_at_once(april):
    event = an_event(title="Jornada", start=at(2026, 4, 9))
    entry = gathered(april, event)
    before = versions(april)
    event.title, event.venue = "Gran jornada", "Ateneu"
    publish(event, by=event.author)
    entry.refresh_from_db()
    assert (entry.title, entry.facts, entry.version) == ("Gran jornada", "10.00–12.00 · Ateneu", 1)
    assert versions(april) > before
    with_summary = versions(april)
    event.summary = "Tothom hi cap."
    publish(event, by=event.author)
    assert (entry_of(event).text, versions(april)[1]) == ("Tothom hi cap.", with_summary[1] + 1)


def test_words_that_somebody_found_stay_and_say_that_the_source_has_others(april):
    page = a_resource(title="Guia", summary="Llarga.")
    entry = gathered(april, page)
    words = {"title": "La guia", "text": "Curta.", "source_title": "Guia", "source_text": "Llarga.", "reworded": True}
    CircularEntry.objects.filter(pk=entry.pk).update(**words)
    page = ResourcePage.objects.get(pk=page.pk)
    page.summary = "Més llarga."
    publish_resource(page, by=page.owner)
    entry.refresh_from_db()
    assert (entry.title, entry.text, entry.source_changed, entry.version) == ("La guia", "Curta.", True, 0)
    assert versions(april) == (2, 0)
    page = ResourcePage.objects.get(pk=page.pk)
    page.summary = "Llarga."
    publish_resource(page, by=page.owner)
    entry.refresh_from_db()
    assert (entry.text, entry.source_changed) == ("Curta.", False)


def test_what_is_called_off_drops_out_and_returns_when_it_goes_ahead(april):
    event = an_event(start=at(2026, 4, 9))
    gathered(april, event)
    by = event.author
    steps = (
        (lambda: postpone_event(event, by=by, reason="Vaga"), DropReason.POSTPONED),
        (lambda: cancel_event(event, by=by, reason="Vaga"), DropReason.CANCELLED),
        (lambda: restore_event(event, by=by), ""),
        (lambda: withdraw_event(event, by=by), DropReason.GONE),
    )
    for number, (step, reason) in enumerate(steps, 1):
        step()
        entry = entry_of(event)
        assert (entry.drop_reason, entry.state, list(april.entries.printed()) == [entry]) == (
            reason,
            EntryState.ACCEPTED,
            reason == "",
        )
        assert versions(april)[1] == number - (number > 1)  # it was out already when it was cancelled


def test_an_event_each_of_whose_dates_is_called_off_drops_out(april):
    event = a_series(start=at(2026, 4, 9), times=2)
    entry = gathered(april, event)
    event.occurrences.update(is_cancelled=True)
    assert gather(april) == Gathered(dropped=1)
    event.occurrences.filter(start__gt=at(2026, 4, 10)).update(is_cancelled=False)
    assert gather(april) == Gathered(returned=1)
    entry.refresh_from_db()
    assert (entry.day, entry.drop_reason) == (date(2026, 4, 16), "")


def test_what_moderation_removes_and_what_turns_out_a_failure_drops_out(april):
    experience = an_experience(title="Mercat")
    entry = gathered(april, experience.topic)
    post, moderator = experience.topic.posts.get(), someone_of_coordination()
    remove_post(post, by=moderator, reason="Dades personals")
    assert entry_of(experience.topic).drop_reason == DropReason.GONE
    restore_post(post, by=moderator)
    edit_post(post, by=moderator, writing=Writing("<p>Hola</p>"), title="Mercat nou")
    assert (entry_of(experience.topic).drop_reason, entry_of(experience.topic).title) == ("", "Mercat nou")
    experience.outcome = Outcome.FAILURE
    experience.save()
    assert [entry_of(experience.topic).drop_reason, list(april.entries.printed())] == [DropReason.GONE, []]
    assert entry.circular_id == april.pk


def test_pages_that_are_taken_back_drop_out_and_archived_ones_stay(april):
    resource, news = a_resource(), a_news_page()
    gather(april)
    april.entries.update(state=EntryState.ACCEPTED)
    ResourcePage.objects.get(pk=resource.pk).unpublish()
    NewsPage.objects.get(pk=news.pk).unpublish()
    assert [entry_of(one).drop_reason for one in (resource, news)] == [DropReason.GONE] * 2
    archived = a_resource(title="Arxivat")
    gathered(april, archived)
    ResourcePage.objects.filter(pk=archived.pk).update(archived_at=NOW)
    gather(april)
    assert entry_of(archived).is_printed


def test_what_nobody_touched_and_is_timely_no_more_goes_without_a_trace(april):
    moved, unwanted, proposed = (an_event(start=at(2026, 4, 9)) for _number in range(3))
    gather(april)
    CircularEntry.objects.filter(event=proposed).update(author=proposed.author)
    for event, facts in (
        (moved, {"start": at(2026, 9, 9), "end": at(2026, 9, 9, 12)}),
        (unwanted, {"for_circular": False}),
        (proposed, {"for_circular": False}),
    ):
        Event.objects.filter(pk=event.pk).update(**facts)
        keep_dates(Event.objects.get(pk=event.pk))
    assert gather(april) == Gathered(dropped=2)
    assert list(april.entries.values_list("event", flat=True)) == [proposed.pk]


ON_ITS_WAY = (CircularState.SENDING, CircularState.PAUSED, CircularState.STOPPED)


def on_its_way(state, source, **facts):
    """The circular in which `source` stands, on its way."""
    circular = gathered(a_circular(APRIL), source).circular
    CircularEntry.objects.filter(circular=circular).update(**facts)
    begun = at(2026, 3, 10, 9)
    CircularPage.objects.filter(pk=circular.pk).update(state=state, begun_at=begun, version=0, content_version=0)
    return CircularPage.objects.get(pk=circular.pk)


@pytest.mark.parametrize("state", ON_ITS_WAY)
def test_on_its_way_when_and_where_follow_and_other_words_are_noted(state):
    event = an_event(title="Jornada", venue="Plaça", start=at(2026, 4, 9))
    circular = on_its_way(state, event)
    event.title, event.venue = "Gran jornada", "Ateneu"
    Event.objects.filter(pk=event.pk).update(title="Gran jornada", venue="Ateneu")
    assert gather(circular, is_next=False) == Gathered(changed=1)
    entry = entry_of(event)
    assert (entry.title, entry.facts, entry.source_changed) == ("Jornada", "10.00–12.00 · Ateneu", True)
    assert versions(circular) == (1, 1)
    assert gather(circular, is_next=False) == Gathered()


@pytest.mark.parametrize("state", [*ON_ITS_WAY, CircularState.SENT])
def test_what_is_called_off_leaves_and_returns_whatever_became_of_the_circular(state):
    event, experience = an_event(title="Jornada", start=at(2026, 4, 9)), an_experience(title="Mercat")
    circular = on_its_way(state, event)
    gathered(a_circular(date(2026, 3, 1)), experience.topic)
    CircularEntry.objects.filter(topic=experience.topic).update(circular=circular)
    cancel_event(event, by=event.author, reason="Vaga")
    experience.outcome = Outcome.FAILURE
    experience.save()
    assert (list(circular.entries.printed()), versions(circular)) == ([], (2, 2))
    restore_event(event, by=event.author)
    assert (titles(circular.entries.printed()), versions(circular)) == (["Jornada"], (3, 3))


def test_before_others_are_written_to_it_is_brought_up_to_date():
    """As a quarter of an hour later, whatever nobody was told of: in one that is stopped, and one that is sent."""
    for state in (CircularState.STOPPED, CircularState.SENT):
        CircularPage.objects.all().delete()
        experience = an_experience()
        circular = on_its_way(state, experience.topic)
        Experience.objects.filter(pk=experience.pk).update(outcome=Outcome.FAILURE)
        assert gather(circular, is_next=False) == Gathered(dropped=1)
        assert entry_of(experience.topic).drop_reason == DropReason.GONE
        experience.topic.delete()


def test_the_job_follows_what_was_stopped_as_long_as_a_mail_of_it_is_on_its_way():
    event = an_event(start=at(2026, 4, 9))
    circular = on_its_way(CircularState.STOPPED, event)
    Delivery.objects.create(circular=circular, person=a_member(), state="queued")
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED)
    gather_all()
    assert list(circular.entries.printed()) == []


def test_of_a_series_that_goes_on_the_date_that_was_sent_stays():
    event = a_series(start=at(2026, 4, 2), times=4)
    circular = on_its_way(CircularState.STOPPED, event)
    with time_machine.travel(at(2026, 4, 5)):
        assert gather(circular, is_next=False) == Gathered()
    assert entry_of(event).day == date(2026, 4, 2)


@pytest.mark.parametrize("state", [*ON_ITS_WAY, CircularState.SENT])
def test_a_private_groups_name_is_not_said_to_those_who_are_not_in_it(state):
    secret, town = (
        WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Grup secret"),
        WorkingGroupFactory(name="Obert"),
    )
    topic = a_topic(secret, title="Qui ve?")
    circular = on_its_way(state, an_event(start=at(2026, 4, 9)))
    entry = an_entry(circular, topic=topic, group=secret)
    assert CircularEntry.objects.get(pk=entry.pk).whose == "Grup secret"
    Topic.objects.filter(pk=topic.pk).update(group=town)
    assert CircularEntry.objects.get(pk=entry.pk).whose == ""
    refresh_source(topic)
    assert CircularEntry.objects.get(pk=entry.pk).whose == "Obert"
    WorkingGroup.objects.filter(pk=town.pk).update(access=GroupAccess.PRIVATE)
    page = a_group_resource(town)
    ResourcePage.objects.filter(pk=page.pk).update(visibility=ResourceVisibility.NETWORK)
    told = an_entry(circular, resource=page, group=town)
    assert (CircularEntry.objects.get(pk=told.pk).whose, said_by_one(page).group_id) == ("", None)


def test_what_returns_when_three_others_stand_out_is_one_among_its_section(april):
    event = an_event(start=at(2026, 4, 9))
    gathered(april, event)
    CircularEntry.objects.filter(event=event).update(is_highlight=True)
    first, _second = (an_entry(april, is_highlight=True) for _number in range(2))
    secret = a_group_event(WorkingGroupFactory(access=GroupAccess.PRIVATE), start=at(2026, 4, 9))
    an_entry(april, event=secret, is_highlight=True)
    cancel_event(event, by=event.author, reason="Vaga")
    restore_event(event, by=event.author)
    assert entry_of(event).is_highlight
    cancel_event(event, by=event.author, reason="Vaga")
    an_entry(april, is_highlight=True)
    restore_event(event, by=event.author)
    assert (entry_of(event).is_printed, entry_of(event).is_highlight, first.is_highlight) == (True, False, True)


def test_an_event_that_is_unpublished_leaves_at_once(april):
    event = an_event(start=at(2026, 4, 9))
    gathered(april, event)
    Event.objects.get(pk=event.pk).unpublish()
    assert (entry_of(event).drop_reason, versions(april)[1]) == (DropReason.GONE, 1)


def test_a_source_that_is_deleted_takes_its_entry_along_and_readers_get_something_else(april):
    event = an_event(start=at(2026, 4, 9))
    gathered(april, event)
    before = versions(april)[1]
    event.delete()
    assert (april.entries.count(), versions(april)[1]) == (0, before + 1)


def test_private_groups_come_in_and_only_their_people_see_it(april):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_group_event(group, title="Reunió secreta", start=at(2026, 4, 9))
    a_group_resource(group, title="Acta secreta")
    an_experience(group, title="Prova secreta")
    gather(april)
    assert titles(april) == ["Acta secreta", "Prova secreta", "Reunió secreta"]
    inside, outside = someone_of_coordination(), someone_of_coordination()
    GroupMembershipFactory(group=group, user=inside)
    assert [april.entries.visible_to(person).count() for person in (inside, outside, a_member())] == [3, 0, 0]
