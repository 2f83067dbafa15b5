"""What docs/ci.md and the pre-commit hook tell people to run does what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.test_decisions import PROMISE, run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.DOTALL)
CALM = "Marl County Council is consulting on its libraries. The Cabinet will take the decision in July."


def steps() -> list[list[str]]:
    jobs = yaml.safe_load(BLOCKS[0])["jobs"]
    lines = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    return [shlex.split(line) for line in lines if line.startswith("overpromise")]


@pytest.mark.parametrize(("text", "code"), [(PROMISE, 1), (CALM, 0)])
def test_the_workflow_fails_on_a_clear_promise_and_writes_what_is_uploaded(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    write("drafts/plan.md", text)
    write("overpromise-decisions.toml", "")
    ((_, *arguments),) = steps()
    assert run(*arguments).exit_code == code
    assert (tmp_path / "results" / "overpromise.sarif").is_file()
    shown = (tmp_path / "results" / "overpromise.github").read_text(encoding="utf-8")
    assert shown.startswith("::error file=drafts/plan.md,") == bool(code)


def test_annotations_go_to_standard_output_without_out(write: Callable[..., Path]) -> None:
    result = run("scan", write("plan.md", PROMISE), "--format", "github")
    assert all(line.startswith("::") for line in result.stdout.splitlines())
    assert "::error file=" in result.stdout
    assert run("scan", write("plan.md", PROMISE), "--format", "xlsx").exit_code == 2


def test_the_hook_is_for_documents_and_fails_on_a_clear_promise(write: Callable[..., Path]) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert yaml.safe_load(BLOCKS[1])["repos"][0]["hooks"][0]["id"] == hook["id"]
    assert [name for name in ("a.docx", "a.pdf", "a.htm", "a.py", "a.csv") if re.search(hook["files"], name)] == [
        "a.docx",
        "a.pdf",
        "a.htm",
    ]
    _, *arguments = shlex.split(hook["entry"])
    assert run(*arguments, write("plan.md", PROMISE)).exit_code == 1
    assert run(*arguments, write("calm.md", CALM)).exit_code == 0
