"""One entry and the introduction, put into words and saved as one types."""

from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from home.circular.domain.composing import set_section
from home.circular.domain.locking import ChangedMeanwhileError
from home.circular.domain.wording import reword, write_intro
from home.circular.enums import EntryState
from home.circular.forms.composing import IntroForm, WordsForm
from home.circular.models import CircularEntry, CircularPage
from home.circular.views.compose_acts import Done
from home.circular.views.compose_doors import composed_entry_or_404, composed_or_404
from home.circular.views.compose_screen import SEEN, changed, show, show_entry
from intranet.drafts.restoring import fill
from intranet.held import take
from intranet.members.views.requests import PersonRequest, asked_and_answered

AUTO_SAVE = "Auto-Save"
"""The header of what is saved by itself: its answer is read by a script."""


def is_auto_save(request: PersonRequest) -> bool:
    return AUTO_SAVE in request.headers


def sent(request: PersonRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def is_restored(request: PersonRequest, form: IntroForm | WordsForm, circular: CircularPage) -> bool:
    """Whether what was typed when the session had ended stands in `form` now."""
    typed = take(request) if circular.may_be_reworded else None
    if typed is None:
        return False
    fill(form, typed)
    messages.info(request, _("Here is what you had written. Check it and send it again."))
    return True


@asked_and_answered
def circular_intro(request: PersonRequest, month: date) -> HttpResponse:
    """`…/introduccio/`: written on the screen itself; what was held at the sign-in is shown on it from here."""
    circular = composed_or_404(request, month)
    back = f"{reverse('circular_compose', args=[month])}#introduccio"
    form, conflict, before = IntroForm(sent(request), circular=circular), None, circular.version
    if request.method != "POST":
        shown = is_restored(request, form, circular)
        return show(request, circular, intro_form=form) if shown else HttpResponseRedirect(back)
    if form.is_valid():
        given = form.cleaned_data
        try:
            circular = write_intro(circular, by=request.user, intro=given["intro"], seen=given["seen"])
        except ChangedMeanwhileError as error:
            conflict = error.now
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if is_auto_save(request):
                return saved(circular.intro_version, circular, before)
            messages.success(request, _("The introduction is saved."))
            return HttpResponseRedirect(back, status=HTTPStatus.SEE_OTHER)
    if is_auto_save(request):
        return not_saved(request, form, conflict=conflict, template="circular/compose_intro_conflict.html")
    if isinstance(conflict, CircularPage):
        form.data = {**request.POST.dict(), "seen": str(conflict.intro_version)}
    return show(request, circular, intro_form=form, conflict=conflict)


@asked_and_answered
def circular_entry(request: PersonRequest, month: date, pk: int) -> HttpResponse:
    """`…/entrada/<pk>/`: htmx gets the form alone, to be opened where the entry stands."""
    circular = composed_or_404(request, month)
    entry = composed_entry_or_404(request, circular, pk)
    form, conflict, before = WordsForm(sent(request), entry=entry), None, circular.version
    if request.method != "POST":
        is_restored(request, form, circular)
        return show_entry(request, entry, words_form=form)
    if form.is_valid():
        try:
            entry = worded(request, entry, form)
        except ChangedMeanwhileError as error:
            conflict = error.now
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as error:
            refuse(form, error)
        else:
            return words_saved(request, circular, entry, before)
    if is_auto_save(request):
        return not_saved(request, form, conflict=conflict, template="circular/compose_words_conflict.html")
    if isinstance(conflict, CircularEntry):
        form.data = {**request.POST.dict(), "seen": str(conflict.version)}
    return show_entry(request, entry, words_form=form, conflict=conflict)


@transaction.atomic
def worded(request: PersonRequest, entry: CircularEntry, form: WordsForm) -> CircularEntry:
    """Its words, and where it stands."""
    given = form.cleaned_data
    now = reword(entry, by=request.user, title=given["title"], text=given["text"], seen=given["seen"], facts=form.facts)
    section = given.get("section", now.section)
    is_chosen = section not in {now.section, given["section_before"]}
    return set_section(now, by=request.user, section=section) if is_chosen else now


def refuse(form: WordsForm, error: ValidationError) -> None:
    """What the domain says, beside the field that it is about, if the form has it."""
    told = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, words in told.items():
        form.add_error(name if name in form.fields else None, words)


def words_saved(request: PersonRequest, circular: CircularPage, entry: CircularEntry, before: int) -> HttpResponse:
    if is_auto_save(request):
        return saved(entry.version, circular, before, stamp=entry.stamp)
    text = _("«%(title)s» is saved.") % {"title": entry.title}
    messages.success(request, text)
    waits = entry.state == EntryState.WAITING
    if request.htmx:
        stale = request.POST.get(SEEN, "") not in {"", str(before)}
        return changed(request, circular, Done("", anew=waits), stale=stale)
    anchor = f"#{'proposta' if waits else 'entrada'}-{entry.pk}"
    address = reverse("circular_compose", args=[circular.month])
    return HttpResponseRedirect(f"{address}{anchor}", status=HTTPStatus.SEE_OTHER)


def saved(seen: int, circular: CircularPage, before: int, *, stamp: str = "") -> JsonResponse:
    """`seen`: the version of these words; `version`: that of the circular, which was `before` until then; `stamp`: the entry's."""
    circular.refresh_from_db(fields=["version"])
    return JsonResponse({"seen": seen, "version": circular.version, "before": before, "stamp": stamp})


def named(form: IntroForm | WordsForm, name: str, error: str) -> str:
    """With the label of the field that it is about: it stands in one line for the whole form."""
    return f"{form.fields[name].label}: {error}" if name in form.fields else error


def not_saved(request: PersonRequest, form: IntroForm | WordsForm, *, conflict: object, template: str) -> HttpResponse:
    """What somebody else wrote meanwhile, to be shown beside it (409), or what is wrong, in a line (422)."""
    if conflict is not None:
        return render(request, template, {"now": conflict}, status=HTTPStatus.CONFLICT)
    words = " ".join(named(form, name, str(error)) for name, errors in form.errors.items() for error in errors)
    return HttpResponse(words, status=HTTPStatus.UNPROCESSABLE_ENTITY, content_type="text/plain; charset=utf-8")
