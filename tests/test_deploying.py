"""``sidegloss deploy``: one commit on a branch, by real git, into a bare repository beside it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sidegloss import deploying, starting
from sidegloss.builder import Builder, Layout
from sidegloss.deploying.addresses import domain_address, pages_address
from sidegloss.model import Kept, Output, SiteError
from sidegloss.write import MANIFEST, whole, write
from test_cli import Done, run

ORIGIN = "origin"
BRANCH = "gh-pages"
LEDGER = starting.LEDGER
UP_TO_DATE = f"{BRANCH} at {ORIGIN}: up to date; nothing to push"


@dataclass(frozen=True, slots=True)
class Repository:
    """A new site in a repository of its own, with a bare one as its origin."""

    site: Path
    origin: Path

    @property
    def output(self) -> Path:
        return self.site / "output"

    def git(self, *arguments: str, there: bool = False) -> str:
        """What git prints, here or in the origin."""
        return git(self.origin if there else self.site, *arguments)

    def deploy(self, *arguments: str) -> Done:
        return run("deploy", *arguments, here=self.site)

    def published(self, branch: str = BRANCH) -> dict[str, bytes]:
        """Every file of the branch, as it is kept there."""
        names = git(self.origin, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
        return {name: blob(self.origin, f"{branch}:{name}") for name in names}

    def built(self) -> dict[str, bytes]:
        """Every file of the output but the manifest."""
        files = [file for file in self.output.rglob("*") if file.is_file()]
        found = {file.relative_to(self.output).as_posix(): file.read_bytes() for file in files}
        return {name: data for name, data in found.items() if name != MANIFEST}

    def tip(self, branch: str = BRANCH) -> str:
        return self.git("rev-parse", branch, there=True).strip()

    def refs(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname)", there=True).split()

    def commits(self, branch: str = BRANCH) -> int:
        return int(self.git("rev-list", "--count", branch, there=True))

    def state(self) -> tuple[str, bytes, str, str, dict[str, bytes]]:
        """The work tree, the index, HEAD, the branches here."""
        files = [file for file in self.site.rglob("*") if file.is_file()]
        kept = [file for file in files if not {"output", ".git", ".sidegloss"} & set(file.parts)]
        return (
            self.git("status", "--porcelain=v2", "--branch"),
            (self.site / ".git/index").read_bytes(),
            self.git("rev-parse", "HEAD"),
            self.git("for-each-ref", "refs/heads"),
            {str(file): file.read_bytes() for file in kept},
        )


def git(folder: Path, *arguments: str) -> str:
    return blob_of(folder, *arguments).decode()


def blob(folder: Path, name: str) -> bytes:
    return blob_of(folder, "cat-file", "blob", name)


def blob_of(folder: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], capture_output=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Path]:
    """Git's settings for whoever runs the test: a name, and nothing of the machine's."""
    file = tmp_path / "gitconfig"
    file.write_text("[user]\nname = Ada Okafor\nemail = ada@weir.example\n")
    with pytest.MonkeyPatch.context() as around:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            around.delenv(name)
        around.setenv("GIT_CONFIG_GLOBAL", str(file))
        around.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        yield file


@pytest.fixture
def repository(tmp_path: Path, settings: Path) -> Repository:
    assert settings.is_file()
    found = Repository(tmp_path / "reader", tmp_path / "origin.git")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(found.origin))
    git(tmp_path, "init", "-q", "-b", "main", str(found.site))
    starting.site(found.site)
    (found.site / LEDGER).unlink()  # its rows are a test of their own
    found.git("remote", "add", ORIGIN, "../origin.git")
    found.git("add", "--all")
    found.git("commit", "-q", "-m", "Begin")
    found.git("push", "-q", ORIGIN, "main")
    return found


def target(repository: Repository) -> deploying.Target:
    return deploying.find_target(repository.site, BRANCH, ORIGIN)


def codes(refused: pytest.ExceptionInfo[SiteError]) -> list[str]:
    return [told.code for told in refused.value.diagnostics]


# ---------------------------------------------------------------- what goes up


def test_a_deploy_is_one_commit_that_holds_the_output_and_touches_nothing_here(
    repository: Repository,
) -> None:
    (repository.site / "build.py").write_text("# changed, and not added\n")
    (repository.site / "content/added.md").write_text("# Added\n")
    repository.git("add", "content/added.md")
    before = repository.state()
    done = repository.deploy()

    assert done.returncode == 0, done
    assert f"{BRANCH} at {ORIGIN}: " in done.stdout
    assert "on GitHub, choose once: Settings, Pages" in done.stderr
    assert repository.published() == repository.built()
    assert ".nojekyll" in repository.published()
    assert "added/index.html" in repository.published()
    assert repository.commits() == 1
    assert repository.state() == before
    assert repository.git("log", "-1", "--format=%an %s", BRANCH, there=True) == (
        "Ada Okafor Publish the site\n"
    )


def test_the_same_content_makes_no_commit(repository: Repository) -> None:
    repository.deploy()
    first = repository.git("rev-parse", BRANCH, there=True)
    done = repository.deploy()

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == UP_TO_DATE
    assert "on GitHub" not in done.stderr
    assert repository.git("rev-parse", BRANCH, there=True) == first


def test_a_change_replaces_the_commit_and_keeps_no_history(repository: Repository) -> None:
    repository.deploy()
    (repository.site / "content/first-bug.md").unlink()
    (repository.site / "content/other.md").write_text("# Another\n")
    assert repository.deploy().returncode == 0

    assert repository.commits() == 1
    assert repository.published() == repository.built()
    assert "first-bug/index.html" not in repository.published()


def test_another_clone_deploys_over_the_first(repository: Repository, tmp_path: Path) -> None:
    repository.deploy()
    git(tmp_path, "clone", "-q", "origin.git", "clone")
    clone = Repository(tmp_path / "clone", repository.origin)
    assert UP_TO_DATE in clone.deploy().stdout
    (clone.site / "content/other.md").write_text("# Another\n")
    clone.git("config", "user.name", "Ben Ito")
    assert clone.deploy().returncode == 0
    (repository.site / "content/third.md").write_text("# A third\n")
    assert repository.deploy().returncode == 0

    assert repository.commits() == 1
    assert "third/index.html" in repository.published()
    assert not (repository.site / ".git/shallow").exists()


def test_files_go_up_byte_for_byte_whatever_git_would_convert(repository: Repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.git("config", "filter.broken.clean", "false")
    repository.git("config", "filter.broken.required", "true")
    (repository.site / ".gitattributes").write_text("* text eol=crlf filter=broken\n")
    (repository.site / "content/ü – x.md").write_bytes("# Ü\r\n\r\n![p](é.svg)\r\n".encode())
    (repository.site / "content/é.svg").write_bytes(b"<svg/>\r\n\n\r")
    assert repository.deploy().returncode == 0

    names = repository.git("ls-tree", "-r", "-z", "--name-only", BRANCH, there=True)
    assert repository.published() == repository.built()
    assert b"<svg/>\r\n\n\r" in repository.published().values()
    assert "é.svg" in names


def test_what_is_not_the_build_s_own_stays_here(repository: Repository) -> None:
    repository.deploy()
    (repository.output / "notes.txt").write_text("mine")
    (repository.site / "content/draft.md").write_text("---\ndraft: true\n---\n# Canary\n")
    assert UP_TO_DATE in repository.deploy().stdout

    names = repository.published()
    assert "notes.txt" not in names
    assert not [name for name in names if ".sidegloss" in name or "draft" in name]


def test_the_domain_that_github_keeps_on_the_branch_is_kept(
    repository: Repository, tmp_path: Path
) -> None:
    repository.deploy()
    git(tmp_path, "clone", "-q", "-b", BRANCH, "origin.git", "github")
    (tmp_path / "github/CNAME").write_text("reader.example\n")
    git(tmp_path / "github", "add", "CNAME")
    git(tmp_path / "github", "commit", "-q", "-m", "Create CNAME")
    git(tmp_path / "github", "push", "-q")
    assert repository.deploy().returncode == 0  # its address is another one now
    assert UP_TO_DATE in repository.deploy().stdout
    (repository.site / "content/other.md").write_text("# Another\n")
    assert repository.deploy().returncode == 0

    assert repository.commits() == 1
    assert repository.published() == repository.built() | {"CNAME": b"reader.example\n"}


def test_a_site_in_a_folder_of_a_repository_and_a_remote_by_address(
    repository: Repository, tmp_path: Path
) -> None:
    starting.site(repository.site / "docs/reader")
    done = run(
        *("deploy", "--site", "docs/reader", "--branch", "pages/reader"),
        *("--remote", f"file://{repository.origin}"),
        here=repository.site,
    )

    assert done.returncode == 0, done
    inner = Repository(repository.site / "docs/reader", tmp_path / "origin.git")
    assert repository.published("pages/reader") == inner.built()


# ---------------------------------------------------------------- what is refused


def refused(done: Done, code: str) -> str:
    """What was told, all of it, where the deploy ended as it should."""
    assert done.returncode == 1, done
    assert f"[{code}]" in done.stdout
    assert "help: " in done.stdout
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_an_error_in_the_content_publishes_nothing(repository: Repository) -> None:
    (repository.site / "content/wrong.md").write_text("[It][^gone].\n")
    assert "Nothing was published." in refused(repository.deploy(), "note-defined")
    (repository.site / "content/wrong.md").write_text("---\ntitel: Weir\n---\nText.\n")
    assert "Nothing was published." in repository.deploy("--strict").stderr

    assert repository.git("branch", "--list", BRANCH, there=True) == ""
    assert repository.deploy().returncode == 0


def spoilt_manifest(output: Path) -> None:
    manifest = output / MANIFEST
    manifest.write_text(manifest.read_text().replace("State: finished", "State: unfinished"))


def spoilt_file(output: Path) -> None:
    (output / "first-bug/index.html").unlink()


def spoilt_by_a_folder(output: Path) -> None:
    (output / "first-bug/index.html").unlink()
    (output / "first-bug/index.html").mkdir()


def spoilt_by_a_link(output: Path) -> None:
    (output / "first-bug/index.html").unlink()
    (output / "first-bug/index.html").symlink_to("/etc/hostname")


def spoilt_by_a_linked_folder(output: Path) -> None:
    (output / "first-bug").rename(output.parent / "elsewhere")
    (output / "first-bug").symlink_to(output.parent / "elsewhere")


def spoilt_altogether(output: Path) -> None:
    (output / MANIFEST).unlink()


@pytest.mark.parametrize(
    "spoil",
    [
        spoilt_manifest,
        spoilt_file,
        spoilt_by_a_folder,
        spoilt_by_a_link,
        spoilt_by_a_linked_folder,
        spoilt_altogether,
    ],
)
def test_an_output_that_is_not_whole_is_not_published(
    repository: Repository, spoil: object
) -> None:
    Builder(Layout(repository.site)).build()
    assert whole(repository.output)
    assert callable(spoil)
    spoil(repository.output)

    with pytest.raises(SiteError) as refusal:
        deploying.deploy(target(repository), repository.output)
    assert set(codes(refusal)) == {"output-whole"}
    assert repository.git("branch", "--list", BRANCH, there=True) == ""


def test_a_deploy_builds_anew_what_was_spoilt(repository: Repository) -> None:
    repository.deploy()
    spoilt_manifest(repository.output)
    spoilt_file(repository.output)
    (repository.output / "index.html").write_text("other")

    assert UP_TO_DATE in repository.deploy().stdout


def test_a_folder_without_a_repository_is_told(tmp_path: Path, settings: Path) -> None:
    assert settings.is_file()
    starting.site(tmp_path / "reader")
    told = refused(run("deploy", here=tmp_path / "reader"), "deploy-repository")
    assert "git init" in told


def test_a_remote_that_is_not_there_is_told(repository: Repository) -> None:
    told = refused(repository.deploy("--remote", "upstream"), "deploy-remote")
    assert "write --remote origin" in told
    assert "option" not in refused(repository.deploy("--remote", "--exec=x"), "deploy-remote")
    repository.git("remote", "set-url", ORIGIN, "../gone.git")
    assert "cannot read from the remote" in refused(repository.deploy(), "deploy-remote")
    repository.git("remote", "remove", ORIGIN)
    assert "git remote add origin" in refused(repository.deploy(), "deploy-remote")


@pytest.mark.parametrize("branch", ["", "a b", "-d", "x..y", "@{-1}", "main"])
def test_a_branch_that_cannot_be_is_told(repository: Repository, branch: str) -> None:
    refused(repository.deploy(f"--branch={branch}"), "deploy-branch")


@pytest.mark.parametrize(
    ("branch", "told"),
    [
        ("refs/heads/x", "write the short name: --branch x"),
        ("refs/tags/x", "only branches can be published"),
        ("@", "git does not allow"),
        ("HEAD", "git does not allow"),
        ("x.lock", "git does not allow"),
    ],
)
def test_a_name_that_means_something_else_is_refused(
    repository: Repository, branch: str, told: str
) -> None:
    assert told in refused(repository.deploy("--branch", branch), "deploy-branch")
    assert repository.refs() == ["refs/heads/main"]


def test_a_push_that_is_rejected_is_told_with_the_reason(repository: Repository) -> None:
    repository.deploy()
    repository.git("config", "receive.denyNonFastForwards", "true", there=True)
    (repository.site / "content/other.md").write_text("# Another\n")
    told = refused(repository.deploy(), "deploy-push")

    assert "non-fast-forward" in told
    assert "allow force pushes to this branch" in told
    assert "in the meantime" not in told


def hook(repository: Repository, name: str, *lines: str, there: bool = True) -> None:
    """Give the origin, or this repository, a hook of so many lines of shell."""
    folder = (repository.origin if there else repository.site / ".git") / "hooks"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(("#!/bin/sh", *lines, "")))
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("name", ["pre-receive", "update"])
def test_a_branch_that_the_remote_protects_is_told_with_its_words(
    repository: Repository, name: str
) -> None:
    hook(repository, name, "echo 'error: GH006: Protected branch update failed' >&2", "exit 1")
    told = refused(repository.deploy(), "deploy-push")

    assert "GH006: Protected branch update failed" in told
    assert "hook declined" in told
    assert "allow force pushes" in told


def test_a_hook_of_one_s_own_that_stops_the_push_is_told(repository: Repository) -> None:
    hook(repository, "pre-push", "echo 'no pushing on Saturdays' >&2", "exit 1", there=False)
    told = refused(repository.deploy(), "deploy-push")

    assert "a pre-push hook of this repository stopped the push: no pushing on Saturdays" in told
    assert repository.refs() == ["refs/heads/main"]


def test_a_branch_beside_which_there_can_be_none_is_told(repository: Repository) -> None:
    repository.git("push", "-q", ORIGIN, f"main:refs/heads/{BRANCH}/old")
    told = refused(repository.deploy(), "deploy-push")
    assert f"has a branch {BRANCH}/old" in told


def test_a_branch_that_is_checked_out_there_is_told(repository: Repository) -> None:
    repository.git("config", "core.bare", "false", there=True)
    repository.git("symbolic-ref", "HEAD", f"refs/heads/{BRANCH}", there=True)
    told = refused(repository.deploy(), "deploy-push")
    assert "push to a bare repository" in told


# ---------------------------------------------------------------- where the remote is written


def test_the_place_that_a_push_writes_to_is_the_one_that_is_looked_at(
    repository: Repository, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "fork.git")
    repository.git("remote", "set-url", "--push", ORIGIN, "../fork.git")
    fork = Repository(repository.site, tmp_path / "fork.git")
    assert repository.deploy().returncode == 0
    (repository.site / "content/other.md").write_text("# Another\n")
    assert repository.deploy().returncode == 0

    assert fork.published() == repository.built()
    assert repository.refs() == ["refs/heads/main"]


def test_a_remote_with_several_push_addresses_is_told(repository: Repository) -> None:
    for address in ("../origin.git", "../other.git"):
        repository.git("remote", "set-url", "--add", "--push", ORIGIN, address)
    told = refused(repository.deploy(), "deploy-remote")
    assert "choose one: --remote ../origin.git" in told


def test_no_password_in_an_address_is_printed(repository: Repository) -> None:
    repository.git("remote", "set-url", ORIGIN, "ext://ada:secret@gone.example/x.git")
    told = refused(repository.deploy(), "deploy-remote")
    told += refused(
        repository.deploy("--remote", "ext://ada:secret@gone.example/x.git"), "deploy-remote"
    )
    assert "secret" not in told


# ---------------------------------------------------------------- what somebody else published


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody else with a clone of the branch, who commits to it by hand."""

    folder: Path
    repository: Repository

    def commit(self, message: str, files: dict[str, str | None], *options: str) -> str:
        """Commit *files* (None: delete) and push; the commit's id."""
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink() if text is None else file.write_text(text)
        git(self.folder, "add", "--all")
        author = ("-c", "user.name=Ben Ito", "-c", "user.email=ben@weir.example")
        git(self.folder, *author, "commit", "-q", "-m", message, *options)
        git(self.folder, "push", "-q", "--force", ORIGIN, f"HEAD:{BRANCH}")
        return git(self.folder, "rev-parse", "HEAD").strip()


