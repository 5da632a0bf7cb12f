(() => {
  const film = document.getElementById('film');
  const jumps = [...document.querySelectorAll('button[data-at]')];
  jumps.forEach(jump => jump.addEventListener('click', () => {
    film.currentTime = Number(jump.dataset.at);
    film.play();
  }));
  document.getElementById('speed').addEventListener('change', event => { film.playbackRate = Number(event.target.value); });

  const lists = [...document.querySelectorAll('ol, #said')].map(list => [...list.querySelectorAll('button[data-at]')]);
  film.addEventListener('timeupdate', () => lists.forEach(list => {
    const now = list.filter(jump => Number(jump.dataset.at) <= film.currentTime + 0.05).pop();
    list.forEach(jump => jump === now ? jump.setAttribute('aria-current', 'true') : jump.removeAttribute('aria-current'));
  }));

  const found = document.getElementById('found');
  const said = [...document.querySelectorAll('#said li')];
  document.getElementById('search')?.addEventListener('input', event => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(word => word !== '');
    said.forEach(line => { line.hidden = !words.every(word => line.textContent.toLowerCase().includes(word)); });
    const count = said.filter(line => !line.hidden).length;
    found.textContent = words.length === 0 ? '' : count === 1 ? '1 sentence has it' : `${count} sentences have it`;
  });
})();
