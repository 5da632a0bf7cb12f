// Keeps a lab's grid up to date. Everything it shows is on the page without it, after loading again.
(() => {
  const every = Number(document.getElementById("grid")?.dataset.every);
  if (!every) return;
  const look = async () => {
    const grid = document.getElementById("grid");
    // whoever is about to press a button in it is not moved
    if (!document.hidden && !grid.contains(document.activeElement)) {
      try {
        const answer = await fetch(location.href);
        const anew = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("grid");
        if (anew) grid.replaceWith(anew);
        if (anew && !anew.dataset.every) return;
      } catch {
        // the next look may find it
      }
    }
    setTimeout(look, every * 1000);
  };
  setTimeout(look, every * 1000);
})();
