"""The house rules that a machine can hold: floors, walls, shapes, and a manual that is complete."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from sidegloss.builder.programs import _USED
from sidegloss.model import FrontMatter, PageSettings, Settings
from tools import ROOT

SOURCE = ROOT / "src" / "sidegloss"
MANUAL = ROOT / "content" / "manual"

# Every module: its floor, and what of ours it may import. A package counts as one module. On the
# first floor a module may import those that stand above it in this table, so that no circle can
# be; from the second floor on only what lies on lower floors.
FLOORS: dict[int, dict[str, str]] = {
    1: {
        "model": "",
        "dates": "model",
        "words": "dates",
        "characters": "",
        "installed": "",
        "engine": "installed words",
        "views": "model words",
        "template_files": "views",
        "addresses": "",
        "slugs": "",
        "layers": "",
        "guesses": "",
        "yaml_errors": "",
        "fields": "characters guesses model yaml_errors",
        "toml_places": "fields model",
        "loose_dates": "dates",
        "rich_text": "",
        "csl": "",
        "corporate": "",
        "names": "corporate model",
        "bibtex": "csl loose_dates model names rich_text",
        "grounds": "fields model",
        "entry": "addresses csl dates fields grounds loose_dates model names rich_text",
        "recovery": "fields model",
        "regular_files": "",
        "refusals": "model regular_files",
        "drafts": "",
        "content_files": "drafts model refusals regular_files",
        "host_files": "",
        "authors": "model names",
        "settings": "addresses authors characters content_files fields host_files model toml_places words",
        "cache_folder": "model",
        "folders": "cache_folder model refusals regular_files settings",
        "schemas": "addresses csl entry grounds model names settings",
        "months": "guesses words",
        "days": "months",
        "fences": "model",
        "foreign_fields": "",
        "front_matter": "addresses authors days drafts fences fields foreign_fields model settings slugs toml_places",
        "formulas": "",
        "highlighting": "",
        "quotation_marks": "",
        "markup": "characters formulas guesses highlighting model quotation_marks slugs",
        "trails": "model",
        "bylines": "authors model names words",
        "editorial": "authors bylines model trails",
        "carrying": "",
        "shortening": "",
        "passages": "model quotation_marks shortening words",
        "ledger": "model passages slugs",
        "listing": "model slugs",
        "quotations": "",
        "memo": "",
        "inert": "",
        "activity": "characters inert",
        "metadata": "",
        "digests": "",
        "texts": "model regular_files",
        "watch": "",
        "hosting": "",
        "serve": "hosting",
    },
    2: {
        "read": "content_files folders front_matter model refusals regular_files settings texts",
        "media": "activity inert metadata model refusals regular_files",
        "parse": "characters digests markup model shortening slugs words",
        "bibliography": "bibtex characters csl entry fields guesses model recovery",
        "resolve": "drafts guesses ledger listing model passages quotations slugs trails",
        "check": "editorial model",
        "pages": "addresses authors bylines layers listing model names passages quotation_marks shortening slugs trails views words",
        "exports": "authors bibtex bylines csl dates listing model names passages shortening slugs trails words",
        "cards": "installed model views",
        "theme": "carrying engine model template_files views",
        "write": "model regular_files",
        "report": "model",
        "recording": "model refusals regular_files",
    },
    3: {
        "placeholders": "markup model parse resolve slugs",
        "starting": "bibliography content_files ledger model read recording schemas slugs",
        "deploying": "addresses model write",
    },
    4: {
        "builder": "bibliography bylines cache_folder cards check content_files digests exports folders host_files installed ledger listing media memo model pages parse passages placeholders read refusals regular_files resolve slugs texts theme trails views words write",
    },
    5: {
        "preview": "builder hosting model refusals regular_files report serve theme watch",
    },
    6: {
        "cli": "builder deploying guesses installed model preview read recording refusals regular_files report starting texts",
    },
    7: {
        "__main__": "cli",
    },
}

# Names from outside, and the only modules that may use them.
WALLS = {
    "pylatexenc": "bibtex",
    "click": "cli",
    "imagesize": "media",
    "jinja2": "engine template_files theme",
    "rcssmin": "theme",
    "rjsmin": "theme",
    "latex2mathml": "formulas",
    "markdown_it": "markup parse",
    "markupsafe": "engine theme",
    "pagefind": "builder",
    "pygments": "highlighting",
    "resvg_py": "cards",
    "mdit_py_plugins": "markup parse",
    "uharfbuzz": "cards",
    "distributed": "builder",
    "watchdog": "watch",
    "yaml": "fields yaml_errors",
}

FORBIDDEN_NAMES = {
    "base",
    "common",
    "constants",
    "exceptions",
    "helpers",
    "misc",
    "registry",
    "types",
    "utils",
}

ABSOLUTE_PATH = re.compile(
    rb"(?<![\w.~-])/(?:work|home(?!/me/)|root|Users|tmp/bash)/\w|(?<!\w)[A-Z]:\\{1,2}Users\b"
)

FILES = sorted(SOURCE.rglob("*.py"))


def named(file: Path) -> str:
    """The module that *file* belongs to; all files of a package belong to one."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    """Every name that *file* imports, with its dots; also inside functions."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file.name}: imports are absolute"
            base = node.module or ""
            whole = base == "sidegloss"
            yield from (f"{base}.{alias.name}" for alias in node.names) if whole else (base,)


