"""The HTTP door keeps what its OpenAPI document promises, whatever it is asked: Schemathesis on a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.ingest.keys import make
from shared.embedded import EmbeddedServer
from tests.ingest.conftest import FULL, Process, quick

# A body may fit its schema and be no article all the same: bytes that are no PDF, markup without a word in it.
NOT_CHECKED = "positive_data_acceptance"


@pytest.mark.system
@pytest.mark.timeout(1800)
def test_it_answers_as_its_document_says(server: EmbeddedServer, tmp_path: Path) -> None:
    """FACTWIRE_TEST_EXAMPLES says how many requests each operation gets beside those that cover its parameters."""
    key, line = make("tester", "write,read")
    process = Process(quick(server, tmp_path, api_keys=line))
    process.start()
    command: list[str | Path] = [
        Path(sys.executable).parent / "schemathesis", "run", f"{process.url}/openapi.json",
        "--header", f"Authorization: Bearer {key}",
        "--phases", "examples,coverage,fuzzing,stateful",
        "--exclude-checks", NOT_CHECKED,
        "--max-examples", os.environ.get("FACTWIRE_TEST_EXAMPLES", "200" if FULL else "3"),
        "--seed", "1", "--generation-database", "none", "--no-color",
    ]  # fmt: skip
    try:
        env = os.environ | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(Path(__file__).parent)}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=1700)
    finally:
        process.kill()
    assert done.returncode == 0, done.stdout[-20_000:]
    assert "Traceback" not in process.lines()
