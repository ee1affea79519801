// The page works without this. With it, nothing reloads: the same pages are fetched, and the parts that changed
// are put in place. Texts are only ever set as text; markup comes from our own server.
"use strict";

const desk = document.querySelector(".desk");
const posts = document.getElementById("posts");
const composer = document.getElementById("composer");
const box = document.getElementById("message");
const narrow = window.matchMedia("(max-width: 60rem)");

const thread = () => document.getElementById("thread");
const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");

// What a screen reader hears: findings when it is idle, errors at once.
function announce(words, alarm = false) {
  document.getElementById("status").textContent = alarm ? "" : words;
  document.getElementById("alarm").textContent = alarm ? words : "";
}

// The answers of a page in a sentence each, and whether one of them is no finding.
function spoken(page) {
  const answers = [...page.querySelectorAll("#thread .answer")];
  const words = answers.map((answer) =>
    [".headline .words", ".summary"]
      .map((part) => answer.querySelector(part)?.textContent.trim())
      .filter(Boolean)
      .join(". "));
  return [words.join(" "), answers.some((answer) => answer.dataset.kind === "error")];
}

function showThread(panel) {
  const old = thread();
  const held = old?.contains(document.activeElement);
  panel.classList.toggle("still", Boolean(old));
  if (old) old.replaceWith(panel);
  else desk.append(panel);
  panel.scrollTop = 0;
  if (held) focusThread();
  markOpen(panel.dataset.post);
}

function markOpen(number) {
  for (const post of posts.querySelectorAll(".post")) {
    const open = Boolean(number) && post.id === `post-${number}`;
    post.classList.toggle("open", open);
    const link = post.querySelector(".to-thread a");
    if (open) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

function focusThread() {
  document.getElementById("thread-name")?.focus({ preventScroll: true });
}

function closeThread() {
  const number = thread()?.dataset.post;
  thread()?.remove();
  markOpen(null);
  document.title = "#newsroom · Verbatim";
  history.pushState(null, "", "/");
  (document.querySelector(`#post-${number} .to-thread a`) ?? box).focus();
}

// Take the thread, and the title, of a page that was fetched.
function adopt(page, address) {
  const panel = page.getElementById("thread");
  if (!panel) return false;
  showThread(document.adoptNode(panel));
  document.title = page.title;
  if (address && address !== location.href) history.pushState(null, "", address);
  return true;
}

async function openThread(address, push = true) {
  const response = await fetch(address);
  const page = parse(await response.text());
  if (!adopt(page, push ? response.url : null)) return location.assign(address);
  focusThread();
  if (thread().querySelector("[aria-busy=true]")) setTimeout(refresh, 1000);
}

// A thread that was still being answered when the page was loaded.
async function refresh() {
  const page = parse(await (await fetch(location.href)).text());
  const panel = page.getElementById("thread");
  if (!panel || panel.dataset.post !== thread()?.dataset.post) return;
  if (panel.querySelector("[aria-busy=true]")) return setTimeout(refresh, 1000);
  announce(...spoken(page));
  const post = page.getElementById(`post-${panel.dataset.post}`);
  if (post) document.getElementById(post.id)?.replaceWith(document.adoptNode(post));
  adopt(page, null);
}

function placeholder(text) {
  const shown = text.slice(0, 600);
  const post = copy("new-post");
  post.querySelector(".text").textContent = shown;
  posts.append(post);
  posts.scrollTop = posts.scrollHeight;
  const panel = copy("new-thread");
  panel.querySelector(".text").textContent = shown;
  showThread(panel);
  return [post, panel];
}

async function send(text) {
  const [post, panel] = placeholder(text);
  announce(panel.querySelector(".checking").textContent);
  if (narrow.matches) focusThread();
  try {
    const response = await fetch(composer.action, { method: "POST", body: new URLSearchParams({ message: text }) });
    const page = parse(await response.text());
    if (!page.getElementById("thread")) throw new Error(`status ${response.status}`);
    announce(...spoken(page));
    const answered = page.querySelector(".post.open");
    if (answered) post.replaceWith(document.adoptNode(answered));
    else post.querySelector(".to-thread").textContent = "Not taken";
    if (thread() === panel) {
      adopt(page, response.redirected ? response.url : null);
      posts.lastElementChild.scrollIntoView({ block: "nearest" });
    } else markOpen(thread()?.dataset.post); // somebody went on reading elsewhere
  } catch {
    post.querySelector(".to-thread").textContent = "Not checked";
    box.value ||= text; // so that it can be asked again
    panel.querySelector(".checking").replaceWith(copy("lost"));
    panel.querySelector(".answers").setAttribute("aria-busy", "false");
    announce(panel.querySelector(".answer").textContent.replace(/\s+/g, " ").trim(), true);
  }
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value;
  if (!text.trim()) return;
  box.value = "";
  send(text);
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const example = event.target.closest("button[data-fill]");
  const link = event.target.closest(".to-thread a, .close");
  if (!example && !link) return;
  event.preventDefault();
  if (example) {
    box.value = example.dataset.fill;
    box.focus();
  } else if (link.matches(".close")) {
    closeThread();
  } else {
    openThread(link.href);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && thread()) closeThread();
});

window.addEventListener("popstate", () => {
  if (new URL(location.href).searchParams.has("post")) openThread(location.href, false);
  else {
    thread()?.remove();
    markOpen(null);
  }
});

posts.scrollTop = posts.querySelector(".post:not(.by-bot)") ? posts.scrollHeight : 0;
if (document.querySelector("#thread [aria-busy=true]")) setTimeout(refresh, 1000);
