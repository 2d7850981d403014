"""The library call: what goes in, what comes out, and that a cleaner travels and is shared."""

from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner import Cleaner, Config, ConfigError, Document

PACK = """\
pack: mine
rules:
  - id: ad
    why: The advertiser's label.
    category: promo
    line: {exact: BUY NOW}
"""


def test_a_text_is_cleaned_and_restored() -> None:
    before = "It was  late.\n\nGet link"
    result = cleaner.clean(before)
    assert result.text == "It was late.\n"
    assert result.changed
    assert result.restore() == before
    assert result.patch.apply(before) == result.text
    for edit in result.edits:
        assert before[edit.start : edit.end] == edit.before
        assert edit.causes
        assert edit.category


def test_bytes_come_back_byte_for_byte() -> None:
    before = "\N{BYTE ORDER MARK}Zwölf\r\nBoxkämpfer\r\n".encode("utf-16-le")
    result = cleaner.clean(before)
    assert result.text == "Zwölf\nBoxkämpfer\n"
    assert result.restore() == before
    assert result.encoding is not None
    assert result.encoding.how == "bom"
    assert result.recoding == ("decode.bom", "decode.transcode")


def test_what_is_clean_stays_unchanged() -> None:
    result = cleaner.clean("Nothing to do here.\n")
    assert not result.changed
    assert result.edits == ()
    assert result.restore() == "Nothing to do here.\n"


def test_html_is_extracted_and_tells_what_it_knows() -> None:
    page = (
        b"<html><head><title>The harbour freezes over</title></head><body><article>"
        + b"<p>It was so cold that the harbour froze over, and nobody had seen that before in that town.</p>"
        * 4
        + b"</article></body></html>"
    )
    result = cleaner.clean(page, format="html")
    assert "harbour froze over" in result.text
    assert "<p>" not in result.text
    assert result.metadata["title"] == "The harbour freezes over"
    assert result.changed
    assert result.restore() == result.source


PARAGRAPH = "<p>It was so cold that the harbour froze over, and nobody in Árbær had seen that before.</p>" * 4


def test_a_page_that_cannot_be_decoded_passes_as_it_is() -> None:
    page = b"<meta charset=windows-1252>\x81\xff" + PARAGRAPH.encode("cp1252")
    result = cleaner.clean(page, format="html")
    assert result.error is not None
    assert (result.extracted, result.restore(), result.to_bytes()) == (False, page, page)


def test_a_page_in_utf_8_with_the_label_of_another_time_is_read() -> None:
    result = cleaner.clean(b"<meta charset=iso-8859-1>" + PARAGRAPH.encode(), format="html")
    assert result.error is None
    assert result.text.count("Árbær") == 4


def test_what_was_extracted_of_a_page_is_utf_8_also_where_a_rule_was_too_slow(tmp_path: Path) -> None:
    pack = tmp_path / "slow.yaml"
    pack.write_text(PACK.replace("exact: BUY NOW", "regex: 'go (?:a|a)+[.]?'"))
    page = "<meta charset=koi8-r>" + PARAGRAPH + f"<p>Go {'a' * 40}!</p>"
    result = Cleaner(rules=[str(pack)]).clean(page.encode("koi8-r", "xmlcharrefreplace"), format="html")
    assert result.error is not None
    assert "Árbær" in result.text
    assert (result.restore(), result.to_bytes()) == (result.text, result.text.encode())


def test_stages_can_be_chosen() -> None:
    before = "Two  spaces here\nGet link"
    assert cleaner.clean(before, stages=("strip",)).text == "Two  spaces here\n"
    assert cleaner.clean(before, stages=("canon",)).text == "Two spaces here\nGet link\n"
    assert cleaner.clean(before, stages=()).text == before
    assert cleaner.clean("â€œyesâ€\x9d  no", stages=("repair",)).text == "“yes”  no"


def test_a_row_of_canon_can_be_off() -> None:
    assert cleaner.clean("a  b", disable=["canon.space-run"]).text == "a  b\n"
    assert cleaner.clean("a  b \n", disable=["canon.*"]).text == "a  b \n"


def test_quotes_become_straight_where_asked() -> None:
    assert cleaner.clean("“It’s”", quotes="straight").text == '"It\'s"\n'


