"""What is found, by whom, in which order, and how it is narrowed down."""

from datetime import date

import pytest

from intranet.fulltext import spelling
from intranet.fulltext.domain import index_document
from intranet.fulltext.kinds import Document
from intranet.members.enums import GroupAccess
from intranet.members.models import WorkingGroup
from intranet.search import alone, looking
from intranet.search.filters import Filters
from intranet.search.finding import find
from intranet.search.models import Promotion, SynonymSet
from tests.factories.finding import stand_in_kinds, told
from tests.factories.members import (
    GroupMembershipFactory,
    OrganisationFactory,
    SubjectFactory,
    WorkingGroupFactory,
    a_guest,
    a_member,
    someone_of_coordination,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, known_at_once):
    stand_in_kinds(monkeypatch)
    monkeypatch.setattr(spelling, "_kept", [])


def a_note(title, text="", *, access=GroupAccess.OPEN, **facts):
    group = WorkingGroupFactory(name=title, access=access)
    told("note", group, title, text, **facts)
    return group


def things(answer):
    return [(result.kind, result.thing) for result in answer.results]


def test_the_best_comes_first_whatever_its_kind():
    aside = a_note("Mercats de proximitat", "Hi ha horts")
    nearly = a_note("Horts urbans de les escoles del municipi")
    event = SubjectFactory(name="Horts urbans")
    told("sheet", event, day=date(2020, 1, 1))
    found = find(a_member(), "hort urbà")
    assert things(found) == [("sheet", event.pk), ("note", nearly.pk)]
    assert things(find(a_member(), "horts")) == [("sheet", event.pk), ("note", nearly.pk), ("note", aside.pk)]
    assert (found.counts, found.total, found.is_found) == ({"sheet": 1, "note": 1}, 2, True)


def test_several_documents_of_one_thing_are_one_result_that_leads_to_the_best():
    group = a_note("Horts", "aigua")
    seats = [GroupMembershipFactory(group=group, user=a_member()) for _number in range(2)]
    told("part", seats[0], "Res", "Aigua una vegada entre moltes altres paraules que no hi fan res")
    told("part", seats[1], "Aigua", "Aigua")
    (result,) = find(a_member(), "aigües").results
    assert (result.kind, result.thing, result.key) == ("note", group.pk, seats[1].pk)


def test_what_one_may_not_see_leaves_no_trace():
    secret = a_note("Expedient d’horts", access=GroupAccess.PRIVATE, group=1, organisation=1, subjects=(1,))
    told("note", secret, "Expedient d’horts", group=secret.pk, organisation=OrganisationFactory().pk)
    GroupMembershipFactory(group=secret, user=(insider := a_member()))
    for one in (a_member(), a_guest(), someone_of_coordination()):
        for words in ("horts", "expedient horts", "expedients aigua"):
            answer = find(one, words, Filters(group=secret.pk))
            assert (answer.results, answer.counts, answer.cut, answer.is_found) == ([], {}, frozenset(), False)
            assert (answer.filters, answer.choices) == (Filters(), {"group": [], "organisation": [], "subject": []})
            assert (answer.corrected, answer.is_loose) == ("", False)
    assert things(find(insider, "horts", Filters(group=secret.pk))) == [("note", secret.pk)]
    assert find(insider, "horts", Filters(group=secret.pk)).filters == Filters(group=secret.pk)


def test_what_is_restricted_is_found_by_nobody_from_then_on():
    group = a_note("Horts")
    member = a_member()
    before = things(find(member, "horts"))
    WorkingGroup.objects.update(access=GroupAccess.PRIVATE)
    assert (before, things(find(member, "horts"))) == ([("note", group.pk)], [])


