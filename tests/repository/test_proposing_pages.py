"""The three steps, sending and throwing away, as a browser does them."""

import json

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from repository.domain.locking import newest_words
from repository.domain.reviewing import approve, submit
from repository.domain.wording import blocks_of, html_of
from repository.enums import ResourceVisibility, Review
from repository.models import ResourcePage
from tests.factories.members import OrganisationFactory, SubjectFactory, a_member, someone_of_coordination
from tests.factories.repository import a_draft, a_resource

pytestmark = pytest.mark.django_db
PROPOSE = "/recursos/proposa/"


@pytest.fixture
def council():
    return OrganisationFactory(comarca="Bages")


@pytest.fixture
def author(council):
    return a_member(council)


@pytest.fixture
def browser(author, client_of):
    return client_of(author)


def fields(response):
    """What the form holds, as a browser would send it again."""
    form = response.context["form"]
    return {form.add_prefix(name): form[name].value() or "" for name in form.fields if name != "files"}


def address(page, step):
    return reverse("resource_edit", args=[page.slug, step])


def test_three_steps_make_a_proposal(browser, author, council):
    form = fields(browser.get(PROPOSE))
    first = browser.post(
        PROPOSE, {**form, "kind": "guia", "title": "Guia nova", "summary": "Per començar.", "action": "next"}
    )
    page = ResourcePage.objects.get()
    assert (first.url, page.organisation, page.owner) == (address(page, 2), council, author)
    form = fields(browser.get(address(page, 2)))
    text = "<h2>Com</h2><p>Pas a pas.</p><blockquote><p>Va bé.</p><p>— Alba, Vic</p></blockquote>"
    links = {"link_lines": "https://exemple.cat La font", "video_lines": "https://video.example/1"}
    second = browser.post(address(page, 2), {**form, "text": text, **links, "action": "next"})
    assert second.url == address(page, 3)
    subject = SubjectFactory()
    form = fields(browser.get(address(page, 3)))
    chosen = {"subjects": [subject.pk], "departments": [], "year": 2025, "visibility": "network"}
    third = browser.post(address(page, 3), {**form, **chosen, "action": "next"})
    assert third.url == reverse("resource_submit", args=[page.slug])
    shown = browser.get(third.url)
    assert [list(shown.context["gaps"]), shown.context["at_once"]] == [[], False]
    sent = browser.post(third.url, {"seen": ResourcePage.objects.get().latest_revision_id, "action": "send"})
    row = ResourcePage.objects.get()
    words = newest_words(row)
    assert (sent.url, row.review) == ("/recursos/meus/", Review.WAITING)
    assert [part.block_type for part in words.body] == ["heading", "paragraph", "quote"]
    assert [(link.title, link.is_video) for link in words.links.all()] == [("La font", False), ("video.example", True)]
    assert ([*words.subjects.all()], row.comarca, row.year) == ([subject], "Bages", 2025)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(browser, author):
    page = a_draft(author)
    form = fields(browser.get(address(page, 2)))
    answer = browser.post(
        address(page, 2), {**form, "text": "<p>Molt text</p>", "link_lines": "res de res", "action": "next"}
    )
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == ["link_lines"]
    body = answer.content.decode()
    assert ("Molt text" in body, "res de res" in body, "autofocus" in body) == (True, True, True)


def test_what_is_missing_is_said_once(browser):
    answer = browser.post(PROPOSE, {**fields(browser.get(PROPOSE)), "action": "next"})
    assert answer.status_code == 422
    assert {name: len(errors) for name, errors in answer.context["form"].errors.items()} == {"title": 1, "summary": 1}


def test_a_day_that_is_over_ends_nothing(browser, author):
    page = a_draft(author)
    form = fields(browser.get(address(page, 3)))
    answer = browser.post(address(page, 3), {**form, "subjects": [], "departments": [], "expires_on": "2020-01-01"})
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["expires_on"])
    assert "Aquest dia ja ha passat" in answer.content.decode()


def test_what_was_said_when_it_was_accepted_is_over_once_it_is_edited(browser, author):
    page = approve(submit(a_draft(author), by=author), by=someone_of_coordination(), note="Molt bé, gràcies")
    browser.post(address(page, 1), {**fields(browser.get(address(page, 1))), "title": "Una altra", "action": "save"})
    shown = browser.get(page.get_absolute_url()).content.decode()
    assert ("Algú l’està canviant" in shown, "Molt bé, gràcies" in shown) == (True, False)