def ours(file: Path) -> set[str]:
    """The modules of ours that *file* imports, its own package apart."""
    parts = (name.split(".") for name in imports(file))
    return {name[1] for name in parts if name[0] == "sidegloss"} - {named(file)}


@pytest.fixture
def modules() -> dict[str, str]:
    return {name: allowed for floor in FLOORS.values() for name, allowed in floor.items()}


# ---------------------------------------------------------------- floors and walls


def test_every_module_has_its_floor(modules: dict[str, str]) -> None:
    assert {named(file) for file in FILES} - {"__init__"} == set(modules)


def test_permissions_lead_downward_only() -> None:
    below: set[str] = set()
    for number, floor in sorted(FLOORS.items()):
        above_in_table: set[str] = set()
        for name, allowed in floor.items():
            reachable = below | above_in_table if number == 1 else below
            assert set(allowed.split()) <= reachable, f"{name} stands too low for what it imports"
            above_in_table.add(name)
        below |= set(floor)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_imports_what_it_may(file: Path, modules: dict[str, str]) -> None:
    allowed = modules.get(named(file), "")

    assert ours(file) <= set(allowed.split())


def test_no_permission_is_left_unused(modules: dict[str, str]) -> None:
    used: dict[str, set[str]] = {name: set() for name in modules}
    for file in FILES:
        used.setdefault(named(file), set()).update(ours(file))

    unused = {name: set(allowed.split()) - used[name] for name, allowed in modules.items()}

    assert {name: sorted(names) for name, names in unused.items() if names} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_names_from_outside_stay_behind_their_walls(file: Path) -> None:
    top = {name.partition(".")[0] for name in imports(file)}
    outside = top - set(sys.stdlib_module_names) - {"sidegloss", "__future__"}

    strangers = {name for name in outside if named(file) not in WALLS.get(name, "").split()}

    assert strangers == set()


@pytest.mark.parametrize("package", ["pages", "exports"])
def test_what_makes_an_output_sees_its_arguments_and_not_the_site(package: str) -> None:
    """Else its key would have to be stated by hand."""
    seen = [file.name for file in FILES if named(file) == package and SITE & set(imports_of(file))]

    assert seen == []


SITE = {"Site", "Settings", "Builder", "Arguments"}


