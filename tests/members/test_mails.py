"""What becomes of members' mails between the outbox and the mail server."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.adapter import get_adapter
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.members.accounts.notices import NOTICES
from intranet.members.domain.invitations import invite, resend_invitation, withdraw_invitation
from intranet.members.domain.people import reset_second_factor
from intranet.members.models import Invitation
from intranet.outbox.enums import MessageState
from intranet.outbox.mailer import Mailer
from intranet.outbox.models import Message
from tests.factories.members import OrganisationFactory, an_administrator, someone_of_coordination

pytestmark = pytest.mark.django_db
NOTICE = {"ip": "192.0.2.7", "user_agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0", "timestamp": timezone.now()}


@pytest.fixture(autouse=True)
def _later(settings):
    settings.OUTBOX_AT_ONCE = False


@pytest.fixture
def coordination():
    return someone_of_coordination()


@pytest.fixture
def invitation(coordination):
    return invite(by=coordination, email="nova@reus.example", organisation=OrganisationFactory())


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def page_of(invitation, client):
    return client.get(f"/municipis/{invitation.organisation.slug}/invitacions/").content.decode()


def test_an_invitation_is_sent_when_the_mail_server_has_it(invitation, coordination, client_of):
    client = client_of(coordination)
    waits, failed = _("The message waits for the mail server."), _("The message could not be sent. Send it again.")
    before = page_of(invitation, client)
    assert (waits in before, failed in before, Invitation.objects.get().sent_at) == (True, False, None)
    Mailer().look()
    row, after = Message.objects.get(), page_of(invitation, client)
    assert (row.state, row.is_urgent, row.is_secret, bytes(row.raw)) == (MessageState.SENT, True, True, b"")
    assert (waits in after, failed in after, Invitation.objects.get().sent_at) == (False, False, row.settled_at)


def test_one_that_has_failed_says_so(invitation, coordination, client_of):
    Message.objects.update(state=MessageState.FAILED)
    assert _("The message could not be sent. Send it again.") in page_of(invitation, client_of(coordination))


def test_of_two_that_wait_only_the_one_whose_link_works_goes(invitation, coordination):
    resend_invitation(invitation, by=coordination)
    Mailer().look()
    assert states() == [MessageState.SUPPRESSED, MessageState.SENT]
    assert Invitation.objects.get().sent_at is not None


def test_one_that_was_withdrawn_or_is_over_does_not_go(invitation, coordination):
    other = invite(by=coordination, email="altra@reus.example", organisation=invitation.organisation)
    withdraw_invitation(invitation, by=coordination)
    Invitation.objects.filter(pk=other.pk).update(expires_at=timezone.now())
    Mailer().look()
    assert states() == [MessageState.SUPPRESSED] * 2


def test_a_code_goes_while_it_holds(settings):
    for minutes in (14, 16):
        with time_machine.travel(timezone.now() - timedelta(minutes=minutes)):
            get_adapter().send_mail("account/email/login_code", "berta@manresa.example", {"code": "123-456-789"})
    Mailer().look()
    assert states() == [MessageState.SENT, MessageState.SUPPRESSED]


def test_what_somebody_waits_for_is_urgent_and_what_lets_in_is_secret():
    for name in ("login_code", "email_confirmation_signup", "unknown_account", min(NOTICES)):
        get_adapter().send_mail(f"account/email/{name}", "berta@manresa.example", {"code": "123-456-789", **NOTICE})
    assert list(Message.objects.order_by("pk").values_list("kind", "is_urgent", "is_secret")) == [
        ("login_code", True, True),
        ("email_confirmation", True, True),
        ("unknown_account", True, False),
        ("account_notice", False, False),
    ]


def test_a_change_and_the_mail_about_it_are_one(coordination):
    reset_second_factor(coordination, by=an_administrator())
    assert list(Message.objects.values_list("kind", "to", "person")) == [
        ("account_care", coordination.email, coordination.pk)
    ]
