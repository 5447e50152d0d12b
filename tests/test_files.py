"""Files, folders and links that nobody should read, write, publish or remove: each ends in one message."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss import read
from sidegloss.builder import Builder, Layout, build
from sidegloss.builder.staged import clear
from sidegloss.host_files import is_host_address, is_host_file
from sidegloss.model import Diagnostic, Settings, SiteError
from sidegloss.recording import record
from sidegloss.regular_files import NotRegularError, TooLargeError, read_regular
from sidegloss.texts import text_of

Make = Callable[[Texts], SiteUnderTest]

ARTICLE = "---\ntitle: T\n---\n\nHello.\n"
SETTINGS = "[tool.sidegloss]\n"


def layout(under_test: SiteUnderTest) -> Layout:
    """The site with its own output folder, and with a memory, as the command line builds it."""
    return Layout(under_test.folder, has_memory=True)


def told(under_test: SiteUnderTest) -> list[tuple[str, str]]:
    """(code, path) of every error, which every command must report alike; nothing may be written."""
    here = layout(under_test)
    built = build(here)
    assert built.written is None
    found = [
        Builder(here).check(),
        Builder(here).ledger(is_check=True).diagnostics,
        Builder(here).look().diagnostics,
        built.diagnostics,
    ]
    errors = [[(d.code, d.at.path) for d in each if d.severity == "error"] for each in found]
    assert errors[0] == errors[1] == errors[2] == errors[3]
    assert all(d.hint for d in built.diagnostics)
    return errors[0]


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in diagnostics if each.severity == "error"]


def files(folder: Path) -> list[str]:
    """Everything below *folder*, sorted."""
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*"))


# ---------------------------------------------------------------- what a build may remove


def test_a_cache_folder_that_is_a_link_is_refused_and_its_target_stays(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE})
    victim = under_test.folder.parent / "victim"
    (victim / "photos-2019").mkdir(parents=True)
    (victim / "photos-2019" / "sea.jpg").write_text("sea")
    (victim / "staged-2019").mkdir()
    (victim / "invoice-20240101").write_text("paid")
    (under_test.folder / ".sidegloss").symlink_to(victim, target_is_directory=True)
    before = files(victim)

    assert told(under_test) == [("cache-folder", ".sidegloss")]

    assert files(victim) == before


@pytest.mark.parametrize("name", ["staged-1", "build-0123456789abcdef.json", "articles.kept"])
def test_a_link_in_the_cache_folder_is_refused_and_its_target_stays(site: Make, name: str) -> None:
    under_test = site({"content/a.md": ARTICLE, "../victim/a.txt": "mine"})
    victim = under_test.folder.parent / "victim"
    (under_test.folder / ".sidegloss").mkdir()
    (under_test.folder / ".sidegloss" / name).symlink_to(victim, target_is_directory=True)

    assert told(under_test) == [("cache-folder", f".sidegloss/{name}")]

    assert (victim / "a.txt").read_text() == "mine"


def test_cleaning_removes_what_builds_make_and_nothing_else(tmp_path: Path) -> None:
    dead = 2**22 + 1  # more than Linux gives to a process
    own = [f"now-{dead}", f"build-0123456789abcdef.json-{dead}", f"articles.kept-{dead}"]
    foreign = [f"photos-{dead}", f"invoice-{dead}", "now-", f"x-now-{dead}", f"build-1.json-{dead}"]
    for name in (*own, *foreign):
        (tmp_path / name).write_text("x")
    for name, inside in ((f"staged-{dead}", ".made-by-sidegloss"), (f"staged-{dead + 1}", "mine")):
        (tmp_path / name).mkdir()
        (tmp_path / name / inside).write_text("x")

    clear(tmp_path)

    assert files(tmp_path) == sorted([*foreign, f"staged-{dead + 1}", f"staged-{dead + 1}/mine"])


def test_a_file_with_the_very_bytes_of_a_page_is_not_taken_for_ours(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE})
    assert build(layout(under_test)).written
    output = under_test.folder / "output"
    (output / "b").mkdir()
    shutil.copy(output / "a/index.html", output / "b/index.html")
    under_test.write({"content/b.md": ARTICLE})

    result = build(layout(under_test))

    assert ("output-ours", "output/b/index.html") in [
        (d.code, d.at.path) for d in result.diagnostics
    ]
    assert (output / "b/index.html").exists()


# ---------------------------------------------------------------- folders


@pytest.mark.parametrize("name", ["content", "templates", "output"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_that_is_a_link_out_of_the_site_is_refused(
    site: Make, name: str, is_there: bool
) -> None:
    under_test = site({"content/a.md": ARTICLE})
    home = under_test.folder.parent / "home"
    if is_there:
        home.mkdir()
        (home / "secret.md").write_text("secret")
    if name == "content":
        shutil.rmtree(under_test.folder / "content")
    (under_test.folder / name).symlink_to("../home", target_is_directory=True)

    assert told(under_test) == [("path-inside", name)]

    assert not home.exists() or files(home) == ["secret.md"]


@pytest.mark.parametrize("key", ["content", "templates", "output"])
def test_no_folder_above_may_be_a_link_out_of_the_site(site: Make, key: str) -> None:
    under_test = site(
        {
            "pyproject.toml": f'{SETTINGS}{key} = "a/b"\n',
            "content/a.md": ARTICLE,
            "../x/b/a.md": "A",
        }
    )
    (under_test.folder / "a").symlink_to("../x", target_is_directory=True)

    assert told(under_test) == [("path-inside", "a/b")]


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("output", ".venv/lib/python3.11/site-packages"),
        ("output", ".git/hooks"),
        ("output", "a/.b/c"),
        ("output", "./.config"),
        ("output", "src"),
        ("output", "src/web"),
        ("output", "SRC"),
        ("output", "tests/output"),
        ("output", "content/site"),
        ("output", "templates"),
        ("content", ".git"),
    ],
)
def test_no_setting_names_a_folder_of_somebody_else(site: Make, key: str, name: str) -> None:
    texts = {"pyproject.toml": f'{SETTINGS}{key} = "{name}"\n', "content/a.md": ARTICLE}

    assert ("settings-value", "pyproject.toml") in told(site(texts))


@pytest.mark.parametrize("target", [".git/hooks", "content", "src/x", "tests", "templates"])
def test_output_may_not_lead_to_such_a_folder_by_a_link_either(site: Make, target: str) -> None:
    under_test = site({"content/a.md": ARTICLE, "templates/assets/x.css": ""})
    (under_test.folder / target).mkdir(parents=True, exist_ok=True)
    (under_test.folder / "output").symlink_to(target, target_is_directory=True)

    assert [code for code, _ in told(under_test)] == ["settings-value"]


def test_the_first_build_wants_a_new_or_an_empty_folder(site: Make) -> None:
    under_test = site(
        {"content/a.md": ARTICLE, "output/notes.txt": "mine", "output/.gitignore": "*"}
    )
    here = layout(under_test)

    assert codes(Builder(here).check()) == ["output-ours"]
    assert codes(build(here).diagnostics) == ["output-ours"]
    assert files(under_test.folder / "output") == [".gitignore", "notes.txt"]

    (under_test.folder / "output/notes.txt").unlink()

    assert codes(Builder(here).check()) == []
    assert build(here).written
    under_test.write({"output/notes.txt": "mine"})
    assert build(here).written
    assert (under_test.folder / "output/notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["content", "content/x", ".", "..", "src", "tests/x", "full"])
def test_the_command_line_writes_to_no_folder_that_holds_something_else(
    site: Make, name: str
) -> None:
    under_test = site({"content/a.md": ARTICLE, "src/a.py": "", "tests/a.py": "", "full/x": "mine"})
    output = under_test.folder / name
    before = files(under_test.folder)

    assert Builder(Layout(under_test.folder, output)).build().written is None

    assert files(under_test.folder) == before


def test_a_build_that_was_is_not_believed_once_a_link_stands_in_for_a_folder(site: Make) -> None:
    for name in ("output", "content", "templates"):
        under_test = site({"content/a.md": ARTICLE, "templates/assets/x.css": "p {}"})
        assert build(layout(under_test)).written
        moved = under_test.folder.parent / name
        (under_test.folder / name).rename(moved)
        (under_test.folder / name).symlink_to(moved, target_is_directory=True)
        assert told(under_test) == [("path-inside", name)]
        (under_test.folder / name).unlink()
        moved.rename(under_test.folder / name)


# ---------------------------------------------------------------- odd files


def odd(kind: str, where: Path) -> None:
    """Put something at *where* that is no regular file of the site."""
    where.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(where)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(where.parent)  # the path of a socket is short
        try:
            with socket.socket(socket.AF_UNIX) as opened:
                opened.bind(where.name)
        finally:
            os.chdir(here)
    elif kind == "link to a pipe":
        os.mkfifo(where.parent / ".pipe")
        where.symlink_to(".pipe")
    elif kind == "link to itself":
        where.symlink_to(where.name)
    else:
        where.symlink_to(kind)


KINDS = [
    "pipe",
    "socket",
    "link to a pipe",
    "link to itself",
    "/dev/zero",
    "/etc/passwd",
    "nowhere",
]


@pytest.mark.parametrize("kind", [*KINDS, "/usr", "/", "/proc", "../../..", "../../../outside"])
@pytest.mark.parametrize("name", ["z.md", "x", "sources.yaml", "sources/x.json", "snapshots/a.txt"])
def test_an_odd_file_in_the_content_ends_in_one_message(site: Make, kind: str, name: str) -> None:
    under_test = site({"content/a.md": ARTICLE})
    odd(kind, under_test.folder / "content" / name)

    ((code, path),) = told(under_test)

    assert code in {"path-inside", "file-regular"}
    assert path == f"content/{name}"


@pytest.mark.parametrize(
    "kind", ["pipe", "socket", "/dev/zero", "/etc/passwd", "link to itself", "/"]
)
@pytest.mark.parametrize(
    "name", ["pyproject.toml", "content/ledger.json", "templates/x.html", "output"]
)
def test_an_odd_file_elsewhere_ends_in_one_message(site: Make, kind: str, name: str) -> None:
    under_test = site({"content/a.md": ARTICLE, "templates/assets/x.css": ""})
    (under_test.folder / name).unlink(missing_ok=True)
    odd(kind, under_test.folder / name)

    ((_, path),) = told(under_test)

    assert path == name


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="makes a device")
def test_a_device_ends_in_one_message(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE})
    try:
        os.mknod(under_test.folder / "content/z.md", 0o020600, os.makedev(1, 5))
    except OSError:
        pytest.skip("this system makes no devices")

    assert told(under_test) == [("file-regular", "content/z.md")]


def test_a_text_of_a_size_without_end_is_refused_before_it_is_read(site: Make) -> None:
    for name in ("z.md", "sources.yaml", "ledger.json", "../pyproject.toml"):
        under_test = site({"content/a.md": ARTICLE})
        file = under_test.folder / "content" / name
        with file.open("wb") as opened:
            opened.truncate(2**40)  # a hole
        assert [code for code, _ in told(under_test)] == ["file-size"]
        file.unlink()


def test_a_picture_of_a_size_without_end_is_refused(site: Make) -> None:
    for name in ("x.png", "x.svg"):
        under_test = site({"content/a.md": f"{ARTICLE}\n![x]({name})\n"})
        with (under_test.folder / "content" / name).open("wb") as opened:
            opened.truncate(2**40)
        assert codes(build(layout(under_test)).diagnostics) == ["file-size"]
        (under_test.folder / "content" / name).unlink()


def test_only_regular_files_of_a_limited_size_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("12345")
    (tmp_path / "link").symlink_to("a")
    os.mkfifo(tmp_path / "pipe")

    assert read_regular(tmp_path / "a", 5) == b"12345"
    with pytest.raises(TooLargeError):
        read_regular(tmp_path / "a", 4)
    for name in ("link", "pipe", "."):
        with pytest.raises(NotRegularError):
            read_regular(tmp_path / name)


def test_a_message_reads_no_refused_file(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "site/away").symlink_to("../secret")
    (tmp_path / "site/zero").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "site/pipe")

    assert [text_of(tmp_path / "site", name) for name in ("away", "zero", "pipe", "../secret")] == (
        [""] * 4
    )


def test_links_among_linked_folders_are_not_followed_again_and_again(site: Make) -> None:
    texts = {f"d{n}/a.txt": "x" for n in range(40)}
    under_test = site({"content/a.md": ARTICLE, **{f"content/{k}": v for k, v in texts.items()}})
    for n in range(40):
        for name in "xy":
            link = under_test.folder / f"content/d{n}/{name}"
            link.symlink_to(f"../d{(n + 1) % 40}", target_is_directory=True)

    with pytest.raises(SiteError) as refusal:
        read.manuscripts(under_test.folder, Settings())

    assert 0 < len(refusal.value.diagnostics) <= 40 * 2 * 2


def test_folders_without_end_are_a_message(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE})
    here = Path.cwd()
    os.chdir(under_test.folder / "content")
    try:
        for _ in range(2000):  # longer than any path may be
            Path("d").mkdir()
            os.chdir("d")
    finally:
        os.chdir(here)
    try:
        assert [code for code, _ in told(under_test)] == ["file-readable"]
    finally:
        subprocess.run(["rm", "-rf", str(under_test.folder / "content/d")], check=True)


# ---------------------------------------------------------------- files that hosts act on

HOST = [
    *("CNAME", "cname", "robots.txt", "ROBOTS.TXT", "_redirects", "_headers", "_config.yml"),
    *("netlify.toml", "vercel.json", "now.json", "firebase.json", "staticwebapp.config.json"),
    *("web.config", "deep/Web.Config", "a/.htaccess", ".htaccess", ".nojekyll", "_worker.js"),
    *("ads.txt", "app-ads.txt", "sellers.json", "security.txt", ".well-known/security.txt"),
    *(".well-known/acme-challenge/x", "google1234abcd.html", "google123.html", "BingSiteAuth.xml"),
    *("yandex_12ab.html", "pinterest-12ab.html", "baidu_verify_ab.html", "sitemap.xml"),
    *("sitemap-1.xml", "sitemap_index.xml.gz", "feed.xml", "404.html", "sw.js", "deep/sw.js"),
    *("service-worker.js", "firebase-messaging-sw.js", "OneSignalSDKWorker.js", "manifest.json"),
    *("site.webmanifest", "api/run.js", "shell.php", "deep/shell.phtml", "x.shtml", "package.json"),
    *("apple-app-site-association", "crossdomain.xml", "domain-verification.txt"),
]
PLAIN = [
    *("gate.png", "report.pdf", "data/table.csv", "data/robots.txt", "essays/feed.xml"),
    *("google-books.pdf", "verification/gate.png", "api/diagram.png", "answer.js", "cnames.txt"),
    *("manifesto.pdf", "favicon.ico", "humans.txt", "sitemap-of-the-weir.png", "404.png"),
]


def test_names_that_hosts_act_on_are_known() -> None:
    assert [name for name in HOST if not is_host_file(name)] == []
    assert [name for name in PLAIN if is_host_file(name)] == []


def test_old_addresses_of_other_generators_are_no_host_files() -> None:
    for address in ("api/", "functions/", "old/page.php/", "verification.html", "index.php/"):
        assert not is_host_address(address)


@pytest.mark.parametrize(
    "name", ["CNAME", "robots.txt", "Google1234.html", "sw.js", "d/web.config"]
)
def test_a_host_file_comes_from_the_content_only_if_it_is_listed(site: Make, name: str) -> None:
    under_test = site({"content/a.md": f"{ARTICLE}\n[x]({name})\n", f"content/{name}": "evil"})

    assert codes(build(layout(under_test)).diagnostics) == ["host-file"]

    listed = f'{SETTINGS}url = "https://example.org/"\nroot-files = ["{name}"]\n'
    under_test.write({"pyproject.toml": listed})
    assert build(layout(under_test)).written
    assert (under_test.folder / "output" / name).read_text() == "evil"


@pytest.mark.parametrize(
    "alias",
    ["/CNAME", "/google123.html", "/.well-known/x", "/robots.txt", "/ROBOTS.txt/", "/404.html"],
)
def test_no_alias_is_an_address_that_hosts_act_on(site: Make, alias: str) -> None:
    article = ARTICLE.replace("title: T", f"title: T\naliases: [{alias}]")

    assert ("host-file", "content/a.md") in told_by_build(site({"content/a.md": article}))


@pytest.mark.parametrize("name", ["robots.txt", "google123.html", "sitemap.xml"])
def test_no_article_has_an_address_that_hosts_act_on(site: Make, name: str) -> None:
    named = site({f"content/{name}.md": ARTICLE})
    assert ("host-file", f"content/{name}.md") in told_by_build(named)
    (named.folder / f"content/{name}.md").unlink()
    slugged = site({"content/a.md": ARTICLE.replace("title: T", f"title: T\nslug: {name}")})
    assert "content/a.md" in [path for _, path in told_by_build(slugged)]


def told_by_build(under_test: SiteUnderTest) -> list[tuple[str, str]]:
    result = build(layout(under_test))
    assert result.written is None
    return [(d.code, d.at.path) for d in result.diagnostics if d.severity == "error"]


def test_listed_files_are_published_though_nothing_refers_to_them(site: Make) -> None:
    names = ["ads.txt", ".well-known/security.txt", "404.html", "favicon.ico"]
    under_test = site({"content/a.md": ARTICLE, **{f"content/{name}": name for name in names}})
    under_test.write({"pyproject.toml": f"{SETTINGS}root-files = {json.dumps(names)}\n"})

    assert build(layout(under_test)).written

    assert [(under_test.folder / "output" / name).read_text() for name in names] == names


@pytest.mark.parametrize(
    "name",
    ["gone.txt", "../x", "/etc/passwd", ".env", "sources.yaml", "a.md", "snapshots/x", "a//b"],
)
def test_a_name_that_cannot_be_listed_is_an_error_where_it_is_written(
    site: Make, name: str
) -> None:
    under_test = site(
        {"content/a.md": ARTICLE, "content/.env": "secret", "content/sources.yaml": ""}
    )
    under_test.write({"pyproject.toml": f'{SETTINGS}root-files = ["{name}"]\n'})

    result = build(layout(under_test))

    assert result.written is None
    errors = [(d.at.path, d.at.line) for d in result.diagnostics if d.severity == "error"]
    assert errors == [("pyproject.toml", 2)]


def test_a_listed_file_may_be_no_link_out_of_the_content(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE, ".env": "secret"})
    under_test.write({"pyproject.toml": f'{SETTINGS}root-files = [".well-known"]\n'})
    (under_test.folder / "content/.well-known").symlink_to("../.env")

    assert codes(build(layout(under_test)).diagnostics) == ["settings-value"]


def test_the_domain_is_written_to_cname(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE})
    under_test.write({"pyproject.toml": f'{SETTINGS}domain = "Www.Example.org"\n'})
    here = layout(under_test)
    assert build(here).written
    assert (under_test.folder / "output/CNAME").read_text() == "www.example.org\n"
    assert Builder(here).look().at("CNAME") == b"www.example.org\n"


@pytest.mark.parametrize(
    "domain",
    [
        "https://example.org",
        "example.org/x",
        "localhost",
        "a b.org",
        "-a.org",
        "1.2.3.4",
        "*.a.org",
    ],
)
def test_a_domain_is_the_name_of_a_host(site: Make, domain: str) -> None:
    under_test = site({"content/a.md": ARTICLE})
    under_test.write({"pyproject.toml": f'{SETTINGS}domain = "{domain}"\n'})
    assert told(under_test) == [("settings-value", "pyproject.toml")]


def test_a_ledger_is_written_through_no_link_out_of_the_site(site: Make) -> None:
    under_test = site({"content/a.md": ARTICLE, "../victim": "mine"})
    (under_test.folder / ".gitattributes").symlink_to("../victim")

    with pytest.raises(SiteError) as refusal:
        record(under_test.folder, "content/ledger.json", "{}")

    assert [each.at.path for each in refusal.value.diagnostics] == [".gitattributes"]
    assert not (under_test.folder / "content/ledger.json").exists()
    assert (under_test.folder.parent / "victim").read_text() == "mine"


# ---------------------------------------------------------------- what the system refuses


def run(under_test: SiteUnderTest, *arguments: str, before: Callable[[], None]) -> list[str]:
    """Build with *arguments* in a process of its own, which calls *before* first; what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "sidegloss", "build", "--site", str(under_test.folder), *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "CI": ""},
        preexec_fn=before,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