@pytest.fixture
def colleague(repository: Repository, tmp_path: Path) -> Colleague:
    """A colleague who has cloned a branch that was published."""
    assert repository.deploy().returncode == 0
    git(tmp_path, "clone", "-q", "-b", BRANCH, "origin.git", "colleague")
    return Colleague(tmp_path / "colleague", repository)


def add_file(by: Colleague) -> None:
    by.commit("Prove ownership", {"google1234.html": "x", ".well-known/security.txt": "y"})


def add_cname_and_file(by: Colleague) -> None:
    by.commit("Create CNAME", {"CNAME": "good.example\n", "google1234.html": "x"})


def below_cname(by: Colleague) -> None:
    by.commit("Prove ownership", {"google1234.html": "x"})
    by.commit("Create CNAME", {"CNAME": "good.example\n"})
    by.commit("Update CNAME", {"CNAME": "better.example\n"})


def change_page(by: Colleague) -> None:
    by.commit("Correct google1234.html by hand", {"index.html": "<p>Mine</p>"})


def quoted_message(by: Colleague) -> None:
    ours = git(by.folder, "log", "-1", "--format=%B")
    by.commit(ours, {"google1234.html": "x"}, "--cleanup=verbatim")


def amended(by: Colleague) -> None:
    ours = git(by.folder, "log", "-1", "--format=%B")
    by.commit(ours, {"google1234.html": "x"}, "--amend", "--cleanup=verbatim")


