// The pages behind one-time links: the first account (/setup) and a new password (/password).
// The link's token is the address's fragment: it never reaches a server's log.

const MIN_PASSWORD = 10;
const MAX_PASSWORD = 200;

const PAGES = {
  "/setup": {
    kind: "setup",
    path: "/api/v1/setup",
    fields: ["name", "email", "password"],
    heading: "Welcome to Jack",
    intro: "Make the first account. It is the administrator’s: it can add people and change everything.",
    submit: "Make the account",
    newLink: "Every start of “jack serve” prints a new link while there is no account.",
    done: (person) => ["Your account is ready", `You are the administrator and sign in with ${person.email}.`],
  },
  "/password": {
    kind: "password",
    path: "/api/v1/auth/password/link",
    fields: ["password"],
    heading: "Choose a password",
    intro: "It replaces the old one, if there was one. The link works once.",
    submit: "Save the password",
    newLink: "An administrator can make a new one with “jack user reset-password”.",
    done: (person) => ["Your password is saved", `${person.name}, you sign in with ${person.email}.`],
  },
};

const CHECKS = {
  name: (value) => (value.trim() ? "" : "Please write your name."),
  email: (value) => (/^[^@\s]+@[^@\s]+$/.test(value.trim()) ? "" : "Please write an e-mail address, like ana@hotel.example."),
  password: (value) => {
    const length = [...value].length;
    if (length < MIN_PASSWORD) return `Please take at least ${MIN_PASSWORD} characters; these are ${length}.`;
    return length > MAX_PASSWORD ? `Please take at most ${MAX_PASSWORD} characters; these are ${length}.` : "";
  },
};

const byId = (id) => document.getElementById(id);
const page = PAGES[window.location.pathname];
const token = window.location.hash.slice(1);
let isBusy = false;

class Refused extends Error {
  /** `error` is the envelope's: code, message, details. */
  constructor(error) {
    super(error.message);
    this.code = error.code;
    this.field = error.details?.field ?? error.details?.problems?.[0]?.field;
  }
}

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error);
  return answer;
}

function show(heading, intro) {
  byId("heading").textContent = heading;
  byId("intro").textContent = intro;
  document.title = `${heading} · Jack The Butler`;
}

function showProblem(field, problem) {
  byId(`${field}-problem`).textContent = problem;
  byId(field).setAttribute("aria-invalid", String(problem !== ""));
}

function findProblems() {
  for (const field of page.fields) showProblem(field, CHECKS[field](byId(field).value));
  return page.fields.filter((field) => byId(field).getAttribute("aria-invalid") === "true");
}

function showFailure(error) {
  if (!(error instanceof Refused)) {
    byId("alert").textContent = "Jack could not be reached. Check the connection and try again.";
  } else if (page.fields.includes(error.field)) {
    showProblem(error.field, error.message);
    byId(error.field).focus();
  } else {
    byId("alert").textContent = error.code === "UNAUTHORIZED" ? `${error.message} ${page.newLink}` : error.message;
  }
}

function showDone(person) {
  // The link is used up: it need not stay in the browser's history.
  window.history.replaceState(null, "", window.location.pathname);
  byId("form").remove();
  show(...page.done(person));
  byId("next").hidden = false;
  byId("heading").focus();
}

function setBusy(busy) {
  isBusy = busy;
  byId("submit").setAttribute("aria-disabled", String(busy));
}

async function submit() {
  if (isBusy) return;
  byId("alert").textContent = "";
  const problems = findProblems();
  if (problems.length > 0) {
    byId(problems[0]).focus();
    return;
  }
  const values = page.fields.map((field) => [field, byId(field).value]);
  setBusy(true);
  try {
    showDone(await post(page.path, { token, ...Object.fromEntries(values) }));
  } catch (error) {
    showFailure(error);
  } finally {
    if (byId("form")) setBusy(false);
  }
}

function reveal() {
  const isShown = byId("password").type === "text";
  byId("password").type = isShown ? "password" : "text";
  byId("reveal").textContent = isShown ? "Show" : "Hide";
  byId("reveal").setAttribute("aria-label", isShown ? "Show password" : "Hide password");
}

function open() {
  for (const element of document.querySelectorAll("[data-only]")) {
    element.hidden = element.dataset.only !== page.kind;
  }
  byId("submit").textContent = page.submit;
  if (token === "") {
    show("This link is incomplete", `Open it whole, with everything after the #. ${page.newLink}`);
    return;
  }
  show(page.heading, page.intro);
  byId("form").hidden = false;
  byId(page.fields[0]).focus();
}

byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
byId("reveal").addEventListener("click", reveal);
for (const field of page.fields) {
  byId(field).addEventListener("input", () => showProblem(field, ""));
}
// Another link pasted into the same tab changes only the fragment.
window.addEventListener("hashchange", () => window.location.reload());
open();
