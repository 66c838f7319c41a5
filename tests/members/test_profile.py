"""A person's own rooms: the profile, how others see it, what the network keeps."""

import base64
import json
import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from intranet.members.domain.exports import export_of
from intranet.members.domain.profiles import update_profile
from intranet.members.enums import GroupAccess, MembershipState, SpokenLanguage, Visibility
from intranet.members.models import User
from intranet.members.models.people import PROFILE_FIELDS
from tests.factories.invitations import an_invitation
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.photos import a_jpeg_that_tells, a_picture, encoded, upload

pytestmark = pytest.mark.django_db

ADDRESS = "/compte/perfil/"
TYPED = {
    "given_name": "Berta",
    "family_name": "Solà i Vidal",
    "phone": "938 782 301",
    "bio": "Treballo a Manresa.\r\nM'agrada caminar.",
    "ask_me_about": "clàusules socials",
    "languages": ["ca", "en"],
    **{f"{name}_visibility": Visibility.NETWORK.value for name in PROFILE_FIELDS},
}


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def berta():
    return a_member(OrganisationFactory(name="Manresa"), given_name="Berta", family_name="Solà")


@pytest.fixture
def client(client_of, berta):
    return client_of(berta)


def stored(berta) -> User:
    return User.objects.get(pk=berta.pk)


def photos() -> list[str]:
    return sorted(default_storage.listdir("photos")[1]) if default_storage.exists("photos") else []


@pytest.fixture(autouse=True)
def _no_photos():
    for name in photos():
        default_storage.delete(f"photos/{name}")


def test_profile_is_written_and_confirmed(client, berta):
    subject, before = SubjectFactory(), timezone.now()
    response = client.post(ADDRESS, {**TYPED, "subjects": [subject.pk], "phone_visibility": "nobody"})
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    person = stored(berta)
    assert [getattr(person, name) for name in ("given_name", "family_name", "phone", "ask_me_about", "languages")] == [
        "Berta",
        "Solà i Vidal",
        "938 782 301",
        "clàusules socials",
        ["ca", "en"],
    ]
    assert person.bio == "Treballo a Manresa.\nM'agrada caminar."
    assert list(person.subjects.all()) == [subject]
    assert {name: getattr(person, f"{name}_visibility") for name in PROFILE_FIELDS} == {
        **dict.fromkeys(PROFILE_FIELDS, "network"),
        "phone": "nobody",
    }
    assert before <= person.confirmed_at <= timezone.now()
    assert (person.sort_key, person.folded_name) == ("sola i vidal\tberta\tSolà i Vidal Berta", "berta sola i vidal")
    assert "Your profile is saved." in client.get(ADDRESS).content.decode()


def test_form_shows_what_is_kept(client, berta):
    User.objects.filter(pk=berta.pk).update(languages=["oc"], phone="600 11 22 33", phone_visibility="nobody")
    form = client.get(ADDRESS).context["form"]
    assert [form[name].value() for name in ("given_name", "phone", "languages", "phone_visibility", "photo")] == [
        "Berta",
        "600 11 22 33",
        ["oc"],
        "nobody",
        None,
    ]


def test_address_and_rights_cannot_be_written_here(client, berta):
    client.post(ADDRESS, {**TYPED, "email": "x@x.example", "is_superuser": "1", "is_active": "", "password": "x"})
    person = stored(berta)
    assert (person.email, person.is_superuser, person.is_active) == (berta.email, False, True)
    assert person.given_name == "Berta"


def test_profile_of_others_is_out_of_reach(client, berta):
    other = a_member(given_name="Altra")
    client.post(f"{ADDRESS}?pk={other.pk}", {**TYPED, "id": other.pk, "pk": other.pk, "given_name": "Xxx"})
    assert (stored(other).given_name, stored(berta).given_name) == ("Altra", "Xxx")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("given_name", "  ", "This field is required."),
        ("family_name", "x" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("phone", "truqueu-me", "Write the number with digits, for example 938 782 301."),
        ("bio", "x" * 601, "Ensure this value has at most 600 characters (it has 601)."),
        ("languages", ["ca", "tlh"], "Select a valid choice. tlh is not one of the available choices."),
        ("subjects", ["999999"], "Select a valid choice. 999999 is not one of the available choices."),
        ("phone_visibility", "everybody", "Select a valid choice. everybody is not one of the available choices."),
        ("crop_size", "0", "Ensure this value is greater than or equal to 1."),
    ],
)
def test_refused_form_says_why_and_keeps_all_that_was_typed(client, berta, field, value, message):
    typed = {**TYPED, "ask_me_about": "horts <municipals>", "email_visibility": "council", field: value}
    response = client.post(ADDRESS, typed)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors == {field: [message]}
    assert {name: form[name].value() for name in typed} == typed
    text = response.content.decode()
    assert 'value="horts &lt;municipals&gt;"' in text
    assert message in text or field == "crop_size"
    assert stored(berta).phone == ""


