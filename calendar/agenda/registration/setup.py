"""What registration brings to the rest of the house, when the site starts."""

from wagtail.signals import published

from agenda.models import Event
from agenda.registration import asks
from agenda.registration.certificates import letters as certificate_letters
from agenda.registration.domain.following import follow_change, follow_publication
from agenda.registration.mail_kinds import register_mails
from agenda.registration.receivers import connect_receivers
from agenda.signals import event_changed
from intranet.jobs.registry import register_job


def register() -> None:
    """Called once, from `AgendaConfig.ready`, after the agenda's own receivers: they make the dates first."""
    published.connect(follow_publication, sender=Event, dispatch_uid="registration.follow_publication")
    event_changed.connect(follow_change, dispatch_uid="registration.follow_change")
    register_job("offer_seats", "*/5 * * * *", "agenda.registration.domain.upkeep.offer_what_is_free")
    register_job("forget_unconfirmed", "15 * * * *", "agenda.registration.domain.upkeep.forget_unconfirmed")
    register_job("forget_needs", "40 1 * * *", "agenda.registration.domain.upkeep.forget_needs")
    register_job("forget_guests", "45 1 * * *", "agenda.registration.domain.upkeep.forget_guests")
    # After the night's handovers.
    register_job("pass_on_registrations", "50 1 * * *", "agenda.registration.domain.succession.pass_on_registrations")
    certificate_letters.register()
    connect_receivers()
    register_mails()
    # Each makes good what a run before it left out, as the digests do.
    register_job("tell_registrants", "*/10 * * * *", "agenda.registration.tasks.tell_again")
    register_job("remind_registrants", "5 7-19 * * *", "agenda.registration.domain.reminding.remind_registrants")
    register_job("thank_registrants", "10 9-19 * * *", "agenda.registration.domain.thanking.thank_registrants")
    asks.register()
