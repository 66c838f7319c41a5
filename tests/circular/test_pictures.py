"""The signed address of an image: for mail programs, of what is printed, and of nothing else."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings

from home.circular.domain.pictures import picture_url
from home.circular.enums import DropReason, EntryState
from home.circular.models import CircularEntry
from tests.factories.circular import a_circular, a_sent_circular, an_entry
from tests.factories.members import a_guest, a_member
from tests.factories.photos import a_picture, encoded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    settings.MEDIA_ROOT = tmp_path


def pictured(circular, **facts):
    return an_entry(circular, picture=ContentFile(encoded(a_picture()), name="x.jpg"), picture_alt="La fira", **facts)


def path_of(entry):
    return picture_url(entry).removeprefix(settings.SITE_URL)


@pytest.mark.parametrize("make", [a_sent_circular, a_circular], ids=["out", "being tried"])
def test_whoever_holds_the_address_sees_what_is_printed_without_signing_in(make, client):
    entry = pictured(make())
    assert picture_url(entry).startswith(f"{settings.SITE_URL}/circular/imatge/")
    answer = client.get(path_of(entry))
    heads = {name: answer[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}
    assert heads == {
        "Content-Type": "image/jpeg",
        "Cache-Control": "public, max-age=86400",
        "X-Content-Type-Options": "nosniff",
    }
    assert b"".join(answer.streaming_content) == entry.picture.read()
    assert client.get(path_of(entry), headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "change",
    [
        {"state": EntryState.WAITING},
        {"state": EntryState.REJECTED},
        {"drop_reason": DropReason.CANCELLED},
        {"picture": "circular/another.jpg"},
        {"picture": ""},
    ],
    ids=lambda change: "-".join(map(str, change.values())),
)
def test_what_is_not_printed_or_another_image_by_now_is_not_there(change, client):
    entry = pictured(a_sent_circular())
    path = path_of(entry)
    CircularEntry.objects.update(**change)
    assert client.get(path).status_code == 404


def test_nobody_makes_an_address_up(client):
    entry = pictured(a_sent_circular())
    path = path_of(entry)
    for wrong in (path[:-3] + "x/", "/circular/imatge/x/", f"/circular/imatge/{entry.pk}/"):
        assert client.get(wrong).status_code == 404
    assert picture_url(an_entry(entry.circular)) == ""


def test_a_web_server_before_us_sends_it(client):
    entry = pictured(a_sent_circular())
    with override_settings(MEDIA_ACCEL_PREFIX="/protected/"):
        answer = client.get(path_of(entry))
    assert answer["X-Accel-Redirect"] == f"/protected/{entry.picture.name}"


def test_the_file_itself_is_the_networks(client_of):
    url = pictured(a_circular()).picture.url
    answers = [client_of(person).get(url).status_code for person in (a_member(), a_guest(), None)]
    assert answers == [200, 404, 302]
