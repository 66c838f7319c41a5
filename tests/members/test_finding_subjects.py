"""What is about a subject, of whatever kind, is found by its present name, and by it no more once there is no such subject."""

import pytest
from django_tasks_db.models import DBTaskResult

from intranet.fulltext.domain import index_things
from intranet.fulltext.models import Entry
from intranet.members import finding_tasks
from intranet.members.models import User
from intranet.search.filters import Filters, keys_between
from intranet.search.finding import find
from tests.factories.agenda import an_event
from tests.factories.circular import a_sent_circular, an_entry
from tests.factories.forum import an_experience
from tests.factories.home import a_news_page
from tests.factories.members import SubjectFactory, a_member
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """Runs what a change leaves to a worker, until nothing is left."""

    def after(change):
        DBTaskResult.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            change()
        done = 0
        while left := list(DBTaskResult.objects.order_by("enqueued_at", "pk")[:1]):
            waiting = left[0]
            waiting.delete()
            with django_capture_on_commit_callbacks(execute=True):
                waiting.task.func(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
            done += 1
        return done

    return after


def of_all_kinds(subject):
    """The keys of what is about `subject`: one of each kind that can be."""
    person = a_member()
    person.subjects.add(subject)
    page = a_news_page(subjects=[subject])
    index_things("news", [page.pk])
    return {
        "event": an_event(subjects=[subject]).pk,
        "experience": an_experience(subjects=[subject]).topic_id,
        "news": page.pk,
        "person": person.pk,
        "resource": a_resource(subjects=[subject]).pk,
    }


def found(words, subject=None):
    person = User.objects.with_standing().get(pk=a_member().pk)
    return {result.kind: result.thing for result in find(person, words, Filters(subject=subject)).results}


def about(subject):
    return Entry.objects.filter(subjects__contains=f",{subject},").count()


def test_what_is_about_a_deleted_subject_is_found_by_it_no_more(worker):
    subject, other = SubjectFactory(name="Quimera"), SubjectFactory(name="Quimera i esquirols")
    things, key = of_all_kinds(subject), subject.pk
    kept = an_event(subjects=[other])
    assert found("quimera", subject=key) == things
    worker(subject.delete)
    assert (found("quimera"), about(key), about(other.pk)) == ({"event": kept.pk}, 0, 1)


def test_what_is_about_a_renamed_subject_is_found_by_its_new_name(worker):
    subject = SubjectFactory(name="Quimera")
    things = of_all_kinds(subject)
    subject.name = "Esquirol"
    worker(subject.save)
    assert (found("quimera"), found("esquirol", subject=subject.pk)) == ({}, things)


def test_what_is_about_a_deleted_subject_is_looked_at_in_turns(worker, monkeypatch):
    """Each once, also what goes on saying that it is about it: a circular that is out tells what it told."""
    monkeypatch.setattr(finding_tasks, "AT_ONCE", 2)
    subject = SubjectFactory(name="Quimera")
    of_all_kinds(subject)
    key = subject.pk
    index_things("circular_entry", [an_entry(a_sent_circular(), subject_keys=[key]).pk])
    assert about(key) == 6
    assert (worker(subject.delete), about(key)) == (4, 1)


def test_as_many_subjects_may_be_chosen_as_there_are(worker):
    subjects = SubjectFactory.create_batch(80)
    keys = sorted(subject.pk for subject in subjects)
    person = a_member()
    worker(lambda: person.subjects.set(subjects))
    event, experience, page = (make(subjects=subjects) for make in (an_event, an_experience, a_resource))
    told = Entry.objects.filter(
        kind__in=["person", "event", "experience", "resource"], subjects__contains=f",{keys[-1]},"
    )
    assert sorted(told.values_list("kind", "key")) == sorted(
        [("person", person.pk), ("event", event.pk), ("experience", experience.topic_id), ("resource", page.pk)]
    )
    assert [sorted(keys_between(subjects)) for subjects in told.values_list("subjects", flat=True)] == [keys] * 4
