"""A member proposes an entry, words it anew or takes it back until it is out; it always finds a circular that takes it."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.months import month_after
from home.circular.domain.pace import MOST_IN_A_MINUTE
from home.circular.domain.picture_files import drop_stray_pictures, wide_jpeg
from home.circular.domain.proposing import propose, reword_proposal, withdraw
from home.circular.enums import CircularState, EntryState, Section
from home.circular.models import CircularEntry, CircularPage
from tests.factories.circular import a_circular, a_proposal, an_entry
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination
from tests.factories.photos import TURNED_RIGHT, a_heic, a_jpeg_that_tells, a_picture, encoded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def council():
    return OrganisationFactory()


@pytest.fixture
def author(council):
    return a_member(council)


@pytest.fixture
def circular():
    return a_circular()


def unsaved(**facts):
    given = {"title": "  Obrim   la convocatòria ", "text": "Fins a 3.000 euros.", "section": Section.GRANTS}
    return CircularEntry(**{**given, **facts})


def files():
    return default_storage.listdir("circular")[1] if default_storage.exists("circular") else []


def test_what_is_proposed_waits_for_a_decision(circular, author, council):
    propose(unsaved(organisation=council, picture_alt="Res"), by=author, key=uuid4())
    entry = CircularEntry.objects.get()
    facts = (entry.title, entry.picture_alt, entry.author, entry.circular, entry.state, entry.organisation)
    assert facts == ("Obrim la convocatòria", "", author, circular, EntryState.WAITING, council)
    now = CircularPage.objects.get()
    assert (now.version, now.content_version) == (circular.version + 1, circular.content_version)


def test_after_the_deadline_or_the_sending_it_goes_to_the_next_one_and_nobody_is_refused(author):
    closed = a_circular(deadline=timezone.now() - timedelta(minutes=1))
    entry = propose(unsaved(), by=author)
    assert (entry.circular.month > closed.month, entry.circular.takes_proposals()) == (True, True)
    CircularPage.objects.filter(pk=entry.circular.pk).update(state=CircularState.SENDING)
    assert propose(unsaved(), by=author).circular.month == month_after(entry.circular.month)


def test_the_same_form_sent_twice_makes_one(circular, author):
    key = uuid4()
    made = {propose(unsaved(), by=author, key=key).pk for _time in range(2)}
    assert (len(made), CircularEntry.objects.count()) == (1, 1)


def test_guests_and_whoever_has_left_propose_nothing(circular, roles):
    for role in ("guest", "former"):
        with pytest.raises(PermissionDenied):
            propose(unsaved(), by=roles[role])
    assert CircularEntry.objects.count() == 0


def test_one_proposes_in_ones_own_name_and_coordination_in_any(circular, author):
    other = OrganisationFactory()
    with pytest.raises(ValidationError) as refused:
        propose(unsaved(organisation=other), by=author)
    assert list(refused.value.message_dict) == ["organisation"]
    assert propose(unsaved(organisation=other), by=someone_of_coordination()).organisation == other


def test_a_program_that_proposes_by_itself_is_held_back_and_coordination_is_not(circular, author):
    for _time in range(MOST_IN_A_MINUTE):
        propose(unsaved(), by=author)
    with pytest.raises(ValidationError) as refused:
        propose(unsaved(), by=author)
    assert refused.value.code == "pace"
    coordinator = someone_of_coordination()
    for _time in range(MOST_IN_A_MINUTE + 1):
        propose(unsaved(), by=coordinator)
    assert CircularEntry.objects.filter(author=coordinator).count() == MOST_IN_A_MINUTE + 1


def test_its_author_words_it_anew_until_it_is_turned_down(circular, author):
    entry = propose(unsaved(), by=author)
    entry.title = "Un altre títol"
    reword_proposal(entry, by=author, seen=0)
    now = CircularEntry.objects.get()
    assert (now.title, now.version) == ("Un altre títol", 1)
    with pytest.raises(ChangedMeanwhileError):
        reword_proposal(entry, by=author, seen=0)
    for person in (a_member(), someone_of_coordination()):
        with pytest.raises(PermissionDenied):
            reword_proposal(entry, by=person)
    CircularEntry.objects.update(state=EntryState.REJECTED)
    for act in (lambda: reword_proposal(entry, by=author, seen=1), lambda: withdraw(entry, by=author)):
        with pytest.raises(PermissionDenied):
            act()
    assert CircularEntry.objects.get().title == "Un altre títol"


def test_words_of_another_name_stay_as_long_as_they_were_there(circular, author):
    had = OrganisationFactory()
    entry = a_proposal(circular, author=author, organisation=had)
    entry.text = "Altres paraules"
    assert reword_proposal(entry, by=author).organisation == had
    entry.organisation = OrganisationFactory()
    with pytest.raises(ValidationError):
        reword_proposal(entry, by=author)


def test_an_image_goes_with_what_it_belonged_to(circular, author, django_capture_on_commit_callbacks):
    entry = propose(unsaved(picture=ContentFile(encoded(a_picture()), name="Acte amb la Berta.jpg")), by=author)
    [first] = files()
    assert (entry.picture.name, "Berta" in first) == (f"circular/{first}", False)
    entry.picture = ContentFile(encoded(a_picture(colour="navy")), name="x.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        reword_proposal(entry, by=author)
    [second] = files()
    assert second != first
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(entry, by=author)
    assert (files(), CircularEntry.objects.count()) == ([], 0)


def test_an_image_of_what_did_not_come_about_is_not_left_behind(circular, author, monkeypatch):
    def fail(*_given, **_more):
        raise RuntimeError

    monkeypatch.setattr("home.circular.domain.proposing.touch", fail)
    with pytest.raises(RuntimeError):
        propose(unsaved(picture=ContentFile(encoded(a_picture()), name="x.jpg")), by=author)
    assert files() == []


def test_what_no_entry_shows_is_thrown_away_after_three_days(circular, monkeypatch):
    shown, stray = (default_storage.save(f"circular/{name}.jpg", ContentFile(b"x")) for name in ("a", "b"))
    an_entry(circular, picture=shown)
    assert drop_stray_pictures() == 0
    monkeypatch.setattr("home.circular.domain.picture_files.is_old", lambda _path: True)
    assert (drop_stray_pictures(), default_storage.exists(shown), default_storage.exists(stray)) == (1, True, False)


def test_an_image_is_written_anew_upright_no_wider_than_needed_and_says_nothing_else():
    content = a_jpeg_that_tells(orientation=TURNED_RIGHT, size=(3000, 2400))
    made = wide_jpeg(BytesIO(content), size=len(content)).read()
    with Image.open(BytesIO(made)) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (1200, 1500), {})
    assert [secret for secret in (b"Berta", b"xmpmeta", b"GPS") if secret in made] == []
    with Image.open(wide_jpeg(BytesIO(a_heic()), size=100)) as small:
        assert small.size == (900, 600)


@pytest.mark.parametrize(
    ("content", "size"),
    [(b"<svg/>", 6), (encoded(a_picture((90, 600))), 100), (encoded(a_picture())[:900], 900), (b"", 11 * 1024 * 1024)],
    ids=["no image", "too small", "cut off", "too large"],
)
def test_what_is_no_image_is_refused_with_words(content, size):
    with pytest.raises(ValidationError):
        wide_jpeg(BytesIO(content), size=size)
