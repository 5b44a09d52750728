"""Articles to measure speed on: own sentences of eight genres with drawn values, and the specs' labelled articles.

    python -m bench.corpus [NUMBER]     # print an article

The same on any machine: everything is drawn from one seed.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import string
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from tests.extract import cases

HERE = Path(__file__).parent
SPECS = HERE.parent / "tests/extract/specs"
DRAWN = 200
SHORTEST, LONGEST = 1000, 4000  # bytes
PLAIN = 0.45  # of an article's sentences state no fact

_PLACES = (
    "Almaty Shymkent Taraz Oskemen Tashkent Samarkand Bishkek Dushanbe Baku Tbilisi Yerevan Ulaanbaatar Gdansk Lodz"
    " Brno Debrecen Plovdiv Izmir Alexandria Casablanca Kano Mombasa Kumasi Durban Lusaka Pune Nagpur Sylhet Surabaya"
    " Busan Cebu Monterrey Cordoba Arequipa Valparaiso Leeds Graz"
).split()
_REGIONS = "Karaganda Kostanay Fergana Osh Khatlon Ganja Kakheti Silesia Anatolia Gujarat Punjab Gauteng Oromia".split()
_COUNTRIES = (
    "Kazakhstan Uzbekistan Georgia Poland Turkey Egypt Kenya Nigeria India Indonesia Vietnam Korea Mexico Peru Germany"
    " Italy Japan China"
).split()
_GIVEN = "Aigul Marat Dana Timur Nino Levan Anna Piotr Elif Mehmet Amina Chidi Thandi Priya Mei Jun Diego".split()
_SURNAMES = (
    "Bekov Ospanova Karimov Tashiev Beridze Novak Kowalska Yilmaz Demir Mansour Okafor Dlamini Sharma Patel Wibowo Tran"
    " Kim Herrera Castillo Weber"
).split()
_STEMS = "Altyn Temir Sary Nord Delta Atlas Orion Sun Terra Blue Prima Kaz Silk Trans Ever".split()
_ENDS = (
    "Energy",
    "Steel",
    "Holding",
    "Group Ltd.",
    "Motors",
    "Logistics JSC",
    "Agro LLP",
    "Bank",
    "Mining plc",
    "Chemicals Inc.",
)
_TITLES = (
    "Deputy Mayor", "head", "chief executive", "director general", "chairman", "Deputy Minister of Industry",
    "governor", "finance director", "press secretary", "chief economist",
)  # fmt: skip
_BODIES = (
    "mayor's office",
    "regional administration",
    "company's press service",
    "Ministry of Industry",
    "news agency",
)
_PRODUCTS = (
    "cement wire flour tires steel sugar pipes glass fertilizer batteries tractors cotton tiles furniture".split()
)
_FACILITIES = ("plant", "factory", "mill", "workshop", "industrial park", "greenhouse complex", "refinery", "warehouse")
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday".split()
_MONEY = (
    "{n} million tenge", "${n} million", "US${d} billion", "€{n} million", "{d} billion tenge", "KZT{d} billion",
    "more than {n} million dollars", "about $ {n}.5 million", "{d} trillion soums", "nearly £{n}m", "{b} rubles",
    "{n} mln euros", "almost a billion dollars", "half a million dollars", "PLN {n} million", "${b}",
)  # fmt: skip
_PERCENT = ("{d} percent", "{d}%", "{n2} percent", "{n2}%", "almost {n2}%", "more than {d} percent", "{d} per cent")


class Article(NamedTuple):
    """One article of the bench."""

    name: str
    text: str
    date: dt.date


class Drawn(dict[str, str]):
    """The values of an article: what is asked for by a name that it lacks is drawn anew each time."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        pick = draw.choice
        person = f"{pick(_GIVEN)} {pick(_SURNAMES)}"
        super().__init__(
            org=f"{pick(_STEMS)}{pick(_STEMS).lower()} {pick(_ENDS)}",
            org2=f"{pick(_STEMS)} {pick(_ENDS)}",
            place=pick(_PLACES),
            region=pick(_REGIONS),
            person=person,
            surname=person.split()[1],
            person2=f"{pick(_GIVEN)} {pick(_SURNAMES)}",
            title=pick(_TITLES),
            product=pick(_PRODUCTS),
            facility=pick(_FACILITIES),
            body=pick(_BODIES),
        )

    def __missing__(self, name: str) -> str:
        draw = self.draw
        n, d = str(draw.randint(11, 980)), f"{draw.randint(1, 90)}.{draw.randint(1, 9)}"
        b, n2 = f"{draw.randint(1, 990)},{draw.randint(0, 999):03},{draw.randint(0, 999):03}", str(draw.randint(2, 95))
        return {
            "n": n,
            "small": str(draw.randint(2, 9)),
            "big": f"{draw.randint(1, 990)},{draw.randint(0, 999):03}",
            "points": d,
            "money": draw.choice(_MONEY).format(n=n, d=d, b=b),
            "money_small": draw.choice(("{d} tenge", "${d}", "{n} rubles", "€{d}")).format(n=n, d=d),
            "equivalent": draw.choice(("US${n} million", "about ${d} billion", "€{n} million")).format(n=n, d=d),
            "percent": draw.choice(_PERCENT).format(d=d, n2=n2),
            "country": draw.choice(_COUNTRIES),
            "month": draw.choice(_MONTHS),
            "months": draw.choice(("three", "six", "nine", "ten", "11")),
            "quarter": draw.choice(("first", "second", "third", "fourth")),
            "weekday": draw.choice(_WEEKDAYS),
            "date": f"{draw.choice(('Jan.', 'Feb.', 'March', 'Sept.', 'Dec.'))} {draw.randint(1, 28)}",
            "year": str(draw.randint(2025, 2030)),
            "past": str(draw.randint(2009, 2023)),
            "ticker": "".join(draw.choices(string.ascii_uppercase, k=4)),
        }[name]


