"""What the search box proposes, and to whom."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils.http import urlencode

from forum.domain.moderation import remove_post
from intranet.fulltext.domain import index_things
from intranet.fulltext.kinds import findables
from intranet.fulltext.models import Entry
from intranet.fulltext.words import SHORTEST_BEGINNING
from intranet.members.enums import GroupAccess
from intranet.members.models import User, WorkingGroup
from intranet.search.models import Promotion, SynonymSet
from intranet.search.suggestions import MOST, suggest
from tests.factories.circular import a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_marks(monkeypatch):
    monkeypatch.setattr("intranet.search.suggestions.marked", lambda title, _sought: title)


def there(**things):
    for kind, some in things.items():
        index_things(kind, [thing.pk for thing in some])


def titles(user, words):
    return [one.title for one in suggest(user, words)]


def councils(*names):
    there(council=[OrganisationFactory(name=name) for name in names])


def groups(*names, **facts):
    made = [WorkingGroupFactory(name=name, **facts) for name in names]
    there(group=made)
    return made


def test_what_is_typed_comes_before_what_begins_so_and_that_before_words_within():
    member = a_member()
    groups("Taula d’hort", "Hortes", "Hort", "Els hortals del Segrià", "Horts urbans", "Res")
    assert titles(member, "hort") == ["Hort", "Hortes", "Horts urbans", "Els hortals del Segrià", "Taula d’hort"]
    assert titles(member, "HORTA")[0] == "Els hortals del Segrià"
    assert titles(member, "taules") == ["Taula d’hort"]


def test_kinds_are_mixed_and_there_are_few_of_them():
    member = a_member(given_name="Zoila", family_name="Ros")
    there(person=[member, *(a_member(given_name="Zoila", family_name=f"Ros {letter}") for letter in "abcdef")])
    groups("Zoila i la resta")
    found = suggest(member, "zoila")
    assert ([one.kind for one in found], len(found)) == (["person"] * 6 + ["group"], MOST)
    councils("Zoila de Munt", "Zoila d’Avall")
    assert [one.kind for one in suggest(member, "zoila")].count("council") == 2


@pytest.mark.parametrize("words", ["", " ", "h", "·", "’ h"])
def test_one_letter_is_too_little(words, django_assert_num_queries):
    groups("Hort", "H")
    member = a_member()
    assert member.standing.in_network
    with django_assert_num_queries(0):
        assert suggest(member, words) == []


def test_a_topic_is_proposed_once_and_by_its_title():
    member = a_member()
    topic = a_topic(GroupMembershipFactory(user=member).group, member, title="Horts escolars", body="<p>Pebrots.</p>")
    there(post=topic.posts.all())
    assert [(one.title, one.address) for one in suggest(member, "horts")] == [
        ("Horts escolars", topic.get_absolute_url())
    ]
    assert suggest(member, "pebrots") == []


def test_what_says_the_same_is_proposed():
    SynonymSet.objects.create(expressions="brossa\nresidus urbans")
    groups("Residus urbans", "Residus rurals", "Planters")
    assert titles(a_member(), "brossa") == ["Residus urbans"]


def topics(*names):
    group = WorkingGroupFactory(access=GroupAccess.OPEN)
    made = [a_topic(group, title=name) for name in names]
    there(post=[post for topic in made for post in topic.posts.all()])
    return made


def passed_on(*titles, **source):
    circular = a_sent_circular()
    there(circular_entry=[an_entry(circular, title=title, **source) for title in titles])


def kinds(user, words):
    return [one.kind for one in suggest(user, words)]


def test_what_a_circular_passes_on_is_proposed_once():
    """Known by its source, and not by what it is called."""
    (topic,) = topics("Hort obert")
    passed_on("Hort amb porta", topic=topic)
    member = a_member()
    assert [(one.kind, one.title) for one in suggest(member, "hort")] == [("post", "Hort obert")]
    assert titles(member, "porta") == ["Hort amb porta"]


def test_what_is_called_the_same_is_something_else():
    groups("Hort obert")
    topics("Hort obert")
    passed_on("Hort obert")
    assert sorted(kinds(a_member(), "hort obert")) == ["circular_entry", "group", "post"]


def test_what_a_circular_passes_on_is_left_out_wherever_its_own_stands(monkeypatch, django_assert_num_queries):
    """Its own is asked about with it even where many others come before; no statement more for that."""
    monkeypatch.setattr("intranet.search.suggestions.ASKED_FIRST", 8)
    *_others, last = topics(*(f"Hort {letter}" for letter in "abcdefgh"))
    councils(*(f"Hort {letter}" for letter in "abcd"))
    passed_on("Hort de tardor", topic=last)
    member = a_member()
    assert member.standing.in_network
    with django_assert_num_queries(4):
        assert sorted(kinds(member, "hort")) == ["council"] * 3 + ["post"] * 4


def test_what_is_recommended_is_not_proposed_as_passed_on():
    """Whether or not it is proposed by its own title as well."""
    (topic,) = topics("Hort obert")
    passed_on("Hort obert", topic=topic)
    Promotion.objects.create(title="El tema", words="hort obert", address=topic.get_absolute_url())
    assert titles(a_member(), "hort obert") == ["El tema"]
    Entry.objects.filter(kind="post").delete()
    assert titles(a_member(), "hort obert") == ["El tema"]


def test_what_is_recommended_comes_first_and_once():
    SynonymSet.objects.create(expressions="CCPR\ncompra pública")
    (group,) = groups("Compra pública responsable")
    Promotion.objects.create(title="El grup", words="compra pública", address=group.get_absolute_url())
    Promotion.objects.create(title="La guia", words="compra pública", address="https://example.org/")
    groups(*(f"Compra pública {turn}" for turn in range(MOST)))
    found = suggest(a_member(), "ccpr")
    assert [(one.kind, one.title, one.is_outside) for one in found[:3]] == [
        ("promoted", "El grup", False),
        ("promoted", "La guia", True),
        ("group", "Compra pública 0", False),
    ]
    assert (len(found), "Compra pública responsable" in [one.title for one in found]) == (MOST, False)


def test_what_is_recommended_is_proposed_to_whom_it_may_be_shown():
    private, other = groups("Compra amagada", access=GroupAccess.PRIVATE)[0], WorkingGroupFactory()
    Promotion.objects.create(title="El grup amagat", words="compra", address=private.get_absolute_url())
    inside = GroupMembershipFactory(group=private, user=a_member()).user
    seen = [titles(one, "compra") for one in (inside, a_member(), a_guest(other), a_former_member())]
    assert seen == [["El grup amagat"], [], [], []]


def test_the_box_asks_from_so_many_letters_on_as_are_answered():
    script = Path(finders.find("js/search-suggestions.js")).read_text()
    assert re.findall(r"^const SHORTEST = (\d+);", script, re.MULTILINE) == [str(SHORTEST_BEGINNING)]


def test_nothing_is_proposed_that_one_may_not_see():
    insider, outsider, coordination = a_member(), a_member(), someone_of_coordination()
    private, closed = groups("Secretíssima", "Secreta a mitges", access=GroupAccess.PRIVATE)
    GroupMembershipFactory(group=private, user=insider)
    topic = a_topic(private, insider, title="Secrets de taula")
    there(post=topic.posts.all())
    guest = a_guest(closed)
    assert titles(insider, "secr") == ["Secretíssima", "Secrets de taula"]
    assert titles(coordination, "secr") == ["Secreta a mitges", "Secretíssima"]  # the groups, not what is said there
    assert (titles(guest, "secr"), titles(outsider, "secr")) == (["Secreta a mitges"], [])
    assert titles(a_former_member(), "secr") == []


def test_what_is_restricted_or_removed_is_gone_at_once():
    member, coordination = a_member(), someone_of_coordination()
    (group,) = groups("Comuns oberts")
    topic = a_topic(group, coordination, title="Comuns urbans")
    there(post=topic.posts.all())
    leaving = a_member(given_name="Comuna", family_name="Vidal")
    there(person=[leaving])
    assert titles(member, "comun") == ["Comuna Vidal", "Comuns oberts", "Comuns urbans"]
    User.objects.filter(pk=leaving.pk).update(is_active=False)
    remove_post(topic.posts.get(), by=coordination, reason="Perquè sí.")
    assert titles(member, "comun") == ["Comuns oberts"]
    WorkingGroup.objects.filter(pk=group.pk).update(access=GroupAccess.PRIVATE)
    assert titles(member, "comun") == []


def test_guest_is_proposed_neither_councils_nor_people_of_other_groups():
    group = WorkingGroupFactory()
    guest, near, far = a_guest(group), a_member(family_name="Mercat"), a_member(family_name="Mercader")
    GroupMembershipFactory(group=group, user=near)
    there(person=[near, far])
    councils("Mercadal")
    assert titles(guest, "merca") == [near.full_name]


def test_list_is_read_by_a_combobox_and_says_how_many_there_are(client_of, monkeypatch):
    monkeypatch.undo()
    groups("L’hort & l’<b>era</b>")
    answer = client_of(a_member()).get("/cerca/suggeriments/", {"q": " hort  era "})
    text = answer.content.decode()
    options = re.findall(r'<a [^>]*role="option"[^>]* href="([^"]*)">.*?title">(.*?)</span>', text)
    assert [(unescape(href), title) for href, title in options] == [
        (WorkingGroup.objects.get().get_absolute_url(), options[0][1]),
        ("/cerca/?" + urlencode({"q": "hort era"}).replace("+", "%20"), options[1][1]),
    ]
    assert options[0][1] == "L’<mark>hort</mark> &amp; l’&lt;b&gt;<mark>era</mark>&lt;/b&gt;"
    assert "hort era" in options[1][1]
    assert re.findall(r'role="listbox"', text) == ['role="listbox"']
    assert (text.count("<html"), answer["Cache-Control"]) == (0, "private, no-store")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow(number, client_of, django_assert_num_queries):
    member = a_member()
    client = client_of(member)
    people = [a_member(given_name="Quirze") for _one in range(number)]
    there(person=people)
    groups(*(f"Quirze {turn}" for turn in range(number)))
    there(post=[a_topic(title=f"Quirze {turn}").posts.get() for turn in range(number)])
    client.get("/cerca/suggeriments/", {"q": "quirze"})
    # Session, person, what coordination has taught, groups one knows, hits, which of them one sees.
    with django_assert_num_queries(6):
        client.get("/cerca/suggeriments/", {"q": "quirze"})


@pytest.mark.parametrize("person", [a_member, a_guest])
def test_the_work_does_not_tell_what_there_is_in_a_private_group(person, django_assert_num_queries):
    there(post=[a_topic(group=WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Quimera")])
    viewer = person()
    assert viewer.standing.has_access
    for words in ("quimera", "zzzzyyy"):
        with django_assert_num_queries(3):
            assert suggest(viewer, words) == []


def test_what_stands_in_an_old_index_without_an_address_is_not_proposed():
    (group,) = groups("Quimera")
    Entry.objects.filter(kind="group", key=group.pk).update(address="")
    assert suggest(a_member(), "quimera") == []


def test_what_one_may_not_see_takes_nobodys_place(django_assert_num_queries):
    groups(*(f"Secreta {turn}" for turn in range(30)), access=GroupAccess.PRIVATE)
    groups("Aquesta no és secreta")
    member = a_member()
    assert member.standing.in_network
    with django_assert_num_queries(4):
        assert titles(member, "secr") == ["Aquesta no és secreta"]


def test_hidden_ones_that_are_newer_than_many_take_nobodys_place(django_assert_num_queries, monkeypatch):
    """Neither do they crowd out what one sees, nor does what is proposed tell that there are any."""
    monkeypatch.setattr("intranet.search.suggestions.LOOKED_AT", 5)
    groups("Secreta a mitges", "Secreta oberta")
    member = a_member()
    before = titles(member, "secr")
    private = groups(*(f"Secreta {turn}" for turn in range(5)), access=GroupAccess.PRIVATE)
    member = User.objects.with_standing().get(pk=member.pk)
    # Synonyms, recommendations, hits, which of the newest one sees, hits among those one sees, which of these.
    with django_assert_num_queries(4):
        assert titles(member, "secr") == before == ["Secreta a mitges", "Secreta oberta"]
    insider = GroupMembershipFactory(group=private[0], user=a_member()).user
    assert titles(insider, "secr") == ["Secreta 0", "Secreta a mitges", "Secreta oberta"]


def test_every_kind_can_be_proposed_or_is_part_of_one_that_can():
    kinds = {one.kind for one in findables() if not one.shown_as}
    assert {one.shown_kind for one in findables()} == kinds
