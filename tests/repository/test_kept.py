"""«My resources»: who proposes something sees what has become of it."""

import pytest
from django.utils import timezone

from repository.domain import pace
from repository.domain.reviewing import send_back, submit
from repository.models import ResourcePage
from repository.views.kept import NOTHING_HERE, lists
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination
from tests.factories.repository import a_draft, a_resource

pytestmark = pytest.mark.django_db
KEPT, REVIEW = "/recursos/meus/", "/recursos/revisio/"


@pytest.fixture
def council():
    return OrganisationFactory()


def titles(response):
    return sorted(page.draft_title for page in response.context["page"])


def test_each_state_has_its_list(client_of, council):
    author = a_member(council)
    a_draft(author, title="Esborrany")
    submit(a_draft(author, organisation=council, title="En espera"), by=author)
    returned = submit(a_draft(author, organisation=council, title="Retornat"), by=author)
    send_back(returned, by=someone_of_coordination(), note="Hi falta l’any")
    a_resource(author, organisation=council, title="Publicat")
    due = a_resource(author, organisation=council, title="Caducat")
    ResourcePage.objects.filter(pk=due.pk).update(review_due=timezone.localdate())
    old = a_resource(author, organisation=council, title="Vell")
    ResourcePage.objects.filter(pk=old.pk).update(archived_at=timezone.now())
    a_draft(a_member(council), title="D’una companya")
    browser = client_of(author)
    states = ("esborranys", "revisio", "retornats", "publicats", "vigencia", "arxivats")
    assert {state: titles(browser.get(KEPT, {"estat": state})) for state in states} == {
        "esborranys": ["Esborrany"],
        "revisio": ["En espera"],
        "retornats": ["Retornat"],
        "publicats": ["Caducat", "Publicat"],
        "vigencia": ["Caducat"],
        "arxivats": ["Vell"],
    }
    everything = browser.get(KEPT)
    assert ("Hi falta l’any" in everything.content.decode(), len(titles(everything))) == (True, 6)


@pytest.mark.parametrize("number", [1, 3, 30])
def test_lists_make_the_same_statements(number, client_of, council, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(pace, "MOST_SENT", number)
    author = a_member(council)
    for _one in range(number):
        submit(a_draft(author, organisation=council), by=author)
    keeper, reviewer = client_of(author), client_of(someone_of_coordination())
    for browser, place in ((keeper, KEPT), (reviewer, REVIEW)):
        browser.get(place)
    with django_assert_num_queries(5):
        keeper.get(KEPT)
    with django_assert_num_queries(5):
        reviewer.get(REVIEW)


def test_an_empty_list_says_what_it_is_for_and_leads_on(client_of):
    assert set(NOTHING_HERE) == set(lists()) - {""}
    empty = client_of(a_member()).get(f"{KEPT}?estat=arxivats").content.decode().partition('<div class="empty">')[2]
    assert str(NOTHING_HERE["arxivats"]) in empty
    assert f'href="{KEPT}"' in empty.partition("</div>")[0]
