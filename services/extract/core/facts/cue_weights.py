"""What a cue is worth for each kind, so that adding up the cues of a quantity is one addition each; the few that
are asked for by name, as bits."""

from __future__ import annotations

# What makes a quantity a change whatever else stands around it, the first of those that are there.
_CERTAIN = ("sign+than", "twofold", "v:rise:by", "v:fall:by", "moved-to", "before-by:up", "before-by:down")
_OF_AN_INDEX = ("s:indicator", "cl:indicator", "v:level", "v:rise", "v:fall", "v:rise:to", "v:fall:to", "p:at")
BITS = {
    cue: 1 << place
    for place, cue in enumerate(("sign", "post:than", "r:compare", "p:worth", "s:pron", *_CERTAIN, *_OF_AN_INDEX))
}
WORTH_IT = BITS["p:worth"] | BITS["s:pron"]
OF_AN_INDEX = sum(BITS[cue] for cue in _OF_AN_INDEX)
_SIGN = BITS["sign"]
_ALL_CERTAIN = sum(BITS[cue] for cue in _CERTAIN)
_COMPARED = BITS["post:than"] | BITS["r:compare"]

# A kind's sum is a lane of bits in a number, three lanes in each, which then still fits a register; no sum comes near
# half of what a lane holds, and no group has more than eight kinds.
_LANE = 20
_LANES = 3
_HALF = 1 << (_LANE - 1)
_MASK = (1 << _LANE) - 1
_HALVES = sum(_HALF << (_LANE * place) for place in range(_LANES))


class Cue:
    """Hundredths for each kind that its group may be, () where it is only asked for; the same in lanes. Read out of
    its line when it is first met, since an article shows a few dozen of the thousands."""

    __slots__ = ("_kinds", "_line", "bit", "one", "three", "two", "worth")

    def __init__(self, line: str, kinds: tuple[str, ...], bit: int) -> None:
        self._line, self._kinds, self.bit = line, kinds, bit
        self.worth: tuple[int, ...] | None = None
        self.one = self.two = self.three = 0

    def read(self) -> tuple[int, ...]:
        """Its hundredths, and from now on its lanes."""
        told = dict(value.split("=") for value in self._line.split())
        worth = self.worth = tuple(int(told.get(kind, 0)) for kind in self._kinds)
        self.one, self.two, self.three = _packed(worth[:3]), _packed(worth[3:6]), _packed(worth[6:])
        return worth


def _packed(worth: tuple[int, ...]) -> int:
    return sum(hundredths << (_LANE * place) for place, hundredths in enumerate(worth))


def unpacked(one: int, two: int, three: int, count: int) -> list[int]:
    """The sums of that many kinds, out of the sums of their lanes."""
    sums: list[int] = []
    for lanes in (one, two, three):
        rest = lanes + _HALVES
        for _ in range(_LANES):
            if len(sums) < count:
                sums.append((rest & _MASK) - _HALF)
                rest >>= _LANE
    return sums


def certain_change(found: int) -> str | None:
    """The cue that makes a quantity a change: a comparative with "than", "rose by …"."""
    if found & _SIGN and found & _COMPARED:
        return "sign+than"
    return next((cue for cue in _CERTAIN if found & BITS[cue]), None) if found & _ALL_CERTAIN else None