def emptied(by: Colleague) -> None:
    by.commit("google1234.html: rebuild", {}, "--allow-empty")


def merged(by: Colleague) -> None:
    git(by.folder, "checkout", "-q", "--orphan", "aside")
    git(by.folder, "rm", "-q", "-rf", ".")
    by.commit("Aside", {"google1234.html": "x"})
    git(by.folder, "checkout", "-q", BRANCH)
    git(
        *(by.folder, "-c", "user.name=B", "-c", "user.email=b@weir.example", "merge", "-q"),
        *("--allow-unrelated-histories", "-m", "Merge google1234.html", "aside"),
    )
    git(by.folder, "push", "-q", "--force", ORIGIN, f"HEAD:{BRANCH}")


def first_release_quoted(by: Colleague) -> None:
    """A branch of somebody else's whose message is that of version 0.1."""
    git(by.folder, "checkout", "-q", "--orphan", "own")
    git(by.folder, "rm", "-q", "-rf", ".")
    by.commit("Publish the site\n\nPublished-with: Sidegloss", {"google1234.html": "x"})


def other_branch(by: Colleague) -> None:
    git(by.folder, "checkout", "-q", "--orphan", "own")
    git(by.folder, "rm", "-q", "-rf", ".")
    by.commit("Begin", {"google1234.html": "x"})
    for n in range(30):
        by.commit(f"Go on {n}\n\nPublished-with: Sidegloss", {"other.html": str(n)})


