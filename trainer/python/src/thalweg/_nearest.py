"""Finds the known name that a misspelt one was meant to be, as the messages of the JVM do."""

import re
from typing import Iterable, Optional

_LETTERS_AN_ERROR = 3
_SHORTEST_BEGINNING = 3
_LONGEST = 64


def _bare(word: str) -> str:
    return re.sub("[-_ ]", "", word.lower())


def _distance(one: str, other: str) -> int:
    """Levenshtein's distance."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != against))
    return row[-1]


def nearest(word: str, known: Iterable[str]) -> Optional[str]:
    """The known word nearest to a misspelt one; None where none is near."""
    wanted = _bare(word)
    if not wanted or len(wanted) > _LONGEST:
        return None
    best, least = None, None
    for candidate in known:
        other = _bare(candidate)
        distance = _distance(wanted, other)
        near = (
            len(wanted) >= _SHORTEST_BEGINNING
            and other.startswith(wanted)
            or sorted(wanted) == sorted(other)
            or distance <= max(len(wanted), len(other)) // _LETTERS_AN_ERROR
        )
        if near and (least is None or distance < least):
            best, least = candidate, distance
    return best
