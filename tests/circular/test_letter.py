"""The circular as a mail: what stands in it, in which order, and in a form that every mail program shows."""

import re
from datetime import date
from email import policy
from email.parser import BytesParser

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile

from agenda.models import Event
from home.circular.domain.arranging import NO_INTERESTS, interests_of
from home.circular.domain.pictures import picture_url
from home.circular.domain.recipients import hidden_from
from home.circular.enums import Section
from home.circular.letter.issue import issue_of
from home.circular.letter.pieces import folded
from home.circular.letter.writing import letter_to, size_of
from intranet.links.signing import read_token
from intranet.members.enums import GroupAccess
from intranet.outbox.domain import bytes_of
from tests.factories.agenda import a_group_event, an_event
from tests.factories.circular import a_circular, a_proposal, an_entry
from tests.factories.forum import a_topic
from tests.factories.home import a_news_page
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)
from tests.factories.photos import a_picture, encoded
from tests.factories.repository import a_resource
from tests.members.admin.pages import words

pytestmark = pytest.mark.django_db

SITE = "https://intranet.xmess.example"
JANUARY = date(2026, 1, 1)
CLIPPED_FROM = 102_000  # bytes of HTML after which Gmail cuts a mail off
INTRO = (
    '<p>Bon any! <a href="/agenda/" rel="noopener noreferrer">Mireu l’agenda</a>, '
    '<a href="mailto:hola@xmess.example" rel="noopener noreferrer">escriviu-nos</a>.</p>'
    '<p>Fins <strong>aviat</strong>.</p><p><img src="/imatges/1/" alt="Un cartell"></p>'
)


@pytest.fixture(autouse=True)
def _site(settings, tmp_path):
    settings.SITE_URL, settings.MEDIA_ROOT = SITE, tmp_path


@pytest.fixture
def circular():
    return a_circular(JANUARY, title="Circular de gener de 2026", intro=INTRO)


def letter_of(person, circular, **given):
    own = {"interests": interests_of([person.pk])[person.pk], "hidden": hidden_from([person.pk], circular)[person.pk]}
    return letter_to(person, issue_of(circular), **{**own, **given})


def html_of(mail):
    return str(mail.alternatives[0][0])


def soup(mail):
    return BeautifulSoup(html_of(mail), "html.parser")


def outline(mail):
    """Its headings: parts, and the entries in each."""
    found = {}
    for heading in soup(mail).select("h2, h3"):
        if heading.name == "h2":
            part = found.setdefault(words(heading), [])
        else:
            part.append(words(heading))
    return found


def everything(circular):
    """An entry of each kind that there is."""
    group = WorkingGroupFactory(name="Compra pública")
    pictured = an_entry(
        circular, title="Amb imatge", picture_alt="Gent al mercat", link="https://exemple.cat/a?b=1&c=2"
    )
    pictured.picture.save("x.jpg", ContentFile(encoded(a_picture((900, 600)))))
    return [
        pictured,
        an_entry(
            circular,
            title="Jornada",
            event=an_event(),
            day=date(2026, 1, 16),
            facts="10.00 · Ateneu",
            is_highlight=True,
        ),
        an_entry(circular, title="Guia <de compra>", resource=a_resource(), section=Section.RESOURCES),
        an_entry(circular, title="Debat", topic=a_topic(group), group=group, section=Section.GROUPS),
        an_entry(circular, title="Notícia", news=a_news_page(), organisation=OrganisationFactory(name="Reus")),
        an_entry(circular, title="Sense enllaç", text="Una línia.\nI una altra."),
    ]


def test_every_address_is_whole_and_every_image_has_measures_and_words(circular):
    entries = everything(circular)
    page = soup(letter_of(a_member(), circular))
    links = [link["href"] for link in page.select("a")]
    assert [href for href in links if not re.match(r"https://|mailto:", href)] == []
    comments = [f"{SITE}/circular/entrada/{entry.pk}/comenta/" for entry in entries]
    sources = [f"{SITE}{entry.source.get_absolute_url()}" for entry in entries[1:4]]
    wanted = [*comments, *sources, "https://exemple.cat/a?b=1&c=2", f"{SITE}/circular/2026/01/", f"{SITE}/agenda/"]
    assert sorted(set(wanted) - set(links)) == []
    shown = [{name: image.get(name) for name in ("src", "alt", "width", "height")} for image in page.select("img")]
    assert shown == [{"src": picture_url(entries[0]), "alt": "Gent al mercat", "width": "536", "height": "357"}]