FOREIGN = [
    add_file,
    add_cname_and_file,
    below_cname,
    change_page,
    quoted_message,
    amended,
    emptied,
    merged,
    first_release_quoted,
    other_branch,
]


@pytest.mark.parametrize("change", FOREIGN)
def test_what_sidegloss_did_not_publish_is_named_and_stays(
    repository: Repository, colleague: Colleague, change: Callable[[Colleague], None]
) -> None:
    change(colleague)
    before, files = repository.tip(), repository.published()
    (repository.site / "content/other.md").write_text("# Another\n")
    told = refused(repository.deploy(), "deploy-branch")

    assert "google1234.html" in told or change is other_branch
    assert before[:10] in told or change is below_cname
    assert "--force" in told
    assert (repository.tip(), repository.published()) == (before, files)


@pytest.mark.parametrize("change", FOREIGN)
def test_force_names_what_it_replaces(
    repository: Repository, colleague: Colleague, change: Callable[[Colleague], None]
) -> None:
    change(colleague)
    kept = {"CNAME": b"better.example\n"} if change is below_cname else {}
    kept = {"CNAME": b"good.example\n"} if change is add_cname_and_file else kept
    done = repository.deploy("--force")

    assert done.returncode == 0, done
    assert "warning: the branch holds what Sidegloss did not publish" in done.stdout
    assert repository.published() == repository.built() | kept
    assert repository.commits() == 1
    assert UP_TO_DATE in repository.deploy().stdout


