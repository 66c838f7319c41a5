"""Words put right: what follows its source and what does not, and two who write at the same time."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.wording import (
    OwnFacts,
    keep_own_words,
    reword,
    set_deadline,
    take_source_words,
    write_intro,
)
from home.circular.enums import CircularState
from home.circular.models import CircularEntry, CircularPage
from tests.factories.agenda import a_series, at
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return someone_of_coordination()


def reworded(entry, by, title="Més curt", text="Breu.", seen=0, **facts):
    return reword(entry, by=by, title=title, text=text, seen=seen, **facts)


def test_it_keeps_its_words_and_those_of_its_source(chief):
    entry = an_entry(a_circular(), topic=a_topic(), title="Llarg", text="Molt llarg.")
    done = reworded(entry, chief)
    assert (done.title, done.text, done.version, done.reworded) == ("Més curt", "Breu.", 1, True)
    assert (done.source_title, done.source_text) == ("Llarg", "Molt llarg.")
    again = reworded(done, chief, title="Encara més", seen=1)
    assert (again.source_title, again.version) == ("Llarg", 2)


def test_who_goes_back_to_the_words_of_the_source_follows_it_again(chief):
    entry = an_entry(a_circular(), topic=a_topic(), title="Llarg", text="Molt llarg.")
    reworded(entry, chief)
    back = reworded(entry, chief, title="Llarg", text="Molt llarg.", seen=1)
    assert (back.title, back.reworded, back.source_title, back.source_text) == ("Llarg", False, "", "")
    reworded(entry, chief, seen=2)
    CircularEntry.objects.update(source_changed=True)
    assert reworded(entry, chief, title="Llarg", text="Molt llarg.", seen=3).reworded


def test_what_is_written_by_hand_follows_nothing(chief):
    entry = an_entry(a_circular(), day=date(2026, 1, 1))
    facts = OwnFacts(day=date(2026, 2, 1), link="https://example.org/", picture_alt="Una plaça")
    done = reworded(entry, chief, facts=facts)
    assert (done.reworded, done.source_title, done.day, done.link, done.picture_alt) == (
        False,
        "",
        facts.day,
        facts.link,
        facts.picture_alt,
    )


def test_who_comes_second_is_shown_what_is_there(chief):
    entry = an_entry(a_circular())
    reworded(entry, chief, title="Primera")
    with pytest.raises(ChangedMeanwhileError) as conflict:
        reworded(entry, someone_of_coordination(), title="Segona")
    assert (conflict.value.now.title, conflict.value.now.version) == ("Primera", 1)
    same = reworded(entry, chief, title="Primera")  # saved twice: nothing to quarrel about
    assert (same.version, CircularEntry.objects.get().title) == (1, "Primera")
    assert reworded(entry, chief, title="Segona", seen=None).title == "Segona"


@pytest.mark.parametrize(("given", "at_field"), [({"title": "  "}, "title"), ({"text": "x" * 501}, "text")])
def test_what_no_reader_should_get_is_refused(chief, given, at_field):
    entry = an_entry(a_circular(), title="Fira")
    with pytest.raises(ValidationError) as refused:
        reworded(entry, chief, **given)
    assert (list(refused.value.message_dict), CircularEntry.objects.get().title) == ([at_field], "Fira")


def test_the_new_words_of_the_source_are_taken_or_seen(chief):
    topic = a_topic(title="Com ho feu?")
    entry = an_entry(a_circular(), topic=topic, title="El nostre", text="Breu.", reworded=True, source_title="Abans")
    CircularEntry.objects.update(source_changed=True)
    kept = keep_own_words(entry, by=chief)
    assert (kept.title, kept.reworded, kept.source_changed, kept.source_title) == (
        "El nostre",
        True,
        False,
        "Com ho feu?",
    )
    CircularEntry.objects.update(source_changed=True)
    taken = take_source_words(entry, by=chief)
    assert (taken.title, taken.reworded, taken.source_changed, taken.source_title) == (
        "Com ho feu?",
        False,
        False,
        "",
    )


@pytest.mark.parametrize("is_out", [False, True])
def test_the_date_of_a_series_is_that_which_the_circular_tells_of(chief, is_out):
    april = a_circular(date(2026, 4, 1))
    with time_machine.travel(at(2026, 3, 10)) as clock:
        entry = an_entry(april, event=a_series(start=at(2026, 3, 12), times=8), reworded=True, source_title="Abans")
        if is_out:
            CircularPage.objects.update(state=CircularState.SENT, begun_at=at(2026, 4, 1))
            clock.move_to(at(2026, 4, 20))
        assert take_source_words(entry, by=chief).day == date(2026, 4, 2)


def test_the_introduction_is_cleaned_and_guarded(chief):
    circular = a_circular()
    done = write_intro(circular, by=chief, intro="<p>Bon dia</p><script>x</script>", seen=0)
    assert (done.intro, done.intro_version, done.version, done.content_version) == ("<p>Bon dia</p>", 1, 1, 1)
    assert write_intro(circular, by=chief, intro="<p>Bon dia</p>", seen=0).intro_version == 1
    with pytest.raises(ChangedMeanwhileError) as conflict:
        write_intro(circular, by=chief, intro="<p>Bona nit</p>", seen=0)
    assert conflict.value.now.intro == "<p>Bon dia</p>"


def test_words_are_put_right_after_it_is_out_but_not_while_mails_are_written(chief):
    circular = a_sent_circular()
    entry = an_entry(circular)
    assert reworded(entry, chief).title == "Més curt"
    CircularPage.objects.update(state=CircularState.SENDING)
    with pytest.raises(ValidationError):
        reworded(entry, chief, title="Tard", seen=1)
    with pytest.raises(ValidationError):
        write_intro(circular, by=chief, intro="<p>Tard</p>", seen=0)


def test_only_coordination_writes(chief):
    entry = a_proposal(a_circular())
    for do in (
        lambda who: reworded(entry, who),
        lambda who: write_intro(entry.circular, by=who, intro="<p>Jo</p>", seen=0),
        lambda who: set_deadline(entry.circular, by=who, deadline=timezone.now()),
    ):
        with pytest.raises(PermissionDenied):
            do(entry.author)
    assert a_member().standing.cares_for_members is False


def test_the_deadline_is_within_the_month_and_before_the_day_it_is_sent(chief):
    circular = a_circular(date(2031, 5, 1))
    wanted = datetime(2031, 4, 28, 10, tzinfo=UTC)
    assert set_deadline(circular, by=chief, deadline=wanted).deadline == wanted
    with pytest.raises(ValidationError):
        set_deadline(circular, by=chief, deadline=datetime(2031, 6, 1, tzinfo=UTC))
    CircularPage.objects.update(state=CircularState.SCHEDULED, scheduled_for=wanted + timedelta(days=1))
    with pytest.raises(ValidationError):
        set_deadline(circular, by=chief, deadline=wanted + timedelta(days=2))
    assert CircularPage.objects.get(pk=circular.pk).deadline == wanted
