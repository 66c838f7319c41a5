"""Resources as they are found beside everything else: what stands in the index, for whom, and how they read."""

import pytest
from django.utils import timezone, translation

from intranet.fulltext.domain import matching
from intranet.fulltext.kinds import findable, thing_at
from intranet.fulltext.models import Entry, KnownWord
from intranet.fulltext.words import sought_in
from intranet.members.enums import GroupAccess
from repository.catalogue.telling import documents, form_of
from repository.catalogue.words import RESOURCE, index_anew, index_resource
from repository.domain.publishing import publish
from repository.domain.validity import archive
from repository.enums import ResourceVisibility, TextState
from repository.models import ResourceFile, ResourcePage
from tests import finding
from tests.factories.members import (
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_former_member,
    a_guest,
    a_member,
    someone_of_coordination,
)
from tests.factories.repository import a_draft, a_file, a_group_resource, a_resource

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def seen(person):
    return set(finding.seen(RESOURCE, person))


def rows_of(words, *pages, person=None):
    return list(findable(RESOURCE).rows(person or a_member(), {page.pk: page.pk for page in pages}, sought_in(words)))


def test_a_resource_stands_in_the_index_with_all_that_it_says():
    council, subject = OrganisationFactory(name="Osona"), SubjectFactory(name="Salut")
    page = a_resource(
        title="Clàusules",
        summary="Per a plecs.",
        organisation=council,
        subjects=[subject],
        links=["https://a.example/"],
        departments=["educacio"],
        year=2025,
        contents=[b"%PDF-1.4\n"],
    )
    page.stored.update(text="La vinya")
    (document,) = documents(None)
    assert document == (
        page.pk,
        "Clàusules",
        f"/recursos/{page.slug}/",
        "\n".join(
            [
                *("Per a plecs.", "", "", "", "", "Ajuntament d'Osona", "Salut", "https://a.example/", "Education"),
                *("Guide", "2025", "Com comprar local pas a pas."),
            ]
        ),
        "\nguia.pdf\nLa vinya\nPDF document",
        None,
        council.pk,
        timezone.localdate(),
        (subject.pk,),
        True,
        None,
        "",
    )
    entry = Entry.objects.get(kind=RESOURCE, key=page.pk)
    assert (entry.title, entry.address, entry.group, entry.organisation, entry.day, entry.subjects) == (
        "Clàusules",
        f"/recursos/{page.slug}/",
        None,
        council.pk,
        timezone.localdate(),
        f",{subject.pk},",
    )


def test_its_words_and_those_of_its_files_are_known_if_the_network_reads_it(django_capture_on_commit_callbacks):
    page = a_resource(title="Obradors", contents=[b"%PDF-1.4\n"])
    page.stored.update(text="Olivera")
    hidden = a_group_resource(title="Secreta", contents=[b"%PDF-1.4\n"])
    hidden.stored.update(text="Ametller")
    draft = a_draft(title="Esborrany")
    with django_capture_on_commit_callbacks(execute=True):
        for one in (page, hidden, draft):
            index_resource(one.pk)
    known = KnownWord.objects.filter(word__in=["obradors", "olivera", "secreta", "ametller", "esborrany"])
    assert sorted(known.values_list("word", flat=True)) == ["obradors", "olivera"]


def test_drafts_tell_the_index_nothing_and_groups_read_their_own():
    a_draft()
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    of_group, network, public = (
        a_group_resource(group),
        a_resource(),
        a_resource(visibility=ResourceVisibility.PUBLIC),
    )
    everything = {network.pk, public.pk}
    people = {
        of_group.owner: {*everything, of_group.pk},
        a_member(): everything,
        someone_of_coordination(): everything,
        a_guest(group): {public.pk, of_group.pk},
        a_guest(): {public.pk},
        a_former_member(): set(),
    }
    assert {person: seen(person) for person in people} == people
    assert {document.key: document.is_open for document in documents(None)} == {
        of_group.pk: False,
        network.pk: True,
        public.pk: True,
    }


def test_what_is_archived_or_unpublished_is_found_no_more():
    archived, gone = a_resource(), a_resource()
    archive(archived, by=archived.owner)
    gone.unpublish()
    assert (seen(archived.owner), seen(gone.owner)) == (set(), set())
    assert [document.key for document in documents([archived.pk, gone.pk])] == [archived.pk]


def test_what_is_deleted_is_found_no_more():
    page = a_resource(title="Obradors")
    found = matching(RESOURCE, "obradors")
    ResourcePage.objects.get(pk=page.pk).delete()
    assert (found, list(Entry.objects.filter(kind=RESOURCE))) == ([page.pk], [])


