"""What gets into the outbox: one row a message and recipient, with the bytes that every attempt sends."""

from email import message_from_bytes, policy

import pytest
from django.core import mail as sent
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from intranet import mail
from intranet.outbox.domain import Posting, put, put_many, suppress
from intranet.outbox.enums import MessageState, Suppression
from intranet.outbox.kinds import register_mail
from intranet.outbox.models import Message
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
CODE = {"code": "123-456-789", "login_url": "http://testserver/compte/login/"}


@pytest.fixture
def later(settings):
    """No mailer runs."""
    settings.OUTBOX_AT_ONCE = False


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_the_row_has_the_whole_message(later, a_message):
    person = UserFactory()
    row = a_message("Berta Solà <berta@manresa.example>", person=person, about="event:1", urgent=True)
    row.refresh_from_db()
    parsed = message_from_bytes(bytes(row.raw), policy=policy.default)
    assert (row.to, row.subject, row.person, row.about, row.is_urgent, row.state, row.attempts) == (
        "berta@manresa.example",
        "Ordre del dia",
        person,
        "event:1",
        True,
        MessageState.QUEUED,
        0,
    )
    assert (parsed["Subject"], parsed["Message-ID"], parsed["To"]) == (
        "Ordre del dia",
        row.message_id,
        "Berta Solà <berta@manresa.example>",
    )
    assert parsed["Date"].datetime is not None
    assert row.message_id.endswith("@testserver>")
    assert sent.outbox == []


def test_a_message_that_was_put_in_is_not_put_in_again(later, a_message):
    first = a_message(key="digest:1:2026-03-01")
    assert (a_message(key="digest:1:2026-03-01"), a_message() is None) == (None, False)
    again = EmailMultiAlternatives("Ordre", "x", to=["a@reus.example"], headers={"Message-ID": first.message_id})
    assert (put(again, kind="test"), Message.objects.count()) == (None, 2)


def test_it_is_part_of_the_transaction(later, a_message):
    with transaction.atomic():
        a_message()
        transaction.set_rollback(True)
    assert states() == []


@pytest.mark.parametrize(
    "recipients", [{"to": []}, {"to": ["a@x.example", "b@x.example"]}, {"to": ["a@x.example"], "bcc": ["b@x.example"]}]
)
def test_it_goes_to_one_address(recipients):
    with pytest.raises(ValueError, match="one address"):
        put(EmailMultiAlternatives("Ordre", "x", **recipients), kind="test")


def test_in_tests_it_is_sent_at_once(a_message):
    row = a_message()
    assert ([message.to for message in sent.outbox], row.state, states()) == (
        [["berta@manresa.example"]],
        MessageState.SENT,
        [MessageState.SENT],
    )
    assert sent.outbox[0].extra_headers["Message-ID"] == row.message_id


def test_mail_send_composes_and_puts(later):
    row = mail.send(
        "login_code",
        to="berta@manresa.example",
        context=CODE,
        key="k",
        about="login:1",
        headers={"Message-ID": "<a@b>"},
    )
    assert (row.kind, row.message_id, row.key, row.about) == ("login_code", "<a@b>", "k", "login:1")
    assert b"text/html" in bytes(row.raw)


def test_of_a_secret_neither_subject_nor_sent_body_is_kept(later, mailer, served):
    row = mail.send("login_code", to="berta@manresa.example", context=CODE, secret=True)
    assert (row.subject, CODE["code"] in str(row)) == ("", False)
    mailer.look()
    row.refresh_from_db()
    assert (row.state, bytes(row.raw), len(served.accepted)) == (MessageState.SENT, b"", 1)


def test_fates_are_those_of_the_latest_mail(later, a_message):
    a_message(about="invitation:1")
    Message.objects.update(state=MessageState.FAILED)
    a_message(about="invitation:1")
    a_message(about="invitation:2")
    assert mail.fates_of(["invitation:1", "invitation:2", "invitation:3"]) == {
        "invitation:1": MessageState.QUEUED,
        "invitation:2": MessageState.QUEUED,
    }


def test_a_long_subject_begins_on_its_own_line(later):
    subject = (
        "Sessió de treball sobre la contractació pública responsable: què hem après dels menjadors escolars d'enguany"
    )
    row = put(EmailMultiAlternatives(subject, "Bon dia", to=["berta@manresa.example"]), kind="test")
    lines = bytes(row.raw).split(b"\n\n")[0].split(b"\n")
    first = next(line for line in lines if line.startswith(b"Subject:"))
    assert (first[:12], len(first) <= 78) == (b"Subject: =?u", True)
    assert message_from_bytes(bytes(row.raw), policy=policy.default)["Subject"] == subject


def test_what_goes_to_a_suppressed_address_is_kept_and_told(later, a_message, kinds):
    told = []
    register_mail("test", settled=lambda message: told.append((message.pk, message.state)))
    suppress("Berta@Manresa.example", reason=Suppression.ASKED)
    row = a_message(secret=True)
    row.refresh_from_db()
    assert (row.state, row.answer != "", bytes(row.raw), row.settled_at is not None) == (
        MessageState.SUPPRESSED,
        True,
        b"",
        True,
    )
    assert told == [(row.pk, MessageState.SUPPRESSED)]


def postings(number, key="k{}"):
    return [
        Posting(EmailMultiAlternatives("Circular", "x", to=[f"p{one}@reus.example"]), key=key.format(one))
        for one in range(number)
    ]


def test_many_are_put_in_with_few_statements(later, django_assert_max_num_queries):
    suppress("p7@reus.example", reason=Suppression.REFUSED)
    put_many(postings(3), kind="test")
    with django_assert_max_num_queries(60):
        assert put_many(postings(1200), kind="test") == 1197
    assert Message.objects.filter(claim="", state=MessageState.QUEUED).count() == 1199
    assert list(Message.objects.filter(state=MessageState.SUPPRESSED).values_list("to", flat=True)) == [
        "p7@reus.example"
    ]


def test_many_at_once_in_tests(a_message):
    assert (put_many(postings(3), kind="test"), put_many(postings(3), kind="circular"), len(sent.outbox)) == (
        3,
        0,
        3,
    )