def test_a_value_is_counted_among_what_the_other_filters_let_through():
    one, other = OrganisationFactory(name="Aiguamoll"), OrganisationFactory(name="Besalú")
    water = SubjectFactory(name="Aigua")
    a_note("Horts U", organisation=one.pk, subjects=(water.pk,), day=date(2026, 1, 1))
    second = a_note("Horts Dos", organisation=other.pk, subjects=(water.pk,), day=date(2026, 2, 1))
    a_note("Horts Tres", organisation=other.pk, day=date(2026, 3, 1))
    told("sheet", water, "Horts", organisation=other.pk)
    answer = find(a_member(), "horts", Filters("note", organisation=other.pk, subject=water.pk))
    assert things(answer) == [("note", second.pk)]
    assert answer.counts == {"note": 1}
    said = {name: [(one.label, one.number, one.is_chosen) for one in some] for name, some in answer.choices.items()}
    assert said == {
        "group": [],
        "organisation": [("Ajuntament d'Aiguamoll", 1, False), ("Ajuntament de Besalú", 1, True)],
        "subject": [("Aigua", 1, True)],
    }
    within = find(a_member(), "horts", Filters(since=date(2026, 2, 1), until=date(2026, 2, 28)))
    assert things(within) == [("note", second.pk)]


def test_a_chosen_value_that_leaves_nothing_stays_to_be_taken_off():
    one, other = OrganisationFactory(), OrganisationFactory()
    a_note("Horts", organisation=one.pk)
    answer = find(a_member(), "horts", Filters(organisation=other.pk))
    assert (answer.results, answer.is_found, answer.filters.organisation) == ([], True, other.pk)
    chosen = [(choice.key, choice.number, choice.is_chosen) for choice in answer.choices["organisation"]]
    assert sorted(chosen) == [(one.pk, 1, False), (other.pk, 0, True)]


def test_a_council_that_one_may_not_know_is_no_value():
    group = WorkingGroupFactory(name="Horts")
    council = OrganisationFactory()
    told("note", group, group=group.pk, organisation=council.pk)
    answer = find(a_guest(group), "horts", Filters(organisation=council.pk))
    assert (things(answer), answer.filters) == ([("note", group.pk)], Filters())
    assert [(name, len(some)) for name, some in answer.choices.items()] == [
        ("group", 1),
        ("organisation", 0),
        ("subject", 0),
    ]


def test_what_says_the_same_is_found_too():
    SynonymSet.objects.create(expressions="ESS\neconomia social i solidària")
    group = a_note("Economia social i solidària")
    assert things(find(a_member(), "ess")) == [("note", group.pk)]


def test_who_mistypes_a_word_finds_what_they_meant():
    group = a_note("Cooperatives")
    answer = find(a_member(), "cooperatibes")
    assert (things(answer), answer.corrected) == ([("note", group.pk)], "cooperatives")
    assert find(a_member(), "cooperatives").corrected == ""


def test_a_correction_that_finds_nothing_for_this_person_is_not_shown():
    a_note("Cooperatives", access=GroupAccess.PRIVATE)
    answer = find(a_member(), "cooperatibes")
    assert (answer.results, answer.corrected, answer.is_found) == ([], "", False)


def test_where_nothing_holds_all_words_some_are_enough():
    gardens, water = a_note("Horts"), a_note("Aigua")
    answer = find(a_member(), "horts aigua")
    assert (set(things(answer)), answer.is_loose) == ({("note", gardens.pk), ("note", water.pk)}, True)
    assert find(a_member(), "horts").is_loose is False


@pytest.mark.parametrize("words", ["", "   ", "la", "xyzzy"])
def test_nothing_is_found_with_words_that_say_nothing(words):
    a_note("Horts")
    answer = find(a_member(), words)
    assert (answer.results, answer.is_found, answer.total) == ([], False, 0)


def test_what_one_may_not_see_takes_nobodys_place(monkeypatch):
    """Of something very common the newest ones are looked at: those of a private group would leave nothing of the rest."""
    monkeypatch.setattr(looking, "MOST_OF_A_KIND", 3)
    seen = a_note("Horts de tothom")
    for number in range(4):
        a_note(f"Horts secrets {number}", access=GroupAccess.PRIVATE)
    answer = find(a_member(), "horts")
    assert (things(answer), answer.counts, answer.cut) == ([("note", seen.pk)], {"note": 1}, frozenset())


def test_of_what_is_very_much_one_finds_what_one_narrows_down_to(monkeypatch):
    monkeypatch.setattr(looking, "MOST_OF_A_KIND", 3)
    council = OrganisationFactory()
    oldest = a_note("El primer", "horts", organisation=council.pk)
    for number in range(4):
        a_note(f"Nota {number}", "horts")
    whole, narrow = find(a_member(), "horts"), find(a_member(), "horts", Filters(organisation=council.pk))
    assert (whole.cut, len(whole.results), things(narrow)) == ({"note"}, 3, [("note", oldest.pk)])


