// What makes the pages quicker. Each of them does its work without this file; all words come from the page.

const wide = matchMedia("(min-width: 68.75rem)");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Say something in a live region; the same words are not read out again. */
function say(region, words) {
  if (region && region.textContent !== words) region.textContent = words;
}

// --- Questions that hang on others

function hasAnswer(question) {
  return all("input, textarea", question).some((one) =>
    ["checkbox", "radio"].includes(one.type) ? one.checked && one.value !== "" : one.value.trim() !== "");
}

/** The boxes and choices that open a question; none where they stand on another page. */
function openers(form, question) {
  const { when, is } = question.dataset;
  return all(`[name="${CSS.escape(when)}"]`, form).filter((one) => is === "" || one.value === is);
}

function isOpen(form, question) {
  const others = openers(form, question);
  // What was answered, is wrong, is worked on or is linked to stays in sight.
  return !others.length || others.some((one) => one.checked) || hasAnswer(question)
    || question.contains(document.activeElement) || question.matches(".wrong, :has(.note, :target)");
}

function open(form) {
  for (const question of all("[data-when]", form)) {
    // A cell keeps its place in the table.
    if (question.matches("td")) question.classList.toggle("closed", !isOpen(form, question));
    else question.hidden = !isOpen(form, question);
  }
  for (const group of all("fieldset.group", form).reverse()) {
    const inside = all(".field, .row, .sheet", group);
    group.hidden = inside.length > 0 && inside.every((one) => one.hidden) && !group.contains(document.activeElement);
  }
}

function openQuestions(form) {
  for (const question of all("[data-when]", form)) {
    for (const one of openers(form, question)) {
      one.setAttribute("aria-controls", `${one.getAttribute("aria-controls") ?? ""} ${question.id}`.trim());
    }
  }
  open(form);
  form.addEventListener("input", () => open(form));
  // Later, when the next field has the focus.
  form.addEventListener("focusout", () => setTimeout(() => open(form)));
  addEventListener("hashchange", () => open(form));
}

// --- Saving

const PAUSE = 1000, AGAIN = 5000, PATIENCE = 20000, MOST_ON_LEAVING = 60000;

class Saving {
  constructor(form, saved) {
    // What the server could not save it has sent back with the page.
    this.failed = "unsaved" in form.dataset;
    Object.assign(this, { form, saved, status: form.querySelector(".saving"), sent: this.failed ? "" : this.text(form) });
    if (this.failed) this.soon(AGAIN);
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("focusout", () => this.now());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.now());
    addEventListener("beforeunload", (event) => this.failed && !this.leaving && this.isChanged() && event.preventDefault());
  }

  /** What stands in the form, without what tells pages apart. */
  text(form = this.form) {
    const data = new URLSearchParams(new FormData(form));
    for (const name of ["revision", "page", "token"]) data.delete(name);
    return data.toString();
  }

  isChanged() { return this.text() !== this.sent; }

  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    this.leaving = false; // who types on has stopped the way to the next page
    this.timer = setTimeout(() => this.now(), pause);
  }

  /** One request at a time, so that an older text never comes after a newer one. */
  async now() {
    clearTimeout(this.timer);
    if (this.going) return this.going.then(() => this.soon());
    if (!this.isChanged() || this.leaving) return undefined;
    this.going = this.send().finally(() => { this.going = undefined; });
    return this.going;
  }

  request(more) {
    const body = new URLSearchParams(new FormData(this.form));
    return fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" }, ...more });
  }

  async send() {
    const text = this.text();
    try {
      const response = await this.request({ signal: AbortSignal.timeout(PATIENCE) });
      if (!response.ok && response.status !== 409) throw response;
      const told = await response.json();
      this.form.elements.revision.value = told.revision;
      this.form.querySelector(".choose").hidden = response.ok;
      this.status.classList.toggle("bad", !response.ok);
      say(this.status, told.message);
      Object.assign(this, { sent: text, failed: false });
      this.saved(told);
      document.querySelector(".unsaved")?.remove();
    } catch (error) {
      // A fault on the way or of a busy service may pass; a refusal stays, and the button leads to its reason.
      const mayPass = !(error.status < 500) || error.status === 429;
      this.failed = true;
      this.status.classList.add("bad");
      say(this.status, mayPass ? this.form.dataset.again : this.form.dataset.failed);
      if (mayPass && !this.leaving) this.soon(AGAIN);
    }
  }

  /** A form that is sent while the page saves would come before its own answer. */
  submit(event) {
    if (this.going) {
      event.preventDefault();
      const { submitter } = event;
      this.going.then(() => this.form.requestSubmit(submitter));
      return;
    }
    clearTimeout(this.timer);
    this.leaving = true;
  }

  leave() {
    if (this.leaving || !this.isChanged() || this.text().length > MOST_ON_LEAVING) return;
    this.sent = this.text();
    this.request({ keepalive: true });
  }
}

// --- The official page and the report beside the form

