"""Nobody's words go into the bank before they agree."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import gettext as _

from forum.enums import AttachmentKind
from forum.models import Attachment
from intranet.links.signing import link_for
from intranet.notifications.domain.delivery import deliver_pending
from intranet.notifications.models import Notification
from repository.domain.consenting import answer, take_out
from repository.domain.consents import left_of
from repository.domain.locking import newest_words
from repository.domain.origins import origin_of, prefilled, propose_from_topic
from repository.domain.proposing import save_words
from repository.domain.reviewing import approve, submit
from repository.domain.wholeness import gaps_of_consent
from repository.domain.wording import blocks_of
from repository.enums import Consent, Licence, ResourceVisibility, Review
from repository.models import Credit, ResourcePage
from repository.proposal_links import CHANGED, NO, YES, thing_of
from tests.factories.forum import a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db
SAID = "<p>Vam començar amb tres pagesos de la comarca i un mercat cada quinze dies.</p>"


@pytest.fixture
def topic():
    return a_topic(title="Mercat de pagès", body=SAID)


@pytest.fixture
def proposer():
    return a_member()


@pytest.fixture
def page(topic, proposer):
    return propose_from_topic(prefilled(origin_of(topic), by=proposer), topic, by=proposer)


def change(page, by, **words):
    """Its newest words say these."""
    now = newest_words(ResourcePage.objects.get(pk=page.pk))
    for name, value in words.items():
        setattr(now, name, value)
    return save_words(now, by=by)


def in_text(html):
    return blocks_of(html, caption="")


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
    file = Attachment(uploader=post.author, post=post, kind=AttachmentKind.FILE, name="acta.txt", size=9)
    file.file.save("x.txt", ContentFile(b"Una acta."))
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
    assert [("secret" in text, _("Resource of a group").casefold() in text) for text in mailed] == [(False, True)]
    browser.post(place, {"action": "agree"})
    assert state() == Consent.GIVEN


@pytest.mark.parametrize(("purpose", "consent"), [(YES, Consent.GIVEN), (NO, Consent.REFUSED)])
def test_the_link_of_the_mail_asks_and_its_button_answers(page, topic, client, purpose, consent):
    link = link_for(purpose, person=topic.author, thing=thing_of(Credit.objects.get()))
    assert (client.get(link).status_code, state()) == (200, Consent.ASKED)
    client.post(link)
    assert state() == consent


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
