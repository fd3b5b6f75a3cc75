"""The runner of the checks: what counts as a pass, above all where nothing could be looked up."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

import ci

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {"name": "pyyaml", "version": "6.0.4", "vulns": []}
SKIPPED = {"name": "pyyaml", "skip_reason": "Dependency not found on PyPI and could not be audited: pyyaml (6.0.4)"}
BAD = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1"}, {"id": "CVE-2"}]}


@pytest.mark.parametrize(
    ("dependencies", "status"),
    [([GOOD], "passed"), ([GOOD, SKIPPED], "unavailable"), ([SKIPPED], "unavailable"), ([], "unavailable"), ([SKIPPED, BAD], "failed")],
)
def test_an_audit_that_looked_nothing_up_is_no_pass(dependencies: list[dict[str, object]], status: str) -> None:
    output = "No known vulnerabilities found\n" + json.dumps({"dependencies": dependencies, "fixes": []})
    assert ci.by_audit(0, output)[0] == status


def test_an_audit_that_says_nothing_is_unavailable_and_a_flaw_is_named() -> None:
    assert ci.by_audit(1, "ConnectionError")[0] == "unavailable"
    assert ci.by_audit(1, json.dumps({"dependencies": [BAD]})) == ("failed", "old 1.0: PYSEC-1, CVE-2")


def fake(*results: tuple[str, str]) -> tuple[ci.Check, ...]:
    programs = {"passed": "pass", "failed": "print('wrong'); raise SystemExit(1)", "unavailable": "print('no network')"}
    judge = {"unavailable": ci.by_audit}
    return tuple(ci.Check(name, (sys.executable, "-c", programs[status]), judge.get(status, ci.by_exit_code), {}) for name, status in results)


@pytest.mark.parametrize(
    ("statuses", "arguments", "code"),
    [
        ((("format", "passed"), ("dependencies", "passed")), (), 0),
        ((("format", "failed"), ("dependencies", "passed")), (), 1),
        ((("format", "passed"), ("dependencies", "unavailable")), (), 1),
        ((("format", "passed"), ("dependencies", "unavailable")), ("--allow-unavailable", "dependencies"), 0),
        ((("format", "failed"), ("dependencies", "unavailable")), ("--only", "dependencies", "--allow-unavailable", "dependencies"), 0),
        ((("format", "failed"),), ("--allow-unavailable", "format"), 1),
    ],
)
def test_the_exit_code(
    statuses: tuple[tuple[str, str], ...],
    arguments: tuple[str, ...],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(ci, "checks", lambda _out: fake(*statuses))
    assert ci.main(["--out", str(tmp_path), *arguments]) == code
    document = json.loads(capsys.readouterr().out)
    assert (document["ok"], document["exitCode"]) == (code == 0, code)
    assert all(set(check) == {"name", "status", "seconds", "command", "log", "reason"} for check in document["checks"])


def test_an_unavailable_check_says_so_even_where_it_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(ci, "checks", lambda _out: fake(("dependencies", "unavailable")))
    ci.main(["--out", str(tmp_path), "--allow-unavailable", "dependencies"])
    captured = capsys.readouterr()
    assert json.loads(captured.out)["checks"][0]["status"] == "unavailable"
    assert "unavailable" in captured.err


def test_progress_can_be_read_by_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(ci, "checks", lambda _out: fake(("format", "passed"), ("dependencies", "unavailable")))
    ci.main(["--out", str(tmp_path), "--events"])
    captured = capsys.readouterr()
    events = [json.loads(line) for line in captured.err.splitlines()]
    assert [(one["type"], one["name"]) for one in events] == [
        ("check-started", "format"),
        ("check-finished", "format"),
        ("check-started", "dependencies"),
        ("check-finished", "dependencies"),
    ]
    assert [{key: one[key] for key in one if key != "type"} for one in events[1::2]] == json.loads(captured.out)["checks"]