def test_a_resource_reads_as_it_says_what_is_looked_for():
    page = a_resource(title="Guia", organisation=OrganisationFactory(name="Osona"), year=2025)
    assert rows_of("comprar", page) == [
        (
            page.pk,
            "Guia",
            f"/recursos/{page.slug}/",
            ("Guide", "Ajuntament d'Osona", "2025"),
            "Una guia curta per començar. Com <mark>comprar</mark> local pas a pas.",
            "book-open",
        )
    ]


def test_a_resource_reads_as_its_files_say_it_or_by_its_summary(django_assert_num_queries):
    page, other = a_resource(contents=[b"%PDF-1.4\n"]), a_resource(contents=[b"%PDF-1.4\n"])
    page.stored.update(text="La vinya & l’arròs", text_state=TextState.READ)
    person = a_member()
    with django_assert_num_queries(3):  # themselves, what their files say, what they are about
        found = {row.thing: row.snippet for row in rows_of("arrossos vinyes", page, other, person=person)}
    assert found == {
        page.pk: "La <mark>vinya</mark> &amp; l’<mark>arròs</mark>",
        other.pk: "Una guia curta per començar.",
    }


def test_a_resource_that_is_found_by_its_subject_says_so():
    page = a_resource(title="Guia", subjects=[SubjectFactory(name="Cures"), SubjectFactory(name="Energia")])
    (row,) = rows_of("cura", page)
    assert row.snippet == "<mark>Cures</mark> · Una guia curta per començar."


def test_headings_stand_apart_from_what_follows():
    page = a_resource(
        body=[("heading", {"text": "Passos", "level": "h2"}), ("paragraph", "<p>Primer.</p><p>Segon.</p>")]
    )
    assert "Passos · Primer" in rows_of("primers", page)[0].snippet.replace("<mark>", "").replace("</mark>", "")


def test_a_file_that_begins_as_its_resource_is_called_reads_from_there_on():
    page = a_resource(title="L’arròs", contents=[b"%PDF-1.4\n"])
    page.stored.update(text="\nL’arròs\nL’arròs: Tot sobre l’arròs", text_state=TextState.READ)
    (row,) = rows_of("arrossos", page)
    assert row.snippet == "Tot sobre l’<mark>arròs</mark>"


@pytest.mark.parametrize("number", [1, 3])
def test_rows_and_documents_of_any_number_are_as_many_statements(number, django_assert_num_queries):
    pages, person = [a_resource() for _turn in range(number)], a_member()
    with django_assert_num_queries(1):
        assert len(rows_of("comprar", *pages, person=person)) == number
    with django_assert_num_queries(4):
        assert len(list(documents(None))) == number


def test_an_address_says_which_resource_it_shows():
    page = a_resource()
    assert thing_at(f"/recursos/{page.slug}/") == (RESOURCE, page.pk)
    assert thing_at(f"/recursos/{page.slug}/fitxers/7/guia.pdf") == (RESOURCE, page.pk)
    assert thing_at("/recursos/res-de-res/") is None


def offering(page, *files):
    page = ResourcePage.objects.get(pk=page.pk)
    page.files.set([ResourceFile(stored=file) for file in files])
    return publish(page, by=page.owner)


def found_by(page, *words):
    return [page.pk in matching(RESOURCE, word) for word in words]


def test_what_its_files_say_finds_a_resource_whatever_else_of_it_changes():
    """The name of its council or of a subject, or its own words."""
    page = a_resource(title="Obradors")
    file = a_file(page, text="La quimera")
    index_resource(offering(page, file).pk)
    index_anew(page.pk)
    assert found_by(page, "obradors", "quimera") == [True, True]
    page = ResourcePage.objects.get(pk=page.pk)
    page.title = "Sembrats"
    publish(page, by=page.owner)
    assert found_by(page, "obradors", "sembrats", "quimera") == [False, True, True]


def test_a_file_is_found_by_what_people_call_its_kind():
    page = a_resource(title="Guia")
    offering(page, a_file(page, name="costos.XLSX", text="Zeros"), a_file(page, b"%PDF-1.4 2", name="res"))
    index_resource(page.pk)
    assert found_by(page, "excel", "spreadsheets", "powerpoint", "guide") == [True, True, False, True]
    assert [form_of(name) for name in ("a.odt", "b.pptx", "zip")] == ["Word document", "PowerPoint slides", ""]


def test_what_a_file_said_that_is_gone_finds_a_resource_no_more_at_once():
    """What the others say does so again when a worker has been there."""
    page = a_resource(title="Guia")
    gone, other = a_file(page, text="La quimera"), a_file(page, b"%PDF-1.4 2", name="altra.pdf", text="La sirena")
    index_resource(offering(page, gone, other).pk)
    before = found_by(page, "guia", "quimera", "sirena")
    offering(page, other)
    after = found_by(page, "guia", "quimera", "sirena")
    index_resource(page.pk)
    assert (before, after) == ([True, True, True], [True, False, False])
    assert found_by(page, "guia", "quimera", "sirena") == [True, False, True]
