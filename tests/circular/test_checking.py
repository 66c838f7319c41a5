"""What is wrong with a circular before it is sent."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from agenda.models import Event
from home.circular.domain.checking import problems_of
from home.circular.domain.months import end_of
from home.circular.enums import DropReason, EntryState, LinkState, Section
from home.circular.models import LinkCheck
from intranet.members.enums import GroupAccess
from repository.models import ResourcePage
from tests.factories.agenda import a_group_event, an_event, at, in_days
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination
from tests.factories.repository import a_group_resource, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return someone_of_coordination()


def found(circular, by, **facts):
    return [(problem.level, problem.code, problem.entry) for problem in problems_of(circular, by=by, **facts)]


def closed(**facts):
    """Takes proposals no more."""
    return a_circular(deadline=timezone.now() - timedelta(minutes=1), **facts)


def full(**facts):
    """With something under each section, and nothing wrong."""
    circular = closed(intro="<p>Hola!</p>", **facts)
    return circular, [an_entry(circular, section=section) for section in Section]


def test_what_is_as_it_should_be_has_no_problem(editor):
    circular, entries = full()
    entries[0].picture, entries[0].picture_alt, entries[0].day = "circular/a.jpg", "La plaça plena", in_days(40).date()
    entries[0].save()
    assert found(circular, editor, size=99_000, recipients=3) == []


def test_an_empty_one_for_nobody_cannot_be_sent(editor):
    circular = closed()
    an_entry(circular, state=EntryState.REJECTED)
    assert found(circular, editor, recipients=0) == [
        ("error", "empty", None),
        ("error", "nobody", None),
        ("warning", "no_intro", None),
    ]


def test_each_entry_is_looked_at_and_errors_come_first(editor):
    circular, (event, past, pictured, changed, *_others) = full()
    for entry, facts in (
        (event, {"drop_reason": DropReason.CANCELLED}),
        (past, {"day": timezone.localdate() - timedelta(days=1)}),
        (pictured, {"picture": "circular/b.jpg", "picture_alt": " "}),
        (changed, {"source_changed": True, "reworded": True}),
    ):
        for name, value in facts.items():
            setattr(entry, name, value)
        entry.save()
    an_entry(circular, section=Section.AGENDA, state=EntryState.REJECTED, day=in_days(-30).date())
    assert found(circular, editor, size=102_001) == [
        ("error", "no_alt", pictured),
        ("warning", "too_heavy", None),
        ("warning", "dropped", event),
        ("warning", "past", past),
        ("warning", "source_changed", changed),
        ("note", "empty_sections", None),
    ]
    assert problems_of(circular, by=editor)[-1].text.endswith(": Agenda.")


def test_dates_are_measured_by_the_day_on_which_people_get_it(editor):
    circular, entries = full(scheduled_for=in_days(10))
    entries[0].day = in_days(9).date()
    entries[0].save()
    assert found(circular, editor) == [("warning", "past", entries[0])]


@time_machine.travel(at(2026, 12, 10))
def test_until_it_is_scheduled_they_are_measured_by_the_first_working_day_of_its_month(editor):
    """1 January is a holiday, and the 2nd a Friday."""
    circular, (festive, working, *_others) = full(month=date(2027, 1, 1))
    for entry, day in ((festive, date(2027, 1, 3)), (working, date(2027, 1, 4))):
        entry.day = day
        entry.save()
    assert found(circular, editor) == [("warning", "past", festive)]
    assert found(circular, editor, now=at(2027, 1, 5)) == [("warning", "past", one) for one in (festive, working)]


def test_that_proposals_are_still_taken_is_said(editor):
    circular, _entries = full()
    circular.deadline = in_days(3)
    assert found(circular, editor) == [("warning", "deadline_open", None)]
    circular.scheduled_for = in_days(4)
    assert found(circular, editor) == []


def test_what_is_said_twice_is_named(editor):
    out = a_sent_circular(date(2026, 12, 1))
    event, page = an_event(start=in_days(40)), a_resource(title="Guia de clàusules")
    an_entry(out, title="El  CELLER obre!", resource=page)
    an_entry(out, title="Amb enllaç", link="https://celler.example/tast/")
    an_entry(out, title="Rebutjada", state=EntryState.REJECTED)
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    an_entry(out, title="Secreta", event=a_group_event(group))
    circular, entries = full(month=date(2027, 1, 1))
    own = ("El celler obre", "U", "Dos", "Rebutjada", "secreta", "Tres", "Quatre")
    links = (
        "",
        "http://www.celler.example/tast",
        f"http://testserver{page.get_absolute_url()}?a=1",
        "",
        "",
        f"http://testserver{event.get_absolute_url()}#com",
        "https://celler.example/altres",
    )
    for entry, title, link in zip(entries, own, links, strict=True):
        entry.title, entry.link = title, link
        entry.save()
    told = an_entry(circular, section=Section.GRANTS, event=event)
    problems = problems_of(circular, by=editor)
    repeated = [*entries[:3], told]
    assert [(one.code, one.entry) for one in problems if one.level != "note"] == [("repeated", one) for one in repeated]
    assert ["«Tres»" in one.text for one in problems if one.code == "repeated"] == [False, False, False, True]
    out.month = date(2025, 12, 1)
    out.save()
    assert found(circular, editor)[:-1] == [("warning", "repeated", told)]


def test_what_nobody_decided_on_is_said_by_what_becomes_of_it(editor):
    circular, _entries = full()
    a_proposal(circular)
    an_entry(circular, state=EntryState.WAITING, author=None, event=an_event(start=in_days(9)))
    an_entry(circular, state=EntryState.WAITING, author=None, event=an_event(start=in_days(9)))
    a_proposal(circular, drop_reason=DropReason.GONE)
    said = [(problem.code, problem.text.partition(" ")[0]) for problem in problems_of(circular, by=editor)]
    assert said == [("undecided_proposals", "1"), ("undecided_gathered", "2")]


def test_a_proposal_that_no_later_circular_can_tell_of_is_named(editor):
    circular, _entries = full()
    end = end_of(circular.month)
    over, _later, _none = (
        a_proposal(circular, day=day)
        for day in ((end - timedelta(days=1)).date(), end.date() + timedelta(days=1), None)
    )
    longer = an_event(start=end - timedelta(days=1), end=end + timedelta(days=2))
    a_proposal(circular, event=longer, day=(end - timedelta(days=1)).date(), author=a_member())
    found = [problem for problem in problems_of(circular, by=editor) if problem.code == "last_chance"]
    assert [(problem.level, problem.entry) for problem in found] == [("warning", over)]


def test_links_are_said_as_they_were_found(editor):
    circular, entries = full()
    circular.intro = '<p><a href="https://intro.example/">Això</a></p>'
    urls = [f"https://{name}.example/" for name in ("bo", "trencat", "nom", "lent", "nou")]
    for entry, url in zip(entries, urls, strict=False):
        entry.link = url
        entry.save()
    good, broken, unnamed, slow, _new = urls
    for url, state, answer in (
        ("https://intro.example/", LinkState.BROKEN, "410"),
        (good, LinkState.GOOD, "200"),
        (broken, LinkState.BROKEN, "404"),
        (unnamed, LinkState.BROKEN, "name"),
        (slow, LinkState.UNREACHED, "timeout"),
    ):
        LinkCheck.objects.create(url=url, state=state, answer=answer, checked_at=timezone.now())
    problems = problems_of(circular, by=editor)
    assert [(one.level, one.code, one.entry, one.url) for one in problems] == [
        ("warning", "broken_link", None, "https://intro.example/"),
        ("warning", "broken_link", entries[1], broken),
        ("warning", "broken_link", entries[2], unnamed),
        ("note", "unreached_link", entries[3], slow),
        ("note", "unlooked_links", None, ""),
    ]


def test_nothing_is_said_of_what_its_editor_may_not_see(editor):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    inside = someone_of_coordination()
    GroupMembershipFactory(group=group, user=inside)
    circular, _entries = full()
    secret = an_entry(
        circular, section=Section.GROUPS, event=a_group_event(group), title="Secreta", day=in_days(-9).date()
    )
    an_entry(circular, state=EntryState.WAITING, author=None, event=a_group_event(group))
    assert found(circular, editor) == []
    assert found(circular, inside) == [("warning", "past", secret), ("note", "undecided_gathered", None)]


def test_what_was_taken_back_is_said_without_its_title(editor):
    circular, _entries = full()
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    for page, facts in (
        (a_resource(title="Contractes"), {}),
        (a_resource(title="Sense decidir"), {"state": EntryState.WAITING, "author": None}),
        (a_group_resource(group, title="Acta secreta"), {"group": group}),
    ):
        an_entry(circular, resource=page, title=page.title, **facts)
        ResourcePage.objects.get(pk=page.pk).unpublish()
    inside = someone_of_coordination()
    GroupMembershipFactory(group=group, user=inside)
    for person, number in ((editor, 1), (inside, 2)):
        problems = problems_of(circular, by=person)
        assert [(one.level, one.code, one.entry) for one in problems] == [("warning", "taken_back", None)] * number
        assert {"Contractes" in one.text or "secreta" in one.text for one in problems} == {False}


def test_what_its_organisers_want_no_more_stays_and_is_told(editor):
    circular, _entries = full()
    entry = an_entry(circular, event=an_event(start=in_days(40)))
    assert found(circular, editor) == []
    Event.objects.update(for_circular=False)
    assert found(circular, editor) == [("warning", "unwanted", entry)]
    assert circular.entries.printed().filter(pk=entry.pk).exists()


def test_what_a_mail_weighs_is_said_as_elsewhere(editor):
    circular, _entries = full()
    assert found(circular, editor, size=102_000) == []
    assert "102 kB" in problems_of(circular, by=editor, size=102_001)[0].text


@pytest.mark.parametrize("number", [1, 3, 30])
def test_any_number_takes_four_statements(editor, number, django_assert_num_queries):
    circular, out = closed(intro="<p>Hola!</p>"), a_sent_circular()
    for place in range(number):
        an_entry(circular, link=f"https://n{place}.example/")
        an_entry(circular, event=an_event(start=in_days(40)))
        an_entry(out, event=an_event())
    assert editor.standing.cares_for_members  # as in a request, which asks for it once
    with django_assert_num_queries(4):
        codes = [problem.code for problem in problems_of(circular, by=editor)]
    assert codes == ["unlooked_links", "empty_sections"]
    entries = list(circular.entries.with_sources())
    with django_assert_num_queries(3):
        assert [problem.code for problem in problems_of(circular, by=editor, entries=entries)] == codes
