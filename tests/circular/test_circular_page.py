"""A month's circular as each person reads it."""

import re
from datetime import date

import pytest

from agenda.models import Event
from forum.models import Topic
from home.circular.enums import DropReason, EntryState, Section
from home.circular.models import CircularEntry
from intranet.members.enums import GroupAccess
from tests.factories.agenda import a_group_event, an_event
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.home import a_news_page
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 1)


def read(client, circular):
    return client.get(circular.get_absolute_url())


def parts(client, circular):
    found = read(client, circular).context["parts"]
    return {part.name: [entry.title for entry in part.entries] for part in found}


def test_each_reads_it_in_their_own_order(client_of):
    subject, group = SubjectFactory(), WorkingGroupFactory()
    knows, sits, neither = a_member(), a_member(), a_member()
    knows.subjects.add(subject)
    GroupMembershipFactory(group=group, user=sits)
    circular = a_sent_circular(JANUARY)
    an_entry(circular, title="Portada", section=Section.GRANTS, is_highlight=True)
    an_entry(circular, title="Del grup", section=Section.GROUPS, topic=a_topic(group), group=group)
    an_entry(circular, title="De l’àmbit", section=Section.RESOURCES, resource=a_resource(), subject_keys=[subject.pk])
    an_entry(circular, title="Segona", section=Section.AGENDA, position=9)
    an_entry(circular, title="Primera", section=Section.AGENDA, position=1)
    order = {"destacats": ["Portada"], "agenda": ["Primera", "Segona"]}
    plain = {**order, "grups": ["Del grup"], "recursos": ["De l’àmbit"]}
    found = {name: parts(client_of(one), circular) for name, one in (("k", knows), ("s", sits), ("n", neither))}
    assert found == {
        "k": {**order, "teus": ["De l’àmbit"], "grups": ["Del grup"]},
        "s": {**order, "teus": ["Del grup"], "recursos": ["De l’àmbit"]},
        "n": plain,
    }
    assert list(found["k"])[:2] == ["destacats", "teus"]


def test_a_private_groups_name_is_for_its_people_though_the_topic_is_elsewhere_by_now(client_of):
    insider, private = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Grup amagat")
    GroupMembershipFactory(group=private, user=insider)
    circular = a_sent_circular(JANUARY)
    an_entry(circular, title="Ja és de tothom", topic=a_topic(), group=private)
    an_entry(circular, title="De la taula", topic=a_topic(), group=WorkingGroupFactory(name="Taula oberta"))
    hidden = WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Grup de dins")
    GroupMembershipFactory(group=hidden, user=insider)
    an_entry(circular, title="De dins", topic=a_topic(hidden), group=hidden)
    words = ("Ja és de tothom", "Grup amagat", "Taula oberta", "Grup de dins")
    found = [
        [word in read(client_of(one), circular).content.decode() for word in words]
        for one in (insider, a_member(), someone_of_coordination())
    ]
    assert found == [[True, False, True, True], [True, False, True, False], [True, False, True, False]]


def test_it_holds_only_what_one_may_see(client_of):
    insider, private = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Grup amagat")
    GroupMembershipFactory(group=private, user=insider)
    circular = a_sent_circular(JANUARY)
    an_entry(circular, title="Trobada reservada", event=a_group_event(private), group=private)
    an_entry(circular, title="Debat reservat", topic=a_topic(private), group=private)
    an_entry(circular, title="No aquesta vegada", state=EntryState.REJECTED, reason="Massa local")
    an_entry(circular, title="Encara espera", state=EntryState.WAITING)
    an_entry(circular, title="Anul·lada", event=an_event(), drop_reason=DropReason.CANCELLED)
    an_entry(circular, title="Notícia retirada", news=a_news_page(live=False))
    an_entry(circular, title="De tothom")
    titles = list(CircularEntry.objects.values_list("title", flat=True))
    found = {
        name: [title for title in titles if title in read(client_of(one), circular).content.decode()]
        for name, one in (("insider", insider), ("other", a_member()), ("coordination", someone_of_coordination()))
    }
    assert found == {
        "insider": ["Trobada reservada", "Debat reservat", "De tothom"],
        "other": ["De tothom"],
        "coordination": ["De tothom"],
    }
    assert "Grup amagat" not in read(client_of(a_member()), circular).content.decode()