def test_a_branch_of_a_long_history_is_named_in_short(repository: Repository) -> None:
    for n in range(12):
        repository.git("commit", "-q", "--allow-empty", "-m", f"Step {n}")
    repository.git("push", "-q", ORIGIN, f"main:{BRANCH}")
    told = refused(repository.deploy(), "deploy-branch")

    assert "“Step 11” by Ada Okafor (no files)" in told
    assert "and 5 older commits" in told


def test_a_shallow_clone_that_lacks_the_branch_s_history_is_told(
    repository: Repository, colleague: Colleague, tmp_path: Path
) -> None:
    add_file(colleague)
    origin = f"file://{repository.origin}"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", origin, "shallow")
    told = refused(
        Repository(tmp_path / "shallow", repository.origin).deploy(), "deploy-repository"
    )
    assert "git fetch --unshallow" in told


def first_release(repository: Repository, *extra: str) -> None:
    """What version 0.1 published: the same files, and a message that names no tree."""
    tree = repository.git("rev-parse", f"{BRANCH}^{{tree}}", there=True).strip()
    if extra:
        entries = git(repository.origin, "ls-tree", tree)
        page = repository.git("rev-parse", f"{BRANCH}:index.html", there=True).strip()
        more = "".join(f"100644 blob {page}\t{name}\n" for name in extra)
        tree = fed(repository.origin, f"{entries}{more}", "mktree")
    message = "Publish the site\n\nPublished-with: Sidegloss\n"
    commit = fed(repository.origin, message, "commit-tree", tree)
    repository.git("update-ref", f"refs/heads/{BRANCH}", commit, there=True)


