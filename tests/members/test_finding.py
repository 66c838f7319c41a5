"""Who finds which people, councils and groups, by which words."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.fulltext.kinds import Found, findable, thing_at
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import sought_in
from intranet.members.domain.profiles import update_profile
from intranet.members.enums import GroupAccess, GroupState, MembershipStatus, OrganisationKind, Visibility
from intranet.members.finding import index_whose_day_has_come
from intranet.members.finding_people import KINDS, index_people
from intranet.members.finding_tasks import index_people_of, index_these_people
from intranet.members.models import Position, User
from intranet.members.models.people_queries import COORDINATION
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    SubjectFactory,
    UserFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    an_administrator,
    someone_of_coordination,
)
from tests.finding import found, titles

pytestmark = pytest.mark.django_db

COLLEAGUE, FELLOW, MEMBER, OFFICE, GUEST = "colleague", "fellow", "member", "office", "guest"


@pytest.fixture
def council():
    return OrganisationFactory(name="Vallclara", slug="vallclara")


def people(person, words):
    return titles(person, words, *KINDS)


@pytest.mark.parametrize(
    "words", ["núria", "nuria sola", "vallclara", "tècnica joventut", "joventuts", "sola vallclar"]
)
def test_people_are_found_by_name_and_by_what_they_are(council, words):
    person = UserFactory(given_name="Núria", family_name="Solà")
    PositionFactory(user=person, organisation=council, department="Joventut")
    a_member()
    row = found(a_member(), words, *KINDS)
    assert [(one.thing, one.title, one.address, one.facts) for one in row] == [
        (
            person.pk,
            "Núria Solà",
            f"/membres/{person.pk}/",
            ("Tècnica de promoció econòmica", "Ajuntament de Vallclara"),
        )
    ]


@pytest.mark.parametrize("field", ["bio", "ask_me_about", "languages", "subjects"])
@pytest.mark.parametrize(
    ("visibility", "finders"),
    [
        (Visibility.NETWORK, {COLLEAGUE, FELLOW, MEMBER, OFFICE, GUEST}),
        (Visibility.GROUPS, {COLLEAGUE, FELLOW, OFFICE, GUEST}),
        (Visibility.COUNCIL, {COLLEAGUE, OFFICE}),
        (Visibility.NOBODY, set()),
    ],
)
def test_what_people_say_of_themselves_is_found_by_those_who_may_read_it(council, field, visibility, finders):
    group = WorkingGroupFactory()
    said = {"bio": "Sé d’occità", "ask_me_about": "L’occità", "languages": ["oc"]}
    person = a_member(council, **{f"{field}_visibility": visibility}, **({field: said[field]} if field in said else {}))
    if field == "subjects":
        person.subjects.add(SubjectFactory(name="Occità"))
    GroupMembershipFactory(group=group, user=person)
    fellow = a_member()
    GroupMembershipFactory(group=group, user=fellow)
    readers = {
        COLLEAGUE: a_member(council),
        FELLOW: fellow,
        MEMBER: a_member(),
        OFFICE: someone_of_coordination(),
        GUEST: a_guest(group),
    }
    assert {name for name, reader in readers.items() if people(reader, "occità")} == finders
    assert people(person, "occità") == ([person.full_name] if visibility != Visibility.NOBODY else [])
    assert len(documents_of(person.pk)) == (1 if visibility in {Visibility.NETWORK, Visibility.NOBODY} else 2)


def documents_of(key):
    return list(Entry.objects.filter(kind__in=KINDS, key=key).values_list("kind", flat=True))


def test_what_is_for_few_is_found_together_with_what_is_for_all(council):
    person = a_member(council, given_name="Roc", ask_me_about="Cooperatives", bio="Padró", bio_visibility="council")
    person.subjects.add(SubjectFactory(name="Habitatge"))
    assert people(a_member(council), "roc cooperatives padrons habitatge vallclara") == [person.full_name]
    assert people(a_member(), "roc cooperatives padró") == []


def test_a_row_tells_of_nothing_that_its_reader_may_not_see(council):
    person = a_member(
        council, bio="Cooperatives a casa", bio_visibility="council", ask_me_about="Les cooperatives", languages=["oc"]
    )
    (outside,) = found(a_member(), "cooperatives", *KINDS)
    (inside,) = found(a_member(council), "casa cooperatives", *KINDS)
    assert (outside.snippet, outside.thing) == ("Les <mark>cooperatives</mark>", person.pk)
    assert inside.snippet == "Les <mark>cooperatives</mark> · <mark>Cooperatives</mark> a <mark>casa</mark>"
    (by_language,) = found(a_member(), "occità", *KINDS)
    assert by_language.snippet == "<mark>occità</mark> (aranès)"
    (by_name,) = found(a_member(), person.given_name, *KINDS)
    assert by_name.snippet == "Les cooperatives"


@pytest.mark.usefixtures("known_at_once")
def test_only_those_of_the_directory_are_found():
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    guest, insider = a_guest(group, given_name="Ona", family_name="Convidada"), a_member()
    GroupMembershipFactory(group=group, user=insider)
    a_former_member(given_name="Ona", family_name="Passada")
    a_member(given_name="Ona", family_name="Present")
    UserFactory(given_name="Ona", family_name="Ningú")
    office = someone_of_coordination(given_name="Ona", family_name="Oficina")
    every = ["Ona Oficina", "Ona Present"]
    assert people(a_member(), "ona") == every
    assert people(insider, "ona") == people(office, "ona") == ["Ona Convidada", *every]
    assert people(guest, "ona") == ["Ona Convidada"]
    assert people(a_former_member(), "ona") == []
    known = set(KnownWord.objects.values_list("word", flat=True))
    assert {"oficina", "convidada", "passada", "present"} & known == {"oficina", "present"}


def test_an_administrator_is_found_by_those_of_their_groups():
    administrator = an_administrator(given_name="Arnau")
    GroupMembershipFactory(user=administrator, group=(group := WorkingGroupFactory()))
    GroupMembershipFactory(user=(fellow := a_member()), group=group)
    assert (people(fellow, "arnau"), people(a_member(), "arnau")) == ([administrator.full_name], [])


def profile_of(person, **changes):
    kept = {name: getattr(person, name) for name in ("given_name", "family_name", "phone", "bio", "ask_me_about")}
    facts = {"languages": person.languages, "subjects": person.subjects.all(), "visibility": {}}
    update_profile(user=person, **(kept | facts | changes))


def test_what_somebody_hides_is_found_no_more():
    person, reader = a_member(bio="Horticultura"), a_member()
    assert people(reader, "horticultura") == [person.full_name]
    profile_of(person, visibility={"bio": Visibility.COUNCIL})
    assert people(reader, "horticultura") == []
    profile_of(person, bio="Mobilitat", visibility={"bio": Visibility.NETWORK})
    assert (people(reader, "horticultura"), people(reader, "mobilitat")) == ([], [person.full_name])


def test_subjects_are_followed_from_both_sides():
    person, reader, subject = a_member(), a_member(), SubjectFactory(name="Energia")
    person.subjects.add(subject)
    assert people(reader, "energies") == [person.full_name]
    assert Entry.objects.get(kind="person", key=person.pk).subjects == f",{subject.pk},"
    subject.experts.remove(person)
    assert people(reader, "energia") == []
    subject.experts.add(person)
    assert people(reader, "energia") == [person.full_name]


@pytest.mark.parametrize("field", ["subjects", "positions__organisation"])
def test_a_new_name_is_found_once_a_worker_has_been_there(field, django_capture_on_commit_callbacks, council):
    person, reader, subject = a_member(council), a_member(), SubjectFactory(name="Energia")
    person.subjects.add(subject)
    named = subject if field == "subjects" else council
    named.name = "Estany"
    with django_capture_on_commit_callbacks() as left:
        named.save()
    assert len([one for one in left if "index_soon" in one.__qualname__]) == 1
    index_people_of.call(field, named.pk)
    assert people(reader, "estany") == [person.full_name]


def test_a_deleted_subject_is_found_no_more():
    person, reader, subject = a_member(), a_member(), SubjectFactory(name="Energia")
    person.subjects.add(subject)
    subject.delete()
    index_these_people.call([person.pk])
    assert people(reader, "energia") == []


def test_positions_are_followed(council):
    person, reader = a_member(given_name="Roc"), a_member()
    later = PositionFactory(user=person, organisation=council, starts_on=timezone.localdate() + timedelta(days=1))
    assert people(reader, "vallclara") == []
    Position.objects.filter(pk=later.pk).update(starts_on=timezone.localdate())
    index_whose_day_has_come()
    assert people(reader, "vallclara") == [person.full_name]
    later.delete()
    assert people(reader, "vallclara") == []


def test_whoever_leaves_is_found_no_more(council):
    person, reader = a_member(council, given_name="Roc"), a_member()
    Position.objects.filter(user=person).update(ends_on=timezone.localdate())
    assert people(reader, "roc") == []
    index_whose_day_has_come()
    PositionFactory(user=person)
    assert (people(reader, "roc"), people(reader, "vallclara")) == ([person.full_name], [])
    person.is_active = False
    person.save()
    assert documents_of(person.pk) == []


def test_a_sign_in_is_no_work_for_the_index(django_assert_num_queries):
    person = a_member()
    with django_assert_num_queries(1):
        person.save(update_fields=["last_login"])


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_people_are_listed_in_one_statement(django_assert_num_queries, council, rows):
    subjects = [SubjectFactory(name=f"Compra {number}") for number in range(3)]
    made = [a_member(council) for _number in range(rows)]
    for person in made:
        person.subjects.set(subjects)
    reader, kind = User.objects.with_standing().get(pk=a_member().pk), findable("person")
    with django_assert_num_queries(1):
        listed = list(kind.rows(reader, {person.pk: person.pk for person in made}, sought_in("compra")))
    assert [row.snippet for row in listed] == [
        "<mark>Compra</mark> 0 · <mark>Compra</mark> 1 · <mark>Compra</mark> 2"
    ] * rows


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_people_are_told_in_one_statement(django_assert_num_queries, council, rows):
    made = [a_member(council) for _number in range(rows)]
    with django_assert_num_queries(1):
        told = list(findable("person").documents([person.pk for person in made]))
    assert [(one.key, one.title, one.organisation, one.is_open) for one in told] == [
        (person.pk, person.full_name, council.pk, True) for person in made
    ]


@pytest.mark.usefixtures("known_at_once")
def test_councils_are_found_by_whoever_may_open_them():
    there = OrganisationFactory(name="Vallclara", slug="vallclara", comarca="Conca de Barberà")
    former = OrganisationFactory(name="Vallfosca", slug="vallfosca", status=MembershipStatus.FORMER, comarca="")
    OrganisationFactory(kind=OrganisationKind.COUNTY_COUNCIL, name="Osona", slug="osona", comarca="Osona")
    assert found(a_member(), "vall", "council") == [
        Found(there.pk, "Ajuntament de Vallclara", "/municipis/vallclara/", ("Conca de Barberà",))
    ]
    assert found(someone_of_coordination(), "vallfosc", "council") == [
        Found(former.pk, "Ajuntament de Vallfosca", "/municipis/vallfosca/", ("Exmembre",))
    ]
    assert titles(a_member(), "consell comarcal", "council") == ["Consell Comarcal d'Osona"]
    assert titles(a_member(), "ajuntament conca barbera", "council") == ["Ajuntament de Vallclara"]
    assert titles(a_guest(), "vallclara", "council") == []
    assert not KnownWord.objects.filter(word="vallfosca").exists()
    assert thing_at("/municipis/vallclara/") == ("council", there.pk)


def test_a_council_is_found_by_its_new_name_at_once(council):
    council.name = "Vimbodí"
    council.save()
    assert (titles(a_member(), "vimbodi", "council"), titles(a_member(), "vallclara", "council")) == (
        ["Ajuntament de Vimbodí"],
        [],
    )
    key = council.pk
    council.delete()
    assert not Entry.objects.filter(kind="council", key=key).exists()


@pytest.mark.usefixtures("known_at_once")
def test_groups_are_found_by_whoever_may_know_of_them():
    secret = WorkingGroupFactory(name="Comissió secreta", slug="secreta", access=GroupAccess.PRIVATE, aims="Cures")
    cures = WorkingGroupFactory(name="Cures", slug="cures", aims="Que tothom cuidi.", state=GroupState.CLOSED)
    GroupMembershipFactory(group=secret, user=(insider := a_member()))
    private = Found(secret.pk, "Comissió secreta", "/grups/secreta/", ("Privat",), "<mark>Cures</mark>", "lock")
    closed = Found(cures.pk, "Cures", "/grups/cures/", ("Finalitzat",), "Que tothom cuidi.")
    assert found(insider, "cura", "group") == found(someone_of_coordination(), "cura", "group") == [private, closed]
    assert found(a_member(), "cura", "group") == [closed]
    assert found(a_guest(cures), "cures", "group") == [closed]
    assert found(a_guest(), "cures", "group") == []
    assert not KnownWord.objects.filter(word="secreta").exists()
    assert thing_at("/grups/cures/") == ("group", cures.pk)


def test_a_group_that_is_made_private_is_found_no_more():
    group = WorkingGroupFactory(name="Cures", slug="cures")
    assert titles(a_member(), "cures", "group") == ["Cures"]
    group.access = GroupAccess.PRIVATE
    group.save()
    assert titles(a_member(), "cures", "group") == []


def test_addresses_of_people_are_known():
    person = a_member()
    assert thing_at(f"/membres/{person.pk}/") == ("person", person.pk)
    assert thing_at(f"/membres/{person.pk}/vcard/") is None


def test_coordination_given_from_the_group_s_side_is_followed():
    person = UserFactory(given_name="Roc")
    Group.objects.get_or_create(name=COORDINATION)[0].user_set.add(person)
    assert people(a_member(), "roc") == [person.full_name]


def test_what_is_deleted_leaves_nothing():
    person, group = a_member(bio="Aigua", bio_visibility="council"), WorkingGroupFactory()
    key, group_key = person.pk, group.pk
    assert sorted(documents_of(key)) == ["person", "person_council"]
    person.delete()
    group.delete()
    assert (documents_of(key), Entry.objects.filter(kind="group", key=group_key).count()) == ([], 0)


def test_what_stands_there_is_held_before_anybody_is_read():
    """Of two at once, the second would put back what the first has hidden."""
    person = a_member()
    with CaptureQueriesContext(connection) as made:
        index_people([person.pk])
    read = [one["sql"] for one in made if one["sql"].startswith("SELECT")][:3]
    # Once more with the entries that there were none of: what somebody shows to few from now on.
    assert ['"fulltext_entry"' in sql for sql in read] == [True, True, False]
    assert '"members_user"' in read[2]
    assert ("FOR UPDATE" in read[0]) == connection.features.has_select_for_update
