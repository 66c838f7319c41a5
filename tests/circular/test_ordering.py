"""Up and down over the borders of sections, before another one, and a candidate that is dragged in."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from home.circular.domain.ordering import DOWN, UP, move, place, printed_by_section
from home.circular.enums import EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from tests.factories.circular import a_circular, a_proposal, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import WorkingGroupFactory, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.fixture
def circular():
    return a_circular()


@pytest.fixture
def chief():
    return someone_of_coordination()


def entries_of(circular, section, titles):
    return {title: an_entry(circular, section=section, title=title) for title in titles}


def order(circular, by):
    found = printed_by_section(circular, seen_by=by)
    return {section: "".join(entry.title for entry in entries) for section, entries in found.items() if entries}


def test_one_place_at_a_time_and_over_the_border(circular, chief):
    entries = entries_of(circular, Section.AGENDA, "AB") | entries_of(circular, Section.ECOSYSTEM, "XY")
    steps = [("B", UP), ("A", DOWN), ("X", UP), ("X", UP), ("A", DOWN), ("Y", DOWN)]
    found = []
    for title, direction in steps:
        assert move(entries[title], by=chief, direction=direction) is True
        found.append(order(circular, chief))
    assert found == [
        {"agenda": "BA", "ecosistema": "XY"},
        {"agenda": "B", "municipis": "A", "ecosistema": "XY"},
        {"agenda": "B", "municipis": "AX", "ecosistema": "Y"},
        {"agenda": "B", "municipis": "XA", "ecosistema": "Y"},
        {"agenda": "B", "municipis": "X", "ecosistema": "AY"},
        {"agenda": "B", "municipis": "X", "ecosistema": "A", "grups": "Y"},
    ]
    assert CircularPage.objects.get(pk=circular.pk).content_version == len(steps)


def test_at_the_ends_there_is_nowhere_to_go(circular, chief):
    first, last = an_entry(circular, section=Section.AGENDA), an_entry(circular, section=Section.GRANTS)
    assert [move(first, by=chief, direction=UP), move(last, by=chief, direction=DOWN)] == [False, False]
    assert CircularPage.objects.get(pk=circular.pk).version == 0


def test_it_passes_by_what_one_does_not_see(circular, chief):
    group = WorkingGroupFactory(access="private")
    first = an_entry(circular, section=Section.GROUPS, title="A")
    an_entry(circular, section=Section.GROUPS, title="ocult", topic=a_topic(group=group))
    last = an_entry(circular, section=Section.GROUPS, title="B")
    move(last, by=chief, direction=UP)
    titles = CircularEntry.objects.filter(section=Section.GROUPS).in_order().values_list("title", flat=True)
    assert (order(circular, chief), list(titles)) == ({"grups": "BA"}, ["B", "A", "ocult"])
    assert move(first, by=chief, direction=UP) is True


def test_a_candidate_is_accepted_where_it_is_put(circular, chief):
    entries = entries_of(circular, Section.RESOURCES, "AB")
    entry = a_proposal(circular, section=Section.AGENDA, title="N")
    done = place(entry, by=chief, section=Section.RESOURCES, before=entries["B"])
    assert (done.state, order(circular, chief)) == (EntryState.ACCEPTED, {"recursos": "ANB"})
    place(entries["A"], by=chief, section=Section.RESOURCES)
    assert order(circular, chief) == {"recursos": "NBA"}
    place(entries["A"], by=chief, section=Section.TRAINING, before=entries["B"])  # which is not there
    assert order(circular, chief) == {"recursos": "NB", "formacio": "A"}


def test_it_is_refused(circular, chief):
    entry, waiting = an_entry(circular), a_proposal(circular)
    with pytest.raises(ValidationError):
        move(waiting, by=chief, direction=UP)
    with pytest.raises(ValidationError):
        place(entry, by=chief, section="cap")
    with pytest.raises(PermissionDenied):
        move(entry, by=a_member(), direction=UP)
