"""``sidegloss deploy``: one commit on a branch, by real git, into a bare repository beside it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sidegloss import deploying, starting
from sidegloss.builder import Builder, Layout
from sidegloss.model import SiteError
from sidegloss.write import MANIFEST, whole
from test_cli import Done, run

ORIGIN = "origin"
BRANCH = "gh-pages"


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
    found.git("remote", "add", ORIGIN, "../origin.git")
    found.git("add", "--all")
    found.git("commit", "-q", "-m", "Begin")
    found.git("push", "-q", ORIGIN, "main")
    return found


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
    assert "at GitHub, once: Settings, Pages" in done.stderr
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

    assert (done.returncode, done.stdout) == (
        0,
        f"{BRANCH} at {ORIGIN}: up to date; nothing to push\n",
    )
    assert "at GitHub" not in done.stderr
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
    assert clone.deploy().stdout == f"{BRANCH} at {ORIGIN}: up to date; nothing to push\n"
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
    assert repository.deploy().stdout == f"{BRANCH} at {ORIGIN}: up to date; nothing to push\n"

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
    assert repository.deploy().stdout == f"{BRANCH} at {ORIGIN}: up to date; nothing to push\n"
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
        deploying.deploy(repository.site, repository.output, BRANCH, ORIGIN)
    assert set(codes(refusal)) == {"output-whole"}
    assert repository.git("branch", "--list", BRANCH, there=True) == ""


def test_a_deploy_builds_anew_what_was_spoilt(repository: Repository) -> None:
    repository.deploy()
    spoilt_manifest(repository.output)
    spoilt_file(repository.output)
    (repository.output / "index.html").write_text("other")

    assert repository.deploy().stdout == f"{BRANCH} at {ORIGIN}: up to date; nothing to push\n"


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
    assert "does not answer" in refused(repository.deploy(), "deploy-remote")
    repository.git("remote", "remove", ORIGIN)
    assert "git remote add origin" in refused(repository.deploy(), "deploy-remote")


@pytest.mark.parametrize("branch", ["", "a b", "-d", "x..y", "@{-1}", "main"])
def test_a_branch_that_cannot_be_is_told(repository: Repository, branch: str) -> None:
    refused(repository.deploy(f"--branch={branch}"), "deploy-branch")


def test_a_branch_with_other_things_on_it_is_never_replaced(repository: Repository) -> None:
    repository.git("push", "-q", ORIGIN, f"main:{BRANCH}")
    before = repository.git("rev-parse", BRANCH, there=True)
    told = refused(repository.deploy(), "deploy-branch")

    assert f"git push {ORIGIN} --delete {BRANCH}" in told
    assert repository.git("rev-parse", BRANCH, there=True) == before


def test_a_branch_that_moved_meanwhile_is_not_replaced(repository: Repository) -> None:
    repository.deploy()
    old = repository.git("rev-parse", BRANCH, there=True).strip()
    (repository.site / "content/other.md").write_text("# Another\n")
    repository.deploy()
    new = repository.git("rev-parse", BRANCH, there=True)
    for tip in (old, ""):  # what was seen before: another commit, or no such branch
        with pytest.raises(SiteError) as refusal:
            deploying._push(
                deploying._Git(repository.site), old, tip, f"refs/heads/{BRANCH}", ORIGIN
            )
        assert codes(refusal) == ["deploy-push"]
        assert "in the meantime" in str(refusal.value)
    assert repository.git("rev-parse", BRANCH, there=True) == new


def test_a_push_that_is_rejected_is_told_with_the_reason(repository: Repository) -> None:
    repository.deploy()
    repository.git("config", "receive.denyNonFastForwards", "true", there=True)
    (repository.site / "content/other.md").write_text("# Another\n")
    told = refused(repository.deploy(), "deploy-push")

    assert "non-fast-forward" in told
    assert "no rule protects the branch" in told


def test_a_commit_without_an_author_is_told(repository: Repository, settings: Path) -> None:
    settings.write_text("[user]\nuseConfigOnly = true\n")
    told = refused(repository.deploy(), "deploy-identity")
    assert 'git config user.name "Ada Okafor"' in told


def test_a_machine_without_git_is_told(repository: Repository) -> None:
    with pytest.MonkeyPatch.context() as around:
        around.setenv("PATH", str(repository.site))
        told = refused(repository.deploy(), "deploy-git")
    assert "install git" in told
