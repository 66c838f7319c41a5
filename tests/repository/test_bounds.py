"""How much of one person, or of one stranger, the bank takes."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from repository.domain import downloads, pace
from repository.domain.proposing import discard, propose
from repository.domain.reviewing import send_back, submit, withdraw
from repository.domain.storing import store
from repository.domain.words import read_waiting
from repository.enums import CollectionVisibility, TextState
from repository.models import DownloadCount, ResourcePage, StoredFile
from tests.factories.files import PDF
from tests.factories.members import OrganisationFactory, a_member, someone_of_coordination
from tests.factories.repository import a_collection, a_draft, a_file, a_resource, unsaved

pytestmark = pytest.mark.django_db

DIGITS = "9" * 5_000


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def council():
    return OrganisationFactory()


@pytest.fixture
def author(council):
    return a_member(council)


def sent(author, council, number=1):
    return [submit(a_draft(author, organisation=council), by=author) for _one in range(number)]


def test_what_waits_counts_among_what_one_has_begun(author, council, monkeypatch):
    monkeypatch.setattr(pace, "MOST_BEGUN", 2)
    sent(author, council, 2)
    a_resource(author, organisation=council)
    with pytest.raises(ValidationError) as refused:
        propose(unsaved(author, organisation=council), by=author)
    assert refused.value.messages == [
        "You have 50 resources that are not published yet: send or discard some first, or wait for their review."
    ]


def test_what_is_sent_counts_for_an_hour_though_it_is_thrown_away(author, council, monkeypatch):
    monkeypatch.setattr(pace, "MOST_SENT", 3)
    first, second = sent(author, council, 2)
    discard(first, by=author)
    withdraw(second, by=author)
    submit(second, by=author)
    with pytest.raises(ValidationError) as refused:
        sent(author, council)
    assert refused.value.messages == ["You have sent many resources within an hour. This one is kept: send it later."]
    coordinator = someone_of_coordination()
    assert [page.live for page in sent(coordinator, council, 4)] == [True] * 4


def test_files_of_what_is_not_published_have_their_fill_by_person(author, monkeypatch):
    monkeypatch.setattr(pace, "MOST_UNPUBLISHED_BYTES", 2 * len(PDF) + 1)
    published, one, two = a_resource(author), a_draft(author), a_draft(author)
    for page in (published, one, two):
        store(SimpleUploadedFile("a.pdf", PDF), page=page, by=author)
    with pytest.raises(ValidationError) as refused:
        store(SimpleUploadedFile("b.pdf", PDF + b"2"), page=two, by=author)
    assert (len(refused.value.messages), StoredFile.objects.count()) == (1, 3)


def test_the_worker_gets_some_of_each_persons_files_after_what_others_wait_for(
    author, monkeypatch, django_capture_on_commit_callbacks
):
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - its app is ready by now

    for module in ("repository.domain.storing", "repository.domain.words"):
        monkeypatch.setattr(f"{module}.MOST_QUEUED", 2)
    page = a_draft(author)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(4):
            store(SimpleUploadedFile("a.pdf", PDF + bytes([number])), page=page, by=author)
    other = a_file(a_draft())
    StoredFile.objects.filter(pk=other.pk).update(text_state=TextState.WAITING)
    queued = DBTaskResult.objects.filter(task_path="repository.tasks.read_words")
    assert (
        [task.args_kwargs["args"] for task in queued.order_by("enqueued_at")],
        {task.priority for task in queued},
    ) == (
        [[stored.pk] for stored in StoredFile.objects.order_by("pk")[:2]],
        {-10},
    )
    queued.delete()
    StoredFile.objects.update(uploaded_at=timezone.now() - timedelta(minutes=20))
    read_waiting()
    keys = sorted(task.args_kwargs["args"][0] for task in queued)
    assert keys == [*StoredFile.objects.order_by("pk").values_list("pk", flat=True)[:2], other.pk]


def test_what_was_never_published_is_its_owners_alone_to_throw_away(author, council, client_of):
    page, colleague = sent(author, council)[0], a_member(council)
    live = a_resource(author, organisation=council)
    with pytest.raises(PermissionDenied):
        discard(page, by=colleague)
    browser, place = client_of(colleague), reverse("resource_discard", args=[page.slug])
    assert [browser.get(place).status_code, browser.post(place).status_code] == [404, 404]
    shown = browser.get(reverse("resource_submit", args=[page.slug])).content.decode()
    assert place not in shown
    assert (discard(live, by=colleague), discard(page, by=author), ResourcePage.objects.get()) == (False, True, live)


def test_numbers_longer_than_any_are_no_numbers(author, council, client_of, client):
    page = a_draft(author, organisation=council)
    browser = client_of(author)
    assert client.get(f"/recursos/dades-obertes.json?page={DIGITS}").status_code == 404
    step = reverse("resource_edit", args=[page.slug, 2])
    assert browser.post(step, {"file": DIGITS, "text": "<p>Text</p>"}).status_code == 302
    answer = browser.post(reverse("resource_submit", args=[page.slug]), {"action": "send", "seen": DIGITS})
    assert answer.status_code == 302
    send_back(page, by=someone_of_coordination(), note="Falta el preu.")
    assert browser.post(reverse("resource_taken_out", args=[page.slug]), {"credit": DIGITS}).status_code == 404


def test_a_collections_zip_counts_as_it_goes_and_has_its_bound(author, council, client_of, client, monkeypatch):
    pages = [a_resource(author, organisation=council, visibility="public", licence="cc0", contents=[PDF]) for _ in "ab"]
    found = a_collection(author, pages=pages, visibility=CollectionVisibility.PUBLIC)
    address = reverse("collection_files", args=[found.slug])
    answer = client.get(address)
    assert DownloadCount.objects.count() == 0
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        assert len(archive.namelist()) == 2
    for browser in (client_of(author), client_of(someone_of_coordination())):
        assert b"".join(browser.get(address).streaming_content)
    assert list(DownloadCount.objects.values_list("number", flat=True)) == [1, 1]
    monkeypatch.setattr(downloads, "MOST_ZIPPED", 2 * len(PDF) - 1)
    refused = client.get(address, follow=True)
    assert refused.redirect_chain == [(found.get_absolute_url(), 302)]
    words = "Together the files are too large for one ZIP: fetch them resource by resource."
    assert words in refused.content.decode()