EFFECTS: dict[str, tuple[Any, str | bytes]] = {
    "profile": ("light", "It was late.\nGet link"),
    "rules": (["mine.yaml"], "It was late.\nBUY NOW"),
    "disable": (["blogger.*"], "It was late.\nGet link"),
    "default_rules": (False, "It was late.\nGet link"),
    "stages": (["repair"], "It was  late."),
    "quotes": ("straight", "“No.”"),
    "entities": (False, "Tom &amp; Jerry"),
    "unescape": (True, "caf=C3=A9 =E2=80=93 th=C3=A9=20=\n"),
    "max_removed": (0.1, "It was late.\nGet link"),
    "encoding": ("koi8-r", b"\xf0\xd2\xc9\xd7\xc5\xd4"),
}


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Config)])
def test_every_option_does_something(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text(PACK)
    value, content = EFFECTS[name]
    assert cleaner.clean(content, **{name: value}).text != cleaner.clean(content).text


def test_the_site_scopes_rules() -> None:
    text = "Thank you all for coming here tonight.\n\nU.S. Department of State\n"
    assert cleaner.clean(text).text == text
    assert (
        cleaner.clean(text, site="https://www.state.gov/briefings/").text
        == "Thank you all for coming here tonight.\n"
    )
    assert cleaner.clean(text, site="nonstate.gov").text == text


def test_the_language_scopes_rules_where_it_is_known() -> None:
    text = "Das ist das Ende vom Lied.\n\nLeave a Reply\n"
    assert cleaner.clean(text).text == "Das ist das Ende vom Lied.\n"
    assert cleaner.clean(text, lang="en-GB").text == "Das ist das Ende vom Lied.\n"
    assert cleaner.clean(text, lang="de").text == text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"profil": "light"}, 'there is no option "profil"; did you mean "profile"?'),
        ({"profile": "standart"}, 'profile cannot be "standart"; did you mean "standard"?'),
        ({"stages": ("strip", "cannon")}, 'stages cannot be "cannon"; did you mean "canon"?'),
        ({"max_removed": 7}, "max_removed must be a share from 0 to 1, not 7"),
        ({"rules": "pack.yaml"}, 'rules takes a list, not one string: write ["pack.yaml"]'),
        ({"encoding": "utf-9"}, 'there is no encoding "utf-9"'),
        ({"encoding": "rot13"}, 'there is no encoding "rot13"'),
        (
            {"disable": ["blogger.get-lnk"]},
            'no rule fits "blogger.get-lnk"; did you mean "blogger.get-link"?',
        ),
        ({"rules": ["/nowhere.yaml"]}, "/nowhere.yaml: there is no such rule pack"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        cleaner.clean("text", **options)
    assert told in str(caught.value)


def test_options_are_refused_though_equal_ones_are_known() -> None:
    assert cleaner.clean("a &amp; b", entities=True).text == "a & b\n"
    with pytest.raises(ConfigError, match="entities must be true or false, not 1"):
        cleaner.clean("a &amp; b", entities=1)


def test_options_may_be_lists() -> None:
    assert cleaner.clean("One.  Two.", stages=["repair"], disable=[]).text == "One.  Two."


def test_many_documents_come_out_in_order() -> None:
    documents: list[str | bytes | Document] = ["one", b"two", Document("three", lang="en")]
    assert [result.text for result in Cleaner().clean_many(documents)] == ["one\n", "two\n", "three\n"]


def test_a_cleaner_pickles_with_its_packs(tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text(PACK)
    before = Cleaner(rules=[str(pack)], profile="strict")
    pack.unlink()
    after = pickle.loads(pickle.dumps(before))
    assert after.config == before.config
    assert after.clean("Some text.\nBUY NOW\n").text == "Some text.\n"
    assert pickle.dumps(after) == pickle.dumps(before)


def test_a_pickle_changes_when_the_rules_do(tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text(PACK)
    first = pickle.dumps(Cleaner(rules=[str(pack)]))
    pack.write_text(PACK.replace("BUY NOW", "BUY IT"))
    assert pickle.dumps(Cleaner(rules=[str(pack)])) != first


def test_a_pickle_from_other_rules_is_refused() -> None:
    rebuild, (config, user, _) = Cleaner().__reduce__()
    with pytest.raises(ConfigError, match="install the same version"):
        rebuild(config, user, "0123456789abcdef")


def test_a_cleaner_is_shared_by_threads() -> None:
    shared = Cleaner()
    texts = [f"This is document number  {i}.\n\nGet link\n\nLeave a Reply" for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert [r.text for r in pool.map(shared.clean, texts)] == [
            f"This is document number {i}.\n" for i in range(200)
        ]


def test_config_and_results_pickle() -> None:
    assert pickle.loads(pickle.dumps(Config(disable=("canon.space",)))) == Config(disable=("canon.space",))
    result = cleaner.clean(b"A  text that is long enough.\nGet link")
    assert pickle.loads(pickle.dumps(result)).edits == result.edits


def test_importing_is_light() -> None:
    heavy = "trafilatura ftfy yaml charset_normalizer rich typer pathspec"
    code = f"import cleaner, sys; cleaner.Cleaner; print([m for m in {heavy.split()!r} if m in sys.modules])"
    code = code.replace("cleaner.Cleaner; ", "")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
    code = "import cleaner, sys; cleaner.clean('plain text'); print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "False"


def test_every_public_name_is_there() -> None:
    assert sorted(cleaner.__all__) == cleaner.__all__
    for name in cleaner.__all__:
        assert getattr(cleaner, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'claen'"):
        cleaner.claen  # noqa: B018


def test_a_line_in_no_known_language_is_no_trouble() -> None:
    text = "\ua949\ua947 \ua935\ua93a\ua940\ua946Nov7 AM E\n"
    assert cleaner.clean(text, profile="strict").text == text