def test_two_editors_are_told_of_each_other(browser, author):
    page = a_draft(author, title="Abans")
    form = fields(browser.get(address(page, 1)))
    first = browser.post(address(page, 1), {**form, "title": "Primera", "action": "save"})
    second = browser.post(address(page, 1), {**form, "title": "Segona", "action": "save"})
    assert (first.status_code, second.status_code) == (302, 422)
    assert (ResourcePage.objects.get().title, second.context["now"].title) == ("Primera", "Primera")
    again = browser.post(address(page, 1), {**fields(second), "title": "Segona", "action": "save"})
    assert (again.status_code, ResourcePage.objects.get().title) == (302, "Segona")


def test_the_same_first_step_sent_twice_makes_one(browser):
    form = {**fields(browser.get(PROPOSE)), "kind": "guia", "title": "Guia", "summary": "S", "action": "next"}
    places = [browser.post(PROPOSE, form).url for _time in range(2)]
    assert (places[0], ResourcePage.objects.count()) == (places[1], 1)


def test_coordination_publishes_at_once(client_of):
    person = someone_of_coordination()
    page = a_draft(person)
    browser = client_of(person)
    submit = reverse("resource_submit", args=[page.slug])
    assert browser.get(submit).context["at_once"] is True
    answer = browser.post(submit, {"action": "send"})
    assert (answer.url, ResourcePage.objects.get().live) == (page.get_absolute_url(), True)


def test_what_is_missing_leads_to_its_step(browser, author):
    page = a_draft(author, body=[], visibility=ResourceVisibility.PUBLIC)
    shown = browser.get(reverse("resource_submit", args=[page.slug]))
    assert [gap.step for gap in shown.context["gaps"]] == [2, 3]
    answer = browser.post(reverse("resource_submit", args=[page.slug]), {"action": "send"})
    assert (answer.status_code, ResourcePage.objects.get().review) == (200, Review.DRAFT)
    assert len([*get_messages(answer.wsgi_request)]) == 2


def test_throwing_away_asks_first(browser, author):
    page = a_draft(author)
    place = reverse("resource_discard", args=[page.slug])
    assert (browser.get(place).status_code, ResourcePage.objects.count()) == (200, 1)
    assert (browser.post(place).url, ResourcePage.objects.count()) == ("/recursos/meus/", 0)


@pytest.mark.parametrize("name", ["resource_submit", "resource_discard", "resource_history", "resource_review"])
def test_what_one_does_not_keep_is_not_there(name, client_of, council):
    page = a_draft(a_member(council), title="Secret")
    colleague = client_of(a_member(council))
    for answer in (colleague.get(reverse(name, args=[page.slug])), colleague.post(reverse(name, args=[page.slug]))):
        assert (answer.status_code in {404, 405}, b"Secret" in answer.content) == (True, False)
    assert [colleague.get(address(page, step)).status_code for step in (1, 2, 3, 4)] == [404] * 4
    assert ResourcePage.objects.count() == 1


HTML = (
    "<p>Un <strong>paràgraf</strong>.</p>",
    "<h2>Secció</h2><p>Text</p><h3>Part</h3><ul><li>u</li><li>dos</li></ul>",
    "<blockquote><p>Va bé.</p><p>— Alba, Vic</p></blockquote><p>I prou.</p>",
    "<h2>Preus</h2><table><thead><tr><th>Què</th><th>Quant</th></tr></thead><tbody><tr><td>a</td><td>1</td></tr></tbody></table>",
)


@pytest.mark.parametrize("html", HTML)
def test_the_text_goes_both_ways(html):
    page = ResourcePage(body=blocks_of(html, caption="Guia"))
    assert "".join((html_of(page.body) or "").split("\n")) == html
    assert [part["type"] for part in json.loads(blocks_of(html, caption="Guia"))] == [
        part.block_type for part in page.body
    ]
    page.body.stream_block.clean(page.body)


def test_what_the_editor_would_lose_stays_as_it_is(browser, author, council):
    callout = [("callout", {"tone": "info", "title": "Atenció", "text": "<p>Ull</p>"})]
    page = a_resource(author, organisation=council, body=callout)
    shown = browser.get(address(page, 2))
    assert "text" not in shown.context["form"].fields
    browser.post(address(page, 2), {**fields(shown), "link_lines": "https://exemple.cat", "action": "save"})
    words = newest_words(ResourcePage.objects.get())
    assert ([part.block_type for part in words.body], words.links.count()) == (["callout"], 1)
