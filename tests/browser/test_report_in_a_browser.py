"""The report in a real browser: what people do with it, and what hostile documents cannot."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import cleaner
from cleaner.report.audit import document_line, header, read_log
from cleaner.report.html import page
from cleaner.report.samples import Samples
from cleaner.report.summary import Summary

pytestmark = pytest.mark.full

STRIPPED = "blogger.get-link"
TAKE = "document.title='taken';window.taken=1"
HOSTILE = {
    "script": f"</script><script>{TAKE}</script>",
    "comment": f"<!--<script>{TAKE}//--></script><script>{TAKE}</script>",
    "handler": f'<img src=x onerror="{TAKE}"><svg onload="{TAKE}"><body onload="{TAKE}">',
    "frame": f"<iframe src=\"javascript:parent.{TAKE}\"></iframe><a href='javascript:{TAKE}'>x</a>",
    "style": "</style><style>*{display:none}</style><link rel=stylesheet href=https://evil.invalid/x>",
    "base": '<base href="https://evil.invalid/"><meta http-equiv=refresh content="0;url=https://evil.invalid">',
    "odd": "a\N{NULL}b\N{RIGHT-TO-LEFT OVERRIDE}drowssap\N{LINE SEPARATOR}\\u003cscript>${x}`'\"]]>",
    "proto": '{"__proto__": {"polluted": 1}} constructor toString',
}
BODY = "It was  late, and the harbour had frozen over when they came home that night.\n\n"
LATER = "Nobody alive had seen the like of it, and the ferries stayed where they were until March.\n\n"


def corpus() -> dict[str, str]:
    ends = ("Get link\n", "12 Comments\n\nGet link\n", "Leave a Reply\n", "Share this:\n\nGet link\n")
    texts = {f"in/{i}.txt": f"Number {i}. {BODY}{ends[i % len(ends)]}" for i in range(40)}
    texts["in/broken.txt"] = "The call was â€œprofessionalâ€\x9d, an official said that day.\n"
    for name, text in HOSTILE.items():
        texts[f"in/<b onclick={name}>.txt"] = f"{BODY}{text}\n\n{LATER}Share this: {text}\n\nGet link\n"
    return texts


def rendered(folder: Path, texts: dict[str, str]) -> bytes:
    """Clean texts that lie in a folder, and return the report of it."""
    lines = [header(cleaner.__version__, "digest", {"profile": "standard"})]
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
        result = cleaner.clean(text)
        site = f"https://{name.replace('/', '')}/"
        lines.append(document_line(result, str(path), name, text.encode(), result.to_bytes(), site=site))
    log = folder / "log.jsonl"
    log.write_text("".join(lines), encoding="utf-8")
    summary, samples = Summary(), Samples(300)
    for entry in read_log(log):
        summary.add(entry)
        samples.add(entry)
    return page(summary, samples, {"blogger.get-link": "<b>It stands alone.</b>"})


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report."""
    folder = tmp_path_factory.mktemp("report")
    target = folder / "report.html"
    target.write_bytes(rendered(folder, corpus()))
    return target.as_uri()


def text_of(browser: Any, selector: str) -> list[str]:
    return [
        str(text)
        for text in browser.execute_script(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector
        )
    ]


def count(browser: Any, selector: str) -> int:
    return len(browser.find_elements("css selector", selector))


def show(browser: Any, address: str) -> None:
    """Load an address anew, whatever is shown now."""
    browser.get("about:blank")
    browser.get(address)


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver import ActionChains  # noqa: PLC0415 -- only make test-full has it

    for key in keys:
        ActionChains(browser).send_keys(key).perform()


def open_all(browser: Any) -> None:
    """Open every document, those behind the button too."""
    for button in browser.find_elements("css selector", "#documents button"):
        button.click()
    for summary in browser.find_elements("css selector", "#documents summary"):
        browser.execute_script("arguments[0].parentElement.open = true", summary)


def open_first(browser: Any) -> None:
    browser.find_element("css selector", "#documents summary").click()


