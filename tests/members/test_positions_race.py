"""The last two managers of a council leave at the same moment: one of them is asked to name who takes over."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

PREPARE = """
from django.utils import timezone
from intranet.members.models import Organisation, Position, User
for way in ("locked", "careless"):
    council = Organisation.objects.create(name=way, slug=way, status="member")
    for name in ("Aina", "Bru"):
        person = User.objects.create_user(f"{name}@{way}.example".lower(), None, given_name=name, family_name="Roca")
        Position.objects.create(user=person, organisation=council, starts_on=timezone.localdate(), is_manager=True)
"""
# The careless way looks before anyone holds the council, as it would without the lock, and lets the other look too.
RACE = """
import sys
import time
import django
django.setup()
from django.core.exceptions import ValidationError
from django.utils import timezone
from intranet.members.domain import positions
from intranet.members.models import Position, User
way, name = sys.argv[1].split()
person = User.objects.get(email=f"{name}@{way}.example")
position = Position.objects.get(user=person)
today = timezone.localdate()
print("ready", flush=True)
sys.stdin.readline()
try:
    if way == "careless":
        positions.keep_a_manager(position, by=person, on=today, field="successor")
        time.sleep(2)
        positions.keep_a_manager = lambda *_given, **_named: None
    positions.end_position(position, by=person, on=today)
    print("left")
except ValidationError:
    print("refused")
"""
COUNT = """
from intranet.members.models import Position
print(Position.objects.open().filter(organisation__slug="locked", is_manager=True).count())
"""


def test_the_race_is_real(env):
    assert race(RACE, ["careless aina", "careless bru"], env=env) == ["left", "left"]


def test_one_manager_stays(env):
    assert race(RACE, ["locked aina", "locked bru"], env=env) == ["left", "refused"]
    assert run(COUNT, env=env).split()[-1] == "1"
