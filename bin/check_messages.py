#!/usr/bin/env python3
"""Are the translations complete, gathered from the code as it is, and compiled? With --write: gather and compile them.

Checking what is there needs nothing but Python; whether all is gathered needs gettext, and is left out without it
(with CI=true that is a failure).
"""

import ast
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "intranet" / "locale"
LANGUAGES = ("ca",)
GATHER = (
    "makemessages",
    "--no-obsolete",
    "--add-location",
    "file",
    "--no-wrap",
    "-i",
    ".venv",
    "-i",
    "var",
    "-i",
    "tests",
)

Messages = dict[str, str]


def read_po(path: Path) -> tuple[Messages, list[str]]:
    """Translations by message, in the shape of a .mo file (context, plural), and the messages without one."""
    translations, missing = {}, []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        parts = dict(read_parts(lines))
        if not parts.get("msgid"):
            continue  # the header, or an obsolete message
        context = f"{parts['msgctxt']}\4" if "msgctxt" in parts else ""
        key = context + "\0".join(parts[name] for name in ("msgid", "msgid_plural") if name in parts)
        forms = [value for name, value in parts.items() if name.startswith("msgstr")]
        if all(forms) and not any(line.startswith("#,") and "fuzzy" in line for line in lines):
            translations[key] = "\0".join(forms)
        else:
            missing.append(key)
    return translations, missing


def read_parts(lines: list[str]) -> Iterator[tuple[str, str]]:
    """`msgid`, `msgstr[1]`… and what each one says, its lines joined."""
    name, value = "", ""
    for line in [*lines, "end"]:
        if line.startswith('"'):
            value += ast.literal_eval(line)
        elif not line.startswith("#"):
            if name:
                yield name, value
            name, _space, quoted = line.partition(" ")
            value = ast.literal_eval(quoted) if quoted else ""


def read_mo(path: Path) -> Messages:
    """The catalogue as gettext's manual describes the format; little-endian, as msgfmt writes it everywhere."""
    data = path.read_bytes()
    count, originals, translations = struct.unpack_from("<3I", data, 8)

    def text(table: int, index: int) -> str:
        length, offset = struct.unpack_from("<2I", data, table + 8 * index)
        return data[offset : offset + length].decode()

    return {text(originals, index): text(translations, index) for index in range(count) if text(originals, index)}


def manage(*arguments: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test"}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def write() -> None:
    for language in LANGUAGES:
        (LOCALE / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        manage(*GATHER, "-l", language)
    manage("compilemessages", "-i", ".venv")


def gathered_now(po: Path, language: str) -> set[str]:
    """The messages that the code has at this moment. The file is put back as it was."""
    before = po.read_bytes()
    try:
        manage(*GATHER, "-l", language)
        translations, missing = read_po(po)
    finally:
        po.write_bytes(before)
    return {*translations, *missing}


def faults_of(language: str) -> Iterator[str]:
    po = LOCALE / language / "LC_MESSAGES" / "django.po"
    mo = po.with_suffix(".mo")
    if not po.exists() or not mo.exists():
        yield f"{po.relative_to(ROOT)} or its compiled file is not there: make messages"
        return
    translations, missing = read_po(po)
    yield from (f"{language}: not translated: {key!r}" for key in missing)
    if translations != read_mo(mo):
        yield f"{language}: the compiled file is not in step: make messages"
    if shutil.which("xgettext"):
        code, kept = gathered_now(po, language), {*translations, *missing}
        yield from (f"{language}: not gathered: {key!r}" for key in sorted(code - kept))
        yield from (f"{language}: not in the code any more: {key!r}" for key in sorted(kept - code))
    elif os.environ.get("CI") == "true":
        yield "gettext is not installed, so nobody knows whether all messages are gathered"


def main() -> int:
    if "--write" in sys.argv[1:]:
        write()
    faults = [fault for language in LANGUAGES for fault in faults_of(language)]
    print(*faults, sep="\n", end="\n" if faults else "")  # noqa: T201 - a program speaks by printing
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
