"""A link that works once is pressed twice at the same moment: it does its work once."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

RACERS = 5
PREPARE = """
from intranet.members.models import User
User.objects.create_superuser("aina@reus.example", None, given_name="Aina", family_name="Roca")
"""
# The careless way looks whether it was used, and marks it so without asking whether another did meanwhile.
RACE = """
import secrets
import sys
import time
import django
django.setup()
from django.test import Client
from intranet.links import domain
from intranet.links.purposes import Purpose, Question, register_purpose
from intranet.links.signing import signer
from intranet.members.models import Subject, User
way = sys.argv[1]
def perform(person, thing):
    own = secrets.token_hex(8)
    Subject.objects.create(name=f"{thing} {own}", slug=f"{thing}-{own}")
    return "done"
register_purpose(Purpose("attend", lambda person, thing: Question("", "", ""), perform, works_once=True))
if way == "careless":
    domain.spend = lambda ticket: domain.SpentLink.objects.get_or_create(
        digest=ticket.digest, defaults={"expires_at": ticket.expires_at}
    )
token = signer().sign_object(["attend", way, User.objects.get().pk, 4102444800])
if way == "careless":
    link = domain.find_link(token)
print("ready", flush=True)
sys.stdin.readline()
if way == "careless":
    print(200 if link.perform() else 410)
else:
    print(Client().post(f"/enllac/{token}/").status_code)
"""
COUNT = """
from intranet.links.models import SpentLink
from intranet.members.models import Subject
print(Subject.objects.filter(slug__startswith="once").count(), SpentLink.objects.count())
"""


def test_one_press_of_many_does_it(env):
    assert race(RACE, ["once"] * RACERS, env=env) == ["200"] + ["410"] * (RACERS - 1)
    assert run(COUNT, env=env).split()[-2:] == ["1", "1"]


def test_the_race_is_real(env):
    assert race(RACE, ["careless"] * RACERS, env=env) == ["200"] * RACERS