def fed(folder: Path, text: str, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], input=text, capture_output=True, check=True, cwd=folder, text=True
    )
    return done.stdout.strip()


def test_what_the_first_release_published_is_replaced_if_each_file_is_known(
    repository: Repository,
) -> None:
    repository.deploy()
    first_release(repository)
    (repository.site / "content/other.md").write_text("# Another\n")
    assert repository.deploy().returncode == 0
    assert "other/index.html" in repository.published()

    first_release(repository, "gone.html")
    told = refused(repository.deploy(), "deploy-branch")
    assert "(gone.html)" in told


def test_a_commit_of_the_first_release_that_was_amended_is_not_ours(
    repository: Repository, colleague: Colleague
) -> None:
    first_release(repository)
    git(colleague.folder, "fetch", "-q")
    git(colleague.folder, "reset", "-q", "--hard", f"origin/{BRANCH}")
    message = git(colleague.folder, "log", "-1", "--format=%B")
    colleague.commit(message, {"index.html": "Mine"}, "--amend")
    refused(repository.deploy(), "deploy-branch")


# ---------------------------------------------------------------- the domain


def with_settings(repository: Repository, *lines: str) -> None:
    file = repository.site / "pyproject.toml"
    file.write_text("\n".join((file.read_text(), *lines, "")))


def test_the_output_never_takes_the_domain_of_the_branch(
    repository: Repository, colleague: Colleague
) -> None:
    colleague.commit("Create CNAME", {"CNAME": "good.example\n"})
    output = repository.output
    Builder(Layout(repository.site)).build()
    write([*(Kept(path) for path in whole(output)), Output("CNAME", b"evil.example\n")], output)
    deploying.deploy(target(repository), output)

    assert repository.published()["CNAME"] == b"good.example\n"


def test_the_setting_names_another_domain(repository: Repository, colleague: Colleague) -> None:
    colleague.commit("Create CNAME", {"CNAME": "good.example\n"})
    with_settings(repository, 'domain = "new.example.org"')
    done = repository.deploy()

    assert done.returncode == 0, done
    assert repository.published()["CNAME"] == b"new.example.org\n"
    assert "address: https://new.example.org/ (from the setting domain)" in done.stdout
    assert UP_TO_DATE in repository.deploy().stdout


def test_a_domain_that_was_taken_away_stays_away(
    repository: Repository, colleague: Colleague
) -> None:
    colleague.commit("Create CNAME", {"CNAME": "good.example\n"})
    colleague.commit("Delete CNAME", {"CNAME": None})
    (repository.site / "content/other.md").write_text("# Another\n")
    assert repository.deploy().returncode == 0
    assert "CNAME" not in repository.published()