def imports_of(file: Path) -> Iterator[str]:
    """The names that *file* imports from other modules."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def test_only_the_command_line_prints() -> None:
    printing = re.compile(r"\bprint\(|\b(?:stdout|stderr)\b(?!=)")

    found = [named(file) for file in FILES if printing.search(without_strings(file))]

    assert set(found) <= {"cli"}


def test_only_the_watcher_and_the_server_know_the_clock() -> None:
    clocks = {"time", "random", "secrets", "uuid"}

    found = {named(file) for file in FILES if clocks & set(imports(file))}
    today = {
        named(file) for file in FILES if re.search(r"\b(?:today|now)\(", without_strings(file))
    }

    assert found | today <= {"builder", "cli", "serve", "watch"}
    in_builder = [f.name for f in FILES if named(f) == "builder" and clocks & set(imports(f))]
    assert in_builder == ["kept.py"], "a key is drawn by lot"


def without_strings(file: Path) -> str:
    """The code of *file*, its texts and comments left out."""
    parsed = tree(file)
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.unparse(parsed)


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_has_a_right_name_a_docstring_and_a_right_size(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert file.stem not in FORBIDDEN_NAMES
    assert ast.get_docstring(tree(file)), "a module begins with what goes in and what comes out"
    assert len(text.splitlines()) <= 350


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_public_function_says_what_it_is_for(file: Path) -> None:
    silent = [
        node.name
        for node in tree(file).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_module_keeps_no_state_but_constants(file: Path) -> None:
    parsed = tree(file)
    constants = {
        target.id
        for node in parsed.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }

    assert [node for node in ast.walk(parsed) if isinstance(node, ast.Global)] == []
    assert constants & set(changed(parsed)) == set()


def changed(parsed: ast.Module) -> Iterator[str]:
    """Names that some function of a module changes in place."""
    changes = {
        "append",
        "add",
        "clear",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "setdefault",
        "update",
    }
    for function in ast.walk(parsed):
        if not isinstance(function, ast.FunctionDef):
            continue
        own = {
            node.id if isinstance(node, ast.Name) else node.arg
            for node in ast.walk(function)
            if isinstance(node, ast.arg)
            or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        }
        for node in ast.walk(function):
            name = ""
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name = of(node.func.value) if node.func.attr in changes else ""
            elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                name = of(node.value)
            if name and name not in own:
                yield name


def of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    ).stdout.splitlines()
    files = [ROOT / name for name in names if (ROOT / name).is_file()]

    found = [file.relative_to(ROOT) for file in files if ABSOLUTE_PATH.search(file.read_bytes())]

    assert len(files) > 50
    assert found == []


# ---------------------------------------------------------------- the manual


TELLERS = re.compile(r"_?(?:\w+_)?(?:Diagnostic|Rule|tell|told|error|mistake|warn|warning|info)")
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")


def codes() -> set[str]:
    """The codes of all diagnostics, as the sources name them."""
    return {code for file in FILES for node in ast.walk(tree(file)) for code in told_by(node)}


def told_by(node: ast.AST) -> Iterator[str]:
    """The code that a call gives, as its first argument or by name."""
    if not isinstance(node, ast.Call):
        return
    callee = node.func.attr if isinstance(node.func, ast.Attribute) else of(node.func)
    by_name = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
    for given in by_name or (node.args[:1] if TELLERS.fullmatch(callee) else []):
        for part in ast.walk(given):
            if isinstance(part, ast.Constant) and CODE.fullmatch(str(part.value)):
                yield str(part.value)


def test_the_manual_explains_every_diagnostic_and_no_other() -> None:
    text = (MANUAL / "messages.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([a-z-]+)` \| (?:error|warning|info)", text, re.MULTILINE)

    assert len(explained) == len(set(explained)), "each has one entry"
    assert set(explained) == codes()
    assert len(explained) > 40


def test_the_manual_names_every_setting() -> None:
    text = (MANUAL / "settings.md").read_text(encoding="utf-8")
    unset = {"path", "nav_at", "root_files_at", "diagnostics"}
    settings = {field.name for field in fields(Settings) if field.name not in unset}

    assert {name for name in settings if f"`{name.replace('_', '-')}`" not in text} == set()


def test_the_manual_names_every_field_of_front_matter() -> None:
    text = (MANUAL / "settings.md").read_text(encoding="utf-8")
    names = {
        field.name for field in fields(FrontMatter) if not field.name.endswith(("_at", "places"))
    }

    assert {name for name in names if f"`{name.replace('_', '-')}`" not in text} == set()


@pytest.mark.parametrize(
    "file",
    [file for file in FILES if named(file) in {"pages", "exports", "listing", "bylines"}],
    ids=lambda file: str(file.relative_to(SOURCE)),
)
def test_pages_and_exports_use_no_setting_that_their_keys_lack(file: Path) -> None:
    used = {
        node.attr
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("settings")
    }

    assert used <= {field.name for field in fields(PageSettings)}


def test_every_package_that_may_change_an_output_is_part_of_every_key() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["cards"], *extras["search"]]
    names = {re.split(r"[\[<>=~]", each)[0].lower().replace("-", "_") for each in wanted}

    assert names - _USED == {"click", "watchdog"}, "they change no output"