def test_before_it_is_out_coordination_alone_looks_at_it(client_of):
    circular = a_circular(JANUARY, title="Circular secreta", intro="<p>Bon any!</p>")
    an_entry(circular, title="Primícia")
    assert read(client_of(a_member()), circular).status_code == 404
    said = read(client_of(someone_of_coordination()), circular).content.decode()
    assert [word in said for word in ("Primícia", "Bon any!", "/2026/01/compon/", "/comenta/")] == [
        True,
        True,
        True,
        False,
    ]
    assert client_of(a_member()).get("/circular/2031/01/").status_code == 404


def test_what_an_entry_says(client_of):
    council = OrganisationFactory(kind="ajuntament", name="Reus")
    event = an_event(title="Fira")
    circular = a_sent_circular(JANUARY)
    fields = {"event": event, "text": "Hi som\n\ntots <b>.", "day": date(2026, 1, 16), "facts": "10.00 · En línia"}
    entry = an_entry(circular, title="Fira <2026>", organisation=council, **fields)
    an_entry(circular, title="Enllaç de fora", link="https://example.org/ajuts")
    page = read(client_of(a_member()), circular).content.decode()
    article = re.search(rf'<article class="issue-entry" id="entrada-{entry.pk}".*?</article>', page, re.DOTALL)[0]
    expected = (
        f'<a href="{event.get_absolute_url()}">Fira &lt;2026&gt;</a>',
        "<p>tots &lt;b&gt;.</p>",
        '<time datetime="2026-01-16">',
        "10.00 · En línia",
        "Ajuntament de Reus",
        f'href="/circular/entrada/{entry.pk}/comenta/"',
    )
    assert [said for said in expected if said not in article] == []
    assert 'href="https://example.org/ajuts"' in page


def test_one_goes_on_to_the_circulars_beside_it(client_of):
    months = [date(2025, 11, 1), date(2025, 12, 1), JANUARY]
    first, second, third = (a_sent_circular(month) for month in months)
    a_circular(date(2026, 2, 1))
    client = client_of(someone_of_coordination())
    beside = [
        (page["previous"], page["following"]) for page in (read(client, one).context for one in (first, second, third))
    ]
    assert beside == [(None, second), (first, third), (second, None)]


def test_nothing_for_one_is_said_so(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    circular = a_sent_circular(JANUARY)
    an_entry(circular, topic=a_topic(group))
    page = read(client_of(a_member()), circular)
    assert (page.context["parts"], page.context["entries_count"], 'class="empty"' in page.content.decode()) == (
        [],
        0,
        True,
    )


def test_it_says_how_much_is_said_about_each_where_one_reads(client_of):
    circular, person = a_sent_circular(JANUARY), a_member()
    begun, secret = a_topic(), a_topic(WorkingGroupFactory(access=GroupAccess.PRIVATE))
    Topic.objects.update(post_count=3)
    for position, facts in enumerate(({"topic": a_topic()}, {"discussion": begun}, {"discussion": secret}, {})):
        an_entry(circular, section=Section.GROUPS, position=position, **facts)
    found = [entry.comments for part in read(client_of(person), circular).context["parts"] for entry in part.entries]
    assert found == [0, 3, 0, 0]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow(number, client_of, django_assert_num_queries):
    """Session, person, bell; the circular, its entries, the person's groups and subjects, the circular before and after."""
    client, circular = client_of(a_member()), a_sent_circular(JANUARY)
    group = WorkingGroupFactory()
    makers = (
        lambda: {"event": an_event()},
        lambda: {"resource": a_resource()},
        lambda: {"topic": a_topic(group), "group": group},
        lambda: {"news": a_news_page()},
        lambda: {"organisation": OrganisationFactory(), "link": "https://example.org/"},
    )
    for at in range(number):
        an_entry(circular, **makers[at % len(makers)]())
    read(client, circular)
    with django_assert_num_queries(9):
        response = read(client, circular)
    assert (response.context["entries_count"], Event.objects.count()) == (number, (number + 4) // 5)
