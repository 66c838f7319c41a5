"""The circular writes itself: what comes in, what it says, how it follows its source, and what is left when it goes."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.translation import pgettext
from django_tasks_db.models import DBTaskResult

from agenda.domain.announcing import withdraw_event
from agenda.domain.dates import keep_dates
from agenda.domain.publishing import publish
from agenda.domain.states import cancel_event, postpone_event, restore_event
from agenda.enums import EventKind, EventState, Mode, Review
from agenda.models import Event
from forum.domain.editing import edit_post
from forum.domain.moderation import remove_post, restore_post
from forum.domain.publishing import Writing
from forum.enums import Outcome
from forum.models import Experience, Topic
from forum.signals import topic_published
from home.circular.domain.gathering import Gathered, gather, gather_all, refresh_source
from home.circular.domain.moving_on import move_on
from home.circular.domain.sources import said_by_one
from home.circular.enums import CircularState, DropReason, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from home.circular.tasks import gather_next
from home.models import NewsPage
from intranet.members.enums import GroupAccess
from intranet.members.models import WorkingGroup
from repository.domain.publishing import publish as publish_resource
from repository.enums import ResourceKind, ResourceVisibility
from repository.models import ResourcePage
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_question, a_topic, an_experience
from tests.factories.home import a_news_page
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_group_resource, a_resource

pytestmark = pytest.mark.django_db

NOW = at(2026, 3, 10)
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _in_march():
    """In which April's circular is put together."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def april():
    return a_circular(APRIL)


def titles(circular):
    entries = circular.entries if isinstance(circular, CircularPage) else circular
    return sorted(entries.values_list("title", flat=True))


def entry_of(source):
    return CircularEntry.objects.get(**{type(source).__name__.lower().removesuffix("page"): source.pk})


def gathered(circular, source):
    """Its entry, accepted."""
    gather(circular)
    entry = entry_of(source)
    CircularEntry.objects.filter(pk=entry.pk).update(state=EntryState.ACCEPTED)
    return entry_of(source)


def versions(circular):
    return CircularPage.objects.values_list("version", "content_version").get(pk=circular.pk)


# --- What comes in ---


def test_what_takes_place_in_its_month_and_is_for_it_comes_in(april):
    an_event(title="Últim de març", start=at(2026, 3, 31, 20))
    an_event(title="Primer d’abril", start=at(2026, 4, 1, 0))
    an_event(title="15 de maig", start=at(2026, 5, 15, 18))
    an_event(title="16 de maig", start=at(2026, 5, 16, 0))
    an_event(title="Exposició que dura", start=at(2026, 3, 25), hours=24 * 20)
    a_series(title="Cada setmana des de febrer", start=at(2026, 2, 3), times=12)
    an_event(title="Només dins", start=at(2026, 4, 9), for_circular=False)
    an_event(title="Per revisar", start=at(2026, 4, 9), review=Review.WAITING)
    called_off = an_event(title="Anul·lada", start=at(2026, 4, 9))
    cancel_event(called_off, by=called_off.author, reason="Pluja")
    assert gather(april) == Gathered(new=4)
    assert titles(april) == ["15 de maig", "Cada setmana des de febrer", "Exposició que dura", "Primer d’abril"]
    assert gather(april) == Gathered()


def test_what_is_new_since_the_month_before_comes_in_and_topics_only_when_proposed(april):
    with time_machine.travel(at(2026, 2, 27)):
        a_resource(title="Recurs de febrer")
        an_experience(title="Experiència de febrer")
    a_resource(title="Guia de març", kind=ResourceKind.GUIDE)
    a_resource(title="Càpsula", kind=ResourceKind.TRAINING)
    an_experience(title="Mercat de pagès")
    an_experience(title="Ho vam fer malament", outcome=Outcome.FAILURE)
    a_question(title="Com ho feu?")
    a_news_page("Notícia de febrer", date=date(2026, 2, 28))
    a_news_page("Notícia de març", date=date(2026, 3, 1))
    a_news_page("Per publicar", live=False)
    gather(april)
    assert sorted(april.entries.values_list("title", "section")) == [
        ("Càpsula", Section.TRAINING),
        ("Guia de març", Section.RESOURCES),
        ("Mercat de pagès", Section.COUNCILS),
        ("Notícia de març", Section.COUNCILS),
    ]


def test_what_nobody_had_time_to_decide_on_before_the_last_one_went_comes_in_again():
    """March's was put together, and was to go on 1 March, when something more appeared."""
    march = a_circular(date(2026, 3, 1))
    for day, title in (((1, 28), "Massa vell"), ((2, 3), "Impresa")):
        with time_machine.travel(at(2026, *day)):
            a_resource(title=title)
    with time_machine.travel(at(2026, 2, 27)):
        a_resource(title="A última hora")
        gather(march)
        printed = march.entries.get(title="Impresa")
        CircularEntry.objects.filter(pk=printed.pk).update(state=EntryState.ACCEPTED)
    with time_machine.travel(at(2026, 3, 1, 9)):
        CircularPage.objects.filter(pk=march.pk).update(state=CircularState.SENT, begun_at=at(2026, 3, 1, 9))
        april = a_circular(APRIL)
        move_on(march, to=april)
        gather(april)
    assert (titles(march), titles(april)) == (["Impresa"], ["A última hora"])


