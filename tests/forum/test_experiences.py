"""Telling an experience and correcting it: the topic, its story, its facts."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from forum.domain.experiences import Account, band_of, edit_experience, groups_to_tell_in, publish_experience
from forum.domain.stories import story_of
from forum.enums import Outcome, PopulationBand, TopicKind
from forum.models import Experience, Topic
from forum.signals import topic_published
from intranet.members.doors import door_to
from intranet.members.enums import GroupAccess, GroupRole, GroupState
from intranet.members.models import WorkingGroup
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.roles import ROLES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def group():
    return WorkingGroupFactory(slug="compra")


def account(**told):
    return Account(**{"outcome": Outcome.SUCCESS.value, "done": "Vam reservar el contracte.", "year": 2024, **told})


def told(group, author=None, *, title="Menjador reservat", **facts):
    return publish_experience(group=group, author=author or a_member(), title=title, account=account(**facts))


def test_story_is_made_of_the_parts_that_say_something_in_their_order():
    parts = {"failed": "El termini.", "done": "Primer paràgraf.\nSegona línia.\n\nSegon paràgraf.", "worked": "  "}
    assert story_of(parts) == (
        "<h3>What we did</h3>\n<p>Primer paràgraf.<br>Segona línia.</p>\n<p>Segon paràgraf.</p>\n"
        "<h3>What failed</h3>\n<p>El termini.</p>"
    )


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Cal:\n- un plec\n– una taula", "<p>Cal:</p>\n<ul><li>un plec</li>\n<li>una taula</li></ul>"),
        ("<script>x</script> & <b>", "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;</p>"),
        ("Vegeu https://reus.cat/plec.", '<p>Vegeu <a href="https://reus.cat/plec">https://reus.cat/plec</a>.</p>'),
        ('https://reus.cat/"><img src=x>', None),
        ("2-3 setmanes\r\n\r\n-no és una llista", "<p>2-3 setmanes</p>\n<p>-no és una llista</p>"),
    ],
)
def test_what_is_typed_is_text_with_lists_and_links(typed, html):
    story = story_of({"done": typed})
    if html is None:
        assert "<img" not in story
    else:
        assert story == f"<h3>What we did</h3>\n{html}"


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (None, ""),
        (1_000, PopulationBand.MICRO),
        (1_001, PopulationBand.SMALL),
        (20_000, PopulationBand.TOWN),
        (50_000, PopulationBand.LARGE),
        (50_001, PopulationBand.CITY),
    ],
)
def test_a_councils_size_has_its_band(population, band):
    assert band_of(OrganisationFactory(population=population)) == band
    assert band_of(None) == ""


def test_an_experience_is_a_topic_with_its_facts(group):
    council, subject = OrganisationFactory(population=26_000), SubjectFactory()
    facts = {"council": council, "department": "contractacio", "cost": "2", "subjects": (subject,), "change": "Temps."}
    topic = told(group, **facts)
    experience = Experience.objects.get(topic=topic)
    assert (topic.kind, topic.title, topic.last_number) == (TopicKind.EXPERIENCE, "Menjador reservat", 1)
    assert (experience.outcome, experience.council, experience.population) == ("exit", council, PopulationBand.LARGE)
    assert (experience.department, experience.cost, experience.year) == ("contractacio", "2", 2024)
    assert list(experience.subjects.all()) == [subject]
    words = [line for line in topic.posts.get().text.splitlines() if line]
    assert words == ["What we did", "Vam reservar el contracte.", "What we would change", "Temps."]


def test_whoever_is_told_of_it_finds_its_facts(group):
    heard = []

    def hear(topic, **_signal):
        heard.append((topic.experience.is_failure, [subject.pk for subject in topic.experience.subjects.all()]))

    subject = SubjectFactory()
    topic_published.connect(hear)
    try:
        told(group, outcome=Outcome.FAILURE.value, subjects=(subject,))
    finally:
        topic_published.disconnect(hear)
    assert heard == [(True, [subject.pk])]


def test_the_same_form_sent_twice_tells_it_once(group):
    author, key = a_member(), uuid4()
    sent = [
        publish_experience(group=group, author=author, title="Mercat", account=account(), key=key) for _time in range(2)
    ]
    assert (sent[0].pk, Topic.objects.count(), Experience.objects.count()) == (sent[1].pk, 1, 1)


def test_nothing_is_kept_of_an_experience_that_cannot_be_told():
    group = WorkingGroupFactory(access=GroupAccess.CLOSED)
    with pytest.raises(PermissionDenied):
        told(group)
    assert (Topic.objects.count(), Experience.objects.count()) == (0, 0)


def test_an_edit_keeps_its_history_and_replaces_the_facts(group):
    author, council = a_member(), OrganisationFactory(population=800)
    topic = told(group, author, subjects=(SubjectFactory(),))
    version = topic.version
    better = account(outcome=Outcome.FAILURE.value, done="Vam haver de tancar.", year=2025, council=council)
    edit_experience(topic, by=author, title="Menjador tancat", account=better)
    experience = Experience.objects.select_related("topic").get()
    assert (experience.topic.title, experience.is_failure, experience.year) == ("Menjador tancat", True, 2025)
    assert (experience.council, experience.population) == (council, PopulationBand.MICRO)
    assert (list(experience.subjects.all()), experience.topic.version > version) == ([], True)
    post = topic.posts.get()
    assert ("Vam haver de tancar." in post.text, post.edited_by) == (True, author)
    assert [(old.title, "Vam reservar" in old.body) for old in post.revisions.all()] == [("Menjador reservat", True)]


def test_changed_facts_alone_leave_a_trace_and_draw_the_topic_anew(group):
    author = a_member()
    topic = told(group, author)
    edit_experience(topic, by=author, title=topic.title, account=account(year=2020))
    version = topic.version
    topic.refresh_from_db()
    assert (Experience.objects.get().year, topic.posts.get().revisions.get().facts["year"][1]) == (2020, "2020")
    assert topic.version > version


def test_only_its_author_and_those_who_moderate_correct_it(group):
    topic = told(group)
    changed = account(year=2001)
    for person in (a_member(), a_guest(group)):
        with pytest.raises(PermissionDenied), transaction.atomic():
            edit_experience(topic, by=person, title=topic.title, account=changed)
    assert Experience.objects.get().year == 2024
    edit_experience(topic, by=someone_of_coordination(), title=topic.title, account=changed)
    assert Experience.objects.get().year == 2001


def test_one_tells_it_where_one_may_write(roles):
    for access in GroupAccess:
        for state in (GroupState.ACTIVE, GroupState.PROPOSED, GroupState.CLOSED):
            WorkingGroupFactory(access=access, state=state)
    for role in ("member", "group_coordinator"):
        GroupMembershipFactory(user=roles[role], group=WorkingGroupFactory(access=GroupAccess.PRIVATE))
    GroupMembershipFactory(user=roles["coordination"], role=GroupRole.MEMBER)
    for role in ROLES:
        person = roles[role]
        if person is None:
            continue
        offered = set(groups_to_tell_in(person))
        assert offered == {group for group in WorkingGroup.objects.all() if door_to(person, group).may_write}, role


def test_words_are_looked_for_in_title_story_and_council(group):
    berga = told(group, title="Cooperativa d'habitatge", done="Cessió d'ús.", council=OrganisationFactory(name="Berga"))
    for words, found in {
        "CESSIO habitatge": [berga],
        "berga us": [berga],
        "berga lloguer": [],
        "": [berga],
    }.items():
        assert [one.topic for one in Experience.objects.telling(words)] == found, words
