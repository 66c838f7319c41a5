"""What a person takes along of what they said: all of their own words, and nothing of others or of where they may not look."""

import json

import pytest

from forum.domain.editing import edit_post
from forum.domain.moderation import remove_post
from forum.domain.publishing import Writing
from forum.enums import FollowLevel, Outcome, ReportReason
from forum.exports import export_of
from forum.models import Attachment, Experience, Follow, Reaction, Report
from intranet.members.domain.exports import export_of as whole_export_of
from intranet.members.enums import GroupAccess, GroupRole
from intranet.members.models import GroupMembership, User
from tests.factories.forum import a_reply, a_topic, an_experience
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


@pytest.fixture
def berta():
    return a_member(given_name="Berta")


def stored(person):
    return User.objects.with_standing().get(pk=person.pk)


def test_own_words_go_along_and_those_of_others_stay(berta):
    group, other = WorkingGroupFactory(name="Cures"), a_member()
    topic = a_topic(group, other, title="Com ho feu?", body="<p>Paraules d’altri</p>")
    post = a_reply(topic, berta, body="<p>Abans</p>")
    edit_post(post, by=berta, writing=Writing("<p>Ara</p>"))
    answer = a_reply(topic, other, body="<p>Resposta d’altri</p>")
    Reaction.objects.create(post=answer, person=berta, kind="thanks")
    Report.objects.create(post=answer, reporter=berta, reason=ReportReason.OTHER, note="No toca")
    Report.objects.create(post=post, reporter=other, reason=ReportReason.OTHER, note="Denúncia d’altri")
    an_experience(group, berta, outcome=Outcome.FAILURE, title="Parc tancat", failed="El càlcul")
    data = export_of(stored(berta))
    assert [(one["title"], one["number"], one["body"], one["group"]) for one in data["posts"]] == [
        ("Com ho feu?", 2, "<p>Ara</p>", "Cures"),
        ("Parc tancat", 1, "<p>Ens interessa.</p>", "Cures"),
    ]
    assert [one["body"] for one in data["earlier_versions"]] == ["<p>Abans</p>"]
    (own,) = data["topics"]
    assert (own["title"], own["experience"]["outcome"], own["experience"]["failed"]) == (
        "Parc tancat",
        "fracas",
        "El càlcul",
    )
    assert [(one["post"], one["kind"]) for one in data["reactions"]] == [(answer.pk, "thanks")]
    assert [(one["note"], one["state"]) for one in data["reports"]] == [("No toca", "open")]
    assert data["follows"][topic.pk] == FollowLevel.ALL
    text = json.dumps(data, ensure_ascii=False)
    assert [word for word in ("Paraules d’altri", "Resposta d’altri", "Denúncia d’altri") if word in text] == []
    assert Follow.objects.filter(person=berta).count() == 2


def test_who_has_left_a_private_group_takes_along_the_own_words_without_names(berta):
    group = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    a_reply(a_topic(group, title="Secretíssim"), berta, body="<p>Les meves paraules</p>")
    a_topic(group, berta, title="El meu tema")
    GroupMembership.objects.filter(user=berta).delete()
    text = json.dumps(export_of(stored(berta)), ensure_ascii=False)
    assert [word for word in ("Executiva", "Secretíssim") if word in text] == []
    assert [word in text for word in ("Les meves paraules", "El meu tema")] == [True, True]


def test_what_others_made_of_ones_words_where_one_does_not_read_stays_there(berta):
    group, boss = WorkingGroupFactory(access=GroupAccess.PRIVATE), a_member()
    topic = a_topic(group, berta, title="Primer títol", body="<p>Primeres paraules</p>")
    first = topic.posts.get()
    edit_post(first, by=berta, writing=Writing("<p>Segones paraules</p>"), title="Segon títol")
    told = an_experience(group, berta, title="El mercat", failed="El càlcul")
    GroupMembershipFactory(group=group, user=boss, role=GroupRole.COORDINATOR)
    edit_post(first, by=boss, writing=Writing("<p>Paraules secretes</p>"), title="Títol secret")
    edit_post(first, by=boss, writing=Writing("<p>Paraules amagades</p>"), title="Títol amagat")
    Attachment.objects.create(uploader=boss, post=first, kind="file", file="attachments/x.pdf", name="acta.pdf", size=1)
    Experience.objects.filter(pk=told.pk).update(failed="Fets secrets")
    reply = a_reply(topic, berta)
    remove_post(reply, by=boss, reason="Raó secreta")
    inside = json.dumps(export_of(stored(berta)), ensure_ascii=False)
    GroupMembership.objects.filter(user=berta).delete()
    data = export_of(stored(berta))
    assert [one["title"] for one in data["topics"]] == ["Segon títol", "El mercat"]
    assert data["posts"][0]["body"] == "<p>Segones paraules</p>"
    assert [one["body"] for one in data["earlier_versions"]] == ["<p>Primeres paraules</p>", "<p>Segones paraules</p>"]
    secrets = ("Paraules secretes", "Títol amagat", "Paraules amagades", "acta.pdf", "Fets secrets", "Raó secreta")
    outside = json.dumps(data, ensure_ascii=False)
    assert [(word in inside, word in outside) for word in secrets] == [(True, False)] * len(secrets)


def test_what_moderation_removed_goes_along_with_its_reason(berta):
    topic = a_topic()
    post = a_reply(topic, berta, body="<p>El meu telèfon</p>")
    remove_post(post, by=someone_of_coordination(), reason="Dades personals.")
    (data,) = export_of(stored(berta))["posts"]
    assert (data["body"], data["removal_reason"]) == ("<p>El meu telèfon</p>", "Dades personals.")
    assert data["removed_at"]


def test_it_is_part_of_the_file_and_can_be_written(berta):
    a_topic(author=berta)
    whole = whole_export_of(stored(berta))
    assert len(json.loads(json.dumps(whole))["forum"]["posts"]) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_any_number(berta, number, django_assert_num_queries):
    group, person = WorkingGroupFactory(), stored(berta)
    for _one in range(number):
        an_experience(group, berta)
    with django_assert_num_queries(10):
        assert len(export_of(person)["posts"]) == number
