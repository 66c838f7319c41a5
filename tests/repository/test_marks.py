"""Keeping a resource at hand, and saying that it served one's council."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from intranet.members.enums import GroupAccess
from repository.domain.marks import keep_at_hand, say_useful, take_back_useful
from repository.domain.validity import archive
from repository.enums import ResourceVisibility
from repository.models import Bookmark, ResourcePage, Usefulness
from repository.own_data import export_of
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    PositionFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def count_of(page):
    return ResourcePage.objects.get(pk=page.pk).useful_count


def test_it_is_kept_once_and_taken_out(client_of):
    page, person = a_resource(), a_member()
    client, url = client_of(person), f"/recursos/{page.slug}/desa/"
    for _time in range(2):
        client.post(url, {"saved": "1"})
    kept = Bookmark.objects.filter(person=person, page=page).count()
    piece = client.post(url, {"saved": "0"}, headers={"HX-Request": "true"})
    assert (kept, Bookmark.objects.count(), 'aria-pressed="false"' in piece.content.decode()) == (1, 0, True)
    assert client.post(url, {"saved": "2"}).status_code == 400


def test_what_one_may_not_see_is_not_kept(client_of):
    private = a_group_resource(WorkingGroupFactory(access=GroupAccess.PRIVATE))
    reader, guest = a_member(), a_guest()
    draft, inside = a_draft(reader), a_resource()
    public = a_resource(visibility=ResourceVisibility.PUBLIC)
    asked = [(reader, private), (reader, draft), (guest, inside), (guest, public)]
    answers = [
        client_of(person).post(f"/recursos/{page.slug}/desa/", {"saved": "1"}).status_code for person, page in asked
    ]
    assert (answers, list(Bookmark.objects.values_list("person", "page"))) == (
        [404, 404, 404, 302],
        [(guest.pk, public.pk)],
    )
    with pytest.raises(PermissionDenied):
        keep_at_hand(private, reader)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_costs_the_same_for_any_number(number, client_of, django_assert_num_queries):
    person = a_member()
    for _turn in range(number):
        keep_at_hand(a_resource(), person)
    client = client_of(person)
    client.get("/recursos/desats/")
    with django_assert_num_queries(5):
        response = client.get("/recursos/desats/")
    assert len(response.context["page"].object_list) == min(number, 20)


def test_the_list_forgets_what_one_sees_no_more(client_of):
    group, person = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member()
    seat = GroupMembershipFactory(group=group, user=person)
    inside, old = a_group_resource(group, title="Acta interna"), a_resource(title="Guia vella")
    for page in (inside, old):
        keep_at_hand(page, person)
    archive(old, by=old.owner)
    seat.delete()
    said = client_of(person).get("/recursos/desats/").content.decode()
    assert ("Acta interna" in said, "Guia vella" in said) == (False, True)
    assert [row["title"] for row in export_of(person)["kept_at_hand"]] == [None, "Guia vella"]


def test_a_council_says_it_once_whoever_of_it_speaks():
    council, page = OrganisationFactory(), a_resource()
    one, other = a_member(council), a_member(council)
    version = ResourcePage.objects.get(pk=page.pk).version
    say_useful(page, council, by=one, note="Ho fem  servir.")
    say_useful(page, council, by=other, note="Cada any.")
    said = list(Usefulness.objects.values_list("council", "by", "note"))
    assert (said, count_of(page)) == ([(council.pk, other.pk, "Cada any.")], 1)
    take_back_useful(page, council, by=one)
    assert (count_of(page), ResourcePage.objects.get(pk=page.pk).version) == (0, version + 3)


def test_nobody_speaks_for_a_council_of_others_nor_of_what_they_do_not_see():
    page, stranger = a_resource(), a_member()
    with pytest.raises(PermissionDenied):
        say_useful(page, OrganisationFactory(), by=stranger)
    private = a_group_resource(WorkingGroupFactory(access=GroupAccess.PRIVATE))
    with pytest.raises(PermissionDenied):
        say_useful(private, stranger.positions.get().organisation, by=stranger)
    assert Usefulness.objects.count() == 0


def test_who_speaks_for_several_chooses_and_takes_one_back(client_of):
    page, person = a_resource(), a_member()
    second = PositionFactory(user=person).organisation
    client, url = client_of(person), f"/recursos/{page.slug}/servit/"
    refused = client.post(url, {"note": "Molt bé"})
    assert (refused.status_code, "Molt bé" in refused.content.decode()) == (422, True)
    client.post(url, {"council": second.pk, "note": "Molt bé"})
    assert list(Usefulness.objects.values_list("council", "note")) == [(second.pk, "Molt bé")]
    client.post(url, {"action": "take-back", "council": second.pk})
    assert (Usefulness.objects.count(), count_of(page)) == (0, 0)


def test_who_speaks_for_one_is_not_asked_which(client_of):
    page, person = a_resource(), a_member()
    client_of(person).post(f"/recursos/{page.slug}/servit/", {"note": ""})
    assert Usefulness.objects.get().council == person.positions.get().organisation


def test_it_says_what_is_left_to_say(client_of):
    page, person = a_resource(), a_member()
    second = PositionFactory(user=person).organisation
    client, url = client_of(person), f"/recursos/{page.slug}/servit/"
    states = (
        _("Say that your council has made use of it: others find what works."),
        _("Some of your councils say so already. Say it of another one, change what was said, or take it back."),
        _("Your council says so already. You can change the note or take it back."),
    )

    def said():
        text = client.get(url).content.decode()
        return [state in text for state in states]

    assert said() == [True, False, False]
    client.post(url, {"council": second.pk, "note": ""})
    assert said() == [False, True, False]
    client.post(url, {"council": person.positions.exclude(organisation=second).get().organisation_id, "note": ""})
    assert said() == [False, False, True]