@pytest.mark.parametrize("count", [1, 3, 30])
def test_it_takes_as_many_statements_for_any_number(count, django_assert_num_queries):
    council, member = OrganisationFactory(), a_member()
    for number in range(count):
        group = a_note(f"Horts {number}", organisation=council.pk)
        index_document("note", Document(group.pk, f"Horts {number}", "/", group=group.pk, organisation=council.pk))
        told("sheet", SubjectFactory(name=f"Horts {number}"))
    assert member.standing.in_network
    # What coordination has taught, groups one knows, hits, which of them one may see, names of values.
    with django_assert_num_queries(5):
        assert len(find(member, "horts").results) == 2 * count


def test_a_word_that_finds_something_is_never_put_right():
    """«girona cures» is no slip for «girona curs»: where each word finds something, some of the words are looked for."""
    one, other = a_note("Girona"), a_note("Cures")
    a_note("Curs a Girona")
    answer = find(a_member(), "girona cures")
    assert (answer.corrected, answer.is_loose) == ("", True)
    assert {("note", one.pk), ("note", other.pk)} <= set(things(answer))


def test_only_the_words_that_find_nothing_are_put_right():
    group = a_note("Cures i cooperatives")
    a_note("Curs de cooperatives")
    answer = find(a_member(), "cures cooperatibes")
    assert (things(answer), answer.corrected) == ([("note", group.pk)], "cures cooperatives")


def test_what_one_may_not_see_makes_no_word_right(monkeypatch):
    monkeypatch.setattr(alone, "MOST_OF_A_KIND", 1)
    group = a_note("Girona", "curs")
    a_note("Cures", access=GroupAccess.PRIVATE)
    assert find(a_member(), "girona cures").corrected == "girona curs"
    seen = a_note("Cures de dia")
    a_note("Cures secretes", access=GroupAccess.PRIVATE)
    answer = find(a_member(), "girona cures")
    assert (set(things(answer)), answer.corrected) == ({("note", group.pk), ("note", seen.pk)}, "")


def test_what_holds_more_of_the_words_stands_first_and_what_holds_few_is_left_out():
    most = a_note("Aigua", "horts i residus")
    a_note("Terrasses", "horts")
    half = a_note("Residus", "aigua")
    assert things(find(a_member(), "horts aigua residus xilofon")) == [("note", most.pk), ("note", half.pk)]


def test_the_words_of_a_question_are_not_looked_for():
    group = a_note("Actes", "la reunió")
    answer = find(a_member(), "on puc trobar les actes de qui fa la reunió?")
    assert (things(answer), answer.is_loose) == ([("note", group.pk)], False)


def test_the_words_of_synonyms_are_known_and_their_beginnings_count():
    SynonymSet.objects.create(expressions="escombraries\nresidus")
    SynonymSet.objects.create(expressions="autoconsum compartit\ncomunitat energètica")
    waste, energy = a_note("Residus"), a_note("Comunitat energètica")
    answer = find(a_member(), "escombreries")
    assert (things(answer), answer.corrected) == ([("note", waste.pk)], "escombraries")
    for words in ("autoconsum", "autocons"):
        answer = find(a_member(), words)
        assert (things(answer), answer.corrected) == ([("note", energy.pk)], "")


def test_what_is_recommended_for_the_words_is_what_they_mean():
    """Neither is a word put right for which coordination has said what to show, nor is one wrong that is nearly such a word."""
    a_note("Balanços i vacants")
    Promotion.objects.create(title="El calendari", words="vacanços\nfestes locals", address="https://example.org/")
    (one,) = find(a_member(), "vacanços").recommended
    assert (one.title, find(a_member(), "vacanços").results) == ("El calendari", [])
    answer = find(a_member(), "festas locals")
    assert ([one.title for one in answer.recommended], answer.corrected) == (["El calendari"], "festes locals")


@pytest.mark.parametrize("title", ["Com ho fem?", "Ús", "Qui és qui", "Per què?", "Posar-s’hi"])
def test_a_title_of_words_that_tell_nothing_is_found_by_them(title):
    group = a_note(title)
    a_note("Com ho fem per als horts")
    assert things(find(a_member(), title))[:1] == [("note", group.pk)]


