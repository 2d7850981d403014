"""Text that went through a code page that ftfy lacks, and then through ftfy."""

from __future__ import annotations

import ftfy
import pytest

from cleaner.stages.repair import repair
from cleaner.stages.repair.relapse import respelt

_PLAIN = ftfy.TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)


@pytest.mark.parametrize(
    ("codec", "sound"),
    [
        ("iso8859-7", "Река течёт на север, а город стоит на её левом берегу — уже тысячу лет."),
        ("iso8859-7", "Реката тече на север, а градът е на левия ѝ бряг и се вижда отдалече."),
        ("iso8859-7", "O rio corre para o norte; a câmara da cidade fica na margem, não é longe."),
        ("iso8859-7", "„На брега“ е дома ни."),
    ],
)
def test_what_ftfy_left_is_repaired(codec: str, sound: str) -> None:
    damaged = ftfy.fix_text(sound.encode().decode(codec, "replace"), _PLAIN)
    if "\N{REPLACEMENT CHARACTER}" in damaged:
        damaged = ftfy.fix_text("".join(_char(byte, codec) for byte in sound.encode()), _PLAIN)
    assert damaged != sound
    assert repair(damaged).apply(damaged) == sound


def _char(byte: int, codec: str) -> str:
    return bytes((byte,)).decode(codec, "ignore") or chr(byte)


def test_respelt() -> None:
    assert "ðŸ€·" in respelt("\U0001f037")
    assert respelt("A") == ("A",)
