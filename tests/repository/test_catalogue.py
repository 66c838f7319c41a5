"""The bank held in memory: it finds what the database's rule finds, for everyone, and counts it."""

from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from intranet.fulltext.domain import matching
from intranet.members.models import User
from repository.catalogue import tasks
from repository.catalogue.facets import counts_of, narrowed
from repository.catalogue.related import related
from repository.catalogue.seeing import ARCHIVED, OVERDUE, catalogue_for
from repository.catalogue.tasks import index_named
from repository.catalogue.words import find, index_resource
from repository.domain.publishing import touch
from repository.enums import ResourceKind, ResourceVisibility
from repository.models import ResourcePage
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_member,
)
from tests.factories.repository import a_draft, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


def found_by(user, state="") -> set[int]:
    catalogue = catalogue_for(user)
    return {line.pk for line in catalogue.newest(catalogue.in_state(state), 1_000)}


@pytest.fixture
def bank(roles) -> list[ResourcePage]:
    """Two dozen resources over groups, visibilities and states, by a die that always falls alike."""
    die, today = Random(7), timezone.localdate()  # noqa: S311 - no secret
    groups = [WorkingGroupFactory(), WorkingGroupFactory(access="private"), WorkingGroupFactory(access="private")]
    GroupMembershipFactory(group=groups[1], user=roles["member"])
    GroupMembershipFactory(group=groups[2], user=roles["guest"], role="guest", until=today + timedelta(days=9))
    owner, pages = a_member(), []
    for _turn in range(24):
        group = die.choice([None, *groups])
        is_private = group is not None and group.is_private
        choices = [
            ResourceVisibility.NETWORK,
            ResourceVisibility.PUBLIC,
            *([ResourceVisibility.GROUP] if group else []),
        ]
        visibility = ResourceVisibility.GROUP if is_private else die.choice(choices)
        make = die.choice([a_resource, a_resource, a_resource, a_draft])
        pages.append(make(owner, group=group, visibility=visibility, kind=die.choice(ResourceKind.values)))
    for page in pages[::5]:
        ResourcePage.objects.filter(pk=page.pk).update(archived_at=timezone.now())
    for page in pages[::3]:
        ResourcePage.objects.filter(pk=page.pk).update(review_due=today - timedelta(days=1))
    touch(pages[0])
    return pages


@pytest.mark.parametrize("role", ["member", "guest", "former", "coordination", "administrator", "anonymous"])
def test_everyone_finds_what_the_rule_of_the_database_shows_them(role, roles, bank):
    user = roles[role] or AnonymousUser()
    if not user.is_anonymous:
        user = User.objects.with_standing().get(pk=user.pk)
    shown = ResourcePage.objects.shown_to(user)
    assert found_by(user) | found_by(user, ARCHIVED) == set(shown.values_list("pk", flat=True))
    assert found_by(user) == set(shown.current().values_list("pk", flat=True))
    late = shown.current().filter(review_due__lt=timezone.localdate())
    assert found_by(user, OVERDUE) == set(late.values_list("pk", flat=True))


def test_what_changes_is_found_otherwise_at_once(roles):
    page = a_resource()
    assert found_by(roles["member"]) == {page.pk}
    ResourcePage.objects.filter(pk=page.pk).update(archived_at=timezone.now())
    touch(page)
    assert (found_by(roles["member"]), found_by(roles["member"], ARCHIVED)) == (set(), {page.pk})
    page.delete()
    assert found_by(roles["member"], ARCHIVED) == set()


def test_asking_costs_one_statement_until_the_bank_changes(roles, django_assert_num_queries):
    page, member = a_resource(), User.objects.with_standing().get(pk=roles["member"].pk)
    with django_assert_num_queries(6):
        catalogue_for(member)
    with django_assert_num_queries(1):
        catalogue_for(member)
    touch(page)
    with django_assert_num_queries(6):
        catalogue_for(member)


