// Adds the reader's own time to times that are told by another clock, and offers their zone where one is chosen.
(() => {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!mine) return;
  const format = new Intl.DateTimeFormat([], { weekday: "short", hour: "2-digit", minute: "2-digit", day: "numeric", month: "short" });
  for (const time of document.querySelectorAll("time.local")) {
    if (time.dataset.zone === mine || !time.dateTime) continue;
    const own = document.createElement("span");
    own.className = "small";
    own.textContent = " (" + format.format(new Date(time.dateTime)) + " " + mine + ")";
    time.append(own);
  }
  for (const select of document.querySelectorAll("select.zones")) {
    if (![...select.options].some((option) => option.value === mine)) select.add(new Option(mine + " (yours)", mine));
  }
})();
