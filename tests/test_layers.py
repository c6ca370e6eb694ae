"""The rules of the code's own shape: who may import whom, where imports stand, and what must be explained."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for path in (ROOT / "kb").rglob("*.py") if "migrations" not in path.parts)
VAGUE = {"utils", "util", "helpers", "common", "core", "services", "misc"}


def by_module(function):
    return pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])(function)


def test_a_layer_imports_only_lower_ones():
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    run = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_there_are_modules_to_check():
    assert ROOT / "kb" / "values" / "dates.py" in MODULES


def tree(path):
    return ast.parse(path.read_text())


@by_module
def test_imports_stand_at_the_top_of_their_module(path):
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    local = [
        node.lineno for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert local == []


def public_definitions(node):
    """Walk over public classes and functions, and over those inside public classes."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public_definitions(child)


@by_module
def test_everything_public_is_explained(path):
    module = tree(path)
    assert ast.get_docstring(module) or not module.body, "the module itself"
    assert [node.name for node in public_definitions(module) if not ast.get_docstring(node)] == []


@by_module
def test_every_module_has_a_name_that_says_what_it_is_about(path):
    assert not {path.stem, path.parent.name} & VAGUE


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name == "values"], ids=lambda path: path.name)
def test_values_know_nothing_of_django(path):
    imported = {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in imported if name.split(".")[0] == "django"]