def test_refused_form_does_not_change_the_page_around_it(client):
    text = client.post(ADDRESS, {**TYPED, "given_name": "Una altra", "phone": "x"}).content.decode()
    assert re.findall(r"<strong>(.*?)</strong></p>", text) == ["Berta Solà"]


def test_lines_and_spaces_within_a_name_become_one_space(client, berta):
    client.post(ADDRESS, {**TYPED, "given_name": " Berta\r\nBcc: x\t ", "ask_me_about": "a\nb"})
    assert (stored(berta).given_name, stored(berta).ask_me_about) == ("Berta Bcc: x", "a b")


def test_end_of_a_line_counts_once_as_in_the_browser(client, berta):
    assert client.post(ADDRESS, {**TYPED, "bio": "x\r\n" * 299 + "xx"}).status_code == 302
    assert len(stored(berta).bio) == 600


def test_photo_is_kept_square_and_without_a_word(client, berta, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            ADDRESS, {**TYPED, "photo": upload(a_jpeg_that_tells()), "crop_x": 0, "crop_y": 0, "crop_size": 300}
        )
    person = stored(berta)
    assert re.fullmatch(r"photos/[0-9a-f]{32}\.jpg", person.photo.name)
    with person.photo.open() as file:
        image = Image.open(BytesIO(file.read()))
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (512, 512), {})
        red, green, _blue = image.getpixel((500, 256))
    assert (red > 200, green < 60) == (True, True)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a" * 250 + ".jpg", "foto\x00.php", "фото.JPG", "con:aux|?.jpg", ".htaccess"]
)
def test_name_of_the_file_does_not_matter(client, berta, name):
    assert client.post(ADDRESS, {**TYPED, "photo": upload(encoded(a_picture()), name)}).status_code == 302
    assert re.fullmatch(r"photos/[0-9a-f]{32}\.jpg", stored(berta).photo.name)


def test_what_the_browser_says_of_the_file_does_not_matter(client, berta):
    lie = upload(b"<script>alert(1)</script>", "photo.jpg", "image/jpeg")
    assert client.post(ADDRESS, {**TYPED, "photo": lie}).status_code == 422
    honest = upload(encoded(a_picture(), "PNG"), "x.exe", "application/x-msdownload")
    assert client.post(ADDRESS, {**TYPED, "photo": honest}).status_code == 302


def test_new_photo_takes_the_place_of_the_old_file_once_saved(client, berta, django_capture_on_commit_callbacks):
    berta.photo.save("x.jpg", ContentFile(encoded(a_picture())))
    old = berta.photo.name
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        client.post(ADDRESS, {**TYPED, "photo": upload(encoded(a_picture()))})
    photo = [one for one in callbacks if "remember" not in repr(one)]  # of words
    assert (len(photo), old in [f"photos/{name}" for name in photos()]) == (1, False)
    assert [f"photos/{name}" for name in photos()] == [stored(berta).photo.name]


def test_photo_can_be_removed(client, berta, django_capture_on_commit_callbacks):
    berta.photo.save("x.jpg", ContentFile(encoded(a_picture())))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ADDRESS, {**TYPED, "remove_photo": "on"})
    assert (stored(berta).photo.name, photos()) == ("", [])


def test_photo_stays_when_nothing_is_chosen(client, berta):
    berta.photo.save("x.jpg", ContentFile(encoded(a_picture())))
    client.post(ADDRESS, TYPED)
    assert stored(berta).photo.name == berta.photo.name
    assert default_storage.exists(berta.photo.name)


def test_new_photo_wins_over_removing(client, berta):
    client.post(ADDRESS, {**TYPED, "photo": upload(encoded(a_picture())), "remove_photo": "on"})
    assert stored(berta).photo.name.startswith("photos/")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"not a photo", "This file is not a photo that we can read. Choose one in JPEG, PNG, WebP or HEIC format."),
        (
            encoded(a_picture(), quality=95)[:2000],
            "The photo is damaged or incomplete. Open it on your device, save it again, and choose that copy.",
        ),
        (
            encoded(a_picture()) + bytes(10 * 1024 * 1024),
            "The photo is larger than 10 MB. Choose a smaller one, or reduce it first.",
        ),
        (b"", "The submitted file is empty."),
    ],
    ids=["no photo", "truncated", "too large", "empty"],
)
def test_refused_photo_says_what_to_do_and_loses_nothing(client, berta, content, message):
    berta.photo.save("x.jpg", ContentFile(encoded(a_picture())))
    response = client.post(ADDRESS, {**TYPED, "bio": "Text llarg", "photo": upload(content)})
    assert (response.status_code, response.context["form"].errors) == (422, {"photo": [message]})
    assert "Text llarg</textarea>" in response.content.decode()
    assert [f"photos/{name}" for name in photos()] == [stored(berta).photo.name]


