"""The materials of an event: who adds them, what they really are, who may have them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from agenda.domain import materials
from agenda.domain.announcing import withdraw_event
from agenda.domain.materials import add_material, remove_material
from agenda.enums import EventVisibility, MaterialKind, Review
from agenda.models import Material
from intranet.members.enums import GroupAccess
from tests.factories.agenda import a_group_event, an_event, in_days
from tests.factories.files import PDF, a_file
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event():
    return an_event(start=in_days(-7))


@pytest.fixture
def client(client_of, event):
    return client_of(event.author)


def address(event):
    return reverse("event_materials", args=[event.pk])


def a_document(event, **given):
    return add_material(
        event, by=event.author, kind=MaterialKind.MINUTES, title="Acta", **{"upload": a_file(), **given}
    )


def test_a_past_event_gets_its_minutes_and_its_recording(client, event):
    client.post(address(event), {"kind": "acta", "title": "", "file": a_file(name="acta de març.pdf"), "url": ""})
    client.post(address(event), {"kind": "enregistrament", "title": "Vídeo", "url": "https://video.example/1"})
    found = [(one.kind, one.title, one.name, one.size, one.url, one.added_by) for one in event.materials.all()]
    assert found == [
        ("acta", "acta de març.pdf", "acta de març.pdf", len(PDF), "", event.author),
        ("enregistrament", "Vídeo", "", 0, "https://video.example/1", event.author),
    ]


@pytest.mark.parametrize(
    ("given", "at_field"),
    [
        ({}, "file"),
        ({"file": "a file", "url": "https://example.org"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"file": b"MZ\x90\x00"}, "file"),
        ({"file": b""}, "file"),
    ],
)
def test_what_is_neither_file_nor_link_is_refused(client, event, given, at_field):
    if "file" in given:
        given = {**given, "file": a_file(PDF if given["file"] == "a file" else given["file"], "acta.pdf")}
    page = client.post(address(event), {"kind": "document", "title": "Ordre del dia", **given})
    assert (page.status_code, list(page.context["form"].errors), Material.objects.count()) == (422, [at_field], 0)
    assert 'value="Ordre del dia"' in page.content.decode()


def test_only_its_keepers_add_and_take_out(event):
    material, stranger = a_document(event), a_member()
    with pytest.raises(PermissionDenied):
        add_material(event, by=stranger, kind=MaterialKind.DOCUMENT, title="x", url="https://example.org")
    with pytest.raises(PermissionDenied):
        remove_material(material, by=stranger)
    assert list(Material.objects.all()) == [material]


def test_there_is_an_end_to_them(event, monkeypatch):
    monkeypatch.setattr(materials, "MOST_MATERIALS", 1)
    a_document(event)
    with pytest.raises(ValidationError):
        a_document(event)
    assert event.materials.count() == 1


def test_taking_it_out_asks_first_and_takes_the_file_along(client, event, django_capture_on_commit_callbacks):
    material = a_document(event)
    path, remove = material.file.name, reverse("material_remove", args=[event.pk, material.pk])
    client.get(remove)
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(remove)
    assert (Material.objects.count(), default_storage.exists(path)) == (0, False)


def test_another_events_material_is_not_there(client, event):
    other = a_document(an_event())
    path = reverse("material_remove", args=[event.pk, other.pk])
    assert [client.get(path).status_code, client.post(path).status_code] == [404, 404]
    assert Material.objects.get() == other


def had_by(client_of, user, material):
    response = client_of(user).get(material.file.url)
    return (response.status_code, b"".join(response.streaming_content) if response.streaming else b"")


def test_the_file_is_for_those_who_see_the_event(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    inside, outside = GroupMembershipFactory(group=group, user=a_member()).user, a_member()
    event = a_group_event(group)
    material = a_document(event)
    assert had_by(client_of, inside, material) == (200, PDF)
    assert (had_by(client_of, outside, material)[0], had_by(client_of, a_guest(), material)[0]) == (404, 404)
    response = client_of(inside).get(material.file.url)
    assert response["Content-Disposition"] == 'inline; filename="acta.pdf"'
    withdraw_event(event, by=event.author)
    assert (had_by(client_of, inside, material)[0], had_by(client_of, event.author, material)) == (404, (200, PDF))


def test_before_the_review_its_council_alone_has_it(client_of):
    event = an_event(review=Review.WAITING, visibility=EventVisibility.PUBLIC)
    material = a_document(event)
    assert (had_by(client_of, a_member(), material)[0], had_by(client_of, event.author, material)[0]) == (404, 200)
    assert client_of(None).get(material.file.url)["Location"].startswith("/compte/login/")
