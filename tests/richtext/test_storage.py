"""Under hashed names too, the editor's modules find each other and the engine."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from intranet.richtext.storage import StaticFilesStorage

SCRIPTS = Path(settings.BASE_DIR) / "intranet/static/js"
IMPORT = re.compile(r"""\b(?:from|import)\s*(\(?)["']([^"']+)["']\)?(.?)""")
FILES = {
    "js/a.js": 'import { b } from "./b.js";\nimport {\n  c,\n} from "../other/c.js";\nconst d = await import("./b.js");\n',
    "js/b.js": "export const b = 1;\n",
    "other/c.js": "let text=\"import x from './missing.js';\";export const c = 2;\n",
}


def test_imports_are_rewritten_in_our_scripts_alone(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
    list(storage.post_process({name: (storage, name) for name in FILES}))
    names = {name: storage.hashed_files[name] for name in FILES}
    written = {name: (tmp_path / hashed).read_text(encoding="utf-8") for name, hashed in names.items()}
    b, c = Path(names["js/b.js"]).name, Path(names["other/c.js"]).name
    assert (
        written["js/a.js"].split()
        == (
            f'import {{ b }} from "./{b}"; import {{ c, }} from "../other/{c}"; const d = await import("./{b}");'
        ).split()
    )
    assert written["other/c.js"] == FILES["other/c.js"]


def test_every_import_of_ours_is_one_that_can_be_rewritten():
    wrong = []
    for script in SCRIPTS.glob("*.js"):
        for call, target, end in IMPORT.findall(script.read_text(encoding="utf-8")):
            path = (script.parent / target).resolve().relative_to(SCRIPTS.parent.resolve())
            if not (call or end == ";") or not target.startswith(".") or finders.find(str(path)) is None:
                wrong.append(f"{script.name}: {target}")
    assert wrong == []
