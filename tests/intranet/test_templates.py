"""Our own templates are drawn without their indentation, with every line where it was."""

from django.template import Engine

from intranet.templates import Loader


def drawn(folder, name, text, **context):
    (folder / name).write_text(text, encoding="utf-8")
    engine = Engine(dirs=[folder], loaders=[("intranet.templates.Loader", [folder])])
    return engine.render_to_string(name, context)


def test_a_page_loses_its_indentation_and_no_line(tmp_path):
    page = "<ul>\n  <li>\n\t\t{{ word }}\n  </li>\n\n</ul>\n"
    assert drawn(tmp_path, "x.html", page, word="a  b\n    c") == "<ul>\n<li>\na  b\n    c\n</li>\n\n</ul>\n"


def test_a_plain_text_keeps_it(tmp_path):
    assert drawn(tmp_path, "x.txt", "a\n    b\n") == "a\n    b\n"


def test_it_loads_our_templates(settings):
    (engine,) = settings.TEMPLATES
    ((_cached, loaders),) = engine["OPTIONS"]["loaders"]
    assert loaders[0] == f"{Loader.__module__}.{Loader.__qualname__}"
