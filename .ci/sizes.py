"""Refuses files of more than 400 lines and functions of more than 60."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FILE_LIMIT = 400
FUNCTION_LIMIT = 60


def main() -> int:
    """Print each fault; return 1 when there is one."""
    listed = subprocess.run(["git", "ls-files", "*.py"], capture_output=True, text=True, check=True)
    faults = [fault for name in listed.stdout.split() if Path(name).exists() for fault in _faults(Path(name))]
    print("\n".join(faults) or "sizes: ok")
    return bool(faults)


def _faults(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    lines = text.count("\n")
    faults = [f"{path}: {lines} lines, more than {FILE_LIMIT}"] if lines > FILE_LIMIT else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LIMIT:
                faults.append(f"{path}:{node.lineno}: {node.name} has {size} lines, more than {FUNCTION_LIMIT}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
