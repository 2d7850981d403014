"use strict";
// Draws the report from the data in the page. Text of documents only ever becomes text nodes or
// attribute values; what is shown follows from the part of the address behind "#" alone.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const PAGE = 25;
  const NAMES = { canon: "canon (spaces)" };
  const rules = data.rules.map(([id, layer, category, hits, documents, removed, why, positions]) =>
    ({ id, layer, category, counts: [hits, documents, removed], why, positions }));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const causes = data.causes.map(([rule, detail]) => ({ rule: rules[rule], detail }));
  const layers = Object.keys(data.layers);
  const order = ["strip", "repair", "canon", "decode", "extract"];
  let shownRules = PAGE, shownLines = PAGE, shownDocuments = PAGE;
  let state;

  const number = (value) => value.toLocaleString("en");
  const megabytes = (bytes) => (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: bytes < 1e8 ? 2 : 0 }) + " MB";
  const share = (part, whole) => whole ? (100 * part / whole).toFixed(part && part < whole / 100 ? 2 : 1) + " %" : "–";
  const plural = (count, noun) => number(count) + " " + noun + (count === 1 ? "" : "s");

  function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child != null && child !== false));
    return element;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // ---- the address -------------------------------------------------------------------------

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const hide = given.get("hide");
    return {
      rule: byId.has(given.get("rule")) ? given.get("rule") : "",
      category: given.get("category") || "",
      doc: given.get("doc") || "",
      q: given.get("q") || "",
      by: Number(given.get("by") ?? 2),
      view: ["both", "cleaned"].includes(given.get("view")) ? given.get("view") : "marks",
      hide: new Set(hide == null ? ["canon"] : hide.split(",").filter(Boolean)),
    };
  }

  function address(changes) {
    const next = { ...state, ...changes };
    const given = new URLSearchParams();
    for (const key of ["rule", "category", "doc", "q"]) if (next[key]) given.set(key, next[key]);
    if (next.by !== 2) given.set("by", next.by);
    if (next.view !== "marks") given.set("view", next.view);
    const hide = [...next.hide].sort().join();
    if (hide !== "canon") given.set("hide", hide);
    return "#" + given;
  }

  function go(changes) {
    history.replaceState(null, "", address(changes));
    apply();
  }

  // ---- text of documents -------------------------------------------------------------------

  // Controls, formats and lone surrogates are shown by their numbers; joiners belong to scripts and emoji.
  const INVISIBLE = /[\u2028\u2029]|(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

  function say(parent, text, visible) {
    if (visible) text = text.replace(/ /g, "·").replace(/\u00a0/g, "⍽").replace(/\t/g, "→").replace(/\n/g, "↵\n");
    let done = 0;
    for (const match of text.matchAll(INVISIBLE)) {
      parent.append(text.slice(done, match.index));
      const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      parent.append(h("span", { class: "ctl" }, "U+" + code));
      done = match.index + match[0].length;
    }
    parent.append(text.slice(done));
  }

  const layerOf = (cited) => order.find((layer) => cited.some((cause) => cause.rule.layer === layer)) || "canon";
  const visible = (layer) => !state.hide.has(layer) || (state.rule && byId.get(state.rule).layer === layer);

  function mark(piece) {
    const [before, after, numbers, left, rest] = piece;
    const cited = numbers.map((cause) => causes[cause]);
    const layer = layerOf(cited);
    if (!visible(layer)) {
      const plain = h("span");
      say(plain, before);
      return plain;
    }
    const main = [...cited].reverse().find((cause) => cause.rule.layer === layer) || cited[0];
    const words = cited.map((cause) => cause.rule.id).join(" and ");
    const verb = after ? (before ? "Changed" : "Added") : "Removed";
    const link = h("a", { class: "mark " + layer, tabindex: "-1", href: address({ rule: main.rule.id }), "aria-describedby": "tip",
      "aria-label": `${verb} by ${words}: ${(before || after).trim().slice(0, 200) || "blank"}` });
    if (cited.some((cause) => cause.rule.id === state.rule)) link.classList.add("hit");
    if (before) {
      const del = h("del");
      say(del, before, layer === "canon");
      if (left != null) {
        del.append(h("span", { class: "gap in" }, `… ${plural(left, "more character")} …`));
        say(del, rest);
      }
      link.append(del);
    }
    if (after) {
      const ins = h("ins");
      say(ins, after, layer === "canon");
      link.append(ins);
    }
    link.about = cited;
    return link;
  }

  function text(entry, cleaned) {
    const pre = h("pre", { class: "text", dir: "auto" });
    for (const piece of entry.pieces) {
      if (typeof piece === "number") pre.append(h("span", { class: "gap" }, `… ${plural(piece, "character")} not shown …`));
      else if (typeof piece === "string") say(pre, piece);
      else if (cleaned) say(pre, piece[1]);
      else pre.append(mark(piece));
    }
    return pre;
  }

  // ---- the parts of the page -----------------------------------------------------------------

  function drawOnce() {
    const t = data.totals;
    at("version").textContent = data.version;
    at("runs").textContent = data.runs.map(([version, digest, level, options]) => {
      const chosen = Object.entries(options).filter(([name]) => name !== "stages").map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(" ") : value}`);
      return `cleaner ${version}, rules ${digest}${level === "full" ? "" : ", log of " + level}: ${chosen.join(", ")}`;
    }).join("; ") + (data.redacted ? " · Redacted: words are x, numbers are 0." : "");
    const tiles = [
      ["Documents", number(t.documents), ""],
      ["Characters in", number(t.chars_in), megabytes(t.bytes_in)],
      ["Characters out", number(t.chars_out), megabytes(t.bytes_out)],
      ["Removed", share(t.chars_in - t.chars_out, t.chars_in), plural(t.chars_in - t.chars_out, "character")],
      ["Stripped", number(t.stripped), share(t.stripped, t.documents) + " of documents"],
      ["Repaired", number(t.repaired), share(t.repaired, t.documents) + " of documents"],
      ["Untouched", number(t.untouched), share(t.untouched, t.documents) + " of documents"],
      ["Over budget", number(t.over_budget), "left unstripped"],
      ["Failed", number(t.failed), "left as they were"],
    ];
    at("totals").append(...tiles.map(([name, value, more]) =>
      h("div", null, h("dt", null, name), h("dd", null, value, more && h("small", null, more)))));
    if (data.troubles.length) {
      const rows = data.troubles.map(([name, why]) => h("tr", null, h("th", { scope: "row", class: "id" }, name), h("td", { class: "text" }, why)));
      const what = "Documents that failed or went over the budget";
      const more = t.failed + t.over_budget > rows.length ? `, ${rows.length} of them` : "";
      at("troubles").append(h("details", null, h("summary", null, what + more), table(what, ["Document", "Why"], rows)));
    }
    for (const layer of layers.filter((name) => name !== "decode" && name !== "extract")) {
      const box = h("input", { type: "checkbox", value: layer });
      box.addEventListener("change", () => {
        const hide = new Set(state.hide);
        if (box.checked) hide.delete(layer); else hide.add(layer);
        go({ hide });
      });
      at("layers").append(h("label", null, box, " " + (NAMES[layer] || layer)));
    }
    at("find").addEventListener("input", () => go({ q: at("find").value }));
    at("measure").addEventListener("change", () => go({ by: Number(at("measure").value) }));
    for (const radio of at("view").querySelectorAll("input")) radio.addEventListener("change", () => go({ view: radio.value }));
    at("where").append(histogram("Where in the document edits stand", total(rules.filter((rule) => rule.layer === "strip")), "beginning", "end", "edit", 0));
    at("where").append(histogram("How much smaller documents became", data.shares, "0 %", "100 %", "document", 1));
    const { count, rows } = data.places;
    const body = rows.map(([name, documents, changed, before, after]) => h("tr", null,
      h("th", { scope: "row", class: "id" }, name), bar(before - after, Math.max(...rows.map((row) => row[3] - row[4])), ""),
      cell(documents), cell(changed), cell(before - after), h("td", { class: "n" }, share(before - after, before))));
    at("places").append(table("Sites or folders", ["Site or folder", "", "Documents", "Changed", "Removed", "Share"], body));
    if (count > rows.length) at("places").append(h("p", { class: "quiet" }, `and ${number(count - rows.length)} more`));
  }

  function total(some) {
    const sums = new Array(20).fill(0);
    for (const rule of some) rule.positions.forEach((count, i) => { sums[i] += count; });
    return sums;
  }

  function histogram(title, counts, first, last, noun, from) {
    const most = Math.max(1, ...counts);
    const width = 300 / counts.length;
    const all = counts.reduce((a, b) => a + b, 0);
    const peak = counts.indexOf(Math.max(...counts));
    const label = `${title}: ${plural(all, noun)}; most, ${number(counts[peak])}, in part ${peak + 1} of ${counts.length}`;
    const picture = svg("svg", { viewBox: "0 0 300 96", role: "img", "aria-label": label });
    counts.forEach((count, i) => {
      const height = 78 * count / most;
      const part = from && !i ? "0 %" : `${5 * (i - from)} to ${5 * (i + 1 - from)} %`;
      picture.append(svg("rect", { x: i * width + 1, y: 80 - height, width: width - 2, height },
        svg("title", {}, `${part}: ${plural(count, noun)}`)));
    });
    picture.append(svg("line", { x1: 0, y1: 80.5, x2: 300, y2: 80.5 }), svg("text", { x: 0, y: 92 }, first), svg("text", { x: 300, y: 92, "text-anchor": "end" }, last));
    return h("figure", null, picture, h("figcaption", null, `${title} (${plural(all, noun)})`));
  }

  function table(caption, heads, rows) {
    const cells = heads.map((head) => head ? h("th", { scope: "col", class: /^(Documents|Changed|Removed|Share|Hits|Characters)$/.test(head) && "n" }, head) : h("td", { class: "barcell" }));
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      h("table", null, h("caption", { class: "vh" }, caption), h("thead", null, h("tr", null, ...cells)), h("tbody", null, ...rows)));
  }

  const cell = (value) => h("td", { class: "n" }, number(value));

  function bar(value, most, kind) {
    const inner = h("div", { class: "bar " + kind });
    inner.style.width = (most ? 100 * value / most : 0) + "%";
    return h("td", { class: "barcell" }, value > 0 && inner);
  }

  const has = (value) => value.toLowerCase().includes(state.q.toLowerCase());
  const ranked = (some, counts) => [...some].sort((a, b) => counts(b)[state.by] - counts(a)[state.by] || counts(b)[0] - counts(a)[0]);

  function more(count, shown, grow) {
    if (count <= shown) return [];
    const button = h("button", { type: "button" }, `Show more (${number(count - shown)} left)`);
    button.addEventListener("click", grow);
    return [h("p", null, button)];
  }

  function drawRules() {
    const open = rules.filter((rule) => visible(rule.layer));
    const names = new Set(open.map((rule) => rule.category));
    const categories = ranked(data.categories.filter(([name]) => names.has(name)), (row) => row.slice(1));
    const heads = (what) => [what, "", "Hits", "Documents", "Characters"];
    const row = (link, kind, counts, most, on) => h("tr", { class: on && "on" }, h("th", { scope: "row", class: "id" }, ...link),
      bar(counts[state.by], most, kind), ...counts.map(cell));
    const mostOf = (some, counts) => Math.max(0, ...some.map((one) => counts(one)[state.by]));
    const mostCategory = mostOf(categories, (one) => one.slice(1));
    at("categories").replaceChildren(table("Categories", heads("Category"), categories.map(([name, ...counts]) => {
      const on = state.category === name;
      const link = h("a", { href: address({ category: on ? "" : name, rule: "" }), "aria-current": on && "true" }, name);
      return row([link], "", counts, mostCategory, on);
    })));
    const fitting = ranked(open.filter((rule) => (!state.category || rule.category === state.category)
      && (has(rule.id) || has(rule.why) || state.rule === rule.id)), (rule) => rule.counts);
    const most = mostOf(fitting, (rule) => rule.counts);
    const shown = fitting.filter((rule, i) => i < shownRules || rule.id === state.rule);
    const body = shown.map((rule) => {
      const on = state.rule === rule.id;
      const link = h("a", { href: address({ rule: on ? "" : rule.id }), "aria-current": on && "true" }, rule.id);
      return row([link, h("span", { class: "why" }, `${rule.category}${rule.why ? ": " + rule.why : ""}`)], rule.layer, rule.counts, most, on);
    });
    const hidden = rules.length - open.length;
    at("rules").replaceChildren(
      body.length ? table("Rules", heads("Rule"), body) : h("p", null, "No rule fits the filters."),
      ...more(fitting.length, shownRules, () => { shownRules += 4 * PAGE; apply(); }),
      ...(hidden ? [h("p", { class: "quiet" }, `${plural(hidden, "rule")} of hidden layers not shown.`)] : []),
      ...(state.rule && byId.get(state.rule).positions.length ? [h("div", { class: "plots" },
        histogram(`Where in the document ${state.rule} fires`, byId.get(state.rule).positions, "beginning", "end", "edit", 0))] : []));
  }

  function drawLines() {
    const fitting = data.lines.filter(([line, rule]) => (!state.rule || rules[rule].id === state.rule)
      && (!state.category || rules[rule].category === state.category) && visible(rules[rule].layer)
      && (has(line) || has(rules[rule].id)));
    const body = fitting.slice(0, shownLines).map(([line, rule, documents, hits, variants]) => {
      const shown = h("td", { class: "text" });
      say(shown, line);
      if (variants.length) {
        const list = h("ul", { class: "quiet" });
        for (const [variant, count] of variants) {
          const item = h("li");
          say(item, variant);
          item.append(` (${plural(count, "document")})`);
          list.append(item);
        }
        shown.append(h("details", null, h("summary", { class: "quiet" }, plural(variants.length, "line") + " much like it"), list));
      }
      return h("tr", null, shown, cell(documents), cell(hits), h("td", { class: "id wide" }, h("a", { href: address({ rule: rules[rule].id }) }, rules[rule].id)));
    });
    const none = data.redacted ? "Left out, since the report is redacted." : "No line fits the filters.";
    at("lines").replaceChildren(body.length ? table("Lines removed from most documents", ["Line", "Documents", "Hits", "Rule"], body) : h("p", null, none),
      ...more(fitting.length, shownLines, () => { shownLines += 4 * PAGE; apply(); }));
    at("lines").querySelectorAll("thead th:last-child").forEach((head) => head.classList.add("wide"));
  }

  const citedIn = new Map(data.documents.map((entry) => [entry.key,
    new Set(entry.pieces.filter(Array.isArray).flatMap((piece) => piece[2].map((cause) => causes[cause].rule.id)))]));
  const wordsOf = new Map();

  function words(entry) {
    if (!wordsOf.has(entry.key)) {
      const parts = entry.pieces.map((piece) => Array.isArray(piece) ? `${piece[0]} ${piece[1]} ${piece[4] || ""}` : typeof piece === "string" ? piece : "");
      wordsOf.set(entry.key, [entry.name, entry.place, ...citedIn.get(entry.key), ...parts].join("\n").toLowerCase());
    }
    return wordsOf.get(entry.key);
  }

  function fits(entry) {
    const ids = [...citedIn.get(entry.key)];
    if (!ids.some((id) => visible(byId.get(id).layer))) return false;
    if (state.rule && !ids.includes(state.rule)) return false;
    if (state.category && !ids.some((id) => byId.get(id).category === state.category)) return false;
    return words(entry).includes(state.q.toLowerCase());
  }

  const drawn = new Map();

  function drawDocuments() {
    const fitting = data.documents.filter((entry) => entry.key === state.doc || fits(entry));
    const shown = fitting.filter((entry, i) => i < shownDocuments || entry.key === state.doc);
    const articles = shown.map((entry) => {
      let article = drawn.get(entry.key);
      if (!article) {
        article = documentOf(entry);
        drawn.set(entry.key, article);
      }
      const details = article.querySelector("details");
      if (entry.key === state.doc) details.open = true;
      if (details.open) fill(entry, details);
      return article;
    });
    at("documents").replaceChildren(...articles,
      ...more(fitting.length, shownDocuments, () => { shownDocuments += PAGE; apply(); }));
    if (!articles.length) at("documents").append(h("p", null, "No document fits the filters."));
    at("status").textContent = `${plural(fitting.length, "sampled document")} of ${number(data.documents.length)}`;
  }

  function documentOf(entry) {
    const ids = [...citedIn.get(entry.key)].filter((id) => byId.get(id).layer !== "canon");
    const name = h("span", { class: "id" });
    say(name, entry.name);
    const [before, after] = entry.chars;
    const details = h("details", null,
      h("summary", null, name, h("span", { class: "quiet" },
        `${plural(entry.edits[0], "edit")}, ${number(before)} characters became ${number(after)}${ids.length ? ": " + ids.slice(0, 4).join(", ") : ""}${ids.length > 4 ? ` and ${plural(ids.length - 4, "more rule")}` : ""}`)),
      h("div", { class: "body" }));
    details.addEventListener("toggle", () => { if (details.open) fill(entry, details); });
    details.firstChild.addEventListener("click", () => fill(entry, details)); // "toggle" comes late
    const article = h("article", { id: "doc-" + entry.key }, details);
    article.addEventListener("keydown", walk);
    return article;
  }

  function fill(entry, details) {
    const body = details.querySelector(".body");
    const wanted = [state.view, [...state.hide].sort(), state.rule].join("|");
    if (body.dataset.shows === wanted) return;
    body.dataset.shows = wanted;
    const notes = [];
    if (!entry.found) notes.push(data.redacted ? "" : "The original is not where the log says: only the edits are shown.");
    if (entry.edits[1] < entry.edits[0]) notes.push(`${number(entry.edits[1])} of ${plural(entry.edits[0], "edit")} shown.`);
    const sides = h("div", { class: "sides" + (state.view === "both" ? " two" : "") });
    if (state.view !== "cleaned") sides.append(h("div", null, h("h4", null, "Original with marks"), text(entry, false)));
    if (state.view !== "marks") sides.append(h("div", null, h("h4", null, "Cleaned"), text(entry, true)));
    body.replaceChildren(h("p", { class: "quiet" }, `${notes.filter(Boolean).join(" ")} `, h("a", { href: address({ doc: entry.key }) }, "Link to this document")), sides);
    const first = body.querySelector(".mark.hit") || body.querySelector(".mark");
    if (first) first.tabIndex = 0;
  }

  // ---- marks: one stop of the tab key for each document, arrows between them ---------------------

  function walk(event) {
    const here = event.target.closest(".mark");
    if (!here || !["ArrowRight", "ArrowLeft", "Home", "End"].includes(event.key)) return;
    const all = [...event.currentTarget.querySelectorAll(".mark")];
    const i = all.indexOf(here);
    const next = { ArrowRight: all[i + 1], ArrowLeft: all[i - 1], Home: all[0], End: all[all.length - 1] }[event.key];
    event.preventDefault();
    if (!next) return;
    here.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  let hiding = 0;

  function showTip(link) {
    clearTimeout(hiding);
    const tip = at("tip");
    const cited = [...link.about].sort((a, b) => order.indexOf(a.rule.layer) - order.indexOf(b.rule.layer));
    tip.replaceChildren(...cited.flatMap(({ rule, detail }) => [
      h("b", null, rule.id + (detail ? ` (${detail})` : "")), ` ${rule.category}, ${rule.layer}`, h("p", null, rule.why || "No reason is known here: its pack was not at hand.")]));
    tip.hidden = false;
    const whole = link.getBoundingClientRect();
    const box = whole.height < innerHeight / 2 ? whole : link.getClientRects()[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = box.bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.left = Math.max(8, left) + scrollX + "px";
    tip.style.top = (below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + scrollY + "px";
  }

  const hideTip = () => { hiding = setTimeout(() => { at("tip").hidden = true; }, 150); };
  for (const [event, act] of [["mouseover", showTip], ["focusin", showTip], ["mouseout", hideTip], ["focusout", hideTip]]) {
    document.addEventListener(event, (given) => {
      const link = given.target.closest && given.target.closest(".mark");
      if (link) act(link);
    });
  }
  at("tip").addEventListener("mouseenter", () => clearTimeout(hiding));
  at("tip").addEventListener("mouseleave", hideTip);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") at("tip").hidden = true; });

  function drawBar() {
    for (const box of at("layers").querySelectorAll("input")) box.checked = visible(box.value);
    for (const radio of at("view").querySelectorAll("input")) radio.checked = radio.value === state.view;
    at("measure").value = String(state.by);
    if (at("find").value !== state.q) at("find").value = state.q;
    const chips = [["rule", state.rule], ["category", state.category]].filter(([, value]) => value).map(([key, value]) => {
      const chip = h("button", { type: "button", class: "chip", "aria-label": `Remove the filter ${key} ${value}` }, `${key} ${value} ✕`);
      chip.addEventListener("click", () => { go({ [key]: "" }); at("find").focus(); });
      return chip;
    });
    at("filter").replaceChildren(...chips);
  }

  function apply() {
    const focused = document.activeElement && document.activeElement.getAttribute("href");
    state = read();
    at("tip").hidden = true;
    drawBar();
    drawRules();
    drawLines();
    drawDocuments();
    if (focused && document.activeElement === document.body) {
      const again = [...document.querySelectorAll("main a")].find((link) => link.textContent && (link.getAttribute("href") === focused || link.getAttribute("aria-current")));
      if (again) again.focus({ preventScroll: true });
    }
  }

  addEventListener("hashchange", () => { apply(); reveal(); });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address is the state
    at("samples").focus();
  });

  let revealed = "";
  function reveal() {
    if (state.doc && state.doc !== revealed) {
      const article = at("doc-" + state.doc);
      if (article) article.scrollIntoView();
    }
    revealed = state.doc;
  }

  state = read();
  drawOnce();
  apply();
  reveal();
})();
