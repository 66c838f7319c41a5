"""The three steps, sending and throwing away, as a browser does them."""

import json
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from intranet.templatetags.intranet import requirement
from repository.domain.locking import newest_words
from repository.domain.proposing import save_words
from repository.domain.reviewing import approve, submit
from repository.domain.wording import blocks_of, html_of
from repository.enums import Consent, ResourceVisibility, Review
from repository.forms.links import LinksField
from repository.models import Credit, ResourcePage
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
    assert form["comarca"] == "Bages"
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


@pytest.mark.parametrize("address_typed", ["www.exemple.cat", "exemple.cat:8000/x", "https://exemple.cat"])
def test_an_address_is_taken_as_people_write_it(address_typed):
    [link] = LinksField().clean(address_typed)
    assert link.url == f"https://{address_typed.removeprefix('https://')}"


def test_each_line_that_is_no_link_is_told_by_its_number():
    typed = ["res de res", "", "www.exemple.cat", "javascript:alert(document.cookie)", "mailto:ada@exemple.cat Ada"]
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        LinksField().clean("\n".join(typed))
    only = "only web addresses can be linked, which begin with https:// or http://."
    assert refused.value.messages == [
        "Line 1, «res de res»: begin with the address, as in «https://exemple.cat».",
        f"Line 4, «javascript:alert(document.cookie)»: {only}",
        f"Line 5, «mailto:ada@exemple.cat Ada»: {only}",
    ]


def test_without_a_title_there_is_nothing_to_keep(browser):
    answer = browser.post(PROPOSE, {**fields(browser.get(PROPOSE)), "action": "next"})
    assert answer.status_code == 422
    assert {name: len(errors) for name, errors in answer.context["form"].errors.items()} == {"title": 1}


@pytest.mark.parametrize("action", ["save", "next"])
def test_half_done_it_is_kept_and_what_is_missing_is_said_where_it_is_sent(browser, action):
    form = {**fields(browser.get(PROPOSE)), "kind": "bona-practica", "title": "Només el títol", "action": action}
    onwards = browser.post(PROPOSE, form)
    page = ResourcePage.objects.get()
    assert onwards.url == ("/recursos/meus/" if action == "save" else address(page, 2))
    form = {**fields(browser.get(address(page, 2))), "context": "Hi havia poc.", "action": action}
    assert browser.post(address(page, 2), form).status_code == 302
    shown = browser.get(reverse("resource_submit", args=[page.slug]))
    assert [gap.step for gap in shown.context["gaps"]] == [1, 2, 2]
    assert [f'href="{address(page, step)}"' in shown.content.decode() for step in (1, 2)] == [True, True]
    browser.post(reverse("resource_submit", args=[page.slug]), {"action": "send"})
    row = ResourcePage.objects.get()
    assert (row.review, newest_words(row).context) == (Review.DRAFT, "Hi havia poc.")


def test_what_one_may_leave_out_says_so_on_every_step(browser, author):
    page = a_draft(author, kind="bona-practica", visibility=ResourceVisibility.PUBLIC)
    asked = {}
    for step in (1, 2, 3):
        form = browser.get(address(page, step)).context["form"]
        asked |= {field.name: requirement(field) for field in form.visible_fields()}
    assert [name for name, word in asked.items() if word == "required"] == [
        *("kind", "title", "summary", "measures", "results", "visibility", "licence", "language")
    ]
    assert [name for name, word in asked.items() if not word] == ["group", "organisation"]


def test_of_what_is_no_practice_one_thing_is_enough(browser, author):
    form = browser.get(address(a_draft(author), 2)).context["form"]
    assert [(field.name, requirement(field)) for field in form.shown] == [
        *(("files", ""), ("text", ""), ("link_lines", ""), ("video_lines", ""))
    ]
    told = browser.get(address(a_draft(author, kind="bona-practica"), 2)).context["form"]
    assert [field.name for field in told.shown][:5] == ["context", "measures", "results", "files", "text"]
    assert [field.name for field in told.folded] == ["cost", "legal_basis", "contact"]


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("enllac", [("link_lines", "required"), *((name, "optional") for name in ("files", "text", "video_lines"))]),
        ("enregistrament", [(name, "") for name in ("video_lines", "link_lines", "files", "text")]),
    ],
)
def test_what_a_link_or_a_recording_is_made_of_comes_first(browser, author, kind, asked):
    form = browser.get(address(a_draft(author, kind=kind), 2)).context["form"]
    assert [(field.name, requirement(field)) for field in form.shown] == asked