def test_a_day_is_one_thing_that_is_looked_for():
    told_so = a_note("Reunió", "Serà el 18 de desembre de 2026"), a_note("Trobada", "El dia 18/12/2026, a les 4.")
    other = a_note("Assemblea", "El 4 de desembre, de les 16 a les 18, 2026")
    a_note("Res", "18")
    both = {("note", group.pk) for group in told_so}
    for query in ("18 de desembre", "18 desembre", "18/12/2026", "reunió o trobada 18-12-26"):
        assert set(things(find(a_member(), query))) <= both, query
    assert set(things(find(a_member(), "18 de desembre"))) == both
    assert set(things(find(a_member(), "desembre"))) == {("note", told_so[0].pk), ("note", other.pk)}


def test_what_says_it_in_its_title_is_found_however_old_it_is(monkeypatch):
    monkeypatch.setattr(looking, "MOST_OF_A_KIND", 3)
    oldest = a_note("Pressupost")
    for number in range(6):
        a_note(f"Torna {number}", "el pressupost")
    answer = find(a_member(), "pressupost")
    assert (things(answer)[0], answer.cut, len(answer.results)) == (("note", oldest.pk), {"note"}, 4)


def test_what_a_circular_passes_on_folds_into_what_it_tells_of():
    """By its source, whatever either is called; what is called the same is something else."""
    group = a_note("Horts urbans", day=date(2026, 1, 1))
    subjects = [SubjectFactory(name=name) for name in "abc"]
    told("sheet", subjects[0], "Els horts d’ara", day=date(2026, 3, 1), source=f"note:{group.pk}")
    told("sheet", subjects[1], "Horts urbans", day=date(2026, 3, 1))
    told("sheet", subjects[2], "Horts i més", day=date(2026, 3, 1), source=f"note:{group.pk}0 part:{group.pk}")
    answer = find(a_member(), "horts")
    assert set(things(answer)) == {("note", group.pk), ("sheet", subjects[1].pk), ("sheet", subjects[2].pk)}
    assert answer.counts == {"note": 1, "sheet": 2}
    later = find(a_member(), "horts", Filters(since=date(2026, 2, 1)))
    assert {thing for _kind, thing in things(later)} == {subject.pk for subject in subjects}
    assert find(a_member(), "horts", Filters(since=date(2026, 4, 1))).results == []


def test_what_is_passed_on_folds_however_its_source_is_found():
    """By a part of it alone, and as any of the kinds as which it is found."""
    seat, group = GroupMembershipFactory(), a_note("Horts")
    told("part", seat, "", "horts")
    sources = f"part:0 note:{seat.group_id}", f"note:{group.pk} part:0"
    for source in sources:
        told("sheet", SubjectFactory(), "Horts", source=source)
    assert set(things(find(a_member(), "horts"))) == {("note", seat.group_id), ("note", group.pk)}


def test_what_one_may_not_see_replaces_nothing_that_passes_it_on():
    group, subject = a_note("Horts", access=GroupAccess.PRIVATE), SubjectFactory()
    told("sheet", subject, "Horts", source=f"note:{group.pk}")
    assert things(find(a_member(), "horts")) == [("sheet", subject.pk)]


def test_what_is_filtered_out_folds_into_what_is_filtered_out():
    """So that as many are promised of each value as are found with it."""
    council, other = OrganisationFactory(), OrganisationFactory()
    group = a_note("Horts", organisation=council.pk)
    told("sheet", SubjectFactory(), "Horts", organisation=council.pk, source=f"note:{group.pk}")
    a_note("Horts i més", organisation=other.pk)
    answer = find(a_member(), "horts", Filters(organisation=other.pk))
    numbers = {choice.key: choice.number for choice in answer.choices["organisation"]}
    assert (len(answer.results), numbers) == (1, {council.pk: 1, other.pk: 1})


def test_where_no_document_holds_all_words_it_takes_as_many_statements_again(django_assert_num_queries):
    a_note("Horts")
    a_note("Aigua")
    member = a_member()
    assert member.standing.in_network
    # What is taught; groups and hits: for all words, for each alone and for some; what of these one may see, twice.
    with django_assert_num_queries(9):
        assert len(find(member, "horts aigua").results) == 2