# ---------------------------------------------------------------- the address


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/ada/weir.git", "https://ada.github.io/weir/"),
        ("https://github.com/ada/weir", "https://ada.github.io/weir/"),
        ("https://github.com/ada/weir/", "https://ada.github.io/weir/"),
        ("https://ada:token@github.com/Ada/Weir.git", "https://ada.github.io/Weir/"),
        ("https://www.github.com/ada/weir.git", "https://ada.github.io/weir/"),
        ("http://GitHub.com/ada/weir.git", "https://ada.github.io/weir/"),
        ("git@github.com:ada/weir.git", "https://ada.github.io/weir/"),
        ("git@github.com:/ada/weir.git", "https://ada.github.io/weir/"),
        ("github.com:ada/weir", "https://ada.github.io/weir/"),
        ("ssh://git@github.com/ada/weir.git", "https://ada.github.io/weir/"),
        ("ssh://git@ssh.github.com:443/ada/weir.git", "https://ada.github.io/weir/"),
        ("git://github.com/ada/weir.git", "https://ada.github.io/weir/"),
        ("git@github.com:Ada/ada.github.io.git", "https://ada.github.io/"),
        ("https://github.com/ada/Ada.GitHub.io", "https://ada.github.io/"),
        ("https://github.com/ada/ben.github.io", "https://ada.github.io/ben.github.io/"),
        ("https://github.com/ada/a.b_c-d.git", "https://ada.github.io/a.b_c-d/"),
        ("https://gitlab.com/ada/weir.git", ""),
        ("https://evil.example/github.com/ada/weir.git", ""),
        ("https://github.com.evil.example/ada/weir.git", ""),
        ("https://notgithub.com/ada/weir", ""),
        ("https://github.com/ada", ""),
        ("https://github.com/ada/..", ""),
        ("git@github.com:ada/weir/more.git", ""),
        ("../origin.git", ""),
        ("", ""),
    ],
)
def test_a_remote_at_github_tells_the_address(remote: str, address: str) -> None:
    assert pages_address(remote) == address


@pytest.mark.parametrize(
    ("cname", "address"),
    [
        ("good.example\n", "https://good.example/"),
        ("WWW.Good.example", "https://www.good.example/"),
        ("https://good.example", ""),
        ("good.example\nother.example\n", ""),
        ("no spaces.example", ""),
        ("localhost", ""),
        ("", ""),
    ],
)
def test_a_domain_tells_the_address(cname: str, address: str) -> None:
    assert domain_address(cname) == address


def at_github(repository: Repository) -> None:
    """Name a remote at GitHub, which git finds beside the site."""
    address = "https://github.com/Ada/weir.git"
    repository.git("config", f"url.{repository.origin}.insteadOf", address)
    repository.git("remote", "set-url", ORIGIN, address)


