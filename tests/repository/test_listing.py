"""The list of the bank, and that of a group."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.models import WorkingGroup
from repository.catalogue.words import index_resource
from repository.domain.publishing import touch
from repository.models import ResourcePage
from tests.factories.members import GroupMembershipFactory, SubjectFactory, WorkingGroupFactory
from tests.factories.repository import a_file, a_group_resource, a_resource

pytestmark = pytest.mark.django_db
TITLE = re.compile(r'class="bank-row__title"><a href="([^"]+)">([^<]+)<')


@pytest.fixture
def listed(client_of, roles):
    """The titles that somebody finds at an address."""

    def ask(address: str = "/recursos/", role: str = "member") -> list[str]:
        answer = client_of(roles[role]).get(address)
        assert answer.status_code == 200
        return [title for _url, title in TITLE.findall(answer.content.decode())]

    return ask


def test_everyone_finds_what_they_may_see_the_newest_first(listed, roles):
    a_resource(title="De la xarxa")
    a_resource(title="De tothom", visibility="public")
    private = WorkingGroupFactory(access="private")
    a_group_resource(private, title="Del grup privat")
    guests = WorkingGroup.objects.get(memberships__user=roles["guest"])
    a_group_resource(guests, title="Del grup amb convidats")
    assert listed() == ["Del grup amb convidats", "De tothom", "De la xarxa"]
    assert listed(role="guest") == ["Del grup amb convidats", "De tothom"]
    GroupMembershipFactory(group=private, user=roles["member"])
    assert listed() == ["Del grup amb convidats", "Del grup privat", "De tothom", "De la xarxa"]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_list_takes_the_same_statements_at_any_length(rows, roles, client_of, django_assert_num_queries):
    for _turn in range(rows):
        page = a_resource(title="Compra pública", contents=[b"%PDF-1.4\n"])
        page.stored.update(text="Ordenança")
    index_resource(page.pk)
    client = client_of(roles["member"])
    client.get("/recursos/")
    caches["posts"].clear()
    with django_assert_num_queries(6):
        client.get("/recursos/")
    with django_assert_num_queries(4):
        client.get("/recursos/?kind=guia&ordre=titol")
    caches["posts"].clear()
    with django_assert_num_queries(10):
        client.get("/recursos/?q=compra")


def test_row_says_what_one_chooses_by(roles, client_of):
    today = timezone.localdate()
    page = a_resource(
        title="Guia <b>", summary="Fins a «dues» línies & prou.", year=2023, language="oc", contents=[b"%PDF-1.4\n"]
    )
    ResourcePage.objects.filter(pk=page.pk).update(review_due=today - timedelta(days=1), useful_count=1)
    touch(page)
    text = client_of(roles["member"]).get("/recursos/").content.decode()
    row = text[text.index('<article class="bank-row"') : text.index("</article>")]
    assert TITLE.findall(row) == [(page.get_absolute_url(), "Guia &lt;b&gt;")]
    assert [
        fact
        for fact in ("2023", "PDF", f'datetime="{today}"', "línies &amp; prou", 'data-tone="warning"')
        if fact not in row
    ] == []


def test_a_row_is_drawn_anew_when_its_resource_changes_and_left_out_when_it_has_changed_meanwhile(listed):
    page = a_resource(title="Abans")
    assert listed() == ["Abans"]
    ResourcePage.objects.filter(pk=page.pk).update(title="Després")
    assert listed() == ["Abans"]  # nobody has touched it
    touch(page)
    assert listed() == ["Després"]
    touch(page)
    listed("/recursos/?ordre=titol")
    ResourcePage.objects.filter(pk=page.pk).update(version=99)  # the bank does not know yet
    caches["posts"].clear()
    assert listed() == []


def test_words_are_looked_for_in_titles_texts_and_files_and_the_file_is_named(roles, client_of, listed):
    page = a_resource(title="Plec tipus", body=[("paragraph", "<p>Una clàusula nova</p>")], contents=[b"%PDF-1.4\n"])
    page.stored.update(text="Els tribunals de l’Aigua")
    a_resource(title="Aigua de la xarxa")
    assert listed("/recursos/?q=clausules") == ["Plec tipus"]
    index_resource(page.pk)
    assert listed("/recursos/?q=aigua") == ["Aigua de la xarxa", "Plec tipus"]
    answer = client_of(roles["member"]).get("/recursos/?q=tribunals").content.decode()
    assert re.findall(r'class="bank-row__inside">.*?«([^»]*)»', answer) == ["guia.pdf"]
    assert listed("/recursos/?q=tribunals+marcians") == ["Plec tipus"]
    assert listed("/recursos/?q=marcians") == []


def test_words_of_a_file_that_only_a_private_group_has_find_nothing_for_others(listed, roles):
    group = WorkingGroupFactory(access="private")
    page = a_group_resource(group, title="Reservat", contents=[b"%PDF-1.4\n"])
    page.stored.update(text="Paraula inconfessable")
    index_resource(page.pk)
    assert listed("/recursos/?q=inconfessable") == []
    GroupMembershipFactory(group=group, user=roles["member"])
    assert listed("/recursos/?q=inconfessable") == ["Reservat"]


def test_what_a_file_said_is_not_found_once_nothing_offers_it(listed):
    page = a_resource(title="Amb fitxer")
    a_file(page, text="Text que ningú no ofereix")
    index_resource(page.pk)
    assert listed("/recursos/?q=ofereix") == []


def test_archived_ones_are_apart(listed):
    page = a_resource(title="Vell")
    a_resource(title="Nou")
    ResourcePage.objects.filter(pk=page.pk).update(archived_at=timezone.now())
    touch(page)
    assert (listed(), listed("/recursos/?estat=arxivats"), listed("/recursos/?estat=cal-revisar")) == (
        ["Nou"],
        ["Vell"],
        [],
    )


def test_a_page_beyond_the_last_is_the_last_and_nonsense_is_left_aside(listed):
    for turn in range(23):
        a_resource(title=f"Recurs {turn:02}")
    assert listed("/recursos/?pagina=2&ordre=titol") == ["Recurs 20", "Recurs 21", "Recurs 22"]
    assert listed("/recursos/?pagina=99&ordre=titol") == ["Recurs 20", "Recurs 21", "Recurs 22"]
    nonsense = "kind=res&year=-1&group=%00&ordre=x&vista=y&estat=z&pagina=a&comarca='"
    assert len(listed(f"/recursos/?{nonsense}")) == 20


def test_group_finds_its_own_and_whoever_does_not_read_it_finds_nothing(listed, client_of, roles):
    group = WorkingGroupFactory(access="private", slug="reservat")
    a_group_resource(group, title="Del grup")
    a_resource(title="De la xarxa")
    assert client_of(roles["member"]).get("/grups/reservat/recursos/").status_code == 404
    GroupMembershipFactory(group=group, user=roles["member"])
    assert listed("/grups/reservat/recursos/") == ["Del grup"]
    subject = SubjectFactory(slug="altre")
    a_group_resource(group, title="Sobre altra cosa", subjects=[subject])
    assert listed("/grups/reservat/recursos/?subject=altre") == ["Sobre altra cosa"]


def test_htmx_gets_the_results_and_the_facets_alone(client_of, roles):
    a_resource(title="Guia", kind="guia")
    answer = client_of(roles["member"]).get("/recursos/?kind=guia&q=", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert ("<h1" in text, answer["HX-Push-Url"]) == (False, "/recursos/?kind=guia")
    assert re.findall(r'id="([a-z-]+)" hx-swap-oob', text) == [
        "result-count",
        "bank-count",
        "bank-order",
        "bank-views",
        "bank-chosen",
        "bank-facets",
    ]


@pytest.fixture
def orders(client_of, roles):
    """The values of the orders that are offered at an address, the chosen one last."""

    def ask(address: str) -> tuple[list[str], str]:
        page = client_of(roles["member"]).get(address).content.decode()
        select = page.partition('<select id="bank-sort"')[2].partition("</select>")[0]
        options = re.findall(r'<option value="([^"]*)"( selected)?>', select)
        return [value for value, _selected in options], *[value for value, selected in options if selected]

    return ask


def test_a_row_says_where_the_words_stand(client_of, roles):
    body = [("paragraph", "<p>Paraules de farciment <b>i les clàusules</b> &lt;socials&gt; de l’aigua.</p>")]
    a_resource(title="Plec", body=body)
    client = client_of(roles["member"])
    words = "Paraules de farciment i les <mark>clàusules</mark> &lt;socials&gt; de l’<mark>aigua</mark>."
    found = re.findall(r'class="bank-row__inside">(.*?)</p>', client.get("/recursos/?q=clausula+aig").content.decode())
    assert found == [words]
    assert words in client.get("/cerca/?q=clausula+aig").content.decode()
    assert "bank-row__inside" not in client.get("/recursos/?q=plec").content.decode()


def test_what_fits_best_goes_without_saying_with_words_and_a_chosen_order_stays(listed, orders):
    a_resource(title="Compra pública")
    a_resource(title="Horts", summary="I una compra")
    assert orders("/recursos/?ordre=adients") == (["", "titol", "revisats", "utils", "any"], "")
    assert orders("/recursos/?q=compra&ordre=") == (["", "recents", "titol", "revisats", "utils", "any"], "")
    assert orders("/recursos/?q=compra&ordre=recents")[1] == "recents"
    assert (listed(), listed("/recursos/?q=compra&ordre="), listed("/recursos/?q=compra&ordre=recents")) == (
        ["Horts", "Compra pública"],
        ["Compra pública", "Horts"],
        ["Horts", "Compra pública"],
    )
    assert orders("/recursos/?ordre=recents") == (["recents", "titol", "revisats", "utils", "any"], "recents")


def ways_on(client, address: str) -> list[str]:
    """Where one is sent from where nothing was found."""
    empty = client.get(address).content.decode().partition('<div class="empty">')[2].partition("</div>")[0]
    return re.findall(r'<a class="button"[^>]* href="([^"]+)"', empty)


TOO_LITTLE = "With this nothing can be searched: write a word of two letters or more that is not just «de» or «la»."
NOTHING = "No resource is like that. Use other words, or take a filter off."
NO_WORDS, NO_FILTERS = "No resource is like that. Take a filter off.", "No resource is like that. Use other words."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("q=x", TOO_LITTLE),
        ("q=de+la&kind=guia", TOO_LITTLE),
        ("q=res", NO_FILTERS),
        ("q=res&kind=guia", NOTHING),
        ("estat=arxivats", NO_WORDS),
        ("q=++&ordre=titol", None),
    ],
)
def test_where_nothing_is_found_it_says_what_to_change(asked, said, client_of, roles):
    a_resource(title="Plec", kind="guia")
    text = client_of(roles["member"]).get(f"/recursos/?{asked}").content.decode()
    assert [one for one in (TOO_LITTLE, NOTHING, NO_WORDS, NO_FILTERS) if _(one) in text] == [said] * bool(said)


def test_where_nothing_is_found_one_sees_all_or_proposes(client_of, roles):
    group = WorkingGroup.objects.get(memberships__user=roles["guest"])
    tab = f"/grups/{group.slug}/recursos/"
    member = client_of(roles["member"])
    assert ways_on(member, "/recursos/?q=res") == ["/recursos/", "/recursos/proposa/"]
    assert ways_on(member, f"{tab}?kind=guia&q=res") == [tab, "/recursos/proposa/"]
    assert ways_on(client_of(roles["guest"]), "/recursos/?q=res") == ["/recursos/"]
    group.state = "closed"
    group.save()
    assert ways_on(member, f"{tab}?q=res") == [tab]
