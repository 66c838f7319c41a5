"""The targets of the Makefile and the programs in bin/ that they call."""

import importlib.util
import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from intranet.jobs.ports import answers

ROOT = Path(settings.BASE_DIR)
PO = """msgid ""
msgstr ""
"Language: ca\\n"

msgctxt "theme"
msgid "Light"
msgstr "Clar"

#, python-format
msgid "%(count)s person"
msgid_plural "%(count)s people"
msgstr[0] "%(count)s persona"
msgstr[1] ""
"%(count)s "
"persones"

msgid "Not \\"yet\\""
msgstr ""

#, fuzzy
msgid "Perhaps"
msgstr "Potser"

#~ msgid "Gone"
#~ msgstr "Fora"
"""


def program(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "bin" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make(*arguments: str) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(["make", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S607


def test_make_alone_lists_every_target_with_a_sentence():
    listed = {line.split()[1]: " ".join(line.split()[2:]) for line in make().splitlines()}
    assert sorted(listed) == sorted(
        [
            "help",
            "venv",
            "demo",
            "demo-reset",
            "test",
            "test-postgres",
            "check",
            "bench",
            "lint",
            "format",
            "messages",
            "lock",
            "clean",
        ]
    )
    assert all(sentence.endswith((".", '"', "8001")) for sentence in listed.values())


def test_demo_and_tests_need_no_more_than_they_use():
    assert "bin/venv base" in make("-n", "demo")
    assert "bin/venv dev" in make("-n", "test")


def test_lock_files_name_no_host():
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8")


def test_python_that_is_too_old_is_a_clear_message(tmp_path):
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "venv").write_bytes((ROOT / "bin" / "venv").read_bytes())
    env = {**os.environ, "PYTHON": str(old)}
    done = subprocess.run(
        ["sh", "bin/venv", "base"],  # noqa: S607
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The intranet needs Python 3.11 or newer, and none was found.")
    assert not (tmp_path / ".venv").exists()


def test_messages_are_read_with_contexts_plurals_and_gaps(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(PO, encoding="utf-8")
    assert program("check_messages").read_po(path) == (
        {
            "theme\4Light": "Clar",
            "%(count)s person\0%(count)s people": "%(count)s persona\0%(count)s persones",
        },
        ['Not "yet"', "Perhaps"],
    )


def test_compiled_messages_are_read_as_gettext_wrote_them():
    """Django's own Catalan catalogue has both files."""
    import django  # noqa: PLC0415

    folder = Path(django.__file__).parent / "conf" / "locale" / "ca" / "LC_MESSAGES"
    messages = program("check_messages")
    translations, _missing = messages.read_po(folder / "django.po")
    assert translations == messages.read_mo(folder / "django.mo")
    assert translations["Yes"] if "Yes" in translations else len(translations) > 200


def test_postgres_of_the_environment_is_used_as_it_is(tmp_path):
    env = {**os.environ, "DATABASE_URL": "postgres://there"}
    command = [str(ROOT / "bin" / "with_postgres.py"), "sh", "-c", "echo $DATABASE_URL; exit 7"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("postgres://there\n", 7)


def test_without_postgres_the_message_says_how_to_get_it(monkeypatch):
    module = program("with_postgres")
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    monkeypatch.setattr(module.Path, "glob", lambda *_args: iter(()))
    with pytest.raises(SystemExit, match="apt-get install postgresql"):
        module.find_programs()


@pytest.mark.processes
@pytest.mark.parametrize("ending", ["exit 3", "kill -TERM $PPID; exec sleep 60"])
def test_cluster_is_gone_with_the_command(ending):
    module = program("with_postgres")
    try:
        module.find_programs()
    except SystemExit:
        pytest.skip("PostgreSQL's programs are not installed.")
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    command = [str(ROOT / "bin" / "with_postgres.py"), "sh", "-c", f"echo $DATABASE_URL; {ending}"]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # the server is another user
        done = subprocess.run(command, env={**env, "TMPDIR": folder}, capture_output=True, text=True, check=False)
        left = list(Path(folder).iterdir())
    assert done.stdout.startswith("postgres://intranet:"), done.stderr
    port = int(done.stdout.strip().rpartition(":")[2].partition("/")[0])
    assert (done.returncode in {3, 143}, left, answers("127.0.0.1", port)) == (True, [], False)
