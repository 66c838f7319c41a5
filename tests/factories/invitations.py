"""Invitations as they are really sent: by somebody, with a mail whose link works."""

import re

from django.core import mail
from django.test import TestCase

from intranet.members.domain.invitations import invite
from tests.factories.members import OrganisationFactory, someone_of_coordination

NAMES = {"given_name": "Berta", "family_name": "Solà Vidal"}


def token_in(message):
    return re.search(r"/invitacio/([\w-]+)/", message.body)[1]


def an_invitation(email="berta@manresa.example", by=None, **fields):
    """The invitation and the secret that its mail carries; to a council unless `organisation` or `guest_until` is given."""
    if not {"organisation", "guest_until"} & fields.keys():
        fields["organisation"] = OrganisationFactory()
    with TestCase.captureOnCommitCallbacks(execute=True):
        invitation = invite(by=by or someone_of_coordination(), email=email, **fields)
    return invitation, token_in(mail.outbox[-1])
