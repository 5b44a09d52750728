"""`factwire extract`: articles in files, facts on standard output, no server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.messages import FactsExtracted, article_id
from tests.cli.conftest import Factwire

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
PLANT = EXAMPLES / "cable-plant.txt"


def messages(out: str) -> list[tuple[str, FactsExtracted]]:
    """Ids and messages of the lines."""
    lines = [json.loads(line) for line in out.splitlines()]
    return [(line.pop("id"), FactsExtracted.model_validate_json(json.dumps(line))) for line in lines]


def test_a_text_file_becomes_one_line(factwire: Factwire) -> None:
    ended = factwire("extract", PLANT, "--json")
    assert (ended.code, ended.err) == (0, "")
    ((name, message),) = messages(ended.out)
    text = PLANT.read_text(encoding="utf-8")
    assert name == str(PLANT)
    assert message.article.id == article_id(text)
    assert str(message.article.published_on) == "2024-04-16"
    assert message.article.source.door == "command"
    assert message.facts
    for fact in message.facts:
        assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.text


def test_jsonl_keeps_the_given_ids_and_dates(factwire: Factwire) -> None:
    lines = [
        {"id": "first", "text": "The plant employs 240 people.", "date": "2024-05-01", "publisher": "p", "facts": []},
        {"id": 7, "text": "It rained.", "published_on": "2024-05-02T10:00:00+05:00", "title": "Rain", "url": "u:1"},
        {"text": " date 2020-02-03 ALMATY – It rained."},
    ]
    ended = factwire("extract", "-", "--json", given="\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert (ended.code, ended.err) == (0, "")
    (first, one), (second, two), (third, three) = messages(ended.out)
    assert (first, second, third) == ("first", "7", "-:3")
    assert [str(m.article.published_on) for m in (one, two, three)] == ["2024-05-01", "2024-05-02", "2020-02-03"]
    assert (one.article.publisher, two.article.title, two.article.url) == ("p", "Rain", "u:1")
    assert two.facts == ()


@pytest.mark.parametrize("text", ["Line one.\r\nThe plant employs 240 people.", "Cafe\u0301: it employs 240 people."])
def test_offsets_count_in_the_text_as_given(factwire: Factwire, text: str) -> None:
    ended = factwire("extract", "--json", given=json.dumps({"text": text}))
    ((_, message),) = messages(ended.out)
    fact = message.facts[0]
    assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.text == "240 people"


def test_the_same_holds_for_a_text_file(factwire: Factwire) -> None:
    text = "\ufeffLine one.\r\nThe plant employs 240 people."
    ended = factwire("extract", "-", "--json", given=text)
    fact = messages(ended.out)[0][1].facts[0]
    assert text[1:][fact.evidence.start : fact.evidence.end] == "240 people"  # the byte order mark is no character


def test_other_encodings_are_read(factwire: Factwire) -> None:
    ended = factwire("extract", "--json", given="The plant employs 240 people.".encode("utf-16"))
    assert messages(ended.out)[0][1].facts[0].evidence.text == "240 people"


def test_what_cannot_be_read_is_named_and_the_rest_goes_on(factwire: Factwire, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.jsonl"
    bad = ['{"text": 5}', '{"id": "x"', '{"text": "It rained.", "date": "someday"}', '{"text": "\\ud800 half"}']
    mixed.write_text("\n".join(['{"text": "It rained."}', *bad, '{"text": "It snowed."}']), encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    ended = factwire("extract", "--json", tmp_path / "none.txt", tmp_path, "empty.txt", mixed)
    assert ended.code == 2
    assert len(messages(ended.out)) == 2
    said = ended.err.splitlines()
    assert all(line.startswith("factwire: ") for line in said)
    for part in (
        "none.txt: cannot read it",
        "Is a directory",
        "empty.txt: It is empty",
        *(f"jsonl:{n}" for n in "2345"),
    ):
        assert [line for line in said if part in line], (part, said)


def test_a_table_for_the_eye(factwire: Factwire) -> None:
    ended = factwire("extract", PLANT)
    assert ended.code == 0
    assert "2024-04-16" in ended.out
    assert "6.4 billion tenge (US$14.3 million)" in " ".join(ended.out.split())


def test_brackets_are_no_markup(factwire: Factwire) -> None:
    ended = factwire("extract", "-", given="The [bold]plant[/bold] employs 240 people.")
    assert ended.code == 0
    assert "240 people" in ended.out


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text('{"text": "The plant employs 240 people."}\n' * 3000, encoding="utf-8")
    script = f'{sys.executable} -m services.cli extract --json "{many}" | head -1'
    done = subprocess.run(script, shell=True, capture_output=True, cwd=Path(__file__).parents[2], check=False)
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


def test_it_loads_nothing_that_it_does_not_need() -> None:
    """Start-up is what a user of `factwire extract` waits for; a framework would double it."""
    code = (
        "import sys; sys.argv = ['factwire', 'extract', '--json', sys.argv[1]]\n"
        "from services.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'faststream', 'redis', 'fastapi', 'sqlalchemy', 'rich', 'structlog', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, PLANT], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"