def test_while_the_words_of_another_council_are_out_its_name_is_told_of(browser, author, council):
    page = a_draft(author, organisation=OrganisationFactory(name="Berga"))
    credit = Credit.objects.create(page=page, person=a_member(), council=page.organisation)
    place, said = reverse("resource_submit", args=[page.slug]), []
    for consent, named in (
        (Consent.ASKED, page.organisation),
        (Consent.OUT, page.organisation),
        (Consent.OUT, council),
    ):
        Credit.objects.update(consent=consent, council=named)
        words = newest_words(ResourcePage.objects.get(pk=page.pk))
        words.organisation = named
        save_words(words, by=author)
        said.append(browser.get(place).context["council_left"])
    assert (said, credit.page) == ([None, page.organisation, None], page)


FOLDED = '<details class="disclosure proposing__more">'


@pytest.mark.parametrize(
    ("facts", "is_folded"),
    [
        ({}, True),
        ({"comarca": "Bages"}, True),
        ({"comarca": "Osona"}, False),
        ({"language": "en"}, False),
        ({"licence": "cc0"}, False),
        ({"licence": "cc0", "visibility": "public"}, True),
    ],
)
def test_what_is_rare_is_folded_up_while_it_is_as_usual(browser, author, council, facts, is_folded):
    shown = browser.get(address(a_draft(author, organisation=council, **facts), 3))
    names = [field.name for field in shown.context["form"].folded]
    assert ("licence" in names, names[-2:]) == ("visibility" not in facts, ["review_due", "expires_on"])
    assert (FOLDED in shown.content.decode(), "---------" in shown.content.decode()) == (is_folded, False)


def test_what_is_wrong_in_it_opens_it(browser, author, council):
    page = a_draft(author, organisation=council)
    form = fields(browser.get(address(page, 3)))
    for expires_on, is_folded in (("2020-01-01", False), ("", True)):
        given = {"subjects": [], "departments": [], "year": "fa poc", "expires_on": expires_on}
        answer = browser.post(address(page, 3), {**form, **given})
        assert (answer.status_code, FOLDED in answer.content.decode()) == (422, is_folded)


@pytest.mark.parametrize("year", ["fa poc", "24", "20244"])
def test_a_year_that_is_none_stays_typed(browser, author, year):
    page = a_draft(author)
    form = fields(browser.get(address(page, 3)))
    answer = browser.post(address(page, 3), {**form, "subjects": [], "departments": [], "year": year})
    errors = answer.context["form"].errors["year"]
    said = "Escriviu un any de quatre xifres" if year == "fa poc" else "Escriviu un any entre el 1950 i el"
    assert (answer.status_code, len(errors), said in errors[0]) == (422, 1, True)
    assert f'name="year" value="{year}"' in answer.content.decode()


def test_the_county_is_one_of_the_list_or_the_one_that_stands_there(browser, author):
    page = a_draft(author, comarca="Vall Fosca")
    form = browser.get(address(page, 3)).context["form"]
    values = [value for value, _label in form.fields["comarca"].choices]
    assert (len(values), values[0], values[-1]) == (45, "", "Vallès Oriental")
    assert values[values.index("Vall Fosca") + 1] == "Vallès Occidental"
    sent = {**fields(browser.get(address(page, 3))), "subjects": [], "departments": []}
    assert browser.post(address(page, 3), {**sent, "comarca": "Bagés"}).status_code == 422
    assert browser.post(address(page, 3), {**sent, "action": "save"}).status_code == 302
    assert ResourcePage.objects.get().comarca == "Vall Fosca"


def test_a_day_of_review_that_nobody_chose_is_not_kept(browser, author):
    page = a_draft(author)
    sent = {**fields(browser.get(address(page, 3))), "subjects": [], "departments": [], "action": "save"}
    assert sent["review_due"] == ""
    browser.post(address(page, 3), sent)
    assert ResourcePage.objects.get().review_due is None
    chosen = timezone.localdate() + timedelta(days=90)
    browser.post(address(page, 3), {**sent, "review_due": chosen, "seen": ""})
    assert ResourcePage.objects.get().review_due == chosen


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
