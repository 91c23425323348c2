// Buttons that act on the cluster, as HTML that was made and escaped in Python. `act(name, fields)` asks for something,
// `done(answer)` says what came of it; `follow(html)` offers what is possible now, and keeps what is typed and chosen.

function controls(words, html, act) {
  const el = element("div", { class: "controls" });
  el.innerHTML = html;
  const [rows, said, lines] = el.children;
  const asked = new Map(); // "kill 102" -> whether Python has begun with it
  const key = (name, of = "") => `${name} ${of}`;
  const say = (textContent, className = "") => Object.assign(said, { textContent, className });

  // Show the buttons of what is chosen, and which of them are at work.
  function fit() {
    for (const button of el.querySelectorAll("form button")) {
      const { of } = button.form.elements;
      const hidden = of && !of.selectedOptions[0]?.dataset.acts.includes(button.value);
      if (hidden && button.matches(":focus")) of.focus();
      button.hidden = hidden;
      button.ariaBusy = asked.has(key(button.value, of?.value));
    }
  }
  function ask({ form, value }) {
    const fields = Object.fromEntries(new FormData(form));
    const what = key(value, fields.of);
    if (asked.has(what)) return;
    asked.set(what, false);
    fit();
    setTimeout(() => asked.get(what) === false && say(words.waits), 1000);
    act(value, fields);
  }
  async function copy(button) {
    const line = button.previousSibling;
    try {
      await navigator.clipboard.writeText(line.textContent);
      button.textContent = words.copied;
    } catch {
      getSelection().selectAllChildren(line); // a page that may not copy can still mark what is to be copied
    }
  }
  el.onchange = fit;
  el.onclick = ({ target }) => target.matches("button") && (target.form ? ask : copy)(target);
  // A form would reload the page, and JupyterLab lets no Enter through to one.
  el.onkeydown = (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
    event.preventDefault();
    ask(event.target.form.querySelector("button"));
  };
  fit();
  return {
    el,
    follow(now) {
      const fresh = element("div");
      fresh.innerHTML = now;
      const chosen = [...el.querySelectorAll("[name=of]")].map((of) => [of, of.value]);
      morph(rows, fresh.firstChild);
      for (const [of, value] of chosen) {
        of.value = value;
        if (!of.value) of.selectedIndex = 0; // what was chosen is gone
      }
      fit();
    },
    done({ act, of, state, text, same }) {
      state === "begun" ? asked.set(key(act, of), true) : asked.delete(key(act, of));
      say(text, state);
      if (same) lines.innerHTML = same;
      fit();
    },
  };
}
