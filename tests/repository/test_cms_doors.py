"""No screen of the CMS tells coordination of a page that is not theirs to see: neither a private group's nor a draft."""

import pytest
from django.urls import NoReverseMatch, URLPattern, reverse
from wagtail.admin import urls as admin_urls
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from home.models import NewsIndexPage, NewsPage
from intranet.pages.doors import IN_ADDRESS, choose_all
from repository.domain.reviewing import submit
from repository.enums import ResourceVisibility
from repository.models import PrivateShelfPage
from tests.factories.home import a_news_page
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member
from tests.factories.repository import a_draft

pytestmark = pytest.mark.django_db
SECRET = "Pressupost reservat"
MANY = ("bulk/wagtailcore/page/publish/", "choose-page/chosen-multiple/", "choose-page/", "choose-page/search/")


def screens(patterns=admin_urls.urlpatterns, spaces=()):
    """All of Wagtail's, by name, with what each asks for in its address."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield (
                ":".join((*spaces, pattern.name or "")),
                {*pattern.pattern.converters, *pattern.pattern.regex.groupindex},
            )
        else:
            yield from screens(pattern.url_patterns, (*spaces, *filter(None, [pattern.namespace])))


def places_about(page, state):
    """Where the CMS may be asked for that page by its number."""
    numbers = dict.fromkeys((*IN_ADDRESS, "pk", "object_id"), page.pk)
    words = {"app_label": "wagtailcore", "model_name": "page", "action": "publish", "action_name": "approve"}
    revision = {"revision_id": page.latest_revision_id or 1, "revision_id_a": "earliest", "revision_id_b": "latest"}
    flow = {"task_state_id": state.pk, "task_id": state.task_id, "workflow_state_id": state.workflow_state_id}
    kind = {"content_type_app_name": "repository", "content_type_model_name": "resourcepage"}
    given = {**numbers, **words, **revision, **flow, **kind, "workflow_pk": 1, "session_id": 1}
    for name, asked in screens():
        if asked & {*IN_ADDRESS} or (asked & {*numbers} and "pages:" in name) or "object_id" in asked:
            try:
                yield reverse(name, kwargs={key: given[key] for key in asked})
            except (NoReverseMatch, KeyError):
                continue
    for place in MANY:
        yield f"/admin/{place}?id={page.pk}&q={SECRET.split()[1]}"
        yield f"/admin/{place}?id=all&childOf={page.pk}"
    yield "/admin/bulk/wagtailcore/page/publish/?id=all"


@pytest.fixture
def coordination(roles, client_of):
    return client_of(roles["coordination"])


def test_no_screen_names_what_is_not_theirs(coordination):
    group = WorkingGroupFactory(access="private")
    author = GroupMembershipFactory(group=group, user=a_member()).user
    inside = a_draft(author, group=group, visibility=ResourceVisibility.GROUP, title=SECRET)
    inside = submit(inside, by=author)
    a_draft(author, title=f"{SECRET} també")
    state, shelf = TaskState.objects.get(), PrivateShelfPage.objects.get()
    Page.objects.filter(pk=shelf.pk).update(title=f"{SECRET} en un prestatge")
    places = {place for page in (inside, shelf) for place in places_about(page, state)}
    general = ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages", "page_types_usage")
    places |= {reverse(f"wagtailadmin_reports:{name}") for name in general}
    places |= {reverse("wagtailadmin_pages:type_use", args=["repository", "resourcepage"]), "/admin/api/main/pages/"}
    leaks = [place for place in sorted(places) if SECRET.encode() in coordination.get(place).content]
    assert (len(places) > 90, leaks) == (True, [])


def a_piece_of_news(title):
    news = a_news_page(title, live=False)
    news.save_revision()
    return news


def test_all_are_those_to_which_one_comes(coordination, roles):
    a_draft(a_member(), title=SECRET)
    news, other = a_piece_of_news("Pressupost obert"), a_piece_of_news("Una altra")
    ones_own = policy_registry.get_by_type(Page).explorable_instances(roles["coordination"])
    index, everything = NewsIndexPage.objects.get(), set(ones_own.values_list("pk", flat=True))
    place = "/admin/bulk/wagtailcore/page/publish/?id=all"
    found = {}
    for asked in ("", f"&childOf={index.pk}", "&q=Pressupost", f"&q=Pressupost&childOf={index.pk}"):
        context = coordination.get(place + asked).context
        chosen = [row["item"].pk for row in (*context["items"], *context["items_with_no_access"])]
        found[asked] = set(chosen)
    assert list(found.values()) == [everything, {news.pk, other.pk}, {news.pk}, {news.pk}]
    coordination.post(f"{place}&q=Pressupost", {})
    assert [NewsPage.objects.get(pk=one.pk).live for one in (news, other)] == [True, False]


@pytest.mark.parametrize("who", ["coordination", "administrator"])
def test_what_the_cms_does_at_its_own_screens_no_other_address_does(client_of, roles, who):
    news = a_piece_of_news("Oberta")
    actions = ("publish", "delete", "copy", "move", "unpublish", "revert_to_page_revision")
    places = [reverse("wagtailadmin_api:pages:action", args=[news.pk, action]) for action in actions]
    sent = {"revision_id": news.latest_revision_id}
    assert {client_of(roles[who]).post(place, sent).status_code for place in places} == {404}
    assert NewsPage.objects.get(pk=news.pk).live is False


def test_all_of_a_list_stay_in_the_database(roles, rf, django_assert_num_queries):
    for number in range(3):
        a_piece_of_news(f"Peça {number}")
    index = NewsIndexPage.objects.get()
    request = rf.get("/", {"id": "all", "childOf": index.pk})
    request.user = roles["administrator"]
    with django_assert_num_queries(2) as asked:  # the list, and those of it that are theirs
        choose_all(request, "publish")
    assert len(request.GET.getlist("id")) == 3
    assert asked[-1]["sql"].partition(" IN (")[2].startswith("SELECT")


def test_administrators_come_to_the_private_shelf_from_the_root(client_of, roles):
    shelf, root = PrivateShelfPage.objects.get(), Page.get_first_root_node()
    html = client_of(roles["administrator"]).get(reverse("wagtailadmin_explore", args=[root.pk])).content.decode()
    assert [shelf.title in html, reverse("wagtailadmin_explore", args=[shelf.pk]) in html] == [True, True]