def test_good_photo_of_a_refused_form_must_be_chosen_again(client):
    again = "Choose the photo again: the browser does not keep it."
    text = client.post(ADDRESS, {**TYPED, "phone": "x", "photo": upload(encoded(a_picture()))}).content.decode()
    assert (again in text, photos()) == (True, [])
    assert again not in client.post(ADDRESS, {**TYPED, "phone": "x"}).content.decode()


def changes(**others):
    return {
        **dict.fromkeys(("given_name", "family_name", "phone", "bio", "ask_me_about"), ""),
        "languages": [],
        "subjects": [],
        "visibility": {},
        **others,
    }


def test_visibility_left_out_stays_as_it_is(berta):
    User.objects.filter(pk=berta.pk).update(bio_visibility="council")
    person = update_profile(user=berta, **changes(visibility={"phone": Visibility.NOBODY}))
    assert (person.phone_visibility, person.bio_visibility) == ("nobody", "council")


def test_only_those_with_access_write_their_profile():
    with pytest.raises(PermissionDenied):
        update_profile(user=a_former_member(), **changes())


def test_address_changed_at_the_same_moment_is_not_written_back(berta, monkeypatch):
    real = User.save

    def slow(self, *args, **kwargs):
        User.objects.filter(pk=berta.pk).update(email="nova@manresa.example")
        real(self, *args, **kwargs)

    monkeypatch.setattr(User, "save", slow)
    update_profile(user=berta, **changes())
    assert stored(berta).email == "nova@manresa.example"


def test_photo_changed_at_the_same_moment_is_not_written_back_by_words(berta, monkeypatch):
    real = User.save

    def slow(self, *args, **kwargs):
        User.objects.filter(pk=berta.pk).update(photo="photos/new.jpg")
        real(self, *args, **kwargs)

    monkeypatch.setattr(User, "save", slow)
    update_profile(user=berta, **changes())
    assert stored(berta).photo.name == "photos/new.jpg"


def test_failed_save_leaves_no_file_behind(berta, monkeypatch):
    berta.photo.save("x.jpg", ContentFile(b"old"))

    def fail(self, *args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(User, "save", fail)
    with pytest.raises(DatabaseError):
        update_profile(user=berta, **changes(photo=b"new"))
    assert [f"photos/{name}" for name in photos()] == [stored(berta).photo.name]


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        ("network", {"bio"}),
        ("groups", {"bio", "phone"}),
        ("council", {"bio", "phone", "email"}),
        ("nobody", {"bio"}),
        ("", {"bio"}),
    ],
)
def test_preview_shows_what_each_circle_sees(client, berta, audience, seen):
    values = {"bio": "Treballo a Manresa", "phone": "938 782 301", "ask_me_about": "clàusules"}
    circles = {"bio": "network", "phone": "groups", "email": "council", "ask_me_about": "nobody"}
    User.objects.filter(pk=berta.pk).update(
        **values, **{f"{name}_visibility": circle for name, circle in circles.items()}
    )
    for access in (GroupAccess.OPEN, GroupAccess.PRIVATE):
        group = WorkingGroupFactory(name=f"Grup {access}", access=access)
        GroupMembershipFactory(group=group, user=berta)
    response = client.get(f"{ADDRESS}com-em-veuen/?com={audience}")
    page = response.content.decode().split('class="portrait-frame"')[1]
    secrets = {**values, "email": berta.email}
    assert {name for name, secret in secrets.items() if secret in page} == seen
    assert ("Grup open" in page, "Grup private" in page) == (True, False)


def test_privacy_page_says_who_sees_what_and_whom_to_write_to(client, berta, settings):
    settings.CONTACT_EMAIL = "coordinacio@xmess.example"
    User.objects.filter(pk=berta.pk).update(phone_visibility="nobody")
    response = client.get("/compte/privacitat/")
    rows = dict(response.context["rows"])
    assert rows["Telephone"] == Visibility.NOBODY.label
    assert len(rows) == len(PROFILE_FIELDS)
    text = response.content.decode()
    links = ("/privacitat/", "/compte/sessions/", "/compte/privacitat/dades/", "mailto:coordinacio@xmess.example")
    assert [link for link in links if f'href="{link}"' not in text] == []


