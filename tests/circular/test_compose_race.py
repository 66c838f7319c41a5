"""Two put the same circular together in the same moment: on processes of their own."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

EACH = 5
PREPARE = f"""
from django.contrib.auth.models import Group
from home.circular.domain.months import being_prepared
from home.circular.models import CircularEntry
from intranet.members.models import Organisation, Position, User
from intranet.members.models.people_queries import COORDINATION
council = Organisation.objects.create(kind="ajuntament", name="Vila", slug="vila", status="member")
author = User.objects.create(email="a@example.org", given_name="A", family_name="A")
Position.objects.create(user=author, organisation=council, starts_on="2020-01-01")
for name in "01":
    chief = User.objects.create(email=f"c{{name}}@example.org", given_name="C", family_name=name)
    chief.groups.add(Group.objects.get_or_create(name=COORDINATION)[0])
circular = being_prepared()
for number in range({2 * EACH}):
    CircularEntry.objects.create(circular=circular, author=author, title=f"E{{number}}", section="agenda")
"""
HEAD = """
import sys
import django
django.setup()
from home.circular.domain.composing import accept, highlight
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.ordering import DOWN, UP, move, place
from home.circular.domain.wording import reword, write_intro
from home.circular.models import CircularEntry, CircularPage
from intranet.members.models import User
number = int(sys.argv[1])
me = User.objects.with_standing().get(email=f"c{number}@example.org")
circular = CircularPage.objects.get()
entries = list(CircularEntry.objects.order_by("pk"))
print("ready", flush=True)
sys.stdin.readline()
"""
BOTH = f"""{HEAD}
mine = entries[number::2]
for entry in mine:
    accept(entry, by=me)
    move(entry, by=me, direction=UP)
    place(entry, by=me, section="agenda", before=mine[0])
try:
    write_intro(circular, by=me, intro=f"<p>{{number}}</p>", seen=0)
    reword(entries[0], by=me, title=f"De {{number}}", text="", seen=0)
    print("wrote")
except ChangedMeanwhileError:
    print("shown the other's")
"""
LOOK = """
from home.circular.models import CircularEntry, CircularPage
circular = CircularPage.objects.get()
places = list(CircularEntry.objects.filter(state="accepted").order_by("position").values_list("position", flat=True))
titles = set(CircularEntry.objects.values_list("title", flat=True)) & {"De 0", "De 1"}
print(places, circular.intro, circular.intro_version, titles, circular.version)
"""


def test_neither_overwrites_the_other(env):
    assert race(BOTH, ["0", "1"], env=env) == ["shown the other's", "wrote"]
    places, first = list(range(2 * EACH)), run(LOOK, env=env)
    assert first in {f"{places} <p>{who}</p> 1 {{'De {who}'}} {version}\n" for who in "01" for version in range(20, 33)}