def test_a_file_that_grows_too_large_for_the_system_is_named(site: Make) -> None:
    under_test = site({"content/a.md": f"{ARTICLE}\n![x](x.png)\n", "content/x.png": "x" * 400_000})

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    (line,) = run(under_test, "--format", "json", before=limited)

    found = json.loads(line)
    assert (found["code"], found["severity"]) == ("file-writable", "error")
    assert found["path"].endswith("output/x.png")
    assert "ulimit" in found["hint"]


@pytest.mark.skipif(os.getuid() != 0, reason="mounts a disk")
def test_a_full_disk_is_named_and_the_next_build_heals(site: Make, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100k", "none", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        under_test = site({"content/a.md": ARTICLE})
        result = Builder(Layout(under_test.folder, disk / "output")).build()
        (found,) = result.diagnostics
        assert (result.written, found.code) == (None, "file-writable")
        assert found.at.path.startswith(str(disk))
        assert "room" in found.hint
        subprocess.run(["mount", "-o", "remount,size=9m", str(disk)], check=True)
        assert Builder(Layout(under_test.folder, disk / "output")).build().written
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def shown() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are for one user."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize(
    "what", ["content/a.md", "content/sources.yaml", "pyproject.toml", "output"]
)
def test_what_may_not_be_read_or_written_is_named(what: str, shown: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("takes another user's part")
    under_test = SiteUnderTest(shown / "site", shown / "output")
    texts = {"content/a.md": ARTICLE, "content/sources.yaml": "k: {title: K}"}
    under_test.write({"pyproject.toml": SETTINGS, **texts})
    (under_test.folder / "output").mkdir()
    (under_test.folder / what).chmod(0o700 if what == "output" else 0)

    assert build(Layout(under_test.folder, shown / "other")).written  # imports all that it wants

    (found,) = as_nobody(lambda: build(Layout(under_test.folder)).diagnostics)

    assert found.code == ("file-writable" if what == "output" else "file-readable"), found
    assert found.at.path.startswith(what)
    assert "denied" in found.message
    assert found.hint


def as_nobody(
    work: Callable[[], tuple[Diagnostic, ...]],
) -> tuple[Diagnostic, ...]:
    """What *work* returns where another user does it, in a process of its own."""
    context = get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def somebody() -> None:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
        sending.send(work())

    process = context.Process(target=somebody)
    process.start()
    try:
        assert receiving.poll(60)
        found: tuple[Diagnostic, ...] = receiving.recv()
        return found
    finally:
        process.join()
