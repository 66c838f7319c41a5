"""`/membres/<id>/`: a person's page shows what its viewer may see, and is not there for others."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.members.enums import GroupAccess, MembershipStatus, Visibility
from intranet.members.rules import may_see_photo
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
    someone_of_coordination,
)
from tests.factories.photos import a_picture, encoded

pytestmark = pytest.mark.django_db

# What each field says, on the page and on the card.
SECRETS = {
    "photo": "photos/cara.jpg",
    "email": "rosa@reus.example",
    "phone": "+34 938 782 301",
    "bio": "Treballo a Reus des del 2015",
    "languages": "occità",
    "subjects": "Àmbit ben amagat",
    "ask_me_about": "clàusules socials",
}


def rosa(organisation=None, visibility=Visibility.NETWORK, **fields):
    """Somebody all of whose fields are shown to the same circle."""
    person = a_member(
        organisation,
        given_name="Rosa",
        family_name="Reservada",
        languages=["oc"],
        **{name: SECRETS[name] for name in ("photo", "email", "phone", "bio", "ask_me_about")},
        **{f"{name}_visibility": visibility for name in SECRETS},
        **fields,
    )
    person.subjects.add(SubjectFactory(name=SECRETS["subjects"]))
    return person


def page_of(client, person) -> str:
    response = client.get(f"/membres/{person.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def told_by(text: str) -> set[str]:
    wanted = {**SECRETS, "languages": "Occitan"}
    return {name for name, secret in wanted.items() if secret in text}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        (Visibility.NETWORK, {"stranger", "mate", "guest", "colleague", "coordination", "self"}),
        (Visibility.GROUPS, {"mate", "guest", "colleague", "coordination", "self"}),
        (Visibility.COUNCIL, {"colleague", "coordination", "self"}),
        (Visibility.NOBODY, {"coordination", "self"}),
    ],
)
def test_each_circle_sees_what_is_shown_to_it_and_nothing_else(client_of, visibility, seen_by):
    organisation, group = OrganisationFactory(), WorkingGroupFactory()
    person = rosa(organisation, visibility)
    viewers = {
        "stranger": a_member(),
        "mate": a_member(),
        "guest": a_guest(group),
        "colleague": a_member(organisation),
        "coordination": someone_of_coordination(),
        "self": person,
    }
    for seat in (person, viewers["mate"]):
        GroupMembershipFactory(group=group, user=seat)
    told = {name: told_by(page_of(client_of(viewer), person)) for name, viewer in viewers.items()}
    assert told == {name: set(SECRETS) if name in seen_by else set() for name in viewers}


def test_page_is_not_there_for_those_who_may_not_know_the_person(client_of):
    group = WorkingGroupFactory()
    guest, person, former, closed = a_guest(group), a_member(), a_former_member(), a_member(is_active=False)
    GroupMembershipFactory(group=group, user=former)
    member, coordination = a_member(), someone_of_coordination()

    def status(viewer, shown):
        return client_of(viewer).get(f"/membres/{shown.pk}/").status_code

    assert {
        name: [status(who, one) for one in (person, former, closed, guest)]
        for name, who in {"guest": guest, "member": member, "coordination": coordination}.items()
    } == {
        "guest": [404, 404, 404, 200],
        "member": [200, 404, 404, 404],
        "coordination": [200, 200, 200, 200],
    }


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_nobody_at_an_address_is_a_404(client_of, pk):
    client = client_of(a_member())
    assert [client.get(f"/membres/{pk}/{rest}").status_code for rest in ("", "vcard/")] == [404, 404]


def test_coordination_reads_that_a_former_member_no_longer_takes_part(client_of):
    coordination = someone_of_coordination()
    notice = "This person no longer takes part in the network."
    shown = [notice in page_of(client_of(coordination), person) for person in (a_former_member(), a_member())]
    assert shown == [True, False]


def test_private_group_is_named_to_those_inside_and_to_coordination_alone(client_of):
    private = WorkingGroupFactory(name="Comissió Executiva", access=GroupAccess.PRIVATE)
    shared = WorkingGroupFactory(name="Agroecologia")
    person, inside, outside, guest = a_member(), a_member(), a_member(), a_guest(shared)
    for seat, group in ((person, private), (inside, private), (person, shared)):
        GroupMembershipFactory(group=group, user=seat)
    viewers = {"self": person, "inside": inside, "outside": outside, "guest": guest, "coord": someone_of_coordination()}
    named = {
        name: [group.name for group in (private, shared) if group.name in page_of(client_of(viewer), person)]
        for name, viewer in viewers.items()
    }
    both = ["Comissió Executiva", "Agroecologia"]
    assert named == {
        "self": both,
        "inside": both,
        "outside": ["Agroecologia"],
        "guest": ["Agroecologia"],
        "coord": both,
    }


def test_asked_for_seats_are_no_groups_yet(client_of):
    person = a_member()
    GroupMembershipFactory(group=WorkingGroupFactory(name="Demanat"), user=person, state="requested")
    assert "Demanat" not in page_of(client_of(a_member()), person)


def test_positions_of_today_first_and_past_ones_with_their_last_day(client_of):
    person = UserFactory()
    today = timezone.localdate()
    for name, starts, ends in (
        ("Ara", today - timedelta(days=10), None),
        ("Aviat", today + timedelta(days=10), None),
        ("Abans", date(2019, 6, 15), date(2023, 6, 17)),
        ("Molt abans", date(2015, 6, 13), date(2019, 6, 15)),
    ):
        organisation = OrganisationFactory(name=name, status=MembershipStatus.MEMBER)
        PositionFactory(
            user=person, organisation=organisation, starts_on=starts, ends_on=ends, title=f"Càrrec a {name}"
        )
    response = client_of(a_member()).get(f"/membres/{person.pk}/")
    portrait = response.context["portrait"]
    assert [held.position.organisation.name for held in portrait.held] == ["Ara"]
    assert [(held.position.organisation.name, held.last_day) for held in portrait.past] == [
        ("Abans", date(2023, 6, 16)),
        ("Molt abans", date(2019, 6, 14)),
    ]
    assert portrait.since == date(2015, 6, 13)
    assert "Aviat" not in response.content.decode()


def test_council_is_a_link_for_those_who_may_open_it(client_of):
    group = WorkingGroupFactory()
    person = a_member(OrganisationFactory(name="Reus", slug="reus"))
    PositionFactory(user=person, organisation=OrganisationFactory(slug="sortida", status=MembershipStatus.FORMER))
    GroupMembershipFactory(group=group, user=person)

    def links(viewer):
        return re.findall(r'href="/municipis/([^"]+)/"', page_of(client_of(viewer), person))

    assert (links(a_member()), links(a_guest(group)), links(someone_of_coordination())) == (
        ["reus"],
        [],
        ["reus", "sortida"],
    )


def test_telephone_is_a_link_without_spaces(client_of):
    text = page_of(client_of(a_member()), rosa())
    assert re.findall(r'href="tel:([^"]*)"[^>]*>([^<]*)<', text) == [("+34938782301", "+34 938 782 301")]


def test_what_people_write_is_shown_as_words(client_of):
    person = a_member(
        given_name="<b>Rosa</b>",
        family_name="O'Neill",
        bio="<script>alert(1)</script>\n\nI prou.",
        ask_me_about="a & b",
    )
    text = page_of(client_of(a_member()), person)
    assert "<script>alert" not in text
    assert ("&lt;b&gt;Rosa&lt;/b&gt; O&#x27;Neill" in text, "<p>I prou.</p>" in text, "a &amp; b" in text) == (
        True,
    ) * 3


def test_only_the_person_is_offered_to_edit(client_of):
    person = a_member()
    offered = ["Edit my profile" in page_of(client_of(viewer), person) for viewer in (person, a_member())]
    assert offered == [True, False]


def test_those_who_see_everything_read_what_others_do_not_see(client_of):
    person = a_member(phone="938 782 301", phone_visibility=Visibility.COUNCIL)
    marks = [
        page_of(client_of(who), person).count("Not everyone sees this") for who in (person, someone_of_coordination())
    ]
    assert marks == [1, 1]


def test_page_takes_the_same_statements_for_any_number_of_groups_and_positions(client_of):
    client, counted = client_of(a_member()), {}
    for number in (1, 3, 30):
        person = a_member()
        for _ in range(number):
            GroupMembershipFactory(user=person)
            PositionFactory(user=person)
            person.subjects.add(SubjectFactory())
        with CaptureQueriesContext(connection) as queries:
            page_of(client, person)
        counted[number] = len(queries)
    assert counted == {1: 7, 3: 7, 30: 7}  # session, viewer, person, positions, subjects, groups, bell


def test_hidden_photo_is_not_there_by_its_address_either(client_of):
    organisation, group = OrganisationFactory(), WorkingGroupFactory()
    person = rosa(organisation, Visibility.COUNCIL)
    GroupMembershipFactory(group=group, user=person)
    viewers = {
        "self": person,
        "colleague": a_member(organisation),
        "stranger": a_member(),
        "guest": a_guest(group),
        "former": a_former_member(),
        "coordination": someone_of_coordination(),
    }
    assert {name for name, viewer in viewers.items() if may_see_photo(viewer, SECRETS["photo"])} == {
        "self",
        "colleague",
        "coordination",
    }
    assert may_see_photo(viewers["coordination"], "photos/nobodys.jpg") is False
    assert may_see_photo(viewers["coordination"], "") is False


def test_photo_of_the_past_is_nobodys(client_of):
    person = rosa()
    viewer = a_member()
    assert may_see_photo(viewer, SECRETS["photo"]) is True
    person.photo = "photos/new.jpg"
    person.save()
    assert may_see_photo(viewer, SECRETS["photo"]) is False


def test_media_view_keeps_to_what_is_shown(client_of):
    organisation = OrganisationFactory()
    person = a_member(organisation, photo_visibility=Visibility.COUNCIL)
    person.photo.save("x.jpg", ContentFile(encoded(a_picture())))
    viewers = {"colleague": a_member(organisation), "stranger": a_member(), "former": a_former_member(), "nobody": None}
    answers = {name: client_of(viewer).get(f"/media/{person.photo.name}") for name, viewer in viewers.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "colleague": 200,
        "stranger": 404,
        "former": 302,
        "nobody": 302,
    }
    assert b"".join(answers["colleague"].streaming_content) == encoded(a_picture())
