"""Files along with posts: taken in, seen by those who read the post, and thrown away when nothing holds them."""

from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from forum.domain import attachments
from forum.domain.attachments import attach, detach, listed, pending
from forum.domain.cleaning import drop_unused_files
from forum.domain.editing import edit_post
from forum.domain.publishing import Writing, publish_topic
from forum.domain.reports import report_post
from forum.enums import AttachmentKind, ReportReason, TopicKind
from forum.forms.files import FilesMixin
from forum.models import Attachment, Post, Topic
from intranet.drafts.domain import save_draft
from intranet.drafts.restoring import fill
from intranet.members.enums import GroupAccess
from tests.factories.files import PDF, a_file, an_attachment, an_image
from tests.factories.members import GroupMembershipFactory, WorkingGroupFactory, a_guest, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings):
    if default_storage.exists("attachments"):
        default_storage.delete("attachments")
    settings.LANGUAGE_CODE = "en"


def a_post(author, *files, group=None, body="<p>Us ho passo.</p>"):
    group = group or WorkingGroupFactory()
    GroupMembershipFactory(group=group, user=author)
    writing = Writing(body, attachments=files)
    return publish_topic(group=group, author=author, kind=TopicKind.DEBATE, title="Acta", writing=writing).posts.get()


def stored():
    return sorted(default_storage.listdir("attachments")[1]) if default_storage.exists("attachments") else []


def refusal(upload, person=None):
    with pytest.raises(ValidationError) as refused:
        attach(upload, uploader=person or a_member())
    return refused.value.messages


def test_file_is_kept_under_a_name_that_cannot_be_guessed():
    file = an_attachment(upload=a_file(name="C:\\Actes\\Acta de juny.PDF"))
    folder, _, name = file.file.name.partition("/")
    assert (folder, len(name), name[-4:]) == ("attachments", 36, ".pdf")
    assert (file.name, file.size, file.kind, file.post, file.file.read()) == (
        "Acta de juny.pdf",
        len(PDF),
        AttachmentKind.FILE,
        None,
        PDF,
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("acta\r\n.pdf", "acta.pdf"),
        (".pdf", "pdf.pdf"),
        ("a" * 300, f"{'a' * 120}.pdf"),
    ],
)
def test_name_of_a_file_is_made_plain(given, name):
    assert attachments.name_of(given, ".pdf") == name


def test_what_is_too_large_empty_or_too_much_is_refused(monkeypatch):
    large = a_file()
    large.size = attachments.MOST_OF_ONE + 1
    person = a_member()
    assert refusal(large, person) == ["The file is larger than 20 MB. Choose a smaller one, or share it in parts."]
    assert refusal(a_file(b""), person) == ["The file is empty. Choose another one."]
    monkeypatch.setattr(attachments, "MOST_WAITING_FILES", 1)
    an_attachment(person)
    too_much = "You have uploaded a lot that is not published yet. Send or discard some of your drafts first."
    assert refusal(a_file(), person) == [too_much]
    monkeypatch.setattr(attachments, "MOST_WAITING_FILES", 9)
    monkeypatch.setattr(attachments, "MOST_WAITING_BYTES", 2 * len(PDF) - 1)
    assert refusal(a_file(), person) == [too_much]
    assert len(stored()) == 1


def test_pending_are_ones_own_alone(django_assert_num_queries):
    person = a_member()
    mine, others, sent = an_attachment(person), an_attachment(), an_attachment(person)
    a_post(person, sent)
    with django_assert_num_queries(1):
        found = pending(person, [mine.pk, str(others.pk), sent.pk, "x", "9" * 40, "²"])
    assert found == [mine]