def test_nothing_is_ever_in_two_circulars_nor_comes_back_to_where_it_was_turned_down(april):
    printed, refused = an_event(start=at(2026, 4, 9)), an_event(start=at(2026, 5, 9))
    an_entry(a_sent_circular(date(2026, 3, 1)), event=printed)
    an_entry(april, event=refused, state=EntryState.REJECTED)
    assert gather(april).new == 0
    assert gather(a_circular(date(2026, 5, 1))).new == 0


def test_not_this_time_is_not_never(april):
    """What came in by itself comes again to the next one; of what somebody proposed, they see that it was turned down."""
    gathered, proposed = an_event(start=at(2026, 5, 9)), an_event(start=at(2026, 5, 9))
    an_entry(april, event=gathered, state=EntryState.REJECTED)
    kept = an_entry(april, event=proposed, author=proposed.author, state=EntryState.REJECTED)
    may = a_circular(date(2026, 5, 1))
    move_on(april, to=may)
    gather(may)
    assert [list(one.entries.values_list("event", flat=True)) for one in (april, may)] == [
        [kept.event_id],
        [gathered.pk],
    ]


def test_the_job_opens_the_next_one_and_gathers_into_it_alone():
    an_event(title="D’abril", start=at(2026, 4, 9))
    later = an_entry(a_circular(date(2026, 5, 1)), event=an_event(title="De maig", start=at(2026, 5, 20))).circular
    a_circular(APRIL)
    Event.objects.filter(title="De maig").update(title="Del vint de maig")
    gather_all()
    april = CircularPage.objects.get(month=APRIL)
    assert (titles(april), titles(later)) == (["D’abril"], ["Del vint de maig"])
    CircularPage.objects.all().delete()
    gather_all()
    assert titles(CircularPage.objects.get(month=APRIL)) == ["D’abril"]


def test_what_is_published_is_there_within_a_minute(april, django_capture_on_commit_callbacks):
    """One turn for all of it, when nothing of it is there by itself anyway; nothing is undone."""
    kept = an_event(start=at(2026, 4, 9), for_circular=False)
    with django_capture_on_commit_callbacks(execute=True):
        publish(kept, by=kept.author)
    waiting = DBTaskResult.objects.filter(task_path="home.circular.tasks.gather_next")
    assert waiting.count() == 0
    event = an_event(title="Fira", start=at(2026, 4, 9))
    page, news = ResourcePage.objects.get(pk=a_resource().pk), a_news_page("Nova seu", live=False)
    told = an_experience().topic
    steps = (
        lambda: publish(event, by=event.author),
        lambda: publish_resource(page, by=page.owner),
        lambda: news.save_revision().publish(),
        lambda: topic_published.send(Topic, topic=told, post=told.posts.get()),
    )
    for step in steps:
        cache.delete("circular:gather")
        waiting.delete()
        with django_capture_on_commit_callbacks(execute=True):
            step()
            step()
        assert [(one.run_after - timezone.now()).seconds for one in waiting] == [29]
    gather_next.call()
    assert "Fira" in titles(april)


# --- What it says ---


def test_an_event_says_when_and_where_to_come_as_people_say_it(april):
    council, subject = OrganisationFactory(name="Manresa"), SubjectFactory()
    facts = {"organisation": council, "subjects": [subject], "kind": EventKind.TRAINING, "mode": Mode.HYBRID}
    an_event(title="Curs", summary="Per comprar millor.", venue="La Farinera", start=at(2026, 4, 9), hours=3, **facts)
    a_series(title="Taller", venue="", start=at(2026, 3, 31, 18), times=4, kind=EventKind.ECOSYSTEM)
    an_event(title="Fira", venue="", start=at(2026, 4, 10), hours=30, kind=EventKind.COUNCIL)
    an_event(title="Jornada", venue="", start=at(2026, 4, 11, 0), hours=24, all_day=True, kind=EventKind.VISIT)
    an_event(title="Mostra", venue="", start=at(2026, 3, 20), hours=24 * 20, kind=EventKind.GATHERING)
    a_group_event(title="Reunió", venue="", mode=Mode.ONLINE, start=at(2026, 4, 13))
    gather(april)
    found = {entry.title: entry for entry in april.entries.all()}
    assert {title: (entry.section, str(entry.day), entry.facts) for title, entry in found.items()} == {
        "Curs": (Section.TRAINING, "2026-04-09", "10.00–13.00 · La Farinera · Híbrid"),
        "Taller": (Section.ECOSYSTEM, "2026-04-07", "18.00–20.00 · Cada dimarts"),
        "Fira": (Section.COUNCILS, "2026-04-10", "fins al dissabte 11 d’abril"),
        "Jornada": (Section.AGENDA, "2026-04-11", ""),
        "Mostra": (Section.AGENDA, "2026-04-09", pgettext("of what has begun, beside the date", "last day")),
        "Reunió": (Section.GROUPS, "2026-04-13", "10.00–12.00 · En línia"),
    }
    course = found["Curs"]
    assert (course.text, course.organisation, course.subject_keys) == ("Per comprar millor.", council, [subject.pk])
    assert (course.author, course.state, course.group) == (None, EntryState.WAITING, None)
    assert found["Reunió"].group == Event.objects.get(title="Reunió").group


