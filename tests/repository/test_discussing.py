"""«Parleu-ne»: topics about a resource."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forum.domain.publishing import Writing
from forum.models import Topic
from intranet.members.enums import GroupAccess
from repository.domain.discussing import discuss, groups_to_talk_in
from repository.enums import ResourceVisibility
from repository.models import Discussion
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.repository import a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def seated(person, **facts):
    group = WorkingGroupFactory(**facts)
    GroupMembershipFactory(group=group, user=person)
    return group


def test_a_topic_leads_to_its_resource_and_back(client_of):
    person, page = a_member(), a_resource(title="Guia de compra")
    group = seated(person)
    url = f"/recursos/{page.slug}/parleu-ne/?grup={group.slug}"
    form = client_of(person).get(url).context["form"]
    sent = {"title": "Qui l’ha fet servir?", "body": "<p>Expliqueu-nos-ho.</p>", "key": form.initial["key"]}
    for _time in range(2):
        client_of(person).post(url, sent)
    topic = Topic.objects.get()
    assert (topic.group, topic.author, topic.title) == (group, person, "Qui l’ha fet servir?")
    assert list(Discussion.objects.values_list("page", "topic")) == [(page.pk, topic.pk)]
    assert f'href="{page.get_absolute_url()}"' in topic.posts.get().body
    assert topic.title in client_of(a_member()).get(page.get_absolute_url()).content.decode()


def test_only_groups_all_of_whose_readers_see_it():
    person = a_member()
    plain, with_guest, private = seated(person), seated(person), seated(person, access=GroupAccess.PRIVATE)
    a_guest(with_guest)
    of_group = a_group_resource(private, person)
    pages = {
        "network": a_resource(),
        "public": a_resource(visibility=ResourceVisibility.PUBLIC),
        "group": of_group,
    }
    found = {name: set(groups_to_talk_in(page, person)) for name, page in pages.items()}
    assert found == {
        "network": {plain, private},
        "public": {plain, with_guest, private},
        "group": {private},
    }
    for page, group in ((pages["network"], with_guest), (of_group, plain)):
        with pytest.raises(ValidationError):
            discuss(page, group=group, author=person, title="Tema", writing=Writing("<p>Text</p>"))
    assert Topic.objects.count() == 0


def test_who_does_not_see_it_does_not_talk_about_it(client_of):
    person, private = a_member(), a_group_resource(WorkingGroupFactory(access=GroupAccess.PRIVATE), title="Secret")
    group = seated(person)
    with pytest.raises(PermissionDenied):
        discuss(private, group=group, author=person, title="Tema", writing=Writing("<p>Text</p>"))
    response = client_of(person).get(f"/recursos/{private.slug}/parleu-ne/?grup={group.slug}")
    assert (response.status_code, "Secret" in response.content.decode()) == (404, False)


def test_a_refused_form_keeps_what_was_typed(client_of):
    person, page = a_member(), a_resource()
    group = seated(person)
    url = f"/recursos/{page.slug}/parleu-ne/?grup={group.slug}"
    response = client_of(person).post(url, {"title": "", "body": "<p>Sense títol.</p>"})
    assert (response.status_code, "Sense títol." in response.content.decode()) == (422, True)


def test_where_is_asked_when_there_are_several(client_of):
    person, page = a_member(), a_resource()
    groups = [seated(person), seated(person)]
    said = client_of(person).get(f"/recursos/{page.slug}/parleu-ne/").content.decode()
    assert [f"?grup={group.slug}" in said for group in groups] == [True, True]
