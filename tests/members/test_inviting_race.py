"""Two invite the same address at the same moment: one of them is told that the invitation is on its way already."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

PREPARE = """
from intranet.members.models import Organisation, User, WorkingGroup
Organisation.objects.create(name="Reus", slug="reus", status="member")
WorkingGroup.objects.create(name="Cures", slug="cures")
for name in ("aina", "bru"):
    User.objects.create_user(f"{name}@xmess.example", None, given_name=name, family_name="Roca", is_superuser=True)
"""
# The careless way looks before anyone holds the place, as it would without the lock, and lets the other look too.
RACE = """
import sys
import time
import django
django.setup()
from datetime import timedelta
from django.core.exceptions import ValidationError
from django.utils import timezone
from intranet.members.domain import invitations
from intranet.members.models import Invitation, Organisation, User, WorkingGroup
way, place, name = sys.argv[1].split()
by = User.objects.get(email=f"{name}@xmess.example")
email = f"{way}@{place}.example"
offer = {"organisation": Organisation.objects.get(slug="reus")}
if place == "guest":
    offer = {"groups": WorkingGroup.objects.filter(holds_everyone=False), "guest_until": timezone.localdate() + timedelta(days=9)}
print("ready", flush=True)
sys.stdin.readline()
try:
    if way == "careless":
        invitations.check_address(Invitation(email=email, organisation=offer.get("organisation")))
        time.sleep(2)
        invitations.check_address = lambda _invitation: None
    invitations.invite(by=by, email=email, **offer)
    print("invited")
except ValidationError:
    print("refused")
"""
ACCEPT = """
import sys
import django
django.setup()
from intranet.members.domain import acceptance
from intranet.members.models import Invitation
invitation = Invitation.objects.get(token_digest=sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
try:
    acceptance.accept_invitation(invitation, given_name="Aina", family_name="Roca")
    print("accepted")
except acceptance.InvitationGoneError:
    print("gone")
"""
TWO_COUNCILS = """
from intranet.members.models import Invitation, Organisation
for number in range(6):
    council = Organisation.objects.create(name=f"Vila {number}", slug=f"vila-{number}", status="member")
    Invitation.objects.create(email="new@vila.example", token_digest=str(number), organisation=council)
"""


@pytest.mark.parametrize("place", ["council", "guest"])
def test_the_race_is_real(place, env):
    assert race(RACE, [f"careless {place} aina", f"careless {place} bru"], env=env) == ["invited", "invited"]


@pytest.mark.parametrize("place", ["council", "guest"])
def test_one_invitation_is_written(place, env):
    assert race(RACE, [f"locked {place} aina", f"locked {place} bru"], env=env) == ["invited", "refused"]


def test_one_account_for_one_address_that_two_councils_invited(env):
    """Each invitation can be accepted by itself; the others find the account there and wait for it to sign in."""
    run(TWO_COUNCILS, env=env)
    assert race(ACCEPT, list("012345"), env=env) == ["accepted"] + ["gone"] * 5