def test_a_deploy_finds_the_address_and_says_where(
    repository: Repository, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "feed.xml" not in repository.published()
    colleague.commit("Create CNAME", {"CNAME": "good.example\n"})
    done = repository.deploy()
    assert "address: https://good.example/ (from CNAME on the branch)" in done.stdout
    assert "[url-set]" not in done.stdout
    assert b"https://good.example/" in repository.published()["feed.xml"]

    with_settings(repository, 'url = "https://set.example/"')
    done = repository.deploy()
    assert "address: https://set.example/ (from the setting url)" in done.stdout
    assert b"https://set.example/" in repository.published()["feed.xml"]

    monkeypatch.setenv("SIDEGLOSS_URL", "https://env.example/x")
    done = run("deploy", here=repository.site, url="https://env.example/x")
    assert "address: https://env.example/x/ (from SIDEGLOSS_URL)" in done.stdout
    assert b"https://env.example/x/" in repository.published()["feed.xml"]


def test_an_address_that_changes_leaves_no_page_of_the_old_one(
    repository: Repository, tmp_path: Path
) -> None:
    """SIDEGLOSS_URL is an input like any other: a warm build is a clean build."""
    for url in ("https://a.example/", "https://b.example/x/", "", "https://a.example/"):
        assert run("build", here=repository.site, url=url).returncode == 0
        clean = Layout(repository.site, tmp_path / "clean", url)
        assert Builder(clean).build().written
        files = [f for f in (tmp_path / "clean").rglob("*") if f.is_file() and f.name != MANIFEST]
        found = {f.relative_to(tmp_path / "clean").as_posix(): f.read_bytes() for f in files}
        assert repository.built() == found
        shutil.rmtree(tmp_path / "clean")


# ---------------------------------------------------------------- the ledger


def test_a_deploy_records_what_it_publishes(repository: Repository) -> None:
    starter = starting.starter("Reader", "0.1.0")
    (repository.site / LEDGER).write_text(starter[LEDGER])
    repository.git("add", "--all")
    repository.git("commit", "-q", "-m", "Keep a ledger")
    done = repository.deploy()

    assert done.returncode == 0, done
    assert f"{LEDGER}: 4 claims added; commit this file" in done.stdout
    assert repository.git("status", "--porcelain").split() == ["M", LEDGER]
    assert run("ledger", "--check", "--strict", here=repository.site).returncode == 0
    assert "added" not in repository.deploy().stdout


def test_a_site_without_a_ledger_gets_none(repository: Repository) -> None:
    done = repository.deploy("--verbose")
    assert "[ledger-exists]" in done.stdout
    assert not (repository.site / LEDGER).exists()


def test_a_lost_claim_is_not_deployed(repository: Repository) -> None:
    run("ledger", here=repository.site)
    assert repository.deploy().returncode == 0
    before = repository.tip()
    (repository.site / "content/first-bug.md").unlink()
    told = refused(repository.deploy(), "claim-kept")

    assert "Nothing was published." in told
    assert repository.tip() == before


def test_a_refused_deploy_records_nothing(repository: Repository, colleague: Colleague) -> None:
    add_file(colleague)
    (repository.site / LEDGER).write_text(starting.starter("Reader", "0.1.0")[LEDGER])
    before = (repository.site / LEDGER).read_text()
    refused(repository.deploy(), "deploy-branch")
    assert (repository.site / LEDGER).read_text() == before


# ---------------------------------------------------------------- several at once


def test_a_branch_that_moved_meanwhile_is_not_replaced(repository: Repository) -> None:
    repository.deploy()
    seen = target(repository)
    Builder(Layout(repository.site)).build()
    (repository.site / "content/other.md").write_text("# Another\n")
    repository.deploy()
    new = repository.tip()
    Builder(Layout(repository.site)).build()
    (repository.site / "content/third.md").write_text("# A third\n")
    Builder(Layout(repository.site)).build()
    for tip in (seen.tip, ""):  # what was seen before: another commit, or no such branch
        with pytest.raises(SiteError) as refusal:
            deploying.deploy(replace(seen, tip=tip), repository.output)
        assert codes(refusal) == ["deploy-push"]
        assert "in the meantime" in str(refusal.value)
    assert repository.tip() == new


def test_of_deploys_at_once_one_wins_and_the_others_say_so(
    repository: Repository, tmp_path: Path
) -> None:
    clones = []
    for n in range(4):
        git(tmp_path, "clone", "-q", "origin.git", f"clone-{n}")
        clones.append(Repository(tmp_path / f"clone-{n}", repository.origin))
    for n, clone in enumerate(clones):
        (clone.site / "content/own.md").write_text(f"# Clone {n}\n")
        assert Builder(Layout(clone.site)).build().written
    before = [deploying.find_target(clone.site, BRANCH, ORIGIN) for clone in clones]

    def deploy(n: int) -> str:
        try:
            return deploying.deploy(before[n], clones[n].output).commit
        except SiteError as refusal:
            (told,) = refusal.diagnostics
            assert told.code == "deploy-push"
            assert re.search("in the meantime|publishing to this branch right now", told.message)
            return ""

    with ThreadPoolExecutor(4) as pool:
        commits = list(pool.map(deploy, range(4)))

    assert len([commit for commit in commits if commit]) == 1
    assert repository.tip() in commits


def test_a_commit_without_an_author_is_told(repository: Repository, settings: Path) -> None:
    settings.write_text("[user]\nuseConfigOnly = true\n")
    told = refused(repository.deploy(), "deploy-identity")
    assert 'git config user.name "Ada Okafor"' in told


def test_a_repository_that_takes_no_files_is_told(repository: Repository) -> None:
    Builder(Layout(repository.site)).build()
    seen = target(repository)
    shutil.rmtree(repository.site / ".git/objects")
    with pytest.raises(SiteError) as refusal:
        deploying.deploy(seen, repository.output)
    assert codes(refusal) == ["deploy-git"]


def test_a_machine_without_git_is_told(repository: Repository) -> None:
    with pytest.MonkeyPatch.context() as around:
        around.setenv("PATH", str(repository.site))
        told = refused(repository.deploy(), "deploy-git")
    assert "install git" in told
