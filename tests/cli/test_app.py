"""What the command says of itself, and how it fails."""

from __future__ import annotations

import hashlib

import pytest
import typer.main

from services.cli.app import app
from tests.cli.conftest import Factwire

GROUP = typer.main.get_group(app)
VERBS: list[tuple[str, ...]] = [(name,) for name in GROUP.commands]
VERBS += [("dead", name) for name in GROUP.commands["dead"].commands]  # type: ignore[attr-defined]


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_and_option_is_explained(verb: tuple[str, ...]) -> None:
    command = GROUP.commands[verb[0]]
    for name in verb[1:]:
        command = command.commands[name]  # type: ignore[attr-defined]
    assert command.help
    assert len(command.help.split()) > 4
    for parameter in command.params:
        assert getattr(parameter, "help", None), parameter.name


def test_help_lists_the_verbs(factwire: Factwire) -> None:
    ended = factwire("--help")
    assert ended.code == 0
    for verb in ("up", "serve", "extract", "tail", "dead", "status", "health", "version"):
        assert f" {verb} " in ended.out


def test_a_key_opens_the_door_that_its_line_describes(factwire: Factwire) -> None:
    ended = factwire("key", "archive", "--scopes", "write,read")
    assert ended.code == 0
    name, scopes, digest = ended.out.split()
    assert (name, scopes) == ("archive", "write,read")
    assert hashlib.sha256(ended.err.strip().encode()).hexdigest() == digest
    wrong = factwire("key", "archive", "--scopes", "everything")
    assert wrong.code == 2
    assert "cannot be a key" in wrong.err


def test_version(factwire: Factwire) -> None:
    ended = factwire("version")
    assert ended.code == 0
    assert ended.out.startswith("factwire 0.")


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (("serve", "extract"), {}, "FACTWIRE_REDIS_URL is not set"),
        (("serve", "ingest"), {"port": "many"}, "FACTWIRE_PORT: "),
        (("serve", "store"), {"redis_url": "http://example.invalid"}, "FACTWIRE_REDIS_URL: "),
        (("up",), {"port": "70000"}, "FACTWIRE_PORT: "),
        (("up",), {"database_url": "mysql://u:secret@h/d"}, "FACTWIRE_DATABASE_URL: "),
        (("up",), {"data_dir": "/dev/null/data"}, "cannot use the data directory /dev/null/data"),
        (("up", "--host", "192.0.2.1"), {}, "cannot listen on 192.0.2.1:0"),
        (("tail",), {"redis_url_file": "/nonexistent"}, "FACTWIRE_REDIS_URL_FILE: cannot read"),
    ],
)
def test_a_wrong_setting_is_named_in_the_last_line(
    factwire: Factwire, arguments: tuple[str, ...], settings: dict[str, str], said: str
) -> None:
    ended = factwire(*arguments, **{"port": "0", **settings})  # whatever listens on this machine
    assert ended.code == 2
    assert said in ended.err.splitlines()[-1]
    assert "secret" not in ended.err
    assert "Traceback" not in ended.err


def test_an_unknown_service(factwire: Factwire) -> None:
    ended = factwire("serve", "everything")
    assert ended.code == 2
    assert "extract" in ended.err
