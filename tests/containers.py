"""The container engine of this machine: whether there is one, and which images stand for which.

A test that needs one calls `need_engine()`. Where there is none it is left out and says why, unless
FACTWIRE_REQUIRE_CONTAINERS is set, as continuous integration does: then it fails.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

import pytest

# Where no image registry can be reached, stand-ins take the place of the official images.
_STAND_IN = Path(__file__).parents[2] / "shared" / "containers" / "engine.sh"
_STAND_INS = {
    "REDIS_IMAGE": "standin/redis:7",
    "POSTGRES_IMAGE": "standin/postgres:15",
    "PYTHON_IMAGE": "standin/python:3.11",
}
_OFFICIAL = {"REDIS_IMAGE": "redis:8", "POSTGRES_IMAGE": "postgres:17", "PYTHON_IMAGE": "python:3.13-slim"}


def _works(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode == 0


@functools.cache
def missing() -> str:
    """What is missing for container tests; empty where nothing is."""
    if not shutil.which("docker"):
        return "there is no docker command"
    if not _works("docker", "info"):
        return "no container engine answers"
    return "" if _works("docker", "compose", "version") else "docker compose is not installed"


def need_engine() -> None:
    """Leave the test out where there is no engine; fail where there has to be one."""
    if reason := missing():
        if os.environ.get("FACTWIRE_REQUIRE_CONTAINERS"):
            pytest.fail(f"containers are required here, but {reason}")
        pytest.skip(f"needs containers, but {reason}")


@functools.cache
def images() -> dict[str, str]:
    """The variables of compose.yaml that choose images and the network of builds."""
    stand_in = _STAND_IN.exists() and all(_works("docker", "image", "inspect", name) for name in _STAND_INS.values())
    chosen = _STAND_INS | {"BUILD_NETWORK": "host", "COMPILED": "no"} if stand_in else _OFFICIAL
    return chosen | {name: os.environ[name] for name in chosen if name in os.environ}