def test_upload_is_taken_back_by_its_uploader_alone(django_capture_on_commit_callbacks):
    person = a_member()
    mine, sent = an_attachment(person), an_attachment(person)
    a_post(person, sent)
    for file, by in ((mine, a_member()), (sent, person)):
        with pytest.raises(PermissionDenied):
            detach(file, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        detach(mine, by=person)
    assert (list(Attachment.objects.all()), len(stored())) == ([sent], 1)


def test_image_in_the_text_is_not_listed_below_it():
    person = a_member()
    image, file = an_attachment(person, an_image()), an_attachment(person)
    post = a_post(person, image, file, body=f'<p>Mireu:</p><p><img src="{image.file.url}" alt="El mercat"></p>')
    assert (set(post.attachments.all()), listed(post)) == ({image, file}, [file])


def reported(post):
    report_post(post, by=a_member(), reason=ReportReason.PERSONAL)


def test_edit_throws_away_what_is_neither_kept_nor_shown(django_capture_on_commit_callbacks):
    person = a_member()
    image, gone, stays, new = (an_attachment(person, an_image()), *(an_attachment(person) for _number in range(3)))
    post = a_post(person, image, gone, stays, body=f'<p><img src="{image.file.url}" alt="El mercat"></p>')
    version = Post.objects.get(pk=post.pk).version
    with django_capture_on_commit_callbacks(execute=True):
        edit_post(post, by=person, writing=Writing(post.body, [stays, new]), shown={gone.pk, stays.pk})
    assert set(post.attachments.all()) == {image, stays, new}
    assert (len(stored()), Post.objects.get(pk=post.pk).version) == (3, version + 1)


def test_edit_leaves_what_its_form_had_not_shown():
    person = a_member()
    post = a_post(person, seen := an_attachment(person), unseen := an_attachment(person))
    edit_post(post, by=person, writing=Writing("<p>Una altra cosa.</p>"), shown={seen.pk})
    assert list(post.attachments.all()) == [unseen]


def test_image_that_the_history_shows_stays_and_is_not_listed(client_of):
    person = a_member()
    image = an_attachment(person, an_image())
    post = a_post(person, image, body=f'<p>Mireu:</p><p><img src="{image.file.url}" alt="El mercat"></p>')
    edit_post(post, by=person, writing=Writing("<p>Res.</p>"), shown=set())
    post = Post.objects.get(pk=post.pk)
    assert (list(post.attachments.all()), listed(post)) == ([image], [])
    assert client_of(a_member()).get(image.file.url).status_code == 200


def test_file_of_a_reported_post_stays_for_those_who_moderate(client_of, roles):
    person = a_member()
    post = a_post(person, file := an_attachment(person))
    reported(post)
    edit_post(post, by=person, writing=Writing(post.body), shown={file.pk})
    people = {"author": person, "member": roles["member"], "coordination": roles["coordination"]}
    url = reverse("report_decide", args=[post.reports.get().pk])
    assert f'href="{file.file.url}"' in client_of(roles["coordination"]).get(url).content.decode()
    assert (listed(post), statuses(client_of, people, file)) == (
        [],
        {"author": 404, "member": 404, "coordination": 200},
    )


# --- Who may have a file ---


def statuses(client_of, people, file):
    return {name: client_of(person).get(file.file.url).status_code for name, person in people.items()}


def test_file_of_a_private_group_is_for_those_inside(client_of, roles):
    author, group = a_member(), WorkingGroupFactory(access=GroupAccess.PRIVATE)
    post = a_post(author, an_attachment(author), group=group)
    people = {
        "author": author,
        "inside": GroupMembershipFactory(group=group, user=a_member()).user,
        "guest inside": a_guest(group),
        "guest elsewhere": roles["guest"],
        "member": roles["member"],
        "coordination": roles["coordination"],
        "anonymous": None,
    }
    file = post.attachments.get()
    assert statuses(client_of, people, file) == {
        "author": 200,
        "inside": 200,
        "guest inside": 200,
        "guest elsewhere": 404,
        "member": 404,
        "coordination": 404,
        "anonymous": 302,
    }


def test_file_follows_its_post_when_it_is_removed_or_moved(client_of, roles):
    author = a_member()
    post = a_post(author, an_attachment(author))
    people = {"author": author, "member": roles["member"], "coordination": roles["coordination"]}
    file = post.attachments.get()
    assert statuses(client_of, people, file) == {"author": 200, "member": 200, "coordination": 200}
    Topic.objects.update(group=WorkingGroupFactory(access=GroupAccess.PRIVATE))
    assert statuses(client_of, people, file) == {"author": 404, "member": 404, "coordination": 404}
    Topic.objects.update(group=WorkingGroupFactory())
    Post.objects.update(removed_at=timezone.now())
    assert statuses(client_of, people, file) == {"author": 404, "member": 404, "coordination": 200}


def test_file_that_is_not_sent_is_for_its_uploader(client_of, roles):
    people = {"uploader": a_member(), "member": roles["member"], "administrator": roles["administrator"]}
    file = an_attachment(people["uploader"])
    assert statuses(client_of, people, file) == {"uploader": 200, "member": 404, "administrator": 404}


def test_file_is_sent_under_the_name_it_had(client_of):
    person = a_member()
    paper, table = an_attachment(person), an_attachment(person, a_file("població\n".encode(), "Població.csv"))
    found = [client_of(person).get(file.file.url) for file in (paper, table)]
    assert [(one["Content-Type"], one["Content-Disposition"], one["X-Content-Type-Options"]) for one in found] == [
        ("application/pdf", 'inline; filename="acta.pdf"', "nosniff"),
        ("application/octet-stream", "attachment; filename*=utf-8''Poblaci%C3%B3.csv", "nosniff"),
    ]


# --- Uploading while one writes ---


def test_upload_answers_with_what_it_became(client_of):
    person = a_member()
    response = client_of(person).post(reverse("attachment_upload"), {"file": an_image((3200, 200), "PNG")})
    file = Attachment.objects.get()
    assert (response.status_code, response.json()) == (
        201,
        {
            "id": file.pk,
            "url": file.file.url,
            "name": "mercat.png",
            "kind": "image",
            "size": file.size,
            "size_words": response.json()["size_words"],
            "remove": reverse("attachment_remove", args=[file.pk]),
        },
    )
    assert (file.uploader, file.file.name[-4:]) == (person, ".png")


def test_refused_upload_says_why(client_of):
    client = client_of(a_member())
    refused = client.post(reverse("attachment_upload"), {"file": a_file(b"MZ\0", "joc.exe")})
    none = client.post(reverse("attachment_upload"))
    assert [(one.status_code, one.json()["error"]) for one in (refused, none)] == [
        (
            422,
            "This kind of file cannot be shared here. Choose a PDF, an office document, an image, a text, a CSV or a zip.",
        ),
        (422, "No file has arrived. Choose it again."),
    ]


def test_only_ones_own_upload_is_removed(client_of):
    person = a_member()
    mine, others, sent = an_attachment(person), an_attachment(), an_attachment(person)
    a_post(person, sent)
    client = client_of(person)
    answers = [client.post(reverse("attachment_remove", args=[file.pk])).status_code for file in (mine, others, sent)]
    assert (answers, set(Attachment.objects.all())) == ([204, 404, 404], {others, sent})


# --- In a form ---


class NoteForm(FilesMixin, forms.Form):
    body = forms.CharField()


def sent(author, body, keys=(), uploads=(), *, post=None, shown=()):
    data = QueryDict(mutable=True)
    data["body"] = body
    data.setlist("attachment", keys)
    data.setlist("attachment_shown", shown)
    return NoteForm(data, MultiValueDict({"files": list(uploads)}), author=author, post=post)


def boxes(form):
    """The names of the files that the form offers to keep."""
    html = str(form)
    return [file.name for file in Attachment.objects.all() if f'name="attachment" value="{file.pk}"' in html]


def test_form_brings_what_was_chosen_and_what_was_kept():
    person = a_member()
    before, others = an_attachment(person, a_file(name="abans.pdf")), an_attachment(upload=a_file(name="altri.pdf"))
    form = sent(person, "Hola", [before.pk, others.pk], [a_file(name="ara.pdf")])
    assert form.is_valid()
    assert ([file.name for file in form.uploaded()], boxes(form)) == (
        ["abans.pdf", "ara.pdf"],
        ["abans.pdf", "ara.pdf"],
    )


def test_form_keeps_files_whatever_else_is_wrong():
    person = a_member()
    form = sent(person, "", uploads=[a_file(name="ara.pdf"), a_file(b"MZ\0", "joc.exe")])
    assert (form.is_valid(), list(form.errors), boxes(form)) == (False, ["body", "files"], ["ara.pdf"])
    assert form.errors["files"][0].startswith("joc.exe: This kind of file")
    again = sent(person, "Hola", [Attachment.objects.get().pk])
    assert (again.is_valid(), [file.name for file in again.uploaded()]) == (True, ["ara.pdf"])


def test_form_takes_as_much_as_a_post_does(monkeypatch):
    monkeypatch.setattr(attachments, "MOST_BYTES", 2 * len(PDF))
    form = sent(a_member(), "Hola", uploads=[a_file() for _number in range(3)])
    size = f"{3 * len(PDF)} bytes".replace(" ", "\xa0")
    assert form.errors["files"] == [
        f"The files are {size} together, and a post takes 40 MB. Take some out, or send them in another one."
    ]
    form = sent(a_member(), "Hola", uploads=[a_file(PDF[:5]) for _number in range(11)])
    assert form.errors["files"] == ["A post takes 10 files at most. Take some out, or send them in another one."]


def test_form_of_a_draft_and_of_an_edit_show_their_files():
    person = a_member()
    kept, gone = an_attachment(person, a_file(name="acta.pdf")), an_attachment(person, a_file(name="altra.pdf"))
    form = NoteForm(author=person)
    fill(form, sent(person, "Hola", [kept.pk]).data)
    assert (boxes(form), form["body"].value(), form.errors) == (["acta.pdf"], "Hola", {})
    post = a_post(person, kept, gone)
    assert boxes(NoteForm(author=person, post=post)) == ["acta.pdf", "altra.pdf"]
    edit = sent(person, "Hola", [kept.pk], post=post, shown=[kept.pk, gone.pk])
    assert (edit.is_valid(), edit.uploaded(), edit.offered()) == (True, [kept], {kept.pk, gone.pk})
    assert str(edit).count('name="attachment_shown"') == 2


def test_empty_form_asks_for_no_file(django_assert_num_queries):
    person = a_member()
    with django_assert_num_queries(0):
        str(NoteForm(author=person))


# --- Cleaning ---


def test_files_that_nothing_holds_are_thrown_away(django_capture_on_commit_callbacks, monkeypatch):
    person = a_member()
    in_draft, in_text = an_attachment(person, a_file(name="esborrany.pdf")), an_attachment(person, an_image())
    published, _forgotten, fresh = (an_attachment(person) for _number in range(3))
    a_post(person, published)
    fields = {"body": [f'<p><img src="{in_text.file.url}"></p>'], "attachment": [str(in_draft.pk)]}
    save_draft(person, place="/grups/x/temes/nou/", fields=fields)
    Attachment.objects.exclude(pk=fresh.pk).update(uploaded_at=timezone.now() - timedelta(days=4))
    default_storage.save("attachments/perduda.pdf", ContentFile(PDF))
    with django_capture_on_commit_callbacks(execute=True):
        drop_unused_files()
    assert set(Attachment.objects.all()) == {in_draft, in_text, published, fresh}
    assert len(stored()) == 5  # what nobody knows may be on its way still
    monkeypatch.setattr("forum.domain.cleaning.WAIT", timedelta(0))
    Attachment.objects.filter(pk=fresh.pk).update(post=published.post)
    Attachment.objects.filter(pk=published.pk).update(post=Post.objects.get())
    drop_unused_files()
    names = sorted(file.file.name.removeprefix("attachments/") for file in Attachment.objects.all())
    assert stored() == names


def test_file_goes_with_its_topic(django_capture_on_commit_callbacks):
    person = a_member()
    post = a_post(person, an_attachment(person))
    with django_capture_on_commit_callbacks(execute=True):
        post.topic.delete()
    assert stored() == []
