"""Suggests the known name nearest to a misspelt one, like the messages of the JVM."""

import re
from typing import Iterable, Optional

_LETTERS_PER_ERROR = 3
_SHORTEST_PREFIX = 3
_LONGEST = 64


def _normalized(name: str) -> str:
    return re.sub("[-_ ]", "", name.lower())


def _distance(one: str, other: str) -> int:
    """The Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return row[-1]


def nearest(name: str, known: Iterable[str]) -> Optional[str]:
    """The known name nearest to a misspelt one; None if none is near."""
    wanted = _normalized(name)
    if not wanted or len(wanted) > _LONGEST:
        return None
    best, least = None, None
    for candidate in known:
        other = _normalized(candidate)
        distance = _distance(wanted, other)
        near = (
            len(wanted) >= _SHORTEST_PREFIX
            and other.startswith(wanted)
            or sorted(wanted) == sorted(other)
            or distance <= max(len(wanted), len(other)) // _LETTERS_PER_ERROR
        )
        if near and (least is None or distance < least):
            best, least = candidate, distance
    return best
