"""The reading room: server-rendered pages over the same queries as the API. Works without JavaScript; live with it.

overview.py   what comes in, what waits        browse.py     tables of facts and articles
reading.py    an article, a fact               reviewing.py  deciding about facts
subjects.py   subjects and projects in time    sums.py       added up, by month, sector and place
rendering.py  templates, headers               assets.py     styles, scripts, fonts
"""

from fastapi import APIRouter

from services.store.pages import assets, browse, overview, reading, reviewing, subjects, sums

router = APIRouter(include_in_schema=False)
for part in (assets, overview, browse, reading, reviewing, subjects, sums):
    router.include_router(part.router)
