"""Accepting, leaving out with a reason, putting back, highlighting, and to which section something belongs."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from forum.models import Topic
from home.circular.domain.composing import accept, highlight, put_back, reject, set_section
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.months import being_prepared
from home.circular.domain.ordering import place
from home.circular.domain.seen import Seen
from home.circular.domain.wording import reword
from home.circular.enums import DropReason, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import WorkingGroupFactory, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.fixture
def circular():
    return a_circular()


@pytest.fixture
def chief():
    return someone_of_coordination()


def versions(circular):
    return CircularPage.objects.values_list("version", "content_version").get(pk=circular.pk)


def test_what_is_accepted_stands_at_the_end_of_its_section(circular, chief):
    there = an_entry(circular, section=Section.AGENDA, position=7)
    entry = a_proposal(circular, section=Section.AGENDA, title="Fira")
    done = accept(entry, by=chief)
    assert (done.state, done.position, done.decided_by, done.decided_at is None) == (
        EntryState.ACCEPTED,
        there.position + 1,
        chief,
        False,
    )
    assert versions(circular) == (1, 1)
    accept(entry, by=chief)
    assert versions(circular) == (1, 1)


def test_what_its_author_changes_meanwhile_is_read_before_it_is_accepted(circular, chief):
    entry = a_proposal(circular, title="Fira")
    before = Seen.read(entry.stamp)
    now = Seen.read(reword(entry, by=chief, title="Fira d’una altra cosa", text="", seen=0).stamp)
    with pytest.raises(ChangedMeanwhileError):
        accept(entry, by=chief, seen=before)
    with pytest.raises(ChangedMeanwhileError):
        place(entry, by=chief, section=Section.GRANTS, seen=before)
    assert (CircularEntry.objects.get().state, CircularEntry.objects.get().section) == (
        "waiting",
        entry.section,
    )
    assert accept(entry, by=chief, seen=now).state == "accepted"
    assert accept(entry, by=chief, seen=now).state == "accepted"  # pressed twice


def test_what_is_left_out_says_why_when_somebody_reads_it(circular, chief):
    entry = a_proposal(circular, title="Fira")
    for reason in ("", "   "):
        with pytest.raises(ValidationError) as refused:
            reject(entry, by=chief, reason=reason)
        assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError):
        reject(entry, by=chief, reason="x" * 601)
    done = reject(entry, by=chief, reason=" Ja ha passat. ")
    assert (done.state, done.reason) == (EntryState.REJECTED, "Ja ha passat.")
    assert (versions(circular), done.reason) == ((1, 0), "Ja ha passat.")
    gathered = an_entry(circular, state=EntryState.WAITING, topic=a_topic())
    assert reject(gathered, by=chief).state == EntryState.REJECTED


def test_what_is_put_back_waits_again(circular, chief):
    entry = an_entry(circular, is_highlight=True, decided_by=chief)
    done = put_back(entry, by=chief)
    assert (done.state, done.is_highlight, done.decided_by, versions(circular)) == ("waiting", False, None, (1, 1))
    reject(done, by=chief, reason="No")
    assert (put_back(done, by=chief).reason, versions(circular)) == ("", (3, 1))


def test_three_stand_out_and_no_more(circular, chief):
    entries = [an_entry(circular) for _number in range(4)]
    for entry in entries[:3]:
        highlight(entry, by=chief, on=True)
    with pytest.raises(ValidationError):
        highlight(entries[3], by=chief, on=True)
    highlight(entries[0], by=chief, on=False)
    highlight(entries[3], by=chief, on=True)
    assert set(CircularEntry.objects.filter(is_highlight=True)) == set(entries[1:])
    with pytest.raises(ValidationError):
        highlight(a_proposal(circular), by=chief, on=True)


def test_what_is_hidden_from_one_takes_none_of_the_three_places(circular, chief):
    group = WorkingGroupFactory(access="private")
    for _number in range(3):
        an_entry(circular, topic=a_topic(group=group), is_highlight=True)
    entries = [an_entry(circular) for _number in range(3)]
    assert [highlight(entry, by=chief, on=True).is_highlight for entry in entries] == [True, True, True]


@pytest.mark.parametrize("reason", [DropReason.CANCELLED, DropReason.GONE])
def test_what_has_dropped_out_keeps_its_place_among_the_three(circular, chief, reason):
    an_entry(circular, topic=a_topic(), is_highlight=True, drop_reason=reason)
    if reason == DropReason.GONE:
        Topic.objects.update(removed_at=timezone.now())
    for _number in range(2):
        highlight(an_entry(circular), by=chief, on=True)
    with pytest.raises(ValidationError):
        highlight(an_entry(circular), by=chief, on=True)


def test_it_goes_to_the_end_of_another_section(circular, chief):
    there, entry = an_entry(circular, section=Section.GRANTS, position=3), an_entry(circular, section=Section.AGENDA)
    done = set_section(entry, by=chief, section=Section.GRANTS)
    assert (done.section, done.position, versions(circular)) == (Section.GRANTS, there.position + 1, (1, 1))
    with pytest.raises(ValidationError):
        set_section(entry, by=chief, section="cap")


def test_what_has_dropped_out_is_not_accepted(circular, chief):
    entry = an_entry(circular, state=EntryState.WAITING, topic=a_topic(), drop_reason=DropReason.GONE)
    with pytest.raises(ValidationError):
        accept(entry, by=chief)


def test_only_coordination_decides_on_what_it_sees_of_what_is_open(circular, chief):
    private = an_entry(circular, state=EntryState.WAITING, topic=a_topic(group=WorkingGroupFactory(access="private")))
    out = a_proposal(a_sent_circular())
    entry = a_proposal(circular)
    for who, what in ((a_member(), entry), (chief, private)):
        for do in (accept, put_back):
            with pytest.raises(PermissionDenied):
                do(what, by=who)
    with pytest.raises(ValidationError):
        accept(out, by=chief)
    assert set(CircularEntry.objects.values_list("state", flat=True)) == {"waiting"}


def test_what_has_moved_on_meanwhile_is_not_decided_on_here(circular, chief):
    entry = a_proposal(circular)
    CircularEntry.objects.update(circular=a_sent_circular())
    with pytest.raises(PermissionDenied):
        accept(entry, by=chief)
    assert being_prepared() == circular
