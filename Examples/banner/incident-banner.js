/**
 * <incident-banner>: shows the banners of a statuscomm feed in any page, live.
 *
 *   <incident-banner src="/feed/banners.json" stream="/events/banners"></incident-banner>
 *
 * The feed file is the truth, the stream a fast copy of it: each event on the stream is the whole document.
 * Attributes, labels, colours and the feed's contract are in README.md beside this file.
 */
const SCHEMA = "statuscomm-banners/1";
const SEVERITIES = ["critical", "warning", "info"];
const SHOWN_AT_ONCE = 3;
const NAME = "incident-banner";
const LABELS = {
  region: "Service status",
  critical: "Critical",
  warning: "Warning",
  info: "Notice",
  link: "View status",
  dismiss: "Dismiss: {}",
  more: "{} more",
  stale: "May be out of date, last checked {}",
};

// A constructed sheet needs no 'unsafe-inline'. Colours follow the page's own color-scheme.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; position: relative; overflow-wrap: anywhere; }
  :host([hidden]), section:empty { display: none; }
  div { display: flex; padding-inline: 1em 4px; border: 1px solid; border-inline-start: 6px solid; }
  [part~=info] {
    color: var(--ib-info-text, light-dark(#1565c0, #90caf9));
    background: var(--ib-info-tint, light-dark(#e3f2fd, #0d2137));
  }
  [part~=warning] {
    color: var(--ib-warning-text, light-dark(#b23c00, #ffcc80));
    background: var(--ib-warning-tint, light-dark(#fff3e0, #2b1a00));
    border-color: var(--ib-warning-edge, light-dark(#e65100, #ffcc80));
  }
  [part~=critical] {
    color: var(--ib-critical-text, light-dark(#c62828, #ff8a80));
    background: var(--ib-critical-tint, light-dark(#ffebee, #2d0f0f));
  }
  p { flex: 1; margin: 0; padding: 10px 0; }
  a, button { color: inherit; font: inherit; }
  button { min-width: 44px; min-height: 44px; border: 0; background: none; }
  [part~=more] { text-decoration: underline; }
  :focus-visible { outline: 3px solid; }
  [role] { position: absolute; clip-path: inset(50%); }
`);

// Text only ever enters the page as text nodes and plain properties: markup in a message stays visible text.
const make = (name, part, properties, ...children) => {
  const element = Object.assign(document.createElement(name), { part }, properties);
  element.append(...children);
  return element;
};

const attempt = (action) => {
  try {
    return action();
  } catch {}
};
const clean = (value = "", length) => [...value.trim()].slice(0, length).join("");
const between = (value, low, high, fallback) => (value >= low && value <= high ? value : fallback);

const load = (store, key) => attempt(() => JSON.parse(window[store][key]));
const save = (store, key, value) => attempt(() => (window[store][key] = JSON.stringify(value)));

// What is kept in a store under the element's name, fifty newest entries, after adding to it: in localStorage the
// dismissed banners, in sessionStorage the announced ones. Where storage is refused or full, this page remembers alone.
const memory = {};
const list = (store, ...added) => {
  memory[store] = [...new Set([memory[store] ?? [], load(store, NAME) ?? [], added].flat())].slice(-50);
  if (added.length) save(store, NAME, memory[store]);
  return memory[store];
};

// Finds the feed document in what arrived, inside the envelopes that realtime engines put around it.
const unwrap = (value, depth = 0) => {
  value = attempt(() => JSON.parse(value)) ?? value;
  if (value?.schema === SCHEMA && value.sequence > 0 && value.banners?.map) return value;
  if (!value || depth > 3) return;
  const { pub, push, data, message } = value;
  for (const inner of [pub, push, data, message]) {
    const found = unwrap(inner, depth + 1);
    if (found) return found;
  }
};

// One element's life between being put into a page and being taken out of it; returns what ends it.
const run = (host, section, ...spoken) => {
  const ended = new AbortController();
  const { signal } = ended;
  const timers = {};
  const address = new URL(host.getAttribute("src"), document.baseURI).href;
  const copy = load("localStorage", NAME + address);
  let feed = unwrap(copy?.document);
  let checked = copy?.checked ?? Date.now();
  // Below zero: nothing has answered yet.
  let failures = -1;
  let drops = 0;
  let due = 0;
  let stream, live, drawn, expanded;

  const seconds = (attribute, fallback) => +host.getAttribute(attribute) || fallback;
  const label = (name, value) => (host.getAttribute("label-" + name) ?? LABELS[name]).replace("{}", () => value);
  const tell = (type, detail) => host.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  const spread = () => between(feed?.spread_seconds, 1, 900, 10);

  // One timer a name. The day's limit keeps far dates inside what setTimeout can count.
  const after = (name, seconds, action) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(action, Math.min(seconds, 86400) * 1000);
  };

  const fetchIn = (wait) => {
    const time = Date.now() + wait * 1000;
    if (time >= due) return;
    due = time;
    after("fetch", wait, () => document.hidden || fetchFeed());
  };

  const fetchAtNextPoll = () => {
    const poll = seconds("poll", between(feed?.poll_seconds, 15, 3600, 60)) * (live ? 5 : 1);
    fetchIn(poll * 2 ** Math.min(failures, 4) * (0.8 + Math.random() * 0.4));
  };

  const fetchFeed = async () => {
    due = Infinity;
    try {
      // No header of ours, so no preflight; 'no-cache' lets the browser ask with the ETag it knows.
      const response = await fetch(address, {
        cache: "no-cache",
        credentials: "omit",
        signal: AbortSignal.any([signal, AbortSignal.timeout(10000)]),
      });
      accept(response.ok ? unwrap(await response.text()) : undefined);
    } catch {
      if (signal.aborted) return;
      failures = Math.max(failures, 0) + 1;
      render();
    }
    fetchAtNextPoll();
  };

  // Throws when nothing was found.
  const accept = (found) => {
    if (found.feed !== feed?.feed || found.sequence >= feed.sequence) feed = found;
    checked = Date.now();
    failures = 0;
    save("localStorage", NAME + address, { document: feed, checked });
    render();
  };

  const connect = () => {
    if (!host.getAttribute("stream") || document.hidden || stream) return;
    const url = new URL(host.getAttribute("stream"), document.baseURI);
    const webSocket = host.getAttribute("websocket") !== "off";
    if (webSocket) url.protocol = url.protocol.replace("http", "ws");
    const opened = (stream = webSocket ? new WebSocket(url) : new EventSource(url));
    opened.onopen = () => {
      live = Date.now();
      fetchIn(Math.random() * spread());
      render();
    };
    opened.onmessage = ({ data }) => {
      const found = unwrap(data);
      if (found) accept(found);
      // Not ours, but something happened; an empty frame is a keep-alive.
      else if (data !== "{}") fetchIn(Math.random() * spread());
    };
    // EventSource's own retry has no jitter and gives up on a refusal.
    opened.onclose = opened.onerror = () => {
      if (stream !== opened) return;
      if (live < Date.now() - 30000) drops = 0;
      disconnect();
      after("connect", Math.max(0.5, Math.random() * Math.min(900, spread() * 2 ** Math.min(drops++, 6))), connect);
      fetchAtNextPoll();
      render();
    };
  };

  const disconnect = () => {
    stream?.close();
    stream = live = undefined;
  };

  // A hidden tab asks for nothing; what fell due meanwhile happens when it is looked at.
  const wake = () => {
    if (document.hidden) return;
    clearTimeout(timers.idle);
    if (Date.now() >= due) fetchFeed();
    attempt(connect);
  };

  const handleEvent = ({ type }) => {
    if (type === "storage") render();
    // An open connection would keep the page out of the back/forward cache.
    else if (type === "pagehide") disconnect();
    else if (type === "online") {
      drops = 0;
      fetchIn(Math.random() * 3);
      after("connect", Math.random() * 3, connect);
    } else if (document.hidden) after("idle", seconds("idle", 300), disconnect);
    else wake();
  };

  // What an entry of the feed says here and now: checked, filtered, in the reader's language. Throws on nonsense.
  const banner = (entry, passed) => {
    const { id, revision, starts_at, expires_at, components, messages = {} } = entry;
    const key = id + "@" + revision;
    const tag = (host.closest("[lang]")?.lang || navigator.language).toLowerCase();
    const named = (tag) => Object.keys(messages).find((name) => name.toLowerCase() === tag);
    const lang = named(tag) ?? named(tag.split("-")[0]);
    const message = clean(messages[lang] ?? entry.message, 500);
    const wanted = host.getAttribute("components")?.match(/[^\s,]+/g);
    const severity = SEVERITIES.includes(entry.severity) ? entry.severity : "warning";
    const dismissible = severity !== "critical" && entry.dismissible !== false;
    if (
      /^[\w.:-]{1,80}@[1-9]\d*$/.test(key) &&
      message &&
      passed(Date.parse(starts_at) || 0) &&
      !passed(Date.parse(expires_at)) &&
      !(wanted && components?.length && !wanted.some((name) => components.includes(name))) &&
      !(dismissible && list("localStorage").includes(key))
    ) {
      const link = attempt(() => new URL(entry.link || "data:", address).href);
      return { id, revision, key, severity, message, lang, link, text: clean(entry.link_text, 80), dismissible };
    }
  };

  const render = () => {
    const now = Date.now();
    const edges = [];
    const passed = (time) => {
      if (time > now) edges.push(time - now);
      return time <= now;
    };
    const stale = passed(checked + seconds("stale", 300) * 1000) && failures > 0;
    const discarded = passed(checked + seconds("discard", 86400) * 1000);
    const entries = (!discarded && feed?.banners.slice(0, 20)) || [];
    const visible = entries.flatMap((entry) => attempt(() => banner(entry, passed)) ?? []);
    visible.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
    // Times at which the picture changes by itself: a start, an expiry, the copy growing old.
    after("edge", Math.min(...edges) / 1000, render);
    const quiet = live ? "live" : failures ? "loading" : "polling";
    host.setAttribute("state", stale ? "stale" : failures > 0 ? "offline" : quiet);
    const note = stale && visible[0] ? label("stale", new Date(checked).toTimeString().slice(0, 5)) : "";
    const picture = JSON.stringify([visible, note, expanded]);
    if (picture === drawn) return;
    drawn = picture;
    draw(visible, note);
    visible.forEach(announce);
    tell("incident-change", visible);
  };

  const draw = (visible, note) => {
    const rows = visible.map(row);
    if (rows[SHOWN_AT_ONCE] && !expanded) {
      const onclick = () => {
        expanded = true;
        render();
      };
      const { length } = rows.splice(SHOWN_AT_ONCE);
      rows.push(make("button", "more", { onclick }, label("more", length)));
    }
    if (note) rows.push(make("p", "note", {}, note));
    const controls = () => [...section.querySelectorAll("a, button")];
    const { activeElement } = host.shadowRoot;
    const place = controls().indexOf(activeElement);
    section.ariaLabel = label("region");
    section.replaceChildren(...rows);
    // The reader's place: the same control or, when that went, its neighbour. Nothing that arrives takes the focus.
    const same = controls().find(({ id }) => id === activeElement?.id);
    if (activeElement) (same ?? controls()[place] ?? controls().at(-1))?.focus({ preventScroll: true });
  };

  const row = ({ id, revision, key, severity, message, lang, link, text, dismissible }) => {
    const line = make("p", "", {}, make("strong", "severity", {}, label(severity)), " ");
    line.append(make("bdi", "message", lang && { lang }, message), " ");
    if (/^https?:/.test(link)) {
      const target = host.getAttribute("target") ?? "";
      const rel = "noopener noreferrer";
      line.append(make("a", "link", { id: id + " link", href: link, target, rel }, text || label("link")));
    }
    const row = make("div", "banner " + severity, {}, line);
    if (dismissible) {
      const onclick = () => {
        list("localStorage", key);
        render();
        tell("incident-dismiss", { id, revision });
      };
      row.append(make("button", "dismiss", { id, ariaLabel: label("dismiss", message), onclick }, "×"));
    }
    return row;
  };

  // The live regions stand empty before text enters them, or screen readers miss it; then they are emptied again.
  const announce = ({ key, severity, message, lang }) => {
    if (list("sessionStorage").includes(key)) return;
    list("sessionStorage", key);
    const text = make("span", "", lang && { lang }, label(severity) + ": " + message);
    setTimeout(() => spoken[+(severity === "critical")].append(text), 200);
    setTimeout(() => text.remove(), 5000);
  };

  for (const type of ["storage", "online", "pagehide", "pageshow", "visibilitychange"]) {
    addEventListener(type, handleEvent, { signal });
  }
  render();
  wake();
  return () => {
    ended.abort();
    disconnect();
    Object.values(timers).forEach(clearTimeout);
  };
};

class IncidentBanner extends HTMLElement {
  static observedAttributes = ["src", "stream", "websocket", "components"];

  #parts = [make("section", ""), make("p", "", { role: "status" }), make("p", "", { role: "alert" })];
  #stop;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(...this.#parts);
  }

  // Put in, moved, taken out or changed: stop at once, and start when all that the page does in one go is done.
  #restart() {
    this.#stop?.();
    this.#stop = null;
    queueMicrotask(() => {
      if (this.isConnected && this.hasAttribute("src")) this.#stop ??= run(this, ...this.#parts);
    });
  }

  connectedCallback() {
    this.#restart();
  }

  disconnectedCallback() {
    this.#restart();
  }

  attributeChangedCallback() {
    this.#restart();
  }
}

customElements.get(NAME) ?? customElements.define(NAME, IncidentBanner);