function showReport(html) {
  const report = document.querySelector(".report");
  const open = all("details", report).map((one) => one.open);
  report.innerHTML = html;
  all("details", report).forEach((one, index) => { one.open = open[index] ?? wide.matches; });
}

/** The official page anew within its frame: it neither flashes nor moves. */
async function refresh(details) {
  const frame = details.querySelector("iframe");
  if (!details.open) return;
  if (!frame.hasAttribute("src")) { frame.src = frame.dataset.src; return; }
  const response = await fetch(frame.dataset.src);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  frame.contentDocument.body.replaceChildren(...page.body.childNodes);
}

function showPaper(details) {
  details.hidden = false;
  details.addEventListener("toggle", () => refresh(details));
  details.open = wide.matches;
  all(".report details").forEach((one) => { one.open = wide.matches; });
}

// --- Evidence

function size(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} KB`;
}

function chosen(form) {
  const files = [...form.elements.files.files], { chosen: words, large, most, room } = form.dataset;
  const total = files.reduce((sum, one) => sum + one.size, 0);
  const isLarge = total > Number(room) || files.some((one) => one.size > Number(most));
  const told = words.replace("{count}", files.length).replace("{size}", size(total));
  say(form.querySelector(".chosen"), files.length ? told + (isLarge ? large : "") : "");
}

/** Files that are dropped come to those that are chosen already. */
function drop(form, files) {
  const together = new DataTransfer(), input = form.elements.files;
  for (const one of [...input.files, ...files]) together.items.add(one);
  input.files = together.files;
  chosen(form);
  input.focus();
}

/** What the server says of the files that it refused, in place of the page. */
function replaceMain(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  (document.querySelector(".summary") ?? document.querySelector("main")).focus();
  begin();
}

function send(form) {
  const request = new XMLHttpRequest(), line = form.querySelector(".going"), status = form.querySelector(".chosen");
  const [bar, percent, stop] = line.children, button = form.querySelector("button:not([type])");
  const end = (words) => {
    if (line.contains(document.activeElement)) button.focus();
    line.hidden = true;
    button.disabled = false;
    say(status, words);
  };
  const progress = (share) => { bar.value = share; percent.textContent = `${share} %`; };
  progress(0);
  line.hidden = false;
  button.disabled = true;
  stop.onclick = () => request.abort();
  stop.focus();
  say(status, form.dataset.sending);
  request.upload.onprogress = (event) => progress(Math.floor((event.loaded / event.total) * 100));
  request.upload.onload = () => say(status, form.dataset.looking);
  request.onabort = () => { end(""); chosen(form); };
  request.onerror = () => end(form.dataset.failed);
  request.onload = () => {
    if (request.status === 200) location.assign(request.responseURL);
    else if (request.getResponseHeader("Content-Type")?.startsWith("text/html")) replaceMain(request.responseText);
    else end(form.dataset.failed);
  };
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function takeFiles(form) {
  form.querySelector(".drop").hidden = false;
  form.elements.files.addEventListener("change", () => chosen(form));
  form.addEventListener("submit", (event) => {
    if (!form.elements.files.files.length) return;
    event.preventDefault();
    send(form);
  });
}

/** A file that misses would else open in place of the page. */
function takeDrops() {
  const isFile = (event) => event.dataTransfer?.types.includes("Files");
  const form = () => document.querySelector("form.upload");
  addEventListener("dragover", (event) => isFile(event) && form() && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!isFile(event) || !form()) return;
    event.preventDefault();
    drop(form(), event.dataTransfer.files);
  });
}

// --- The secret link

function copyLink(button) {
  const input = document.getElementById("link"), status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Without HTTPS a browser knows only the old way.
    if (navigator.clipboard) await navigator.clipboard.writeText(input.value);
    else { input.select(); document.execCommand("copy"); button.focus(); }
    say(status, "");
    setTimeout(() => say(status, button.dataset.done), 50);
  });
}

// --- A job that is under way

function follow(region) {
  const bar = region.querySelector("progress"), figures = region.querySelector("span");
  region.querySelector(".reload").hidden = true;
  const look = async () => {
    try {
      const answer = await fetch(region.dataset.at);
      // Another state has another page; so has one who is signed in no more.
      if (!answer.ok) return location.reload();
      const told = await answer.json();
      if (`${told.turn}` !== region.dataset.turn || told.state !== region.dataset.state) return location.reload();
      if (told.total) {
        [bar.max, bar.value] = [told.total, told.done];
        figures.textContent = region.dataset.of.replace("{done}", told.done).replace("{total}", told.total);
      }
    } catch {
      region.querySelector(".reload").hidden = false;
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}

function begin() {
  all("form.upload").forEach(takeFiles);
}

const questions = document.querySelector("form.questions"), paper = document.querySelector("details.preview");
if (questions) {
  openQuestions(questions);
  // A page that has no words for it saves by its button alone.
  if ("failed" in questions.dataset) new Saving(questions, (told) => { showReport(told.report); refresh(paper); });
}
if (paper) showPaper(paper);
all(".following").forEach(follow);
all("button.copy").forEach(copyLink);
takeDrops();
begin();
