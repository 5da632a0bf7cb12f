// Follows a running deployment. Everything it shows is on the page without it, after loading again.
(() => {
  const log = document.getElementById("log");
  if (!log || !log.dataset.events) return;
  const bar = document.getElementById("progress");
  let last = Number(log.dataset.after);
  const source = new EventSource(log.dataset.events);
  const show = (kind) => (message) => {
    const event = JSON.parse(message.data);
    if (event.sequence <= last) return;
    last = event.sequence;
    const row = document.createElement("li");
    row.className = kind;
    const time = document.createElement("time");
    time.dateTime = event.at;
    time.textContent = new Date(event.at).toISOString().slice(11, 19);
    const text = document.createElement("span");
    text.textContent = (kind === "step" && event.total > 0 ? event.done + "/" + event.total + " " : "") + event.message;
    row.append(time, " ", text);
    log.append(row);
    log.scrollTop = log.scrollHeight;
    if (bar && event.total > 0) {
      bar.hidden = false;
      bar.max = event.total;
      bar.value = event.done;
    }
  };
  for (const kind of ["state", "begin", "step", "note", "error"]) source.addEventListener(kind, show(kind));
  source.addEventListener("over", () => {
    source.close();
    // the rest of the page comes anew, but the log stays as it is: whoever reads there is not moved
    fetch(location.href).then((answer) => answer.text()).then((text) => {
      const anew = new DOMParser().parseFromString(text, "text/html").getElementById("content");
      const mine = log.closest("section");
      const theirs = anew.querySelector("#log").closest("section");
      const focused = document.activeElement;
      bar?.remove();
      const content = document.getElementById("content");
      for (const node of [...content.childNodes]) if (node !== mine) node.remove();
      const all = [...anew.childNodes];
      const at = all.indexOf(theirs);
      mine.before(...all.slice(0, at));
      mine.after(...all.slice(at + 1));
      if (focused !== document.body && !document.contains(focused)) content.focus({ preventScroll: true });
    }).catch(() => location.reload());
  });
})();