def test_it_is_drawn_with_tables_and_does_nothing(circular):
    everything(circular)
    mail = letter_of(a_member(), circular)
    page = soup(mail)
    assert {table["role"] for table in page.select("table")} == {"presentation"}
    assert page.select("script, form, input, link, iframe, svg, video, object, [onclick], [onload]") == []
    assert re.findall(r"(?:flex|grid|var\(|position:|float:|url\()", html_of(mail)) == []
    assert html_of(mail).count("<!--[if mso]>") == html_of(mail).count("<![endif]-->") == 3
    letter = page.select_one("table.letter")
    assert (letter["width"], letter["bgcolor"], page.select_one("table.page")["bgcolor"]) == (
        "600",
        "#ffffff",
        "#fbf9f5",
    )
    assert "@media (prefers-color-scheme: dark)" in page.select_one("style").get_text()
    assert [len(page.select("h1")), page.html["lang"]] == [1, "ca"]
    comment = page.select_one('a[href$="/comenta/"]')  # its word has a hyphen: no line ends there
    assert "nowrap" in comment["style"]


def test_plain_text_says_all_that_the_design_says(circular):
    entries = everything(circular)
    mail = letter_of(a_member(), circular)
    links = {link["href"].removeprefix("mailto:") for link in soup(mail).select("a")}
    assert [link for link in links if link not in mail.body] == [f"{SITE}/privacitat/"]
    assert [entry.title for entry in entries if f"\n* {entry.title}\n" not in mail.body] == []
    heard = (
        "Mireu l’agenda (https://intranet.xmess.example/agenda/)",
        "Una línia.\nI una altra.",
        "Ajuntament de Reus",
    )
    assert [words for words in heard if words not in mail.body] == []
    assert re.findall(r"</|&amp;|&#|\n{3}|[ \t]\n|{{|hole", mail.body) == []


def test_each_gets_what_is_theirs_first_and_only_what_they_may_see(circular):
    private = WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Grup amagat")
    insider, other, coordination = a_member(), a_member(), someone_of_coordination()
    GroupMembershipFactory(group=private, user=insider)
    an_entry(circular, title="Trobada reservada", event=a_group_event(private), group=private, section=Section.AGENDA)
    an_entry(circular, title="Debat reservat", topic=a_topic(private), group=private, is_highlight=True)
    an_entry(circular, title="Retirada", news=a_news_page(live=False))
    an_entry(circular, title="De tothom", section=Section.GRANTS)
    a_proposal(circular, title="Encara espera")
    mails = {name: letter_of(one, circular) for name, one in (("in", insider), ("out", other), ("co", coordination))}
    assert {name: list(outline(mail).values()) for name, mail in mails.items()} == {
        "in": [["Debat reservat"], ["Trobada reservada"], ["De tothom"]],
        "out": [["De tothom"]],
        "co": [["De tothom"]],
    }
    assert soup(mails["in"]).select_one(".preview").get_text() == "Debat reservat · Trobada reservada · De tothom"
    whole = "".join(f"{mails[name].subject}{mails[name].body}{html_of(mails[name])}" for name in ("out", "co"))
    assert re.findall(r"reserva|amagat|Retirada|espera", whole) == []


def test_a_group_that_is_private_by_now_is_not_named_by_what_everybody_gets(circular):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE, name="Grup amagat")
    insider = a_member()
    GroupMembershipFactory(group=group, user=insider)
    event = an_event()  # announced by the group to everybody, before it became private
    Event.objects.filter(pk=event.pk).update(group=group)
    an_entry(circular, title="De tothom", event=event, group=group)
    an_entry(circular, title="D’un altre grup", topic=a_topic(WorkingGroupFactory(name="Grup obert")), group=group)
    assert "Grup amagat" not in letter_of(insider, circular).body
    an_entry(circular, title="De dins", topic=a_topic(group), group=group)
    assert (
        letter_of(insider, circular).body.count("Grup amagat"),
        "De dins" in letter_of(a_member(), circular).body,
    ) == (
        1,
        False,
    )


