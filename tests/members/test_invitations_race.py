"""Several processes accept the same invitation at the same moment: one of them does."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

RACERS = 6
PREPARE = """
from intranet.members.models import Invitation, Organisation, User
council = Organisation.objects.create(name="Reus", slug="reus", status="member")
for way in ("new", "known", "careless"):
    invitation = Invitation.objects.create(email=f"{way}@reus.example", token_digest=way, organisation=council)
    if way != "new":
        User.objects.create_user(invitation.email, None, given_name="Aina", family_name="Roca")
"""
# The careless way looks at what was read before, as a view would that has just shown the page.
RACE = """
import sys
import django
django.setup()
from intranet.members.domain import acceptance
from intranet.members.models import Invitation, User
way = sys.argv[1]
if way == "careless":
    def use_up(invitation):
        if acceptance.obstacle(invitation) is not None:
            raise acceptance.InvitationGoneError
        invitation.save()
    acceptance.use_up = use_up
invitation = Invitation.objects.get(token_digest=way)
user = User.objects.filter(email=invitation.email).first()
print("ready", flush=True)
sys.stdin.readline()
try:
    acceptance.accept_invitation(invitation, user=user, given_name="Aina", family_name="Roca")
    print("accepted")
except acceptance.InvitationGoneError:
    print("gone")
"""
COUNT = """
from intranet.members.models import Invitation, Position, User
for way in ("new", "known"):
    email = f"{way}@reus.example"
    print(way, User.objects.filter(email=email).count(), Position.objects.filter(user__email=email).count())
"""


def test_the_race_is_real(env):
    assert race(RACE, ["careless"] * RACERS, env=env).count("accepted") > 1


@pytest.mark.parametrize("way", ["new", "known"])
def test_exactly_one_wins(way, env):
    assert race(RACE, [way] * RACERS, env=env) == ["accepted"] + ["gone"] * (RACERS - 1)
    assert f"{way} 1 1" in run(COUNT, env=env)
