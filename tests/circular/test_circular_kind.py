"""The preference for the circular: on the site, and by mail yes or no, apart from the digests."""

import pytest
from django.core.exceptions import ValidationError

from home.circular.domain.recipients import recipients
from intranet.notifications.domain.choosing import kinds_for
from intranet.notifications.domain.notify import notify
from intranet.notifications.domain.preferences import set_preference
from intranet.notifications.models import Notification
from tests.factories.circular import a_sent_circular
from tests.factories.members import a_guest, a_member, someone_of_coordination

pytestmark = pytest.mark.django_db


def test_members_say_yes_or_no_to_its_mail(client_of):
    member = a_member()
    browser = client_of(member)
    form = browser.get("/compte/avisos/").context["form"]
    assert [value for value, _label in form.fields["mail_circular"].choices] == ["now", "never"]
    typed = {name: field.initial for name, field in form.fields.items() if field.initial not in {False, None}}
    browser.post("/compte/avisos/", {**typed, "mail_circular": "never"})
    assert recipients() == set()
    with pytest.raises(ValidationError):
        set_preference(member, kind="circular", channel="mail", frequency="weekly")


def test_it_concerns_those_who_get_it():
    names = {
        role: {kind.name for kind in kinds_for(one)}
        for role, one in (("guest", a_guest()), ("member", a_member()), ("coordination", someone_of_coordination()))
    }
    assert {role: {"circular", "circular_held_up"} & found for role, found in names.items()} == {
        "guest": set(),
        "member": {"circular"},
        "coordination": {"circular", "circular_held_up"},
    }


def test_its_notice_waits_for_no_mail():
    circular, member, silent = a_sent_circular(), a_member(), a_member()
    set_preference(silent, kind="circular", channel="site", frequency="never")
    assert notify("circular", [member, silent, a_guest()], actor=None, target=circular) == 1
    assert list(Notification.objects.values_list("recipient", "on_site", "mail")) == [(member.pk, True, "never")]
