"""Nobody's words go into the bank before they agree."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.models import Topic
from intranet.links.signing import link_for
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.models import Notification
from repository.domain.consenting import answer, take_out
from repository.domain.consents import credits_of, left_of, reads_it
from repository.domain.locking import newest_words
from repository.domain.origins import origin_of, prefilled, propose_from_topic
from repository.domain.proposing import save_words
from repository.domain.reviewing import approve, submit
from repository.domain.wholeness import gaps_of_consent
from repository.enums import Consent, Licence, ResourceVisibility, Review
from repository.models import Credit, ResourcePage
from repository.own_data import export_of
from repository.proposal_links import CHANGED, NO, YES, thing_of
from tests.factories.consents import SAID, attached, change, in_text
from tests.factories.forum import a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return a_topic(title="Mercat de pagès", body=SAID)


@pytest.fixture
def proposer():
    return a_member()


@pytest.fixture
def page(topic, proposer):
    return propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)


def state():
    return Credit.objects.get().consent


def problems(page):
    return [gap.text for gap in gaps_of_consent(newest_words(ResourcePage.objects.get(pk=page.pk)))]


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


def test_its_authors_are_asked_and_it_waits_for_them(page, topic, proposer):
    assert told(topic.author) == ["resource_consent_asked"]
    with pytest.raises(ValidationError):
        submit(page, by=proposer)
    answer(Credit.objects.get(), by=topic.author, agrees=True)
    assert told(proposer) == ["resource_consent_answered"]
    assert submit(page, by=proposer).review == Review.WAITING


def test_who_refuses_has_their_words_taken_out(page, topic, proposer):
    credit = answer(Credit.objects.get(), by=topic.author, agrees=False)
    with pytest.raises(ValidationError):
        submit(page, by=proposer)
    with pytest.raises(ValidationError) as refused:
        take_out(credit, by=proposer)
    assert "Vam començar amb tres pagesos de la comarca" in refused.value.messages[0]
    change(page, proposer, summary="Un mercat.", body=in_text("<p>Els mercats van bé.</p>"))
    take_out(credit, by=proposer)
    assert (state(), submit(page, by=proposer).review) == (Consent.OUT, Review.WAITING)
    with pytest.raises(PermissionDenied):
        answer(credit, by=topic.author, agrees=True)


def test_words_that_were_taken_out_do_not_come_back(page, topic, proposer):
    credit = answer(Credit.objects.get(), by=topic.author, agrees=False)
    change(page, proposer, summary="Un mercat.", body=in_text("<p>x</p>"))
    take_out(credit, by=proposer)
    again = SAID.replace("Vam començar amb", "VAM COMENCAR,  amb…")
    change(page, proposer, body=in_text(f"<p>x</p>{again}"))
    assert [["tres pagesos" in text for text in problems(page)], topic.author.full_name in problems(page)[0]] == [
        [True],
        True,
    ]
    with pytest.raises(ValidationError):
        submit(page, by=proposer)
    change(page, proposer, body=in_text("<p>x</p>"))
    waiting = submit(page, by=proposer)
    change(page, proposer, body=in_text(SAID))
    with pytest.raises(ValidationError):
        approve(waiting, by=someone_of_coordination())


@pytest.mark.parametrize(
    "changed",
    [
        {"results": "Va ser un desastre."},
        {"body": in_text("<p>Vam començar amb tres pagesos, i malament.</p>")},
        {"visibility": ResourceVisibility.PUBLIC, "licence": Licence.CC0},
    ],
)
def test_who_agrees_agrees_to_these_words_for_these_readers(page, topic, proposer, changed):
    credit = answer(Credit.objects.get(), by=topic.author, agrees=True)
    before = {name: getattr(newest_words(page), name) for name in changed}
    change(page, proposer, subjects=[])
    assert (state(), problems(page)) == (Consent.GIVEN, [])
    Notification.objects.all().delete()
    change(page, proposer, **changed)
    assert (state(), told(topic.author)) == (Consent.ASKED, ["resource_consent_asked"])
    change(page, proposer, year=2024)
    assert told(topic.author) == ["resource_consent_asked"]
    with pytest.raises(ValidationError):
        submit(page, by=proposer)
    Credit.objects.update(consent=Consent.GIVEN)  # whatever the row says
    assert [credit.person.full_name in text for text in problems(page)] == [True]
    Credit.objects.update(consent=Consent.ASKED)
    change(page, proposer, **before)
    assert (state(), told(topic.author)) == (Consent.GIVEN, [])
    change(page, proposer, **changed)
    answer(credit, by=topic.author, agrees=True)
    assert submit(page, by=proposer).review == Review.WAITING


def test_a_short_quote_with_the_name_a_word_or_two_and_a_file_are_theirs(proposer):
    topic = a_topic(title="Mercat", body="<p>Funciona prou bé!</p>")
    post = topic.posts.get()
    attached(post, "acta.txt", b"Una acta.")
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    credit = Credit.objects.get()
    quote = f"<blockquote><p>Sí.</p><p>— {post.author.full_name}, ajuntament</p></blockquote>"
    change(page, proposer, summary="x")
    for body, left in (
        ("<p>Funciona: prou be</p>", "Funciona: prou be"),
        (quote, post.author.full_name),
        ("<p>x</p>", "acta.txt"),
    ):
        change(page, proposer, body=in_text(body))
        assert left_of(newest_words(ResourcePage.objects.get()), credit) == left
    words = newest_words(ResourcePage.objects.get())
    words.files.set([])
    save_words(words, by=proposer)
    take_out(credit, by=proposer)
    assert state() == Consent.OUT


def test_what_they_said_before_they_edited_it_is_theirs(page, topic):
    post = topic.posts.get()
    post.revisions.create(body=post.body)
    post.body = "<p>No res.</p>"
    post.save()
    assert left_of(newest_words(page), Credit.objects.get()).startswith("Vam començar")


def test_only_who_is_asked_answers(page, proposer):
    for person in (proposer, a_member()):
        with pytest.raises(PermissionDenied):
            answer(Credit.objects.get(), by=person, agrees=True)


def test_once_it_is_published_their_name_is_taken_out_and_its_keepers_are_told(page, topic, proposer, client_of):
    author = topic.author
    answer(Credit.objects.get(), by=author, agrees=True)
    approve(submit(page, by=proposer), by=someone_of_coordination())
    address, place = (
        ResourcePage.objects.get().get_absolute_url(),
        reverse("resource_consent", args=[Credit.objects.get().pk]),
    )
    reader, browser = client_of(a_member()), client_of(author)
    assert [f'href="{place}"' in one.get(address).content.decode() for one in (browser, reader)] == [True, False]
    change(page, proposer, results="Encara millor.")
    assert (state(), author.full_name in reader.get(address).content.decode()) == (Consent.ASKED, True)
    Notification.objects.all().delete()
    browser.post(place, {"action": "refuse"})
    assert (state(), told(proposer)) == (Consent.REFUSED, ["resource_consent_answered"])
    assert author.get_absolute_url() not in reader.get(address).content.decode().partition('id="resource-credits"')[2]
    line = client_of(proposer).get(reverse("notices")).content.decode().partition(author.full_name)[2]
    assert ("abans d’enviar-lo" in line.partition("</a>")[0], page.title in line) == (False, True)


def test_the_page_shows_the_draft_to_who_is_asked_alone(page, topic, proposer, client_of):
    place = reverse("resource_consent", args=[Credit.objects.get().pk])
    browser = client_of(topic.author)
    shown = browser.get(place)
    assert b"tres pagesos" in shown.content
    for other in (a_member(), proposer, someone_of_coordination()):
        answer_ = client_of(other).get(place)
        assert (answer_.status_code, b"tres pagesos" in answer_.content) == (404, False)
    browser.post(place, {"action": "refuse"})
    assert state() == Consent.REFUSED
    change(page, proposer, results="Una altra cosa.")
    browser.post(place, {"action": "agree", "seen": shown.context["stamp"]})
    assert state() == Consent.REFUSED
    browser.post(place, {"action": "agree", "seen": browser.get(place).context["stamp"]})
    assert state() == Consent.GIVEN


def test_who_has_left_the_private_group_sees_their_own_words_alone(proposer, client, client_of, mailoutbox):
    group = WorkingGroupFactory(access="private", name="Grup tancat")
    topic = a_topic(group, title="Secret del grup", body=SAID)
    author = topic.author
    seat = group.memberships.get(user=author)
    GroupMembershipFactory(group=group, user=proposer)
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    change(page, proposer, summary="Resum secret.", body=in_text(f"<p>Res de dit a fora.</p>{SAID}"))
    credit, browser = Credit.objects.get(), client_of(author)
    place, link = reverse("resource_consent", args=[credit.pk]), link_for(YES, person=author, thing=thing_of(credit))

    def seen():
        pages = [
            browser.get(place),
            browser.get(reverse("notices")),
            browser.get(reverse("dashboard")),
            client.get(link),
        ]
        texts = [one.content.decode().casefold() for one in pages]
        return [any(word in text for word in ("secret", "res de dit", "grup tancat")) for text in texts], texts[0]

    assert seen()[0] == [True, True, True, True]
    seat.delete()
    leaks, text = seen()
    assert (leaks, "tres pagesos de la comarca" in text) == ([False] * 4, True)
    deliver_pending()
    mailed = [f"{mail.subject} {mail.body}".casefold() for mail in mailoutbox if author.email in mail.to]
    assert [("secret" in text, _("Resource of the bank").casefold() in text) for text in mailed] == [(False, True)]
    browser.post(place, {"action": "agree"})
    assert state() == Consent.GIVEN


@pytest.mark.parametrize(("purpose", "consent"), [(YES, Consent.GIVEN), (NO, Consent.REFUSED)])
def test_the_link_of_the_mail_asks_and_its_button_answers(page, topic, client, purpose, consent):
    link = link_for(purpose, person=topic.author, thing=thing_of(Credit.objects.get()))
    assert (client.get(link).status_code, state()) == (200, Consent.ASKED)
    client.post(link)
    assert state() == consent


@pytest.mark.parametrize("leaves", ["group", "network"])
def test_who_has_lost_access_answers_by_the_links_of_the_mail_and_sees_their_own_words_alone(proposer, client, leaves):
    group = WorkingGroupFactory(access="private")
    topic = a_topic(group, title="Secret del grup", body=SAID)
    GroupMembershipFactory(group=group, user=proposer)
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    change(page, proposer, summary="Resum secret.", body=in_text(f"<p>Res de dit a fora.</p>{SAID}"))
    if leaves == "group":
        group.memberships.get(user=topic.author).delete()
    else:
        topic.author.positions.all().delete()
    for purpose, consent in ((NO, Consent.REFUSED), (YES, Consent.GIVEN)):
        link = link_for(purpose, person=topic.author, thing=thing_of(Credit.objects.get()))
        texts = [answer_.content.decode().casefold() for answer_ in (client.get(link), client.post(link))]
        assert state() == consent
        assert [word for word in ("secret", "res de dit") if any(word in text for text in texts)] == []
        assert ("un mercat cada quinze dies" in texts[0]) == (purpose == YES)


def test_a_guest_is_asked_and_answers_too(proposer, client_of):
    group = WorkingGroupFactory()
    guest = a_guest(group)
    topic = a_topic(group, author=guest, body=SAID)
    GroupMembershipFactory(group=group, user=proposer)
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    # Their own words alone, of what is for the network; the whole, of what is for their group.
    of_network = {"summary": "Resum intern.", "title": "Titol intern"}
    for_group = {"visibility": ResourceVisibility.GROUP}
    for_everyone = {"visibility": ResourceVisibility.PUBLIC, "licence": Licence.CC0}
    place, browser = reverse("resource_consent", args=[Credit.objects.get().pk]), client_of(guest)
    for words, is_whole in ((of_network, False), (for_group, True), (for_everyone, True)):
        change(page, proposer, **words)
        link = link_for(YES, person=guest, thing=thing_of(Credit.objects.get()))
        shown = [browser.get(one) for one in (place, reverse("notices"), link)]
        texts = [one.content.decode().casefold() for one in shown]
        assert ["intern" in text for text in texts] == [is_whole] * 3
        assert "tres pagesos de la comarca" in texts[0]
        browser.post(place, {"action": "agree", "seen": shown[0].context["stamp"]})
        assert state() == Consent.GIVEN


def test_a_draft_that_becomes_the_networks_shows_guests_nothing(proposer, client_of):
    """Whatever the row of what is published says still."""
    group = WorkingGroupFactory()
    guest = a_guest(group)
    topic = a_topic(group, author=guest, body=SAID)
    GroupMembershipFactory(group=group, user=proposer)
    page = propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)
    change(page, proposer, visibility=ResourceVisibility.PUBLIC, licence=Licence.CC0)
    credit = answer(Credit.objects.get(), by=guest, agrees=True)
    approve(submit(page, by=proposer), by=someone_of_coordination())
    change(page, proposer, visibility=ResourceVisibility.NETWORK, title="Titol intern", summary="Resum intern.")
    place, browser = reverse("resource_consent", args=[credit.pk]), client_of(guest)
    seen = [browser.get(one).content.decode().casefold() for one in (place, reverse("notices"))]
    assert (state(), ["intern" in one for one in seen]) == (Consent.ASKED, [False, False])
    assert f'href="{page.get_absolute_url()}"' in seen[0]  # as it is published


def test_who_has_answered_looks_into_no_later_draft(page, topic, proposer, client_of):
    credit, browser = answer(Credit.objects.get(), by=topic.author, agrees=False), client_of(topic.author)
    change(page, proposer, title="Titol posterior", summary="Resum posterior.", context="Context posterior.")
    text = browser.get(reverse("resource_consent", args=[credit.pk])).content.decode()
    assert ["posterior" in text, "tres pagesos de la comarca" in text] == [False, True]
    assert [row["title"] for row in export_of(topic.author)["words_used"]] == [None]


def test_without_its_topic_who_has_left_reads_nothing_and_who_is_here_is_asked(page, topic, proposer, client):
    author = topic.author
    answer(Credit.objects.get(), by=author, agrees=True)
    Topic.objects.all().delete()
    change(page, proposer, title="Titol posterior")
    assert (state(), author_reads(author)) == (Consent.ASKED, True)
    author.positions.all().delete()
    assert author_reads(author) is False
    links = [link_for(purpose, person=author, thing=thing_of(Credit.objects.get())) for purpose in (YES, NO)]
    assert ["Titol posterior" in client.get(link).content.decode() for link in links] == [False, False]


def author_reads(author):
    return reads_it(credits_of(type(author).objects.get(pk=author.pk)).get())


def test_the_mail_that_asks_holds_both_answers_and_each_asks_once_more(page, topic, client, mailoutbox):
    deliver_pending()
    [mail] = [one for one in mailoutbox if topic.author.email in one.to]
    html = mail.alternatives[0].content
    answers = {"Hi estic d’acord": Consent.GIVEN, "No hi estic d’acord": Consent.REFUSED}
    for label, consent in answers.items():
        [link] = re.findall(rf'<a href="([^"]+)"[^>]*>{label}</a>', html)
        assert f"\n{label}:\n{link}\n" in mail.body
        Credit.objects.update(consent=Consent.ASKED)
        assert (client.get(link).status_code, state()) == (200, Consent.ASKED)
        client.post(link)
        assert state() == consent


def test_what_one_takes_along_says_in_what_ones_words_are(page, topic, proposer):
    answer(Credit.objects.get(), by=topic.author, agrees=True)
    row = Credit.objects.select_related("council").get()
    told = {
        "resource": page.pk,
        "title": "Mercat de pagès",
        "council": row.council.full_name if row.council else None,
        "consent": "given",
        "asked_at": row.asked_at.isoformat(),
        "answered_at": row.answered_at.isoformat(),
    }
    assert [export_of(one)["words_used"] for one in (topic.author, proposer)] == [[told], []]


def test_the_link_of_the_mail_agrees_to_nothing_that_was_written_after_it(page, topic, proposer, client):
    link = link_for(YES, person=topic.author, thing=thing_of(Credit.objects.get()))
    change(page, proposer, results="Una altra cosa.")
    assert str(CHANGED) in client.get(link).content.decode()
    client.post(link)
    assert state() == Consent.ASKED


def test_its_keeper_takes_words_out_from_the_page(page, topic, proposer, client_of):
    credit = Credit.objects.get()
    place = reverse("resource_taken_out", args=[page.slug])
    client_of(proposer).post(place, {"credit": credit.pk})
    assert state() == Consent.ASKED
    assert client_of(proposer).post(place, {"credit": "9" * 5000}).status_code == 404
    assert client_of(a_member()).post(place, {"credit": credit.pk}).status_code == 404
    change(page, proposer, summary="x", body=in_text("<p>x</p>"))
    client_of(proposer).post(place, {"credit": credit.pk})
    assert state() == Consent.OUT


def test_what_is_missing_leads_to_what_helps(page, proposer, client_of):
    place = reverse("resource_submit", args=[page.slug])
    leads = {
        Consent.ASKED: 'href="#consents"',
        Consent.REFUSED: f'href="{reverse("resource_edit", args=[page.slug, 2])}"',
        Consent.GIVEN: f'href="{reverse("resource_edit", args=[page.slug, 3])}"',
    }
    for consent, lead in leads.items():
        Credit.objects.update(consent=consent, agreed_words="altres")
        shown = client_of(proposer).get(place).content.decode()
        gaps = shown[shown.index('id="gaps"') : shown.index('id="consents"')]
        assert [one in gaps for one in leads.values()] == [one == lead for one in leads.values()]
