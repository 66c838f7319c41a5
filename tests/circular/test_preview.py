"""How a circular will look, before anybody gets it, and the mail that tries it."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from agenda.models import Event
from home.circular.letter.trying import TRY
from home.circular.models import Delivery
from intranet.members.enums import GroupAccess
from intranet.members.models import User
from intranet.outbox.kinds import mail_kind
from intranet.outbox.models import Message
from tests.factories.agenda import an_event
from tests.factories.circular import a_circular, an_entry
from tests.factories.forum import a_topic
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_member, someone_of_coordination
from tests.members.admin.pages import soup, words

pytestmark = pytest.mark.django_db

URL = "/circular/2026/01/compon/mostra/"
TEST = "/circular/2026/01/compon/prova/"


@pytest.fixture(autouse=True)
def _outbox_keeps(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def circular():
    return a_circular(date(2026, 1, 1), title="Circular de gener de 2026")


@pytest.fixture
def berta():
    return someone_of_coordination(given_name="Berta", family_name="Puig", email="berta@xmess.example")


@pytest.fixture
def client(client_of, berta):
    return client_of(berta)


def without_tokens(html):
    """Those that stop the mail say until when, to the second."""
    return re.sub(r"/enllac/[\w.-]+/", "", html)


def test_each_way_to_look_at_it(client, circular):
    an_entry(circular, title="De tothom")
    shown = {}
    for form in ("ample", "mobil", "fosc", "text", "pagina"):
        page = soup(client.get(f"{URL}?forma={form}"))
        frame = page.select_one("iframe")
        shown[form] = (page.select_one(".tabs [aria-current]")["href"], frame and (frame["data-size"], frame["src"]))
    frames = {form: (f"?forma={form}", (form, f"{URL}{form}/")) for form in ("ample", "mobil", "fosc", "pagina")}
    assert shown == {**frames, "text": ("?forma=text", None)}
    assert "* De tothom" in words(soup(client.get(f"{URL}?forma=text")).select_one(".letter__text"))
    assert soup(client.get(f"{URL}?forma=res")).select_one("iframe")["data-size"] == "ample"


def test_what_stands_in_the_frame(client, circular):
    event = an_event()
    an_entry(circular, title="De tothom", event=event)
    answers = {form: client.get(f"{URL}{form}/") for form in ("ample", "mobil", "fosc", "text", "pagina")}
    bodies = {form: answer.content.decode() for form, answer in answers.items()}
    assert [form for form, body in bodies.items() if "De tothom" not in body] == []
    assert without_tokens(bodies["ample"]) == without_tokens(bodies["mobil"])
    forced = {form: re.findall(r"@media (?:all|not all|\(prefers[^)]*\))", bodies[form]) for form in ("ample", "fosc")}
    assert {form: set(found) for form, found in forced.items()} == {"ample": {"@media not all"}, "fosc": {"@media all"}}
    assert [form for form in answers if "script-src 'none'" in answers[form]["Content-Security-Policy"]] == [
        "ample",
        "mobil",
        "fosc",
    ]
    assert (answers["text"]["Content-Type"], client.get(f"{URL}res/").status_code) == ("text/plain; charset=utf-8", 404)
    page = BeautifulSoup(bodies["pagina"], "html.parser")
    links = [link["href"] for link in page.select("article.issue a")]
    assert (event.get_absolute_url() in links, words(page.h1)) == (True, "Circular de gener de 2026")


def test_coordination_too_sees_only_what_it_may_see(client, circular):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    an_entry(circular, title="Debat reservat", topic=a_topic(private), group=private)
    an_entry(circular, title="De tothom")
    pages = [client.get(f"{URL}{form}/").content.decode() for form in ("ample", "fosc", "text", "pagina")]
    pages.append(client.get(f"{URL}?forma=text").content.decode())
    assert [("De tothom" in page, "reservat" in page) for page in pages] == [(True, False)] * 5


def test_it_is_looked_at_as_somebody_of_a_group(client, circular):
    group, private = WorkingGroupFactory(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    an_entry(circular, title="De tothom", section="agenda")
    an_entry(circular, title="Del grup", section="ajuts", group=group)
    an_entry(circular, title="Debat reservat", topic=a_topic(private), group=private)
    query = f"?grup={group.slug}"
    page = soup(client.get(f"{URL}{query}&forma=fosc"))
    assert page.select_one("iframe")["src"] == f"{URL}fosc/{query}"
    assert page.select_one("[name=grup] option[selected]")["value"] == group.slug
    assert page.select_one(".tabs a")["href"] == f"?forma=ample&grup={group.slug}"
    order = {}
    for asked in (query, "", "?grup=res%00", f"?grup={private.slug}"):
        pages = [client.get(f"{URL}{form}/{asked}").content.decode() for form in ("ample", "text", "pagina")]
        assert [page for page in pages if "reservat" in page] == []
        order[asked] = [page.rindex("Del grup") < page.rindex("De tothom") for page in pages]
    assert order == {query: [True] * 3} | dict.fromkeys(list(order)[1:], [False] * 3)


def test_nobody_else_looks_at_it(client_of, circular):
    person = client_of(a_member())
    assert [person.get(f"{URL}{end}").status_code for end in ("", "ample/", "pagina/")] == [404] * 3
    assert (person.post(TEST).status_code, Message.objects.count()) == (404, 0)


def test_a_test_goes_to_whoever_asks_for_it_and_to_the_chosen(client, circular, berta):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    an_entry(circular, title="Debat reservat", topic=a_topic(private), group=private)
    an_entry(circular, title="De tothom")
    carme, _third = (someone_of_coordination(family_name=name) for name in ("Coll", "Dalmau"))
    GroupMembershipFactory(group=private, user=carme)
    answer = client.post(TEST, {"people": [carme.pk]}, follow=True)
    rows = {row.person: row for row in Message.objects.all()}
    assert answer.redirect_chain == [(URL, 302)]
    assert {row.kind for row in rows.values()} == {TRY}
    assert {person: b"reservat" in bytes(row.raw) for person, row in rows.items()} == {berta: False, carme: True}
    assert {row.subject.split("] ")[1] for row in rows.values()} == {"Circular de gener de 2026"}
    client.post(TEST)
    ids = set(Message.objects.values_list("message_id", flat=True))
    assert (len(ids), [one for one in ids if "<circular." in one], Delivery.objects.count()) == (3, [], 0)


def test_a_test_goes_to_coordination_alone(client, circular):
    an_entry(circular)
    outsider, former = a_member(), someone_of_coordination(is_active=False)
    for person in (outsider, former):
        refused = client.post(TEST, {"people": [person.pk]})
        assert (refused.status_code, len(soup(refused).select(".error-summary, [role=alert]")) > 0) == (422, True)
    assert Message.objects.count() == 0
    client.post(TEST)
    message = Message.objects.get()
    assert mail_kind(TRY).may_go(message)
    message.person.groups.clear()
    assert not mail_kind(TRY).may_go(Message.objects.get())


@pytest.mark.parametrize("change", ["left", "address", "unpublished"])
def test_a_test_that_may_not_be_read_any_more_stays(change, client, circular, berta):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    seat = GroupMembershipFactory(group=private, user=berta)
    an_entry(circular, title="Debat reservat", topic=a_topic(private), group=private)
    event = an_event()
    an_entry(circular, event=event)
    client.post(TEST)
    may_go, [message] = mail_kind(TRY).may_go, Message.objects.all()
    assert (may_go(message), b"reservat" in bytes(message.raw)) == (True, True)
    if change == "left":
        seat.delete()
    elif change == "address":
        User.objects.filter(pk=berta.pk).update(email="berta@una-altra.example")
    else:
        Event.objects.filter(pk=event.pk).update(live=False)
    assert not may_go(Message.objects.get())


def test_statements_do_not_grow(client, circular, django_assert_num_queries):
    for number in (1, 2, 27):
        for _one in range(number):
            an_entry(circular, event=an_event())
        client.get(URL)
        with django_assert_num_queries(10):
            client.get(URL)