def test_others_say_their_beginning_and_whose_they_are(april):
    council, agent = OrganisationFactory(), OrganisationFactory(kind="ateneu")
    subject = SubjectFactory()
    experience = an_experience(done=f"Vam obrir un mercat. {'Cada dissabte. ' * 40}\n\nI més.", council=council)
    experience.subjects.set([subject])
    topic = a_topic(title="Qui ve?", body="<blockquote>Ell ho diu</blockquote><p>Anem-hi <b>junts</b>.</p>")
    news = a_news_page("Nova seu", organisation=agent, subjects=[subject])
    gather(april)
    told, piece = entry_of(experience.topic), entry_of(news)
    assert told.text.startswith("Vam obrir un mercat. Cada dissabte. Cada")
    assert told.text.endswith(("dissabte.…", "Cada…"))
    assert (told.organisation, told.group, told.subject_keys) == (council, experience.topic.group, [subject.pk])
    assert len(told.text) <= 321
    assert (piece.section, piece.text, piece.day) == (Section.ECOSYSTEM, "Ja es pot consultar.", None)
    assert (piece.organisation, piece.subject_keys) == (agent, [subject.pk])
    words = said_by_one(topic)
    assert (words.text, words.section, words.drop_reason) == ("Anem-hi junts.", Section.GROUPS, "")


def test_they_come_in_by_date_at_the_end_of_what_is_there(april):
    before = an_entry(april, section=Section.AGENDA, position=7)
    an_event(title="Després", start=at(2026, 4, 20))
    an_event(title="Abans", start=at(2026, 4, 2))
    gather(april)
    assert list(april.entries.in_order().values_list("title", "position")) == [
        (before.title, 7),
        ("Abans", 8),
        ("Després", 9),
    ]


# --- How it follows its source ---


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


def test_the_job_follows_what_was_stopped():
    event = an_event(start=at(2026, 4, 9))
    circular = on_its_way(CircularState.STOPPED, event)
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


# --- What is left when it goes ---


def test_proposals_go_on_and_what_was_gathered_goes(april):
    may = a_circular(date(2026, 5, 1))
    an_entry(may, position=4)
    kept, refused = an_entry(april), an_entry(april, state=EntryState.REJECTED)
    first, second = a_proposal(april, position=1), a_proposal(april, position=2)
    postponed, cancelled = an_event(start=at(2026, 4, 20)), an_event(start=at(2026, 4, 21))
    dropped = an_entry(april, event=postponed, author=postponed.author, position=3, is_highlight=True)
    an_entry(april, event=cancelled)
    an_event(start=at(2026, 4, 9))
    gather(april)
    postpone_event(postponed, by=postponed.author, reason="Vaga")
    cancel_event(cancelled, by=cancelled.author, reason="Vaga")
    move_on(april, to=may)
    assert set(april.entries.all()) == {kept, refused}
    moved = may.entries.filter(pk__in=[first.pk, second.pk, dropped.pk]).order_by("position")
    assert list(moved.values_list("pk", "position", "state", "is_highlight")) == [
        (first.pk, 5, EntryState.WAITING, False),
        (second.pk, 6, EntryState.WAITING, False),
        (dropped.pk, 7, EntryState.WAITING, False),
    ]


# --- What it costs ---


@pytest.mark.parametrize("number", [1, 3, 30])
def test_any_number_takes_as_many_statements(april, number, django_assert_num_queries):
    subject = SubjectFactory()
    for source in (a_resource, an_experience, a_news_page):
        source(subjects=[subject])
    for _number in range(number):
        an_event(start=at(2026, 4, 9), subjects=[subject])
    portions = 0 if connection.vendor == "postgresql" else number // 30  # SQLite takes thirty rows at once
    with django_assert_num_queries(23 + portions):
        assert gather(april) == Gathered(new=number + 3)
    Event.objects.update(title="Un altre títol")
    with django_assert_num_queries(22):
        assert gather(april) == Gathered(changed=number)
    assert set(april.entries.filter(section=Section.COUNCILS, event__isnull=False).values_list("title", flat=True)) == {
        "Un altre títol"
    }


def test_what_has_no_entry_costs_its_writers_one_statement(django_assert_num_queries):
    event = an_event(start=at(2027, 4, 9))
    with django_assert_num_queries(1):
        assert refresh_source(event) is None
