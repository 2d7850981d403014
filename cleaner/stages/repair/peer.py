"""A second opinion: ftfy's answer for a line, as edits, beside the stage's own.

ftfy decodes a line as a whole and knows by heart what its eleven code pages look like when UTF-8
went through them; the stage's own search goes run by run and weighs letters. Each finds what the
other misses, so a line gets both answers and the costs choose. ftfy tells its plan but no places,
so the plan is replayed character by character; nothing is ever guessed from a diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.patch import Edit, Patch
from cleaner.stages.repair.asked import answered, is_bad, may_change
from cleaner.stages.repair.families import families
from cleaner.stages.repair.gate import alarms
from cleaner.stages.repair.kinds import BOX, KIND, MATH, PRIVATE, WEIRD
from cleaner.stages.repair.lookalike import lookalike
from cleaner.stages.repair.lossy import mended
from cleaner.stages.repair.plausibility import line_cost
from cleaner.stages.repair.reading import Reading, left, muddled
from cleaner.stages.repair.runs import runs

_ASCII = 0x80
_CLEAR = 1.0  # nats by which ftfy's answer must be more plausible than the stage's own
_GONE = 3  # alarms that are left where bytes are gone: ftfy needs all of them, too
_MUCH = 64.0  # nats of gain from which nothing is left that alarms nobody but ftfy
_TRUST = 9.0  # nats by which it may be less plausible than the line as it stands: ftfy has grounds too
_SIGNS = frozenset((BOX, MATH, PRIVATE, WEIRD))
_LONE = re.compile("[ÂÃ](?=\\s|\\Z)")
_CONTROL = re.compile("[\x80-\x9f]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_STRANDED = re.compile("[\xc2\xc3\xe2\xf0][\x80-\x9f]")


class _Cell(NamedTuple):
    """A character, or a byte, and the stretch of the line that it came from."""

    value: str
    start: int
    end: int
    cause: str = ""


def second(line: str, reading: Reading, *, legacy: bool = True) -> Reading:
    """Return the most plausible of a line's reading, ftfy's, and ftfy's on top of it."""
    best = reading
    if reading.patch and len(left(reading)) > _GONE:
        return reading
    if not sound(line, reading):
        answer = peer(line, legacy=legacy, known=reading)
        if not answer and not reading.patch and _LOST in line:
            answer = _mended(line)
        if answer and answer.apply(line) != reading.text:
            best = _better(line, reading, answer)
    odd = reading.gain < _MUCH or _CONTROL.search(reading.text)
    if reading.patch and odd and _is_suspect(reading.text):
        more = peer(reading.text, legacy=legacy)
        best = _better(line, best, reading.patch.then(more)) if more else best
    return best


def _better(line: str, reading: Reading, patch: Patch) -> Reading:
    """Return what a patch makes of a line if that is clearly more plausible than a reading."""
    text = patch.apply(line)
    if not reading.patch and muddled(text, alarms(line)) and not _untouched(line, patch).isascii():
        return reading  # one odd place of many has an explanation: a coincidence
    if not _is_clearer(text, reading):
        return reading
    gain = line_cost(line) - line_cost(text)
    return Reading(text, patch, gain, reading.ways, reading.eastern, reading.legacy)


def _is_clearer(text: str, reading: Reading) -> bool:
    """Return whether a text is so plausible that it may take the place of a reading."""
    return line_cost(reading.text) - line_cost(text) >= (_CLEAR if reading.patch else -_TRUST)


def _untouched(line: str, patch: Patch) -> str:
    """Return what no edit covers."""
    return Patch(tuple(edit._replace(text="") for edit in patch.edits)).apply(line)


def sound(line: str, reading: Reading) -> bool:
    """Return whether a line was repaired, and nothing odd is left that ftfy might know better."""
    return (
        bool(reading.patch)
        and not left(reading)
        and not _LONE.search(reading.text)
        and not _is_torn(line, reading)
    )


def _is_torn(line: str, reading: Reading) -> bool:
    """Return whether a sequence with a lost no-break space is left in what no edit covers."""
    for way in reading.ways:
        torn = way.family.torn
        if torn.search(reading.text) and torn.search(_untouched(line, reading.patch)):
            return True
    return False


def _is_suspect(line: str) -> bool:
    """Return whether ftfy might change a line."""
    return lookalike().search(line) is not None and is_bad(line)


def peer(line: str, *, legacy: bool = True, known: Reading | None = None) -> Patch:
    """Return ftfy's answer for a line, as tight edits; nothing where it gives up characters.

    Its answers with U+FFFD are left to the stage itself, which knows what was lost. An answer
    that is no clearer than what is ``known`` is not wanted.
    """
    if not may_change(line) or not is_bad(line):
        return Patch()
    text, plan = answered(line)
    if text == line or (known and (text == known.text or not _is_clearer(text, known))):
        return Patch()
    cells = _replayed([_Cell(char, place, place + 1) for place, char in enumerate(line)], plan)
    if cells is None or "".join([cell.value for cell in cells]) != text:
        return Patch()
    if any(
        KIND[cell.value[0]] in _SIGNS and line[cell.start : cell.end].endswith(" ")
        for cell in cells
        if cell.cause and cell.value
    ):
        return Patch()  # a space is more likely a space than the end of a rare sign
    edits = tuple(_edits(line, cells))
    for edit in edits:
        if edit.causes[0].startswith("repair.legacy") and (not legacy or _STRANDED.search(line)):
            return Patch()  # a control behind a lead byte is half of a sequence, not windows-1252
    return Patch(edits)