def test_a_facet_counts_what_the_others_leave_and_not_its_own_choice(roles):
    shared, other = SubjectFactory(name="Compra pública"), SubjectFactory(name="Habitatge")
    a_resource(kind="guia", subjects=[shared])
    a_resource(kind="guia", subjects=[shared, other])
    a_resource(kind="model", subjects=[other])
    catalogue = catalogue_for(roles["member"])
    offered = {name: catalogue.offered(name) for name in ("kind", "subject")}
    assert list(offered["kind"]) == ["guia", "model"]
    chosen = {"kind": ["guia"], "subject": [shared.slug, other.slug]}
    assert narrowed(catalogue, chosen, catalogue.current).bit_count() == 2
    assert counts_of(catalogue, chosen, catalogue.current, offered) == {"kind": [2, 1], "subject": [2, 1]}


def test_the_value_of_a_facet_is_offered_to_those_who_see_something_with_it(roles):
    group = WorkingGroupFactory(name="Grup reservat", access="private")
    a_group_resource(group, kind="informe", comarca="Vall d’Aran", year=1987)
    catalogue = catalogue_for(roles["member"])
    assert [catalogue.offered(name) for name in catalogue.bank.facets if catalogue.offered(name)] == []
    GroupMembershipFactory(group=group, user=roles["member"])
    catalogue = catalogue_for(roles["member"])
    assert catalogue.offered("comarca") == {"Vall d’Aran": "Vall d’Aran"}
    assert catalogue.offered("group") == {group.slug: "Grup reservat"}


def test_orders_begin_with_what_they_are_called_after(roles):
    first = a_resource(title="Àmbit", year=2019)
    second = a_resource(title="Zona", year=2024)
    third = a_resource(title="bases")
    catalogue = catalogue_for(roles["member"])

    def ordered(order: str) -> list[int]:
        return [line.pk for line in catalogue.lines_of(catalogue.bank.in_order(catalogue.current, order))]

    assert ordered("recents") == [third.pk, second.pk, first.pk]
    assert ordered("titol") == [first.pk, third.pk, second.pk]
    assert ordered("any") == [second.pk, first.pk, third.pk]


def test_what_has_more_in_common_is_related_before_what_has_less_and_never_what_one_may_not_see(roles):
    subjects = [SubjectFactory(), SubjectFactory()]
    page = a_resource(kind="guia", subjects=subjects)
    one, both = a_resource(kind="model", subjects=subjects[:1]), a_resource(kind="guia", subjects=subjects)
    a_resource(kind="model")
    a_group_resource(WorkingGroupFactory(access="private"), subjects=subjects)
    assert [line.pk for line in related(page, roles["member"])] == [both.pk, one.pk]


def test_words_find_what_is_published_and_those_of_files_once_they_are_read(roles):
    page = a_resource(title="Clàusules socials", summary="Per a plecs.", contents=[b"%PDF-1.4\n"])
    a_draft(title="Clàusules en esborrany")
    page.stored.update(text="La vinya i l’arròs de pals")
    catalogue = catalogue_for(roles["member"])
    assert [line.pk for line in catalogue.lines_of(find(catalogue, "clausula").ranked)] == [page.pk]
    assert find(catalogue, "arrossar").found == 0
    index_resource(page.pk)
    catalogue = catalogue_for(roles["member"])
    assert find(catalogue, "plecs arròs").found.bit_count() == 1
    loose = find(catalogue, "clàusules inventades")
    assert (loose.found.bit_count(), loose.is_loose) == (1, True)


def test_a_council_and_a_subject_are_found_by_their_new_name(django_capture_on_commit_callbacks, monkeypatch):
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - its app is ready by now

    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    council, subject = OrganisationFactory(name="Vilanova"), SubjectFactory(name="Ramaderia")
    pages = {a_resource(organisation=council, subjects=[subject]).pk for _number in range(3)}
    found = [matching("resource", "vilanova ramaderia")]
    with django_capture_on_commit_callbacks(execute=True):
        for named, name in ((council, "Puigverd"), (subject, "Pastura")):
            named.name = name
            named.save()
    queued, done = DBTaskResult.objects.filter(task_path="repository.catalogue.tasks.index_named"), set()
    while waiting := queued.exclude(pk__in=done).first():
        done.add(waiting.pk)
        index_named.func(*waiting.args_kwargs["args"])
    assert len(done) == 4  # two each: so many, and the rest
    found += [matching("resource", query) for query in ("vilanova", "ramaderia", "puigverd pastura")]
    assert [set(keys) for keys in found] == [pages, set(), set(), pages]
