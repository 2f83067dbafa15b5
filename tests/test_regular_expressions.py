"""No regular expression of the project takes long on a megabyte that nearly matches."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from near_misses import ANCHORED, patterns

ROOT = Path(__file__).parent.parent
SECONDS = 60
"""Of processor time for a pattern: the slowest takes a third of it, one that backtracks at every place some minutes."""
TRY = f"""
import resource, sys
sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from near_misses import patterns, search
for name, pattern in patterns().items():
    print(name, flush=True)
    used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime)
    resource.setrlimit(resource.RLIMIT_CPU, (used + {SECONDS}, resource.RLIM_INFINITY))
    search(name, pattern)
print("all", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits of processor time are POSIX's")
def test_no_pattern_is_slow_on_near_misses() -> None:
    done = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[-2] == "all", f"{done.stdout.split()[-1]} did not end\n{done.stderr[-500:]}"


def test_every_pattern_is_found() -> None:
    found = patterns()
    assert len(found) > 150
    assert set(found) >= ANCHORED


def test_patterns_said_to_be_anchored_are_used_so() -> None:
    for name in ANCHORED:
        module, _, constant = name.rpartition(".")
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        named = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
        calls = {node.attr for node in named if isinstance(node.value, ast.Name) and node.value.id == constant}
        assert not calls & {"finditer", "findall", "search", "split"}, name