def emulate(browser: Any, **media: str) -> None:
    features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def requests(browser: Any) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]


def test_it_is_quiet_and_asks_no_network(browser: Any, report: str) -> None:
    browser.get("about:blank")
    requests(browser)  # those of the browser's own first page
    browser.get(report)
    open_all(browser)
    assert count(browser, "#documents .mark") > 40
    assert browser.get_log("browser") == []
    assert set(requests(browser)) == {report}


def test_the_injections_would_work_if_they_stood_in_a_page(browser: Any, tmp_path: Path) -> None:
    raw = tmp_path / "page.html"
    raw.write_text(f"<title>free</title><script>var x = '{HOSTILE['script']}'</script>")
    browser.get(raw.as_uri())
    assert browser.title == "taken"


def test_what_documents_hold_is_inert(browser: Any, report: str) -> None:
    browser.get(report)
    open_all(browser)
    for view in ("both", "cleaned", "marks"):
        browser.find_element("css selector", f"#view input[value={view}]").click()
    assert browser.title == "What cleaning did"
    assert browser.execute_script("return [window.taken, {}.polluted]") == [None, None]
    assert count(browser, "img, iframe, base, link, body svg[onload], b[onclick]") == 0
    assert browser.execute_script(
        "return [...document.links].every(a => a.getAttribute('href').startsWith('#'))"
    )
    texts = "".join(text_of(browser, "#documents pre"))
    for sign in ("</script><script>document.title", "<img src=x onerror=", "javascript:parent", "__proto__"):
        assert sign in texts
    assert {"U+0000", "U+202E", "U+2028"} <= set(text_of(browser, ".ctl"))
    assert "<b>It stands alone.</b>" in "".join(text_of(browser, "#rules .why"))
    assert browser.get_log("browser") == []


def test_a_rule_filters_all_and_has_an_address(browser: Any, report: str) -> None:
    browser.get(report)
    everything = count(browser, "#documents article")
    browser.find_element("link text", STRIPPED).click()
    assert f"rule={STRIPPED}" in browser.current_url
    filtered = text_of(browser, "#documents summary")
    assert 0 < len(filtered) <= everything
    assert text_of(browser, "#lines td.text") == ["Get link"]
    status = text_of(browser, "#status")
    show(browser, browser.current_url)
    assert text_of(browser, "#documents summary") == filtered
    assert text_of(browser, "#status") == status
    open_first(browser)
    assert count(browser, "#documents .mark.hit") == 1
    browser.find_element("css selector", ".chip").click()
    assert "rule=" not in browser.current_url
    assert count(browser, "#documents article") == everything


def test_a_category_filters_too(browser: Any, report: str) -> None:
    browser.get(report)
    browser.find_element("link text", "repair").click()
    assert len(text_of(browser, "#documents summary")) == 1
    assert all(row.startswith("repair.") for row in text_of(browser, "#rules th a"))


def test_search_narrows_rules_lines_and_documents(browser: Any, report: str) -> None:
    browser.get(report)
    field = browser.find_element("id", "find")
    field.send_keys("12 COMMENTS")
    assert text_of(browser, "#lines td.text") == ["12 Comments"]
    assert text_of(browser, "#status")[0].startswith("10 sampled documents")
    field.clear()
    field.send_keys("nothing holds this")
    assert text_of(browser, "#documents p") == ["No document fits the filters."]


def test_layers_are_shown_and_hidden(browser: Any, report: str) -> None:
    show(browser, f"{report}#q=Number+1.")
    open_first(browser)
    assert (count(browser, ".mark.strip"), count(browser, ".mark.canon")) == (2, 0)
    assert not any(rule.startswith("canon.") for rule in text_of(browser, "#rules th a"))
    browser.find_element("css selector", "#layers input[value=canon]").click()
    assert count(browser, ".mark.canon") > 0
    assert "·" in "".join(text_of(browser, ".mark.canon del"))
    browser.find_element("css selector", "#layers input[value=strip]").click()
    assert count(browser, ".mark.strip") == 0
    assert "hide=strip" in browser.current_url


