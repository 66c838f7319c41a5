"""What coordination recommends: for which words, when, and to whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intranet.fulltext.words import sought_in
from intranet.members.enums import GroupAccess
from intranet.members.models import WorkingGroup
from intranet.search.models import Promotion, SynonymSet
from intranet.search.promotions import MOST_SHOWN, promoted
from intranet.search.taught import taught
from repository.enums import CollectionVisibility
from tests.factories.circular import a_circular
from tests.factories.forum import a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member
from tests.factories.repository import a_collection

pytestmark = pytest.mark.django_db

OUTSIDE = "https://contractaciopublica.example/guia"


def a_promotion(words="compra pública", *, address=OUTSIDE, title="La guia", **fields):
    promotion = Promotion(words=words, address=address, title=title, **fields)
    promotion.full_clean()
    promotion.save()
    return promotion


def told(user, query="compra pública"):
    lessons = taught()
    return [one.title for one in promoted(user, sought_in(query, same=lessons.same), lessons.recommended)]


@pytest.mark.parametrize(
    ("query", "comes"),
    [
        ("compra pública", True),
        ("Les COMPRES PUBLIQUES", True),
        ("CCPR", True),
        ("compra", False),
        ("compra pública verda", False),
        ("pública compra", False),
        ("compra públ", False),
    ],
)
def test_it_comes_for_just_these_words_in_any_form(query, comes):
    SynonymSet.objects.create(expressions="CCPR\ncompra pública")
    a_promotion("contractació\ncompra pública")
    assert told(a_member(), query) == ["La guia"] * comes


def test_synonyms_within_longer_words():
    SynonymSet.objects.create(expressions="CCPR\ncompra pública")
    a_promotion("plec de CCPR")
    assert told(a_member(), "plecs de compra pública") == ["La guia"]


@pytest.mark.parametrize(
    ("since", "until", "comes"),
    [(None, None, True), (0, 0, True), (-3, None, True), (1, None, False), (None, -1, False), (None, 0, True)],
)
def test_it_comes_between_its_days(since, until, comes):
    today = timezone.localdate()
    since, until = (None if days is None else today + timedelta(days=days) for days in (since, until))
    promotion = a_promotion(since=since, until=until)
    assert (told(a_member()), promotion.is_current(today)) == (["La guia"] * comes, comes)


def test_a_thing_is_recommended_to_those_who_may_find_it():
    open_one, private = WorkingGroupFactory(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    a_promotion(address=f"/grups/{open_one.slug}/", title="Grup obert")
    a_promotion(address=f"/grups/{private.slug}/?pagina=2#post-3", title="Grup privat")
    inside = GroupMembershipFactory(group=private, user=a_member()).user
    seen = [told(one) for one in (inside, a_member(), a_guest(open_one), a_guest(private), a_guest())]
    assert seen == [["Grup obert", "Grup privat"], ["Grup obert"], ["Grup obert"], ["Grup privat"], []]
    WorkingGroup.objects.filter(pk=open_one.pk).update(access=GroupAccess.PRIVATE)
    assert told(a_member()) == []


def test_a_topic_is_recommended_while_its_group_may_be_read(roles):
    topic = a_topic(WorkingGroupFactory())
    a_promotion(address=topic.get_absolute_url(), title="El tema")
    assert [told(roles[role]) for role in ("member", "guest")] == [["El tema"], []]
    WorkingGroup.objects.filter(pk=topic.group.pk).update(access=GroupAccess.PRIVATE)
    assert [told(roles[role]) for role in ("member", "coordination")] == [[], []]


def test_collections_and_circulars_by_their_own_rules(roles):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    inside = GroupMembershipFactory(group=group, user=a_member()).user
    for_all, for_the_group = a_collection(), a_collection(visibility=CollectionVisibility.GROUP, group=group)
    for collection, title in ((for_all, "El kit"), (for_the_group, "El kit del grup")):
        a_promotion(address=collection.get_absolute_url(), title=title)
    circular = a_circular()
    a_promotion(address=circular.get_absolute_url(), title="La circular")
    seen = [told(one) for one in (inside, roles["member"], roles["guest"], roles["coordination"])]
    assert seen == [["El kit", "El kit del grup"], ["El kit"], [], ["El kit", "La circular"]]


def test_lists_are_for_the_network_and_what_is_elsewhere_for_all(roles):
    a_promotion(address="/grups/?q=compra", title="Llista")
    a_promotion(address="/privacitat/", title="Privacitat")
    a_promotion(address="/cerca/", title="Cerca")
    a_promotion(address="/disseny/", title="Disseny")
    a_promotion()
    for_all, for_the_network = ["La guia", "Privacitat"], ["Cerca", "La guia", "Llista", "Privacitat"]
    assert sorted(told(roles["guest"])) == for_all
    assert told(roles["member"]) == for_the_network[:MOST_SHOWN]
    Promotion.objects.filter(title__in=for_all).delete()
    assert [sorted(told(roles[role])) for role in ("guest", "member", "coordination")] == [
        [],
        ["Cerca", "Llista"],
        ["Cerca", "Disseny", "Llista"],
    ]


def test_the_pages_of_ones_account_are_for_guests_too(roles):
    for path in ("password/change", "perfil", "avisos"):
        a_promotion(address=f"/compte/{path}/", title=path)
    everything = ["avisos", "password/change", "perfil"]
    assert [sorted(told(roles[role])) for role in ("guest", "member")] == [everything, everything]


def test_nothing_is_recommended_that_is_there_no_longer():
    group = WorkingGroupFactory()
    a_promotion(address=f"/grups/{group.slug}/")
    group.delete()
    assert told(a_member()) == []


def test_statements(django_assert_num_queries):
    member, group = a_member(), WorkingGroupFactory()
    assert member.standing.in_network
    for number in range(30):
        a_promotion("altra cosa", title=f"Altra {number}")
    with django_assert_num_queries(1):
        assert told_without_synonyms(member) == []
    a_promotion()
    with django_assert_num_queries(1):
        assert told_without_synonyms(member) == ["La guia"]
    a_promotion(address=f"/grups/{group.slug}/", title="Grup")
    with django_assert_num_queries(3):  # which group that address is, and whether it is seen
        assert told_without_synonyms(member) == ["Grup", "La guia"]
    with django_assert_num_queries(1):  # what coordination has taught
        assert promoted(member, sought_in(""), taught().recommended) == []


def told_without_synonyms(user):
    return [one.title for one in promoted(user, sought_in("compra pública"), taught().recommended)]


@pytest.mark.parametrize(
    "address",
    [
        "http://insegur.example/",
        "javascript:alert(1)",
        "//altre.example/",
        "http://testserver//altre.example/",
        "http://testserver//altre.example/grups/",
        "http://testserver///altre.example",
        "/\\altre.example/",
        "https://altre.example/a b",
        "/no-hi-es/",
        "/temes/",
        "/grups/no-hi-es/",
        "/media/private/acta.pdf",
        "recursos",
    ],
)
def test_addresses_that_are_refused(address):
    with pytest.raises(ValidationError) as refused:
        a_promotion(address=address)
    assert list(refused.value.message_dict) == ["address"]


def test_an_address_of_this_site_is_kept_without_its_host():
    assert a_promotion(address="http://testserver/grups/?q=a#b").address == "/grups/?q=a#b"
    assert a_promotion(address="http://testserver").address == "/"


def test_it_ends_after_it_begins():
    today = timezone.localdate()
    with pytest.raises(ValidationError):
        a_promotion(since=today, until=today - timedelta(days=1))


def test_the_page_recommends_to_whom_it_may(client_of, roles):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    inside = GroupMembershipFactory(group=private, user=a_member()).user
    a_promotion(address=f"/grups/{private.slug}/", title="Secretissim", note="Només per als de dins")
    a_promotion(title="Per a tothom", note="La guia de fora")
    people = {"inside": inside, "member": roles["member"], "guest": roles["guest"]}
    texts = {name: client_of(one).get("/cerca/?q=compres+públiques").content.decode() for name, one in people.items()}
    told = {
        name: ["Secretissim" in text or private.slug in text, "Per a tothom" in text] for name, text in texts.items()
    }
    assert told == {"inside": [True, True], "member": [False, True], "guest": [False, True]}
