"""How many small faults the fast tests notice: a seeded sample of mutants of the stages that judge.

usage: python tools/mutants.py [NUMBER [SEED]]

Each mutant is one change of one place of a module's syntax tree: a comparison turned, `and` for `or`, a number one larger, a
branch always taken. It is run in a process forked after libraries and models are loaded, so that a run costs the tests and no
more. Survivors are printed with their line, to be judged. Needs a system that forks.
"""

from __future__ import annotations

import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120  # of the processor's time, so that a busy machine kills no mutant
STAGES = {
    "assess": [
        "tests/test_authorities.py",
        "tests/test_assess.py",
        "tests/test_topics.py",
        "tests/test_recurrence.py",
        "tests/law",
        "tests/test_law.py",
        "tests/test_document_findings.py",
    ],
    "situate": ["tests/test_situate.py", "tests/test_find_body.py", "tests/test_find_dates.py", "tests/test_law.py"],
    "segment": ["tests/test_segment.py", "tests/test_language.py", "tests/test_zones.py", "tests/test_properties.py"],
}
MODULES = {
    "pipeline.assess": "assess", "pipeline.authorities": "assess", "pipeline.topics": "assess", "pipeline.recurrence": "assess",
    "pipeline.situate": "situate", "pipeline.find_body": "situate", "pipeline.find_dates": "situate",
    "pipeline.body_names": "situate",
    "pipeline.segment": "segment", "pipeline.language": "segment", "pipeline.extract.bounds": "segment",
}  # fmt: skip
# Tests of seconds that look at other stages.
_TOLD_BY_OTHERS = "not suggested_wording and not unsafe and not adds_a_tag"
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OTHER: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}


@dataclass(frozen=True)
class Mutant:
    """One changed place: the node's number in a walk of the module's tree, and what is done to it."""

    module: str
    node: int
    line: int
    what: str


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse(_path(module).read_text(encoding="utf-8"))
    passive = _passive(tree)
    return [
        Mutant(module, number, getattr(node, "lineno", 0), what)
        for number, node in enumerate(ast.walk(tree))
        if node not in passive
        for what in _changes(node)
    ]


def _passive(tree: ast.AST) -> set[ast.AST]:
    """What no test can notice: docstrings, annotations, imports for types, decorators, messages of errors."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.FunctionDef):
            parts += [*node.decorator_list, *filter(None, [node.returns, *(a.annotation for a in node.args.args)])]
        if isinstance(node, ast.AnnAssign):
            parts.append(node.annotation)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts.append(node.value)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            parts.append(node)
        for part in parts:
            found.update(ast.walk(part))
    return found


def _changes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        return ["turn the comparison"]
    if isinstance(node, ast.BoolOp):
        return ["swap and, or"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ["drop not"]
    if isinstance(node, ast.BinOp) and type(node.op) in _OTHER:
        return ["other operator"]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return ["turn the truth value"]
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return ["one more"]
    if isinstance(node, ast.If | ast.IfExp):
        return ["always", "never"]
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        return ["return None"]
    return []


def changed(mutant: Mutant) -> ast.Module:
    """The module's tree with the mutant's change."""
    tree = ast.parse(_path(mutant.module).read_text(encoding="utf-8"))
    node = next(node for number, node in enumerate(ast.walk(tree)) if number == mutant.node)
    if isinstance(node, ast.Compare):
        node.ops[0] = _TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), copy.deepcopy(node.operand))
    elif isinstance(node, ast.BinOp):
        node.op = _OTHER[type(node.op)]()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.Constant(mutant.what == "always")
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    return ast.fix_missing_locations(tree)


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module in its changed form."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:  # noqa: ARG002
        if name != self._mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, _path(name), loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:  # noqa: ARG002
        return None

    def exec_module(self, module: object) -> None:
        exec(compile(changed(self._mutant), str(_path(self._mutant.module)), "exec"), vars(module))  # noqa: S102


def run(mutant: Mutant | None, tests: list[str]) -> str:
    """What the tests say: `killed`, `survived`, or `killed by time`."""
    child = os.fork()
    if child == 0:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        if mutant:
            sys.meta_path.insert(0, _Mutated(mutant))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        import pytest

        options = [
            "-x",
            "-q",
            "-m",
            "not slow",
            "-k",
            _TOLD_BY_OTHERS,
            "-p",
            "no:cacheprovider",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
            "--hypothesis-seed=0",
            *tests,
        ]
        code = 2
        try:
            code = int(pytest.main(options))
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "killed by time"
    return "survived" if os.WEXITSTATUS(status) == 0 else "killed"


def main() -> None:
    """Run the sample, module by module in proportion to what each offers."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)  # noqa: S311
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    _load_what_is_not_mutated()
    everything = [mutant for module in MODULES for mutant in mutants(module)]
    sample = sorted(chance.sample(everything, min(number, len(everything))), key=lambda m: (m.module, m.line))
    print(f"{len(sample)} of {len(everything)} mutants of {len(MODULES)} modules", flush=True)
    for stage, tests in STAGES.items():
        if run(None, tests) != "survived":
            sys.exit(f"the tests of {stage} fail without a mutant")
    killed, by_time, started = 0, 0, time.monotonic()
    for at, mutant in enumerate(sample, 1):
        came = run(mutant, STAGES[MODULES[mutant.module]])
        killed += came != "survived"
        by_time += came == "killed by time"
        if came == "survived":
            print(f"survived  {_path(mutant.module).relative_to(ROOT)}:{mutant.line}  {mutant.what}", flush=True)
        if at % 50 == 0:
            print(f"… {at} done, {killed} killed, {time.monotonic() - started:.0f} s", flush=True)
    print(f"killed {killed} of {len(sample)} ({killed / len(sample):.0%}), {by_time} of them by time")


def _load_what_is_not_mutated() -> None:
    """Load libraries and models once, and nothing that holds a function of a mutated module."""
    import hypothesis  # noqa: F401
    import pytest  # noqa: F401

    from models import encoder, linear

    linear.load()
    encoder.load()
    for name in [name for name in sys.modules if name.split(".")[0] == "pipeline" and name not in _SAFE]:
        sys.modules.pop(name)


_SAFE = frozenset({"pipeline", "pipeline.errors", "pipeline.records", "pipeline.lexicon"})


def _path(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


if __name__ == "__main__":
    main()
