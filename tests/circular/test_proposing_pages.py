"""The form, one's own proposals and taking one back, as a browser does them."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from forum.models import Topic
from home.circular.domain.months import month_after
from home.circular.domain.proposing import reword_proposal
from home.circular.enums import EntryState, Section
from home.circular.models import CircularEntry
from intranet.drafts.models import Draft
from intranet.members.enums import GroupAccess, OrganisationKind
from repository.models import ResourcePage
from tests.factories.circular import a_circular, a_proposal, a_sent_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import OrganisationFactory, WorkingGroupFactory, a_member, someone_of_coordination
from tests.factories.photos import a_picture, encoded, upload
from tests.factories.repository import a_resource

pytestmark = pytest.mark.django_db
PROPOSE, MINE = "/circular/proposa/", "/circular/proposades/"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def council():
    return OrganisationFactory(kind=OrganisationKind.TOWN_COUNCIL)


@pytest.fixture
def author(council):
    return a_member(council)


@pytest.fixture
def browser(author, client_of):
    return client_of(author)


@pytest.fixture
def circular():
    return a_circular()


def fields(response):
    """What the form holds, as a browser would send it again."""
    form = response.context["form"]
    names = [name for name in form.fields if name not in {"picture", "remove_picture"}]
    values = {name: form[name].value() for name in names}
    return {name: "" if value is None else value for name, value in values.items()}


def typed(browser, address=PROPOSE, **more):
    words = {"title": "Obrim la convocatòria", "text": "Fins a 3.000 euros.", "section": Section.GRANTS}
    return {**fields(browser.get(address)), **words, **more}


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def edit(entry):
    return reverse("circular_entry_edit", args=[entry.pk])


def test_two_minutes_make_a_proposal(browser, author, council, circular):
    form = fields(browser.get(PROPOSE))
    assert (form["organisation"], form["section"]) == (council.pk, Section.COUNCILS)
    day = timezone.localdate() + timedelta(days=20)
    answer = browser.post(PROPOSE, typed(browser, day=day, link="exemple.cat/ajuts"))
    entry = CircularEntry.objects.get()
    facts = (entry.author, entry.circular, entry.organisation, entry.day, entry.link, entry.section)
    assert facts == (author, circular, council, day, "https://exemple.cat/ajuts", Section.GRANTS)
    assert (answer.url, len(said(answer))) == (MINE, 1)
    assert "Obrim la convocatòria" in browser.get(MINE).content.decode()


def test_the_form_says_beforehand_for_which_month_it_is(browser, circular):
    page = browser.get(PROPOSE)
    assert (page.context["circular"], page.context["missed"]) == (circular, circular)
    circular.deadline = timezone.now() - timedelta(minutes=1)
    circular.save()
    page = browser.get(PROPOSE)
    assert (page.context["missed"], page.context["circular"].month) == (circular, month_after(circular.month))
    assert browser.post(PROPOSE, typed(browser)).url == MINE


def test_coordination_proposes_in_any_name(client_of, circular):
    other = OrganisationFactory()
    browser = client_of(someone_of_coordination())
    browser.post(PROPOSE, typed(browser, organisation=other.pk))
    assert CircularEntry.objects.get().organisation == other


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": "x" * 501}, "text"),
        ({"text": ""}, "text"),
        ({"section": ""}, "section"),
        ({"day": "2020-01-01"}, "day"),
        ({"link": "res de res"}, "link"),
        ({"picture": upload(b"<svg/>", "a.svg")}, "picture"),
        ({"picture": upload(encoded(a_picture()))}, "picture_alt"),
    ],
    ids=["title", "text too long", "no text", "section", "past", "link", "no image", "alt"],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(wrong, field, browser, circular):
    sent = {"title": "Fira del cooperativisme", "link": "https://exemple.cat/fira", **wrong}
    answer = browser.post(PROPOSE, typed(browser, **sent))
    kept = {name: answer.context["form"][name].value() for name in sent if name != "picture"}
    expected = {name: value for name, value in sent.items() if name != "picture"}
    assert (answer.status_code, [*answer.context["form"].errors], kept) == (422, [field], expected)
    assert (CircularEntry.objects.count(), b"autofocus" in answer.content) == (0, True)


def test_another_council_is_none_to_choose(browser, circular):
    answer = browser.post(PROPOSE, typed(browser, organisation=OrganisationFactory().pk))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["organisation"])


def test_an_image_that_came_with_a_refused_form_is_not_chosen_twice(browser, author, circular, client_of):
    refused = browser.post(PROPOSE, typed(browser, title="", picture=upload(encoded(a_picture((2400, 1200))))))
    form = refused.context["form"]
    assert set(form.errors) == {"title", "picture_alt"}
    kept = {"picture_kept": form["picture_kept"].value(), "picture_alt": "La fira"}
    assert form.kept_url in refused.content.decode()
    stranger = client_of(a_member())
    theirs = stranger.post(PROPOSE, typed(stranger, **kept))
    assert (theirs.status_code, [*theirs.context["form"].errors]) == (422, ["picture"])
    browser.post(PROPOSE, typed(browser, **kept))
    entry = CircularEntry.objects.get()
    assert (entry.author, entry.picture.url, entry.picture.width) == (author, form.kept_url, 1200)
    assert default_storage.listdir("circular")[1] == [entry.picture.name.removeprefix("circular/")]


def test_of_a_form_that_is_refused_time_and_again_one_image_is_kept(browser, circular, monkeypatch):
    sent = typed(browser, title="")
    kept = []
    for _time in range(3):
        answer = browser.post(PROPOSE, {**sent, "picture": upload(encoded(a_picture()))})
        kept.append(answer.context["form"].kept_url)
    assert default_storage.listdir("circular")[1] == [kept[-1].removeprefix("/media/circular/")]
    monkeypatch.setattr("home.circular.domain.picture_files.MOST_IN_AN_HOUR", 3)
    monkeypatch.setattr("home.circular.forms.proposing.wide_jpeg", None)  # nothing is decoded
    answer = browser.post(PROPOSE, {**sent, "picture": upload(encoded(a_picture()))})
    assert (answer.status_code, answer.context["form"].has_error("picture", "pace")) == (422, True)
    assert len(default_storage.listdir("circular")[1]) == 1


def test_each_image_that_is_sent_counts_once_readable_or_not(browser, circular, monkeypatch):
    monkeypatch.setattr("home.circular.domain.picture_files.MOST_IN_AN_HOUR", 3)
    damaged = encoded(a_picture())[:900]
    refused = []
    for content, facts in (
        (damaged, {}),
        (encoded(a_picture()), {"title": ""}),
        (encoded(a_picture()), {"picture_alt": "La fira"}),
        (damaged, {}),
    ):
        answer = browser.post(PROPOSE, {**typed(browser), **facts, "picture": upload(content)})
        refused.append(answer.context and answer.context["form"].has_error("picture", "pace"))
    assert (refused, CircularEntry.objects.count()) == ([False, False, None, True], 1)


def test_the_image_of_an_entry_stays_though_its_form_is_sent_again_with_another(browser, circular):
    sent = typed(browser, title="", picture_alt="La fira")
    refused = browser.post(PROPOSE, {**sent, "picture": upload(encoded(a_picture()))})
    kept = refused.context["form"]["picture_kept"].value()
    browser.post(PROPOSE, {**sent, "title": "Fira", "picture_kept": kept})
    browser.post(PROPOSE, {**sent, "picture": upload(encoded(a_picture()))})
    entry = CircularEntry.objects.get()
    assert (entry.picture != "", default_storage.exists(entry.picture.name)) == (True, True)


def test_what_was_taken_back_where_it_stood_is_told_without_its_words(browser, author, circular):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    for thing in ({"resource": a_resource()}, {"topic": a_topic()}, {"topic": a_topic(group)}):
        an_entry(circular, title="Paraules que ja no hi són", author=author, drop_reason="gone", **thing)
    ResourcePage.objects.update(live=False)
    Topic.objects.update(removed_at=timezone.now())
    page = browser.get(MINE)
    [topic, resource] = page.context["lines"]
    assert [(line.entry.source_name, line.url, line.again_url) for line in (topic, resource)] == [
        ("topic", "", ""),
        ("resource", "", ""),
    ]
    assert [line.title in page.content.decode() for line in (topic, resource)] == [True, True]
    assert "Paraules" not in page.content.decode()


def test_a_draft_keeps_the_image_too_and_one_that_is_gone_is_said(browser, author, circular):
    sent = typed(browser, picture=upload(encoded(a_picture())), picture_alt="La fira", action="draft")
    assert browser.post(PROPOSE, sent).url == PROPOSE
    page = browser.get(PROPOSE)
    form = page.context["form"]
    assert (Draft.objects.get().person, form["title"].value(), form.kept_url != "") == (
        author,
        "Obrim la convocatòria",
        True,
    )
    default_storage.delete(form.kept_url.removeprefix("/media/"))
    answer = browser.post(PROPOSE, fields(page))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["picture"])
    assert answer.context["form"].kept_url == ""


def test_the_same_form_sent_twice_makes_one_and_another_entry_is_asked_about(browser, circular):
    sent = typed(browser)
    assert [browser.post(PROPOSE, sent).url for _time in range(2)] == [MINE, MINE]
    answer = browser.post(PROPOSE, {**sent, "title": "Una altra cosa"})
    assert (answer.status_code, CircularEntry.objects.count()) == (422, 1)
    browser.post(PROPOSE, {**sent, "title": "Una altra cosa", "key": answer.context["form"]["key"].value()})
    assert CircularEntry.objects.count() == 2


def test_what_is_sent_after_the_session_has_ended_comes_back(browser, author, circular, client):
    page = browser.get(PROPOSE)
    sent = {**typed(browser), "writer": page.content.decode().partition('name="writer" value="')[2].partition('"')[0]}
    assert client.post(PROPOSE, sent).status_code == 302
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    assert client.session["held"]["fields"]["title"] == ["Obrim la convocatòria"]


def test_its_author_changes_it_until_it_is_turned_down(browser, author, circular, client_of):
    entry = a_proposal(circular, author=author, section=Section.GRANTS)
    assert browser.post(edit(entry), typed(browser, edit(entry), title="Millor dit")).url == MINE
    assert CircularEntry.objects.get().title == "Millor dit"
    for other in (a_member(), someone_of_coordination()):
        assert client_of(other).get(edit(entry)).status_code == 404
    form = typed(browser, edit(entry), title="Massa tard")
    CircularEntry.objects.update(state=EntryState.REJECTED)
    late = browser.post(edit(entry), form)
    assert (late.status_code, late.context["form"]["title"].value()) == (422, "Massa tard")
    assert (browser.get(edit(entry)).url, CircularEntry.objects.get().title) == (MINE, "Millor dit")


def test_two_windows_do_not_overwrite_each_other(browser, author, circular):
    entry = a_proposal(circular, author=author)
    form = typed(browser, edit(entry), title="Des d’aquí")
    entry.title = "Des d’allà"
    reword_proposal(entry, by=author)
    answer = browser.post(edit(entry), form)
    assert (answer.status_code, answer.context["now"].title) == (422, "Des d’allà")
    assert "Des d’allà" in answer.content.decode()
    browser.post(edit(entry), fields(answer))
    assert CircularEntry.objects.get().title == "Des d’aquí"


def test_an_image_is_replaced_or_taken_out(browser, author, circular):
    entry = a_proposal(circular, author=author)
    picture = {"picture": upload(encoded(a_picture())), "picture_alt": "La fira"}
    browser.post(edit(entry), typed(browser, edit(entry), **picture))
    first = CircularEntry.objects.get().picture.name
    browser.post(edit(entry), typed(browser, edit(entry)))
    assert CircularEntry.objects.get().picture.name == first
    browser.post(edit(entry), typed(browser, edit(entry), remove_picture="on"))
    now = CircularEntry.objects.get()
    assert (bool(now.picture), now.picture_alt) == (False, "")


def test_what_was_accepted_may_be_changed_and_waits_again(browser, author, circular, client_of):
    entry = an_entry(circular, author=author, decided_at=timezone.now(), told="accepted", is_highlight=True)
    assert browser.get(edit(entry)).context["is_accepted"] is True
    browser.post(edit(entry), typed(browser, edit(entry), title="Millor dit"))
    now, was = CircularEntry.objects.get(), circular.content_version
    circular.refresh_from_db()
    assert (now.state, now.told, now.is_highlight, now.changed_since_accepted) == (EntryState.WAITING, "", False, True)
    assert (circular.content_version - was, browser.get(edit(entry)).context["is_accepted"]) == (1, False)


def test_a_day_before_it_comes_out_is_asked_about_once(browser, circular):
    circular.month = month_after(month_after(timezone.localdate()))
    circular.save()
    day = circular.month - timedelta(days=1)
    asked = browser.post(PROPOSE, typed(browser, day=day.isoformat()))
    assert (asked.status_code, asked.context["form"].is_sure, CircularEntry.objects.count()) == (422, True, 0)
    other = {**fields(asked), "day": (day - timedelta(days=1)).isoformat()}
    assert browser.post(PROPOSE, other).status_code == 422
    assert (browser.post(PROPOSE, fields(asked)).url, CircularEntry.objects.get().day) == (MINE, day)
    on_time = typed(browser, day=circular.month.isoformat())
    assert browser.post(PROPOSE, on_time).url == MINE


def test_drafts_and_ones_own_proposals_are_at_hand(browser, circular):
    browser.post(PROPOSE, {**typed(browser), "action": "draft"})
    page = browser.get(MINE)
    assert (page.context["drafts"], 'href="/esborranys/"' in page.content.decode()) == (1, True)
    assert [f'href="{MINE}"' in browser.get(url).content.decode() for url in (PROPOSE, "/circular/")] == [True, True]


def test_taking_it_back_asks_first_and_comes_too_late_once_it_is_turned_down(browser, author, circular, client_of):
    entry = a_proposal(circular, author=author)
    address = reverse("circular_entry_withdraw", args=[entry.pk])
    assert client_of(a_member()).post(address).status_code == 404
    browser.get(address)
    CircularEntry.objects.update(state=EntryState.REJECTED)
    assert [browser.get(address).status_code, browser.post(address).status_code] == [409, 409]
    CircularEntry.objects.update(state=EntryState.ACCEPTED)
    assert (browser.post(address).url, CircularEntry.objects.count()) == (MINE, 0)


def test_ones_proposals_say_what_became_of_them(browser, author, circular):
    out = an_entry(a_sent_circular(), author=author, title="Va sortir")
    a_proposal(circular, author=author, title="S’espera")
    refused = an_entry(
        circular, author=author, title="No aquest cop", state=EntryState.REJECTED, reason="Hi falta l’enllaç."
    )
    an_entry(circular, title="D’una altra persona")
    page = browser.get(MINE)
    body = page.content.decode()
    links = {line.entry.title: line.url for line in page.context["lines"]}
    assert links == {"No aquest cop": "", "S’espera": "", "Va sortir": out.get_absolute_url()}
    assert ("Hi falta l’enllaç." in body, body.count("/retira/"), body.count("/edita/")) == (True, 1, 1)
    again = f"{PROPOSE}?{urlencode({'copia': refused.pk})}"
    assert again in body
    assert fields(browser.get(again))["title"] == "No aquest cop"


def test_nobody_begins_with_the_words_of_another(browser, circular):
    other = a_proposal(circular, title="De ningú més")
    assert fields(browser.get(f"{PROPOSE}?copia={other.pk}"))["title"] == ""


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_list_costs_the_same_for_any_number(number, browser, author, circular, django_assert_num_queries):
    for turn in range(number):
        an_entry(circular, author=author, state=EntryState.WAITING if turn % 2 else EntryState.REJECTED)
    browser.get(MINE)
    with django_assert_num_queries(6):
        page = browser.get(MINE)
    assert len(page.context["lines"]) == min(number, 20)
