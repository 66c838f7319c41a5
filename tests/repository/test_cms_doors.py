"""No screen of the CMS tells coordination of a page that is not theirs to see: neither a private group's nor a draft."""

import pytest
from django.urls import NoReverseMatch, URLPattern, reverse
from wagtail.admin import urls as admin_urls
from wagtail.models import Page, TaskState

from intranet.pages.doors import IN_ADDRESS
from repository.domain.reviewing import submit
from repository.enums import ResourceVisibility
from repository.models import PrivateShelfPage
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
