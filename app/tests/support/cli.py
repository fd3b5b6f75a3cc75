"""Runs `python -m etl` as a process of its own, as the pipeline does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    code: int
    json: dict[str, Any]
    stdout: str
    stderr: str


def start_etl(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Not waited for."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def etl(*arguments: str, **variables: str) -> Outcome:
    """Waited for; stdout is one line of JSON."""
    process = start_etl(*arguments, **variables)
    stdout, stderr = process.communicate(timeout=120)
    lines = stdout.splitlines()
    return Outcome(process.returncode, json.loads(lines[-1]) if lines else {}, stdout, stderr)
