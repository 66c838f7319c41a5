"""The house's shape: what may not be where (docs/architecture.md)."""

import ast
import calendar
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

pytestmark = pytest.mark.once

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("intranet", "home", "forum", "repository", "calendar/agenda")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}
MAX_MODULE, MAX_BODY = 300, 35


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


MODULES = sorted(modules())
LOGIC = [path for path in MODULES if path.parent.name != "settings"]


def imported_modules(path: Path) -> set[str]:
    """Everything a module imports, late imports too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_calendar_folder_is_not_a_package():
    assert not (ROOT / "calendar" / "__init__.py").exists()
    assert not Path(calendar.__file__).is_relative_to(ROOT)
    assert apps.get_app_config("agenda").path == str(ROOT / "calendar" / "agenda")


def test_no_module_has_a_name_that_says_nothing():
    named = {path for path in MODULES if FORBIDDEN_NAMES & {path.stem, path.parent.name}}
    assert named == set()


@pytest.mark.parametrize("path", LOGIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_and_its_functions_are_small(path):
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {node.name: lines for node in functions if (lines := node.end_lineno - node.body[0].lineno + 1) > MAX_BODY}
    assert (text.count("\n") <= MAX_MODULE, long) == (True, {})


def test_one_future_module_alone_talks_to_the_recurrence_engine():
    """django-scheduler is used behind one door, `agenda.recurrence`."""
    importing = {
        str(path.relative_to(ROOT))
        for path in MODULES
        if any(name == "schedule" or name.startswith("schedule.") for name in imported_modules(path))
    }
    assert importing <= {"calendar/agenda/recurrence.py"}


ORDER = ("enums", "validators", "rules", "models", "domain", "forms", "filters", "views")
MAY_NOT_IMPORT = {
    "enums": {"models", "domain", "forms", "filters", "views"},
    "validators": {"models", "domain", "forms", "filters", "views"},
    "rules": {"domain", "forms", "filters", "views"},
    "models": {"domain", "forms", "filters", "views"},
    "domain": {"forms", "filters", "views"},
    "forms": {"views"},
    "filters": {"views"},
}


# Wagtail reads a page's form from the model's class attribute.
EXCUSED = {
    "intranet/pages/base.py imports intranet.pages.forms",
    "intranet/pages/base.py imports intranet.pages.forms.PageForm",
}


def layer_of(path: Path) -> str:
    """«members/models/people.py» and «members/models.py» both belong to the layer models."""
    return next((part for part in (path.parent.name, path.stem) if part in ORDER), "")


@pytest.mark.parametrize("app", ["intranet.members", "home"])
def test_imports_inside_an_app_go_down_its_layers(app):
    folder = ROOT / app.replace(".", "/")
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in folder.rglob("*.py")
        for name in imported_modules(path)
        for above in MAY_NOT_IMPORT.get(layer_of(path), ())
        if name == f"{app}.{above}" or name.startswith(f"{app}.{above}.")
    }
    assert wrong <= EXCUSED


HARD_CODED = re.compile(r">[^<>{}%]*[àèéíòóúïüçÀÈÉÍÒÓÚÇ·][^<>{}%]*<")


def test_no_template_speaks_catalan_by_itself():
    """English is the source; the only Catalan is in the catalogue and in what people write."""
    text = {
        path: re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8")) for path in (ROOT / "templates").rglob("*.html")
    }
    speaking = {
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path, content in text.items()
        if "design" not in path.parts
        for found in HARD_CODED.finditer(
            re.sub(r"{% (blocktranslate|comment).*?{% end\1 %}", "", content, flags=re.DOTALL)
        )
        if found.group().strip("><").strip() not in {"·", ""}
    }
    assert speaking == set()