def test_side_by_side_shows_the_cleaned_text(browser: Any, report: str) -> None:
    show(browser, f"{report}#q=Number+0.&view=both")
    open_first(browser)
    before, after = text_of(browser, "#documents pre")
    assert ("Get link" in before, "Get link" in after) == (True, False)
    assert "It was late, and the harbour" in after


def test_a_document_has_an_address(browser: Any, report: str) -> None:
    browser.get(report)
    open_first(browser)
    name = text_of(browser, "#documents summary .id")[0]
    address = browser.find_element("link text", "Link to this document").get_attribute("href")
    show(browser, address)
    opened = browser.find_element("css selector", "#documents details[open] summary .id")
    assert opened.text == name
    assert browser.execute_script("return arguments[0].getBoundingClientRect().top < innerHeight", opened)


def test_everything_is_reached_by_the_keyboard(browser: Any, report: str) -> None:
    from selenium.webdriver import Keys  # noqa: PLC0415 -- only make test-full has it

    show(browser, f"{report}#q=12+comments")
    press(browser, Keys.TAB)
    assert browser.switch_to.active_element.text == "Skip to the documents"
    press(browser, Keys.ENTER)
    for _ in range(8):
        press(browser, Keys.TAB)
        if browser.switch_to.active_element.tag_name == "summary":
            break
    press(browser, Keys.ENTER)
    for _ in range(4):
        press(browser, Keys.TAB)
        if "mark" in (browser.switch_to.active_element.get_attribute("class") or ""):
            break
    tip = browser.find_element("id", "tip")
    first = browser.switch_to.active_element
    assert "news.counter" in tip.text
    assert "12 Comments" in str(first.get_attribute("aria-label"))
    press(browser, Keys.ARROW_RIGHT)
    assert STRIPPED in tip.text
    assert "<b>It stands alone.</b>" in tip.text
    assert "social" in tip.text
    press(browser, Keys.ESCAPE)
    assert not tip.is_displayed()
    press(browser, Keys.ENTER)
    assert f"rule={STRIPPED}" in browser.current_url


def test_a_mark_tells_its_rule_under_the_mouse(browser: Any, report: str) -> None:
    from selenium.webdriver import ActionChains  # noqa: PLC0415 -- only make test-full has it

    show(browser, f"{report}#q=12+comments")
    open_first(browser)
    mark = browser.find_elements("css selector", ".mark.strip")[1]
    ActionChains(browser).move_to_element(mark).perform()
    assert STRIPPED in browser.find_element("id", "tip").text


def test_light_and_dark_follow_the_system(browser: Any, report: str) -> None:
    browser.get(report)
    grounds = []
    for scheme in ("light", "dark"):
        emulate(browser, prefers_color_scheme=scheme)
        colour = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
        grounds.append(sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))))
    assert grounds[0] > 3 * 200
    assert grounds[1] < 3 * 50


def test_a_phone_needs_no_sideways_scrolling(browser: Any, report: str) -> None:
    metrics = {"width": 360, "height": 780, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    show(browser, f"{report}#view=both")
    open_first(browser)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360


def test_paper_has_no_controls_and_the_open_documents(browser: Any, report: str) -> None:
    browser.get(report)
    open_first(browser)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = [article.is_displayed() for article in browser.find_elements("css selector", "article")]
    assert shown == [True] + [False] * (len(shown) - 1)
    assert not browser.find_element("id", "bar").is_displayed()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier(browser: Any, report: str, scheme: str) -> None:
    spec = find_spec("axe_playwright_python")
    assert spec, "axe-core is missing; make test-full installs it"
    assert spec.origin
    emulate(browser, prefers_color_scheme=scheme)
    show(browser, f"{report}#rule={STRIPPED}&hide=")
    open_first(browser)
    browser.execute_script(Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[0]; axe.run().then(result => done(result.violations.map("
        "v => [v.impact, v.id, v.nodes.map(n => n.html.slice(0, 200)).slice(0, 3)])))"
    )
    assert [violation for violation in found if violation[0] in {"serious", "critical"}] == []