def test_a_mail_is_named_sorted_and_stopped(circular):
    an_entry(circular)
    person = a_member(email="berta@manresa.example")
    mail = BytesParser(policy=policy.default).parsebytes(bytes_of(letter_of(person, circular)))
    assert (mail["To"], mail["Subject"]) == ("berta@manresa.example", "Circular de gener de 2026")
    assert mail["Message-ID"] == f"<circular.{circular.pk}.{person.pk}@intranet.xmess.example>"
    assert mail["List-Id"].endswith("<circular.avisos.intranet.xmess.example>")
    assert (mail["List-Unsubscribe-Post"], mail["Auto-Submitted"]) == ("List-Unsubscribe=One-Click", "auto-generated")
    address = mail["List-Unsubscribe"].strip()
    ticket = read_token(re.fullmatch(rf"<{SITE}/enllac/([\w.-]+)/>", address)[1])
    assert (ticket.purpose, ticket.thing, ticket.person_id) == ("unsubscribe", "kind:circular", person.pk)
    bodies = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    assert [address.strip("<>") in body for body in bodies] == [True, True]


def full(circular, number):
    """Of texts as long as they may be, with everything that an entry can say."""
    author, council = a_member(), OrganisationFactory(name="Sant Feliu de Llobregat")
    for at in range(number):
        an_entry(
            circular,
            author=author,
            organisation=council,
            section=list(Section)[at % 7],
            is_highlight=at < 3,
            title=f"Jornada sobre clàusules socials i compra pública responsable ({at})",
            text=("L’economia social «creix» & s’organitza. " * 13)[:500],
            day=date(2026, 1, 16),
            facts="10.00–13.30 · Casino de Manresa · presencial i en línia",
            link="https://www.exemple.cat/noticies/2026/una-adreca-de-les-llargues/",
        )


def test_forty_entries_are_not_clipped_and_go_as_they_are(circular):
    full(circular, 40)
    raw = bytes_of(letter_to(a_member(), issue_of(circular), interests=NO_INTERESTS))
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    html = mail.get_body(("html",)).get_content()
    assert len(BeautifulSoup(html, "html.parser").select("h3")) == 40
    assert 50_000 < len(html.encode()) < 0.9 * CLIPPED_FROM
    assert abs(size_of(circular) - len(html.encode())) < 200
    # A line over 998 bytes would have each mail encoded anew, which takes far longer than writing it.
    assert [part["Content-Transfer-Encoding"] for part in mail.iter_parts()] == ["8bit", "8bit"]
    assert max(map(len, raw.splitlines())) <= 998


@pytest.mark.parametrize("number", [1, 3, 30])
def test_statements_do_not_grow_and_a_mail_costs_none(circular, number, django_assert_num_queries):
    full(circular, number)
    person = a_member()
    with django_assert_num_queries(1):
        issue = issue_of(circular)
    with django_assert_num_queries(0):
        letter_to(person, issue, interests=NO_INTERESTS)
    assert [entry.pk for entry in issue.entries] == [entry.pk for entry in circular.entries.in_order()]


def test_the_same_person_gets_the_same_mail_however_often_it_is_written(circular):
    everything(circular)
    issue, person = issue_of(circular), a_member()
    first, again = (letter_to(person, issue, interests=NO_INTERESTS) for _time in range(2))
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert issue.content_version == circular.content_version


def test_an_image_that_is_gone_does_not_hold_up_the_mail(circular):
    entry = everything(circular)[0]
    entry.picture.storage.delete(entry.picture.name)
    page = soup(letter_of(a_member(), circular))
    assert (page.select("img"), "Amb imatge" in page.get_text()) == ([], True)


def test_long_lines_are_folded_at_spaces_in_one_pass():
    words = " ".join(["paraula"] * 60)
    lines = folded(f"curt\n{words}").split("\n")
    assert (" ".join(lines[1:]), lines[0]) == (words, "curt")
    assert [200 <= len(line) < 208 for line in lines[1:-1]] == [True] * len(lines[1:-1])
    endless = "paraula\N{NO-BREAK SPACE}" * 20_000
    assert folded(f"{endless}\n{endless}") == f"{endless}\n{endless}"