def drawn(number: int) -> Article:
    """The article of that number."""
    draw = random.Random(number)
    told = tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))
    plain = draw.sample(told["plain"]["body"], len(told["plain"]["body"]))
    genres = sorted(told.keys() - {"plain"})
    genre = genres.pop(number % len(genres))
    values = Drawn(draw)
    date = dt.date(2024, 1, 1) + dt.timedelta(days=draw.randrange(366))
    town = values["place"].upper()
    dateline = draw.choice((f" date {date} {town} – ", f"{town}. {values['date']}. – ", ""))
    size = draw.randint(SHORTEST + 200, LONGEST - 600)
    further = draw.sample(told[genre]["body"], len(told[genre]["body"]))
    paragraphs = [draw.choice(told[genre]["head"]), dateline + draw.choice(told[genre]["lead"])]
    while sum(map(len, paragraphs)) < size:
        if not further:  # a second story on the same page
            other = told[genres.pop(draw.randrange(len(genres)))]["body"]
            further = draw.sample(other, len(other))
        said = []
        for _ in range(draw.randint(1, 3)):
            from_plain = plain and (not further or draw.random() < PLAIN)
            said.append(plain.pop() if from_plain else further.pop() if further else "")
        paragraphs.append(" ".join(filter(None, said)))
    text = "\n\n".join(re.sub(r"\{(\w+)\}", lambda m: values[m[1]], paragraph) for paragraph in paragraphs)
    return Article(f"{genre}-{number}", text, date)


def corpus() -> list[Article]:
    """All articles of 1 to 4 KB: the drawn ones, then those of the specs."""
    found = [drawn(number) for number in range(DRAWN)]
    for path in sorted(SPECS.glob("articles_*.toml")):
        for case in cases.load(path):
            date = cases.date_of(case) or dt.date(2024, 5, 1)
            found.append(Article(case["id"], case["text"], date))
    return [article for article in found if SHORTEST <= len(article.text.encode()) <= LONGEST]


if __name__ == "__main__":
    print(drawn(int((sys.argv[1:] or ["0"])[0])).text)
