// Keeps the page as new as what it shows. Focus, what is scrolled and what is open stay; the browser keeps the page's own place.
"use strict";

const PERIOD_MS = 3_000;
const TIMEOUT_MS = 60_000;

const main = document.querySelector("main");
const live = document.querySelector("#live");
const announcement = document.querySelector("#announcement");

/** What the server said last of each section, by id. */
let shown = new Map();
let tag = "";
let lost;

function clock(date) {
  return date.toLocaleTimeString("en-GB");
}

function sectionsIn(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return new Map([...body.children].map((section) => [section.id, section]));
}

/** Replaces the sections that differ from what was shown. */
function replace(html) {
  const fresh = sectionsIn(html);
  const texts = new Map([...fresh].map(([id, section]) => [id, section.outerHTML]));
  const focus = document.activeElement?.id;
  const kept = {
    scrolls: [...main.querySelectorAll(".scroll")].map((box) => ({
      id: box.id,
      left: box.scrollLeft,
      top: box.scrollTop,
    })),
    open: [...main.querySelectorAll("details[open]")].map(({ id }) => id),
  };
  for (const section of [...main.children]) {
    if (!fresh.has(section.id)) {
      section.remove();
    }
  }
  let before = null;
  for (const [id, section] of fresh) {
    const old = document.getElementById(id);
    if (old === null) {
      main.insertBefore(section, before === null ? main.firstChild : before.nextSibling);
    } else if (texts.get(id) !== shown.get(id)) {
      old.replaceWith(section);
    }
    before = document.getElementById(id);
  }
  shown = texts;
  kept.open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  kept.scrolls.forEach(({ id, left, top }) => document.getElementById(id)?.scrollTo(left, top));
  if (focus && document.activeElement?.id !== focus) {
    document.getElementById(focus)?.focus({ preventScroll: true });
  }
}

/** Says to screen readers what has become of the whole, once. */
function announce() {
  const headline = main.querySelector("[data-announce]")?.textContent ?? "";
  if (announcement.textContent !== headline) {
    announcement.textContent = headline;
  }
}

async function refresh() {
  try {
    const answer = await fetch(`/main${location.search}`, {
      cache: "no-store",
      headers: tag === "" ? {} : { "if-none-match": tag },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.status === 200) {
      tag = answer.headers.get("etag") ?? "";
      replace(await answer.text());
      announce();
    }
    lost = undefined;
    const isFine = answer.ok || answer.status === 304;
    live.textContent = isFine ? `Live · ${clock(new Date())}` : await answer.text();
    live.className = isFine ? "live on" : "live off";
  } catch {
    lost ??= new Date();
    live.textContent = `\`npx thoughts ui\` has not answered since ${clock(lost)}`;
    live.className = "live off";
  }
}

async function keepFresh() {
  for (;;) {
    if (document.visibilityState === "visible") {
      await refresh();
    }
    await new Promise((resolve) => setTimeout(resolve, PERIOD_MS));
  }
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (button !== null) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1_500);
  }
});

// Without a script nothing is copied.
document.documentElement.classList.add("scripted");
shown = new Map([...main.children].map((section) => [section.id, section.outerHTML]));
keepFresh();
