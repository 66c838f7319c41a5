"""Things to be found that stand for those of the sections: documents of groups, seen by whoever reads their group."""

from intranet.fulltext import kinds
from intranet.fulltext.domain import index_document
from intranet.fulltext.kinds import Document, Findable, Found
from intranet.fulltext.snippets import snippet
from intranet.members.models import GroupMembership, Subject, WorkingGroup
from intranet.search import alone, filters, looking, results


def a_kind(kind, visible, *, rows=None, **facts):
    facts = {"label": f"{kind}s", "one": kind, "icon": "search", "order": 1, **facts}
    return Findable(kind, documents=lambda _keys: (), visible=visible, rows=rows or (lambda *_asked: ()), **facts)


def group_rows(_user, things, sought):
    """The word of the document that fits best is in the address."""
    groups = WorkingGroup.objects.filter(pk__in=things).values_list("pk", "name", "aims")
    return [
        Found(pk, name, f"/note/{things[pk]}/", ("note", "fact"), snippet(aims, sought)) for pk, name, aims in groups
    ]


def subject_rows(_user, things, _sought):
    subjects = Subject.objects.filter(pk__in=things).values_list("pk", "name")
    return [Found(pk, name, f"/sheet/{things[pk]}/", (), "", "calendar-days") for pk, name in subjects]


def stand_in_kinds(monkeypatch):
    """«note» (of groups), «part» of them (of seats), shown as notes, and «sheet» (of subjects), which everyone sees."""
    registered = (
        a_kind(
            "note",
            lambda user: WorkingGroup.objects.content_visible_to(user).values_list("pk", "pk"),
            rows=group_rows,
        ),
        a_kind(
            "part",
            lambda user: (
                GroupMembership.objects.filter(group__in=WorkingGroup.objects.content_visible_to(user))
                .order_by()
                .values_list("pk", "group")
            ),
            shown_as="note",
            order=2,
        ),
        a_kind("sheet", lambda _user: Subject.objects.values_list("pk", "pk"), rows=subject_rows, order=3),
    )
    only(monkeypatch, registered)


def only(monkeypatch, registered):
    """These kinds alone are looked for; those of the sections are kept as ever."""
    for one in registered:
        monkeypatch.setitem(kinds._kinds, one.kind, one)  # noqa: SLF001
    for module in (alone, filters, looking, results):
        monkeypatch.setattr(module, "findables", lambda: list(registered))


def told(kind, thing, title="", text="", **facts):
    index_document(kind, Document(thing.pk, title or str(thing), "/", text, **facts))
