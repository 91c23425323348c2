// Buttons that act on the cluster. Each of `rows` has its HTML, made and escaped in Python, and what it offers now.
// `act(name, fields)` asks for it, `done(answer)` says what came of it, `follow(rows)` keeps what is typed and focused.

function controls(words, rows, act) {
  const el = element("div", { class: "controls", "data-lm-suppress-shortcuts": "true" });
  el.innerHTML = rows.map(({ html }) => html).join("");
  const [said, ...codes] = el.querySelectorAll("[role=status], code");
  const asked = new Map(); // "kill 102" -> whether Python has begun with it
  const key = (name, of = "") => `${name} ${of}`;

  // Show the buttons of what is chosen, and which of them are at work.
  function fit() {
    for (const button of el.querySelectorAll("form button")) {
      const { of } = button.form.elements;
      const acts = of?.selectedOptions[0]?.dataset.acts.split(" ");
      const hidden = acts && !acts.includes(button.value);
      if (hidden && button.matches(":focus")) of.focus();
      button.hidden = hidden;
      button.setAttribute("aria-busy", asked.has(key(button.value, of?.value)));
    }
  }
  function say(text, state = "") {
    said.textContent = text;
    said.className = state;
  }
  function follow(now) {
    now.forEach(({ off, of }, n) => {
      const row = el.children[n];
      row.hidden = off;
      const choice = row.elements?.of;
      if (!choice || choice.was === of) return;
      const { value } = choice;
      choice.innerHTML = choice.was = of;
      choice.value = value;
      if (!choice.value) choice.selectedIndex = 0; // what was chosen is gone
    });
    fit();
  }
  el.addEventListener("change", fit);
  el.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = event.submitter.value;
    const fields = Object.fromEntries(new FormData(event.target));
    const what = key(name, fields.of);
    if (asked.has(what)) return;
    asked.set(what, false);
    fit();
    setTimeout(() => asked.get(what) === false && say(words.waits), 1000);
    act(name, fields);
  });
  el.addEventListener("click", async ({ target }) => {
    if (target.type !== "button") return;
    const code = target.previousElementSibling;
    try {
      await navigator.clipboard.writeText(code.textContent);
      target.textContent = words.copied;
    } catch {
      getSelection().selectAllChildren(code); // a page that may not copy can still mark what is to be copied
    }
  });
  if (rows[0]) follow(rows);
  return {
    el,
    follow,
    done({ act, of, state, text, lines }) {
      const begun = state === "begun";
      begun ? asked.set(key(act, of), true) : asked.delete(key(act, of));
      say(text, state);
      lines?.forEach((line, n) => {
        codes[n].textContent = line;
        codes[n].nextSibling.textContent = words.copy;
        codes[n].parentNode.hidden = false;
      });
      fit();
    },
  };
}
