"""Correcting a post, and how it came to say what it says."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from forum.domain import history
from forum.domain.editing import edit_post
from forum.domain.history import MOST_WORDS, NEAR, PER_PAGE, changes_of, differences
from forum.domain.moderation import move, remove_post
from forum.domain.publishing import Writing
from forum.domain.reactions import react
from forum.enums import AttachmentKind, ReactionKind, TopicKind
from forum.models import Attachment, Post, Revision, Topic
from forum.signals import post_edited
from intranet.members.enums import GroupAccess, GroupRole, GroupState
from tests.factories.forum import a_reply, a_topic
from tests.factories.members import (
    GroupMembershipFactory,
    WorkingGroupFactory,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return WorkingGroupFactory(access=GroupAccess.CLOSED)


@pytest.fixture
def post(group):
    return a_reply(a_topic(group), body="<p>Ho vam fer l'any passat.</p>")


@pytest.fixture
def told():
    """What the signal said: post, by, mentioned."""
    heard = []

    def hear(*, post, by, mentioned, **_signal):
        heard.append((post.pk, by, mentioned))

    post_edited.connect(hear)
    yield heard
    post_edited.disconnect(hear)


def address(name, post):
    return reverse(name, args=[post.topic.group.slug, post.topic_id, post.number])


def mention_of(person):
    return f'<p>Ho sap <span data-mention="{person.pk}">@algú</span>.</p>'


def test_editing_keeps_what_was_said_before(post):
    edit_post(post, by=post.author, writing=Writing("<p>Ho vam fer fa dos anys.</p>"))
    now = Post.objects.get(pk=post.pk)
    assert (now.body, now.text, now.version, now.edited_by) == (
        "<p>Ho vam fer fa dos anys.</p>",
        "Ho vam fer fa dos anys.",
        post.version + 1,
        post.author,
    )
    assert [(it.title, it.body, it.edited_by) for it in now.revisions.all()] == [
        ("", "<p>Ho vam fer l'any passat.</p>", post.author)
    ]


def test_editing_the_first_post_changes_the_title_too(group):
    topic = a_topic(group, title="Com ho feu?")
    edit_post(topic.posts.get(), by=topic.author, writing=Writing("<p>Ens interessa.</p>"), title=" Com ho féreu? ")
    now = Topic.objects.get(pk=topic.pk)
    assert (now.title, now.folded_title, now.version) == ("Com ho féreu?", "com ho fereu", topic.version + 1)
    assert [it.title for it in Revision.objects.all()] == ["Com ho feu?"]


def test_editing_a_reply_leaves_the_title(post):
    edit_post(post, by=post.author, writing=Writing("<p>Un altre.</p>"), title="Un altre títol")
    assert Topic.objects.get().title == "Com ho feu?"


def test_nothing_is_written_when_nothing_changed(post, told):
    edit_post(post, by=post.author, writing=Writing("<div>Ho vam fer l'any passat.</div>"))
    now = Post.objects.get(pk=post.pk)
    assert (now.version, now.edited_at, now.revisions.count(), told) == (post.version, None, 0, [])


def test_editing_says_whom_it_names_anew(post, told, group):
    first, second = a_member(), a_member()
    for person in (first, second):
        GroupMembershipFactory(group=group, user=person)
    edit_post(post, by=post.author, writing=Writing(mention_of(first)))
    edit_post(post, by=post.author, writing=Writing(mention_of(first) + mention_of(second)))
    edit_post(post, by=post.author, writing=Writing(mention_of(second)))
    assert told == [(post.pk, post.author, [first]), (post.pk, post.author, [second]), (post.pk, post.author, [])]
    assert [mention.person for mention in Post.objects.get(pk=post.pk).mentions.all()] == [second]


def test_nobody_outside_is_named_by_an_edit(group, told):
    group.access = GroupAccess.PRIVATE
    group.save()
    post, outsider = a_reply(a_topic(group)), a_member()
    edit_post(post, by=post.author, writing=Writing(mention_of(outsider)))
    now = Post.objects.get(pk=post.pk)
    assert (now.mentions.count(), "data-mention" in now.body, told[0][2]) == (0, False, [])


def test_a_moderators_image_stays_with_the_post_it_was_put_into(post):
    moderator = someone_of_coordination()
    image = Attachment.objects.create(
        uploader=moderator, kind=AttachmentKind.IMAGE, file="attachments/a.png", name="a.png", size=1
    )
    edit_post(post, by=moderator, writing=Writing(f'<p>Mireu</p><img src="{image.file.url}" alt="Cartell">', [image]))
    image.refresh_from_db()
    assert (image.post_id, image.file.url in Post.objects.get(pk=post.pk).body) == (post.pk, True)


def test_files_that_are_unticked_are_thrown_away(client_of, post):
    kept, gone = (
        Attachment.objects.create(
            uploader=post.author, post=post, kind=AttachmentKind.FILE, file=f"attachments/{name}", name=name, size=1
        )
        for name in ("a.pdf", "b.pdf")
    )
    data = {"body": post.body, "attachment": [kept.pk], "attachment_shown": [kept.pk, gone.pk]}
    client_of(post.author).post(address("post_edit", post), data)
    now = Post.objects.get(pk=post.pk)
    assert (list(now.attachments.all()), now.version > post.version, now.revisions.count()) == ([kept], True, 0)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("author", True),
        ("coordinator", True),
        ("coordination", True),
        ("member", False),
        ("reader", False),
        ("author_who_left", False),
    ],
)
def test_who_may_edit(who, may, post, group):
    people = {"author": post.author, "coordination": someone_of_coordination(), "reader": a_member()}
    for name, role in (("coordinator", GroupRole.COORDINATOR), ("member", GroupRole.MEMBER)):
        people[name] = GroupMembershipFactory(group=group, user=a_member(), role=role).user
    people["author_who_left"] = post.author
    if who == "author_who_left":
        group.memberships.filter(user=post.author).delete()
    assert may_edit(post, people[who]) is may


def may_edit(post, person):
    try:
        edit_post(post, by=person, writing=Writing("<p>Una altra cosa.</p>"))
    except PermissionDenied:
        return False
    return True


@pytest.mark.parametrize(("state", "author", "moderator"), [("closed", False, True), ("removed", False, False)])
def test_in_a_topic_that_is_over(state, author, moderator, post, group):
    fields = {"closed": {"is_closed": True}, "removed": {"removed_at": post.created_at}}[state]
    Topic.objects.filter(pk=post.topic_id).update(**fields)
    assert (may_edit(post, post.author), may_edit(post, someone_of_coordination())) == (author, moderator)


def test_nobody_edits_in_a_group_that_is_over(post, group):
    group.state = GroupState.CLOSED
    group.save()
    assert (may_edit(post, post.author), may_edit(post, someone_of_coordination())) == (False, False)


def test_a_removed_post_is_not_edited(post):
    Post.objects.filter(pk=post.pk).update(removed_at=post.created_at)
    assert (may_edit(post, post.author), may_edit(post, someone_of_coordination())) == (False, False)


# Words that differ


def drawn(before, after):
    signs = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return "".join(signs[piece.fate].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Vam obrir dos mercats", "Vam obrir tres mercats", "Vam obrir -dos -+tres +mercats"),
        ("Vam obrir", "Vam obrir un mercat", "Vam obrir +un mercat+"),
        ("Vam obrir un mercat", "Vam obrir", "Vam obrir-un mercat-"),
        ("", "Tot nou", "+Tot nou+"),
        ("Igual que abans", "Igual que abans", ""),
        ("Una cosa i prou", "Una cosa\ni prou", "Una cosa+\n+i prou"),
    ],
)
def test_differences_word_by_word(before, after, expected):
    assert drawn(before, after) == expected


def test_a_long_stretch_that_stays_is_cut():
    words = " ".join(f"w{number}" for number in range(100))
    pieces = differences(f"a {words} b", f"x {words} y")
    assert pieces[2].text.split() == [*words.split()[:NEAR], "…", *words.split()[-NEAR:]]


def test_very_long_texts_are_compared_by_lines():
    long = "\n".join(f"línia {number}" for number in range(MOST_WORDS))
    pieces = differences(long, long.replace("línia 7\n", "altra 7\n"))
    assert [(piece.fate, piece.text) for piece in pieces if piece.fate != "same"] == [
        ("removed", "línia 7"),
        ("added", "altra 7"),
    ]


def compared(monkeypatch, before, after):
    """How many pairs of equal words had to be compared to tell both apart, and what came of it."""
    weights = []
    matcher = history.SequenceMatcher

    def weighed(junk, old, new, **options):
        weights.append(history.pairs_of(old, new))
        return matcher(junk, old, new, **options)

    monkeypatch.setattr(history, "SequenceMatcher", weighed)
    return sum(weights), [(piece.fate, piece.text) for piece in differences(before, after) if piece.fate != "same"]


def test_what_both_begin_and_end_with_is_not_compared(monkeypatch):
    same = "a\n" * 4_000
    assert compared(monkeypatch, f"{same}b\n{same}", f"{same}c\n{same}") == (0, [("removed", "b"), ("added", "c")])
    assert compared(monkeypatch, same, f"{same}a\n") == (0, [("added", "a\n")])


@pytest.mark.parametrize("line", ["a\n", "a "])
def test_what_would_take_long_to_compare_is_shown_whole(line, monkeypatch):
    before, after = f"x{line * 700}y", f"z{line * 700}t"
    assert compared(monkeypatch, before, after) == (0, [("removed", before), ("added", after)])


def test_changes_come_page_by_page(group):
    post = a_reply(a_topic(group), body="<p>v0</p>")
    for number in range(1, PER_PAGE + 4):
        edit_post(post, by=post.author, writing=Writing(f"<p>v{number}</p>"))
    post = Post.objects.select_related("topic__group").get(pk=post.pk)
    pages = [changes_of(post, page) for page in (1, 2, 3)]
    last = [["".join(piece.text for piece in change.words) for change in changes] for changes, _more in pages]
    assert [(len(changes), more) for changes, more in pages] == [(PER_PAGE, True), (3, False), (0, False)]
    assert (last[0][0], last[0][-1], last[1]) == ("v12v13", "v3v4", ["v2v3", "v1v2", "v0v1"])


def test_changes_come_latest_first_each_against_the_next(group, django_assert_num_queries):
    topic = a_topic(group, title="U", body="<p>un</p>")
    post = topic.posts.get()
    edit_post(post, by=topic.author, writing=Writing("<p>dos</p>"), title="U")
    edit_post(post, by=topic.author, writing=Writing("<p>tres</p>"), title="T")
    post = Post.objects.select_related("topic__group").get(pk=post.pk)
    with django_assert_num_queries(1):
        changes, _has_earlier = changes_of(post)
    words = [[piece.text for piece in change.words] for change in changes]
    titles = [[piece.text for piece in change.title] for change in changes]
    assert (words, titles) == ([["dos", "tres"], ["un", "dos"]], [["U", "T"], []])


# Pages


def test_the_author_edits_on_the_page(client_of, post):
    client = client_of(post.author)
    page = client.get(address("post_edit", post))
    assert (page.context["form"]["body"].value(), "title" in page.context["form"].fields) == (post.body, False)
    response = client.post(address("post_edit", post), {"body": "<p>Millor així.</p>"})
    assert (response.status_code, response["Location"]) == (302, post.get_absolute_url())
    assert Post.objects.get(pk=post.pk).body == "<p>Millor així.</p>"


def test_an_edit_that_says_nothing_is_refused(client_of, post):
    response = client_of(post.author).post(address("post_edit", post), {"body": "<p> </p>"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["body"])
    assert Post.objects.get(pk=post.pk).body == post.body


def test_an_edit_is_previewed_without_being_saved(client_of, post):
    data = {"body": "<p>Potser <b>així</b>.</p><script>x</script>", "action": "preview"}
    response = client_of(post.author).post(address("post_edit", post), data)
    assert (response.status_code, response.context["preview"].body) == (200, "<p>Potser <strong>així</strong>.</p>")
    assert Post.objects.get(pk=post.pk).body == post.body


def test_an_author_who_may_no_longer_write_keeps_what_they_sent(client_of, post, group):
    group.memberships.filter(user=post.author).delete()
    response = client_of(post.author).post(address("post_edit", post), {"body": "<p>Llarga explicació</p>"})
    assert response.status_code == 403
    assert post.author.drafts.get().fields["body"] == ["<p>Llarga explicació</p>"]


def test_who_corrects_what_was_corrected_meanwhile_sees_it_first(client_of, post):
    client, moderator = client_of(post.author), someone_of_coordination()
    seen = client.get(address("post_edit", post)).context["form"]["seen"].value()
    react(post, by=moderator, kind=ReactionKind.USEFUL)
    edit_post(post, by=moderator, writing=Writing("<p>Sense el telèfon.</p>"))
    data = {"body": "<p>El meu text</p>", "seen": seen}
    response = client.post(address("post_edit", post), data)
    page, form = response.content.decode(), response.context["form"]
    assert (response.status_code, form["body"].value(), list(form.errors)) == (422, data["body"], ["__all__"])
    assert ("<p>Sense el telèfon.</p>" in page, Post.objects.get(pk=post.pk).body) == (True, "<p>Sense el telèfon.</p>")
    again = client.post(address("post_edit", post), data | {"seen": form["seen"].value()})
    assert (again.status_code, Post.objects.get(pk=post.pk).body) == (302, data["body"])


def test_a_reaction_meanwhile_is_no_correction(client_of, post):
    client = client_of(post.author)
    seen = client.get(address("post_edit", post)).context["form"]["seen"].value()
    react(post, by=post.topic.author, kind=ReactionKind.USEFUL)
    assert client.post(address("post_edit", post), {"body": "<p>Més</p>", "seen": seen}).status_code == 302


def test_a_correction_arrives_though_the_topic_has_moved(client_of, post):
    url, coordination = address("post_edit", post), someone_of_coordination()
    move(post.topic, to=WorkingGroupFactory(), by=coordination)
    client = client_of(post.author)
    assert client.get(url).status_code == 404
    assert client.post(url, {"body": "<p>Ja en un altre lloc.</p>"}).status_code == 302
    assert Post.objects.get(pk=post.pk).body == "<p>Ja en un altre lloc.</p>"


@pytest.mark.parametrize("number", [1, 2])
def test_a_correction_of_what_was_removed_is_kept_for_its_author(number, client_of, post):
    removed = post.topic.posts.get(number=number)
    remove_post(removed, by=someone_of_coordination(), reason="Dades personals.")
    sent = {"body": "<p>Llarga explicació</p>"}
    people = [removed.author, a_member(), GroupMembershipFactory(group=post.topic.group, user=a_member()).user]
    answers = [client_of(one).post(address("post_edit", removed), sent) for one in people]
    assert [answer.status_code for answer in answers] == [403, 404, 404]
    assert removed.author.drafts.get().fields["body"] == [sent["body"]]
    assert client_of(removed.author).get(address("post_edit", removed)).status_code == 404


def test_others_find_no_form(client_of, post):
    answers = [
        client_of(person).get(address("post_edit", post)).status_code
        for person in (post.topic.author, a_member(), post.author, someone_of_coordination())
    ]
    assert answers == [404, 404, 200, 200]


def test_an_experience_is_edited_in_its_own_form(client_of, group):
    topic = a_topic(group, kind=TopicKind.EXPERIENCE)
    response = client_of(topic.author).get(address("post_edit", topic.posts.get()))
    assert response["Location"] == reverse("experience_edit", args=[group.slug, topic.pk])


@pytest.mark.parametrize("times", [0, 1, 3])
def test_history_is_shown_to_readers(times, client_of, post, django_assert_num_queries):
    for time in range(times):
        edit_post(post, by=post.author, writing=Writing(f"<p>Versió {time}</p>"))
    client = client_of(post.topic.author)
    client.get("/")
    with django_assert_num_queries(6):
        response = client.get(address("post_history", post))
    assert (response.status_code, len(response.context["changes"])) == (200, times)


def test_history_marks_words_and_shows_the_text_as_it_was(client_of, post):
    edit_post(post, by=post.author, writing=Writing("<p>Ho vam fer enguany.</p>"))
    page = client_of(post.topic.author).get(address("post_history", post)).content.decode()
    assert ("enguany.</ins>" in page, "passat.</del>" in page) == (True, True)
    assert "<p>Ho vam fer l'any passat.</p>" in page


def test_history_of_what_one_may_not_read_is_not_there(client_of):
    group = WorkingGroupFactory(access=GroupAccess.PRIVATE)
    post = a_reply(a_topic(group, title="Acomiadaments"), body="<p>Secret</p>")
    edit_post(post, by=post.author, writing=Writing("<p>Res</p>"))
    people = (a_member(), someone_of_coordination(), post.topic.author)
    assert [client_of(one).get(address("post_history", post)).status_code for one in people] == [404, 404, 200]


def test_history_of_a_removed_post_is_there_for_moderators_alone(client_of, post):
    edit_post(post, by=post.author, writing=Writing("<p>Res</p>"))
    Post.objects.filter(pk=post.pk).update(removed_at=post.created_at)
    people = (post.topic.author, post.author, someone_of_coordination())
    assert [client_of(one).get(address("post_history", post)).status_code for one in people] == [404, 404, 200]
