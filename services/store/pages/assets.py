"""Styles, scripts and fonts of the pages, packaged with the service; nothing else is served from there."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from services.store.pages.rendering import problem

_TYPES = {
    "css": "text/css", "js": "text/javascript", "woff2": "font/woff2", "svg": "image/svg+xml", "txt": "text/plain",
    "LICENSE": "text/plain",
}  # fmt: skip

router = APIRouter(include_in_schema=False)


@cache
def _assets() -> dict[str, bytes]:
    """Path → content. Read once; only what was packaged has a path, so that none leads elsewhere."""
    root = files("services.store.pages") / "static"
    folders = [("", root)]
    found: dict[str, bytes] = {}
    while folders:
        prefix, folder = folders.pop()
        for entry in folder.iterdir():
            if entry.is_dir():
                folders.append((f"{prefix}{entry.name}/", entry))
            elif entry.name.rsplit(".", 1)[-1] in _TYPES:
                found[prefix + entry.name] = entry.read_bytes()
    return found


@router.get("/static/store/{path:path}")
async def asset(path: str) -> Response:
    """One of them."""
    body = _assets().get(path)
    if body is None:
        return problem(404, "There is nothing here", "No file of that name belongs to these pages.")
    headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=_TYPES[path.rsplit(".", 1)[-1]], headers=headers)
