"use strict";
(() => {
  const LEVELS = ["low", "medium", "high", "critical"];
  const PAGE = 50;
  const MOST_BARS = 8;
  const MOST_PLACES = 25;
  const MOST_RULE_PLACES = 200;
  const MOST_PRINTED = 1000;
  const MOST_PRINTED_OPEN = 100;
  const by = (id) => document.getElementById(id);

  // Everything that a document says becomes text, never markup.
  const make = (tag, options = {}, ...children) => {
    const { text, ...attributes } = options;
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    if (text !== undefined && text !== null) element.textContent = clean(String(text));
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  // Characters that turn the direction of writing, or that nobody sees, are shown as escapes.
  const clean = (text) =>
    text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
  const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
  const fileOf = (place) => (place.entry === null ? place.path : `${place.path}!${place.entry}`);

  const totals = JSON.parse(document.querySelector("script.totals").textContent);
  const rules = new Map();
  const credentials = read();
  const state = { search: "", status: "open", filters: new Map(), sort: "severity", down: true, page: 0, open: new Set() };
  let found = [];

  function read() {
    const known = new Map();
    for (const block of document.querySelectorAll("script.data")) {
      const { workspace, findings, violations } = JSON.parse(block.textContent);
      for (const violation of violations) {
        if (!rules.has(violation.rule)) rules.set(violation.rule, []);
        rules.get(violation.rule).push(violation);
      }
      for (const finding of findings) {
        let one = known.get(finding.secret_id);
        if (!one) {
          one = { id: finding.secret_id, secret: finding.secret, findings: [], level: 0, sure: 0, isOpen: false };
          for (const list of ["service", "role", "workspace", "hosts", "files"]) one[list] = new Set();
          known.set(finding.secret_id, one);
        }
        one.findings.push(finding);
        const sure = LEVELS.indexOf(finding.confidence);
        if (sure > one.sure || one.findings.length === 1) Object.assign(one, { sure, name: finding.name, pattern: finding.pattern, sha: finding.secret_sha256 });
        if (finding.docs && !one.docs) one.docs = finding.docs;
        if (!one.revoke || finding.service) one.revoke = finding.revoke;
        one.level = Math.max(one.level, LEVELS.indexOf(finding.severity));
        one.isOpen ||= finding.suppression === null;
        if (finding.service !== null) one.service.add(finding.service);
        one.role.add(finding.role);
        one.workspace.add(workspace);
        one.files.add(fileOf(finding));
        finding.hosts.forEach((host) => one.hosts.add(host));
      }
    }
    const all = [...known.values()];
    for (const one of all) {
      one.severity = new Set([LEVELS[one.level]]);
      if (one.service.size === 0) one.service.add("not known");
    }
    return all;
  }

  // What a search looks through; made on the first search.
  function haystack(one) {
    if (one.haystack === undefined) {
      const words = [one.name, one.pattern, one.secret, one.id, LEVELS[one.level], ...one.service, ...one.hosts, ...one.workspace];
      for (const finding of one.findings) {
        words.push(fileOf(finding), finding.pointer, finding.role, finding.label ?? "", finding.fingerprint, finding.name_path.join(" > "), ...finding.notes, ...Object.values(finding.parts));
      }
      one.haystack = words.join("\n").toLowerCase();
    }
    return one.haystack;
  }

  const first = (set) => set.values().next().value ?? "";
  const COLUMNS = [
    { id: "severity", title: "Severity", key: (one) => one.level * 4 + one.sure, down: true },
    { id: "confidence", title: "Confidence", key: (one) => one.sure, down: true },
    { id: "name", title: "Credential", key: (one) => one.name },
    { id: "service", title: "Service", key: (one) => first(one.service) },
    { id: "role", title: "Role", key: (one) => first(one.role) },
    { id: "places", title: "Places", key: (one) => one.findings.length, down: true },
    { id: "file", title: "First place", key: (one) => fileOf(one.findings[0]) },
  ];

  function select() {
    const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
    found = credentials.filter((one) => {
      if (state.status !== "all" && one.isOpen !== (state.status === "open")) return false;
      for (const [kind, value] of state.filters) if (!one[kind].has(value)) return false;
      return words.every((word) => haystack(one).includes(word));
    });
    const { key } = COLUMNS.find((column) => column.id === state.sort);
    const turn = state.down ? -1 : 1;
    const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
    found = found.map((one) => [key(one), one]).sort((a, b) => turn * compare(a[0], b[0])).map(([, one]) => one);
    state.page = Math.min(state.page, Math.max(0, Math.ceil(found.length / PAGE) - 1));
  }

  function show() {
    select();
    const from = state.page * PAGE;
    const shown = found.slice(from, from + PAGE);
    by("rows").replaceChildren(...shown.flatMap(rowsOf));
    if (shown.length === 0) {
      const words = credentials.length === 0 ? "No credentials were found." : "Nothing fits these filters.";
      by("rows").append(make("tr", {}, make("td", { colspan: COLUMNS.length + 1, class: "soft", text: words })));
    }
    by("count").textContent = `${plural(found.length, "credential")} of ${credentials.length.toLocaleString("en")}`;
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    by("page").textContent = `Page ${state.page + 1} of ${pages}`;
    by("previous").disabled = state.page === 0;
    by("next").disabled = state.page >= pages - 1;
    by("pages").hidden = pages === 1;
    heads();
    filters();
    for (const bar of document.querySelectorAll(".bar")) {
      bar.setAttribute("aria-pressed", String(state.filters.get(bar.dataset.kind) === bar.dataset.value));
    }
  }

  function heads() {
    if (by("columns").children.length === 0) {
      by("columns").append(make("th", { class: "c-open", scope: "col" }, make("span", { class: "soft", text: "" })));
      for (const column of COLUMNS) {
        const button = make("button", { type: "button", text: column.title });
        button.addEventListener("click", () => {
          state.down = state.sort === column.id ? !state.down : Boolean(column.down);
          state.sort = column.id;
          state.page = 0;
          show();
        });
        by("columns").append(make("th", { scope: "col", class: `c-${column.id}` }, button));
      }
    }
    COLUMNS.forEach((column, index) => {
      const head = by("columns").children[index + 1];
      if (column.id === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  function filters() {
    by("filters").replaceChildren(
      ...[...state.filters].map(([kind, value]) => {
        const button = make("button", { type: "button", text: `${kind}: ${value} ✕`, "aria-label": `Remove the filter ${kind}: ${value}` });
        button.addEventListener("click", () => toggle(kind, value));
        return button;
      }),
    );
  }

  function toggle(kind, value) {
    if (state.filters.get(kind) === value) state.filters.delete(kind);
    else state.filters.set(kind, value);
    state.page = 0;
    show();
  }

  function rowsOf(one) {
    const isOpen = state.open.has(one.id);
    const button = make("button", { type: "button", text: isOpen ? "−" : "+", "aria-expanded": String(isOpen), "aria-label": `Details of ${one.name}` });
    const where = one.findings[0];
    const row = make(
      "tr",
      { class: "credential" },
      make("td", { class: "c-open" }, button),
      make("td", { class: "c-severity" }, make("span", { class: `level ${LEVELS[one.level]}`, text: LEVELS[one.level] }), one.isOpen ? null : make("span", { class: "tag", text: "accepted" })),
      make("td", { class: "c-confidence", text: LEVELS[one.sure] }),
      make("td", { class: "c-name" }, make("div", { text: one.name }), make("code", { text: one.secret })),
      make("td", { class: "c-service", text: [...one.service].join(", ") }),
      make("td", { class: "c-role", text: [...one.role].join(", ") }),
      make("td", { class: "c-places", text: one.findings.length.toLocaleString("en") }),
      make("td", { class: "c-file" }, crumbs(where.name_path), make("div", { class: "soft" }, make("code", { text: position(where) }))),
    );
    button.addEventListener("click", () => {
      if (!state.open.delete(one.id)) state.open.add(one.id);
      const rows = rowsOf(one);
      if (row.nextSibling?.classList?.contains("detail")) row.nextSibling.remove();
      row.replaceWith(...rows);
      rows[0].querySelector("button").focus();
    });
    return isOpen ? [row, make("tr", { class: "detail" }, make("td", { colspan: COLUMNS.length + 1 }, ...details(one)))] : [row];
  }

  const position = (finding) => `${fileOf(finding)}:${finding.start.line}:${finding.start.column}`;
  const crumbs = (names) => make("ol", { class: "crumbs" }, ...names.map((name) => make("li", { text: name })));

  function details(one) {
    const parts = [make("h3", { text: "How to revoke it" }), make("div", { text: one.revoke })];
    if (one.docs && /^https?:\/\//.test(one.docs)) {
      parts.push(make("a", { href: one.docs, rel: "noreferrer noopener", target: "_blank", text: "Documentation of the service" }));
    }
    if (one.hosts.size > 0) parts.push(make("h3", { text: "Sent to" }), make("div", { text: [...one.hosts].join(", ") }));
    parts.push(make("h3", { text: plural(one.findings.length, "place") }), places(one, MOST_PLACES));
    const ids = [["pattern", one.pattern], ["secret id", one.id], ["SHA-256", one.sha]].filter(([, value]) => value);
    parts.push(make("h3", { text: "Ids" }), make("ul", {}, ...ids.map(([name, value]) => make("li", {}, `${name} `, make("code", { text: value })))));
    return parts;
  }

  function places(one, most) {
    const list = make("ol", { class: "places" }, ...one.findings.slice(0, most).map(place));
    if (one.findings.length > most) {
      const more = make("button", { type: "button", text: `Show all ${one.findings.length.toLocaleString("en")}` });
      more.addEventListener("click", () => list.replaceWith(places(one, Infinity)));
      list.append(make("li", {}, more));
    }
    return list;
  }

  function place(finding) {
    const label = finding.label && finding.label !== finding.role ? ` ${finding.label}` : "";
    const off = finding.disabled ? ", switched off" : "";
    const item = make("li", {}, crumbs(finding.name_path), make("div", { class: "soft", text: `${finding.role}${label}${off}; ${finding.severity} severity, ${finding.confidence} confidence` }));
    item.append(make("div", {}, make("code", { text: position(finding) }), " ", make("code", { class: "soft", text: finding.pointer })));
    const known = Object.entries(finding.parts).map(([name, value]) => `${name}: ${value}`);
    if (known.length > 0) item.append(make("div", { text: known.join("; ") }));
    if (finding.notes.length > 0) item.append(make("div", { text: finding.notes.join("; ") }));
    if (finding.suppression !== null) item.append(make("div", {}, make("span", { class: "tag", text: accepted(finding.suppression) })));
    if (finding.uses.length > 0) {
      item.append(make("div", { class: "soft", text: `used ${plural(finding.used, "time")}:` }), make("ul", {}, ...finding.uses.map(use)));
    }
    return item;
  }

  function use(one) {
    const words = `${one.role}${one.label ? ` ${one.label}` : ""} in ${fileOf(one)}`;
    return make("li", {}, crumbs(one.name_path), make("div", { class: "soft", text: words }));
  }

  function accepted({ by: where, reason, author, expires }) {
    const beside = [author, expires && `until ${expires}`].filter(Boolean).join(", ");
    return `accepted by ${where}${reason ? `: ${reason}` : ""}${beside ? ` (${beside})` : ""}`;
  }

  // The folder that all names begin with says nothing.
  function commonFolder(names) {
    let common = names[0]?.split("/").slice(0, -1) ?? [];
    for (const name of names) {
      const parts = name.split("/");
      common = common.slice(0, common.findIndex((part, index) => parts[index] !== part) >>> 0);
    }
    return names.length > 1 && common.length > 0 ? `${common.join("/")}/` : "";
  }

  function chart(title, kind, order) {
    const counts = new Map();
    for (const one of credentials) if (one.isOpen) for (const value of one[kind]) counts.set(value, (counts.get(value) ?? 0) + 1);
    const rows = [...counts].sort(order ?? ((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])));
    const most = rows.reduce((most, [, count]) => Math.max(most, count), 1);
    const folder = kind === "workspace" ? commonFolder([...counts.keys()]) : "";
    const bar = ([value, count]) => {
      const fill = make("span", { class: `fill ${kind === "severity" ? value : ""}` });
      fill.style.width = `${(100 * count) / most}%`;
      const button = make("button", { type: "button", class: "bar", "data-kind": kind, "data-value": value, "aria-pressed": "false", title: clean(value) }, make("span", { class: "name", text: value.startsWith(folder) ? value.slice(folder.length) : value }), make("span", { class: "track" }, fill), make("span", { class: "number", text: count.toLocaleString("en") }));
      button.addEventListener("click", () => toggle(kind, value));
      return make("li", {}, button);
    };
    const list = make("ul", {}, ...rows.slice(0, MOST_BARS).map(bar));
    if (rows.length > MOST_BARS) {
      const more = make("button", { type: "button", text: `${(rows.length - MOST_BARS).toLocaleString("en")} more` });
      const most = 200;
      more.addEventListener("click", () => {
        list.replaceChildren(...rows.slice(0, most).map(bar));
        if (rows.length > most) list.append(make("li", { class: "soft", text: `and ${rows.length - most} more: search for them` }));
      });
      list.append(make("li", {}, more));
    }
    if (rows.length === 0) list.append(make("li", { class: "soft", text: "none" }));
    return make("div", { class: "chart" }, make("h2", { text: title }), list);
  }

  // What a policy objects to: a rule a fold, filled when it is opened.
  function policy() {
    by("policy").hidden = rules.size === 0;
    for (const violations of [...rules.values()].sort((a, b) => LEVELS.indexOf(b[0].severity) - LEVELS.indexOf(a[0].severity))) {
      const { severity, title, level, remediation, controls } = violations[0];
      const speaksTo = Object.entries(controls).map(([name, ids]) => `${name} ${ids.join(", ")}`).join(" · ");
      const fold = make("details", {}, make("summary", {}, make("span", { class: `level ${severity}`, text: severity }), ` ${title} `, make("span", { class: "soft", text: `${plural(violations.length, "place")}; ${level}` })));
      fold.addEventListener("toggle", () => {
        if (fold.open && fold.children.length === 1) {
          fold.append(make("p", { text: remediation }), make("p", { class: "soft", text: speaksTo }), make("ol", { class: "places" }, ...violations.slice(0, MOST_RULE_PLACES).map(objection)));
          if (violations.length > MOST_RULE_PLACES) fold.append(make("p", { class: "soft", text: `and ${violations.length - MOST_RULE_PLACES} more` }));
        }
      });
      by("policy").append(fold);
    }
  }

  function objection(violation) {
    const item = make("li", {}, crumbs(violation.name_path), make("div", { text: violation.message }), make("div", { class: "soft" }, make("code", { text: position(violation) })));
    if (violation.suppression !== null) item.append(make("span", { class: "tag", text: accepted(violation.suppression) }));
    return item;
  }

  function begin() {
    const { summary, problems, version } = totals;
    const tiles = [
      [summary.credentials, "credentials"],
      [summary.findings, "places"],
      [summary.files, "files scanned"],
      [summary.suppressed, "accepted"],
      [summary.problems, "problems"],
    ];
    by("totals").append(...tiles.map(([count, words]) => make("li", {}, make("b", { text: count.toLocaleString("en") }), make("span", { text: words }))));
    by("charts").append(
      chart("By severity", "severity", (a, b) => LEVELS.indexOf(b[0]) - LEVELS.indexOf(a[0])),
      chart("By service", "service"),
      chart("By role", "role"),
      chart("By workspace", "workspace"),
    );
    policy();
    if (problems.length > 0) {
      by("problems").hidden = false;
      const at = ({ start }) => (start ? `:${start.line}:${start.column}` : "");
      by("problems").querySelector("ul").append(...problems.map((problem) => make("li", {}, make("code", { text: fileOf(problem) + at(problem) }), make("span", { text: ` ${problem.message}` }))));
      if (summary.problems > problems.length) by("problems").append(make("p", { class: "soft", text: `and ${summary.problems - problems.length} more` }));
    }
    by("foot").textContent = `Made by postseal ${version}. Counts in the charts are open credentials.`;
    if (!credentials.some((one) => one.isOpen) && credentials.length > 0) {
      state.status = "all";
      by("status").value = "all";
    }
    listen();
    show();
    document.documentElement.dataset.ready = "";
  }

  function listen() {
    let waiting;
    by("search").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        state.search = event.target.value;
        state.page = 0;
        show();
      }, 120);
    });
    by("controls").addEventListener("submit", (event) => event.preventDefault());
    by("status").addEventListener("change", (event) => {
      state.status = event.target.value;
      state.page = 0;
      show();
    });
    by("clear").addEventListener("click", () => {
      Object.assign(state, { search: "", status: "open", filters: new Map(), page: 0 });
      by("search").value = "";
      by("status").value = "open";
      show();
    });
    const turn = (step) => () => {
      state.page += step;
      show();
      document.querySelector("table").scrollIntoView();
    };
    by("previous").addEventListener("click", turn(-1));
    by("next").addEventListener("click", turn(1));
    by("theme").addEventListener("click", () => {
      const root = document.documentElement;
      const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "")) {
        event.preventDefault();
        by("search").focus();
      }
    });
    addEventListener("beforeprint", () => {
      const opened = new Set(state.open);
      if (found.length <= MOST_PRINTED_OPEN) found.forEach((one) => state.open.add(one.id));
      by("rows").replaceChildren(...found.slice(0, MOST_PRINTED).flatMap(rowsOf));
      if (found.length > MOST_PRINTED) by("rows").append(make("tr", {}, make("td", { colspan: COLUMNS.length + 1, text: `and ${plural(found.length - MOST_PRINTED, "credential")} more` })));
      state.open = opened;
    });
    addEventListener("afterprint", show);
  }

  begin();
})();