def test_export_is_a_json_file_of_the_own_data(client, berta):
    response = client.get("/compte/privacitat/dades/")
    assert (response["Content-Type"], response["Content-Disposition"], response["Cache-Control"]) == (
        "application/json",
        f'attachment; filename="xmess-{timezone.localdate().isoformat()}.json"',
        "private, no-store",
    )
    data = json.loads(response.content)
    assert data["profile"]["email"] == berta.email
    assert datetime.fromisoformat(data["exported_at"]).utcoffset() == timezone.localtime().utcoffset()
    assert "Solà".encode() in response.content


def test_export_holds_everything_and_nothing_of_others(berta):
    picture = encoded(a_picture((64, 64)))
    berta.languages, berta.phone = [SpokenLanguage.CATALAN.value], "938 782 301"
    berta.photo.save("x.jpg", ContentFile(picture))
    berta.subjects.add(SubjectFactory(name="Cures"))
    today = timezone.localdate()
    GroupMembershipFactory(group=WorkingGroupFactory(name="Agroecologia"), user=berta)
    coordination = someone_of_coordination(given_name="Carme", family_name="Coord")
    invitation, _token = an_invitation(by=coordination, email=berta.email)
    type(invitation).objects.filter(pk=invitation.pk).update(accepted_by=berta, accepted_at=timezone.now())
    an_invitation(by=coordination, email="altra@example.org")
    UserSession.objects.create(user=berta, ip="192.0.2.1", session_key="x", user_agent="Firefox", data={})
    other = a_member(given_name="Altra")
    GroupMembershipFactory(group=WorkingGroupFactory(name="Cures"), user=other)
    data = export_of(berta)
    assert data["profile"]["photo"] == {"media_type": "image/jpeg", "base64": base64.b64encode(picture).decode()}
    assert (data["profile"]["subjects"], data["profile"]["phone"]) == (["Cures"], "938 782 301")
    assert data["profile"]["visibility"]["phone"] == "council"
    assert [(one["organisation"], one["starts_on"], one["ends_on"]) for one in data["positions"]] == [
        ("Ajuntament de Manresa", (today - timedelta(days=30)).isoformat(), None)
    ]
    assert [(one["group"], one["role"], one["until"]) for one in data["memberships"]] == [
        ("Agroecologia", "member", None)
    ]
    assert [(one["email"], one["invited_by"]) for one in data["invitations_accepted"]] == [(berta.email, "Carme Coord")]
    assert [(one["ip"], one["user_agent"]) for one in data["sessions"]] == [("192.0.2.1", "Firefox")]
    text = json.dumps(data)
    assert [word for word in ("password", "Altra", "altra@example.org") if word in text] == []


def test_export_does_not_tell_how_a_private_group_is_called_by_now(berta):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    offering = WorkingGroupFactory(name="Executiva", access=GroupAccess.PRIVATE)
    open_one = WorkingGroupFactory(name="Cures")
    seat = GroupMembershipFactory(group=group, user=berta)
    for other, state in ((open_one, MembershipState.REFUSED), (offering, MembershipState.INVITED)):
        GroupMembershipFactory(group=other, user=berta, state=state)
    invitation, _token = an_invitation(by=someone_of_coordination(), email=berta.email)
    invitation.groups.set([group, open_one])
    type(invitation).objects.filter(pk=invitation.pk).update(accepted_by=berta, accepted_at=timezone.now())

    def named():
        data = export_of(stored(berta))
        invited = [name for one in data["invitations_accepted"] for name in one["groups"]]
        return {one["group"] for one in data["memberships"]}, set(invited)

    group.name = "Fusió de serveis"
    group.save()
    assert named() == ({"Fusió de serveis", "Cures", "Executiva"}, {"Fusió de serveis", "Cures"})
    seat.state = MembershipState.REFUSED
    seat.save()
    neutral = _("a private group")
    assert named() == ({neutral, "Cures", "Executiva"}, {neutral, "Cures"})


def test_export_without_the_photos_file_is_complete_otherwise(berta):
    User.objects.filter(pk=berta.pk).update(photo="photos/gone.jpg")
    assert export_of(stored(berta))["profile"]["photo"] is None


@pytest.mark.parametrize(
    "path", [ADDRESS, f"{ADDRESS}com-em-veuen/", "/compte/privacitat/", "/compte/privacitat/dades/"]
)
def test_own_rooms_are_open_to_guests_and_closed_to_strangers(client_of, path):
    inside = client_of(a_guest()).get(path)
    outside = client_of(None).get(path)
    assert (inside.status_code, outside.status_code) == (200, 302)
    assert outside["Location"].startswith("/compte/login/?next=")
