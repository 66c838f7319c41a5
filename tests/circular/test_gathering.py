"""The circular writes itself: what comes in, what it says, what is left when it goes, and what it costs."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import pgettext
from django_tasks_db.models import DBTaskResult

from agenda.domain.publishing import publish
from agenda.domain.states import cancel_event, postpone_event
from agenda.enums import EventKind, Mode, Review
from agenda.models import Event
from forum.enums import Outcome
from forum.models import Topic
from forum.signals import topic_published
from home.circular.domain.gathering import Gathered, gather, gather_all, refresh_source
from home.circular.domain.months import being_prepared
from home.circular.domain.moving_on import move_on
from home.circular.domain.sources import said_by_one
from home.circular.domain.steering import look_after
from home.circular.enums import CircularState, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from home.circular.tasks import gather_next
from repository.domain.publishing import publish as publish_resource
from repository.enums import ResourceKind
from repository.models import ResourcePage
from tests.circular.april import APRIL, entry_of, titles
from tests.factories.agenda import a_group_event, a_series, an_event, at
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_question, a_topic, an_experience
from tests.factories.home import a_news_page
from tests.factories.members import (
    OrganisationFactory,
    SubjectFactory,
)
from tests.factories.repository import a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


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


def test_what_was_stopped_costs_no_statements_for_ever():
    being_prepared()
    numbers = []
    for month in (date(2026, 3, 1), date(2026, 2, 1)):
        with CaptureQueriesContext(connection) as all_gathered:
            gather_all()
        with CaptureQueriesContext(connection) as looked_after:
            look_after()
        numbers.append((len(all_gathered), len(looked_after)))
        a_sent_circular(month, state=CircularState.STOPPED)
    assert numbers[0] == numbers[1]


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
    assert set(april.entries.all()) == {kept, refused, dropped}
    dropped.refresh_from_db()
    assert (dropped.state, dropped.drop_reason, dropped.is_highlight) == ("rejected", "postponed", False)
    moved = may.entries.filter(pk__in=[first.pk, second.pk]).order_by("position")
    assert list(moved.values_list("pk", "position", "state", "is_highlight")) == [
        (first.pk, 5, EntryState.WAITING, False),
        (second.pk, 6, EntryState.WAITING, False),
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