def _mended(line: str) -> Patch:
    """Return what a line becomes through the code page that ftfy sees in it, losses mended by the stage."""
    _, plan = answered(line, lossy=True)
    page = next((display(codec) for action, codec in plan if action == "encode"), "")
    family = next((family for family in families() if family.name == page), None)
    if family is None or not any(parameter == "replace_lossy_sequences" for _, parameter in plan):
        return Patch()
    whole = runs(line, family, above=0.0)
    found = sorted([*whole, *mended(line, family, whole)])
    patch = Patch(tuple(Edit(run.start, run.end, run.text, (f"repair.mojibake:{page}",)) for run in found))
    return Patch() if "\N{REPLACEMENT CHARACTER}" in patch.apply(line) else patch


def _edits(line: str, cells: list[_Cell]) -> Iterator[Edit]:
    """Yield an edit for each stretch of cells that are not what stood there."""
    start = end = 0
    text = cause = ""
    for cell in cells:
        if cell.value == line[cell.start : cell.end]:
            continue
        if text and cell.start == end and cell.cause in (cause, ""):
            text, end = text + cell.value, cell.end
            continue
        if text:
            yield Edit(start, end, text, (cause,))
        start, end, text, cause = cell.start, cell.end, cell.value, cell.cause
    if text:
        yield Edit(start, end, text, (cause,))


def _replayed(cells: list[_Cell], plan: list[tuple[str, str]]) -> list[_Cell] | None:
    """Return what a plan of ftfy's makes of cells; None if it has a step that cannot be replayed."""
    codec = ""
    for action, parameter in plan:
        found: list[_Cell] | None = None
        if action == "encode":
            codec = parameter
            found = _encoded(cells, codec)
        elif action == "decode":
            found = _decoded(cells, parameter, codec)
        elif parameter == "restore_byte_a0":
            found = _restored(cells)
        elif parameter == "decode_inconsistent_utf8":
            found = _inconsistent(cells)
        elif parameter == "fix_c1_controls":
            found = [
                _decoded([cell], "sloppy-windows-1252", "latin-1")[0]
                if len(cell.value) == 1 and "\x80" <= cell.value <= "\x9f"
                else cell
                for cell in cells
            ]
        if found is None:
            return None
        cells = found
    return cells


def _encoded(cells: list[_Cell], codec: str) -> list[_Cell] | None:
    """Turn each character into a byte; all code pages of ftfy have one for one."""
    values = [cell.value for cell in cells]
    if any(len(value) != 1 for value in values):
        return None
    data = "".join(values).encode(codec, "ignore").decode("latin-1")
    if len(data) != len(cells):
        return None
    return [_Cell(byte, start, end, cause) for byte, (_, start, end, cause) in zip(data, cells, strict=True)]


def _decoded(cells: list[_Cell], codec: str, read_as: str) -> list[_Cell]:
    """Turn bytes into characters, sequence by sequence; a malformed one becomes nothing."""
    eight = codec.startswith("utf-8")
    name = display(read_as)
    cause = f"repair.mojibake:{name}" if eight else f"repair.legacy:{display(codec)}-as-{name}"
    found: list[_Cell] = []
    place = 0
    while place < len(cells):
        first = ord(cells[place].value)
        size = _size(first) if eight else 1
        if first == 0xED and place + 3 < len(cells) and cells[place + 1].value >= "\xa0":
            size = 6  # a surrogate pair, each half of it three bytes
        some = cells[place : place + size]
        data = "".join([cell.value for cell in some]).encode("latin-1")
        char = data.decode(codec, "ignore")
        found.append(_Cell(char, some[0].start, some[-1].end, cause if first >= _ASCII else some[0].cause))
        place += size
    return found


def _size(lead: int) -> int:
    return 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _restored(cells: list[_Cell]) -> list[_Cell] | None:
    """Put no-break spaces back into sequences, as ftfy does it, and a space behind a lone ``à``."""
    from ftfy.fixes import restore_byte_a0  # noqa: PLC0415  # slow to load, rarely needed

    data = "".join([cell.value for cell in cells]).encode("latin-1")
    restored = restore_byte_a0(data).decode("latin-1")
    found: list[_Cell] = []
    place = 0
    for char in restored:
        old = cells[place] if place < len(cells) else _Cell("", len(found), len(found))
        if char == old.value:
            found.append(old)
        elif char == "\xa0" and old.value == " ":
            found.append(old._replace(value=char))
        elif char == " " and found and found[-1].value == "\xa0":
            end = found[-1].end
            found.append(_Cell(" ", end, end))
            continue
        else:
            return None
        place += 1
    return found if place == len(cells) else None


def _inconsistent(cells: list[_Cell]) -> list[_Cell] | None:
    """Treat each stretch that looks like UTF-8 as a text of its own."""
    from ftfy.chardata import UTF8_DETECTOR_RE  # noqa: PLC0415  # slow to load, rarely needed

    if any(len(cell.value) != 1 for cell in cells):
        return None
    text = "".join([cell.value for cell in cells])
    found: list[_Cell] = []
    done = 0
    for match in UTF8_DETECTOR_RE.finditer(text):
        start, end = match.span()
        _, plan = answered(match.group(), lossy=True)  # as ftfy does it
        inner = _replayed(cells[start:end], plan) if end - start < len(text) else cells[start:end]
        if inner is None:
            return None
        found += (*cells[done:start], *inner)
        done = end
    return [*found, *cells[done:]]


def display(codec: str) -> str:
    """Return the stage's name for a code page of ftfy's.

    >>> display("sloppy-windows-1252"), display("macroman"), display("latin-1")
    ('cp1252', 'mac-roman', 'iso-8859-1')
    """
    codec = codec.removeprefix("sloppy-").replace("windows-", "cp")
    return {"latin-1": "iso-8859-1", "macroman": "mac-roman"}.get(codec, codec)
