"""One person saves their profile in two browsers at the same moment: what is shown is there, and nothing else is."""

import pytest

from tests.stable import race, run

pytestmark = pytest.mark.processes

# The tests' own storage is in the memory of each process.
STORAGE = """
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from intranet.members.models import User
files = User._meta.get_field("photo").storage = FileSystemStorage(settings.MEDIA_ROOT)
"""
PREPARE = f"""{STORAGE}
from django.core.files.base import ContentFile
from django.utils import timezone
from intranet.members.models import Organisation, Position
council = Organisation.objects.create(name="Reus", slug="reus", status="member")
for name in ("photos", "words", "careless"):
    person = User.objects.create_user(name + "@reus.example", None, given_name=name, family_name="Roca")
    Position.objects.create(user=person, organisation=council, starts_on=timezone.localdate())
    person.photo.save("x.jpg", ContentFile(b"former"))
"""
# The careless way reads the person before anyone holds them, as it would without the lock, and lets the other read too.
RACE = (
    """
import django
django.setup()
"""
    + STORAGE
    + """
import sys
import time
from django.db.models import QuerySet
from intranet.members.domain.profiles import update_profile
way, photo = sys.argv[1].split(":")
person = User.objects.get(email=way + "@reus.example")
person.standing
kept = dict.fromkeys(("given_name", "family_name", "phone", "bio", "ask_me_about"), "x")
print("ready", flush=True)
sys.stdin.readline()
if way == "careless":
    before = User.objects.get(pk=person.pk)
    time.sleep(2)
    held, as_read = QuerySet.select_for_update, type("AsRead", (), {"get": staticmethod(lambda **_: before)})
    QuerySet.select_for_update = lambda rows, **how: as_read if rows.model is User else held(rows, **how)
update_profile(user=person, languages=[], subjects=[], visibility={}, photo=photo.encode() or None, **kept)
print("saved")
"""
)
COUNT = f"""{STORAGE}
shown = list(User.objects.order_by("email").values_list("photo", flat=True))
print(*map(files.exists, shown))
print(len(files.listdir("photos")[1]) - len(shown))
"""


def counted(env):
    """Whether the photo that each of the three shows is there, and the number of files that nobody shows."""
    return run(COUNT, env=env).splitlines()[-2:]


def test_one_photo_stays(env):
    assert race(RACE, ["photos:one", "photos:two"], env=env) == ["saved", "saved"]
    assert race(RACE, ["words:new", "words:"], env=env) == ["saved", "saved"]
    assert counted(env) == ["True True True", "0"]


def test_the_race_is_real(env):
    assert race(RACE, ["careless:one", "careless:two"], env=env) == ["saved", "saved"]
    assert counted(env)[1] == "1"
