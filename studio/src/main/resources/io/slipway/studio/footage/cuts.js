// What a person decides about the cuts of a recording. Nothing is kept but by Save.
(async () => {
  const id = name => document.getElementById(name);
  const film = id('film');
  const [list, wave] = await Promise.all(['cuts', 'wave'].map(name => fetch(name).then(answer => answer.json())));
  let { revision, cuts, chapters } = list;
  let chosen = null;
  let changed = false;
  let playing = null; // the cut around which the film plays

  const tenth = seconds => Math.round(seconds * 100) / 100;
  const within = seconds => tenth(Math.max(0, Math.min(list.seconds, seconds)));
  const timeline = new Timeline(list.seconds, wave, {
    seek: seconds => { playing = null; film.currentTime = seconds; choose(null); },
    choose: cut => choose(cut),
    move: (cut, edge, seconds) => move(cut, edge, seconds),
  });

  document.title = `Cuts of ${list.file}`;
  id('title').textContent = `Cuts of ${list.file}`;
  const kinds = [...new Set(cuts.map(cut => cut.kind))];
  id('kind').replaceChildren(...['', ...kinds, 'by-hand'].filter((kind, at, all) => all.indexOf(kind) === at)
    .map(kind => new Option(kind === '' ? 'all' : kind, kind)));

  const shown = () => cuts.filter(cut => (id('kind').value === '' || cut.kind === id('kind').value)
    && (id('only').value === '' || cut.state === id('only').value) && cut.confidence >= Number(id('sure').value));

  function change() {
    changed = true;
    cuts.sort((one, other) => one.from - other.from);
    chapters.sort((one, other) => one.at - other.at);
    show();
  }

  function show() {
    timeline.show(cuts, chosen, chapters);
    showList();
    showChosen();
    showChapters();
    const accepted = gone();
    id('sum').textContent = `${cuts.filter(cut => cut.state === 'proposed').length} to decide, `
      + `${cuts.filter(cut => cut.state === 'accepted').length} accepted: `
      + `${minutes(list.seconds - accepted)} of ${minutes(list.seconds)} stay`
      + (list.missing > 0 ? `; ${list.missing} s at the end of the file cannot be read` : '');
    id('save').disabled = !changed;
    id('state').textContent = changed ? 'Not saved yet' : 'Saved';
  }

  /** How many seconds the accepted cuts take; they may overlap. */
  function gone() {
    let sum = 0;
    let at = 0;
    for (const cut of cuts.filter(each => each.state === 'accepted')) {
      sum += Math.max(0, cut.to - Math.max(at, cut.from));
      at = Math.max(at, cut.to);
    }
    return sum;
  }

  function showList() {
    const rows = shown().map(cut => {
      const row = document.createElement('tr');
      if (cut === chosen) {
        row.setAttribute('aria-current', 'true');
      }
      const jump = document.createElement('button');
      jump.type = 'button';
      jump.dataset.cut = cut.id;
      jump.textContent = `${minutes(cut.from, true)} – ${minutes(cut.to, true)}`;
      jump.addEventListener('click', () => choose(cut));
      const cell = (content, name) => {
        const td = document.createElement('td');
        td.className = name;
        td.append(content);
        return td;
      };
      row.append(cell(jump, 'number'), cell(`${(cut.to - cut.from).toFixed(1)} s`, 'number'), cell(cut.kind, 'kind'),
        cell(cut.why, 'why'), cell(`${Math.round(cut.confidence * 100)} %`, 'number'),
        cell(cut.state, `state-${cut.state}`));
      return row;
    });
    const focused = document.activeElement?.dataset?.cut;
    id('list').replaceChildren(...rows);
    id('list').querySelector(`[data-cut="${focused}"]`)?.focus({ preventScroll: true });
    id('none').hidden = rows.length > 0;
    id('accept-all').disabled = id('reject-all').disabled = rows.length === 0;
  }

  function showChosen() {
    id('chosen').hidden = chosen === null;
    if (chosen === null) {
      return;
    }
    id('chosen-title').textContent = `Cut ${chosen.id}: ${chosen.kind}, ${(chosen.to - chosen.from).toFixed(1)} s, ${chosen.state}`;
    id('why').textContent = chosen.why;
    for (const edge of ['from', 'to']) {
      if (document.activeElement !== id(edge)) {
        id(edge).value = chosen[edge].toFixed(2);
      }
    }
    for (const [button, state] of [['accept', 'accepted'], ['reject', 'rejected'], ['undecide', 'proposed']]) {
      id(button).setAttribute('aria-pressed', String(chosen.state === state));
    }
    id('remove').hidden = chosen.kind !== 'by-hand';
  }

  function showChapters() {
    if (document.activeElement?.closest?.('#chapters') && document.activeElement.type === 'text') {
      return; // somebody writes a title
    }
    id('chapters').replaceChildren(...chapters.map(chapter => {
      const item = document.createElement('li');
      const line = document.createElement('div');
      const jump = document.createElement('button');
      jump.type = 'button';
      jump.textContent = minutes(chapter.at, true);
      jump.addEventListener('click', () => { playing = null; film.currentTime = chapter.at; timeline.reveal(chapter.at); });
      const title = document.createElement('input');
      title.type = 'text';
      title.maxLength = 300;
      title.value = chapter.title;
      title.setAttribute('aria-label', `Title of the chapter at ${minutes(chapter.at, true)}`);
      title.addEventListener('input', () => { chapter.title = title.value; change(); });
      line.append(jump, title);
      if (chapter.at > 0) {
        const remove = document.createElement('button');
        remove.type = 'button';
        remove.textContent = 'Remove';
        remove.addEventListener('click', () => { chapters = chapters.filter(each => each !== chapter); change(); });
        line.append(remove);
      }
      item.append(line);
      return item;
    }));
  }

  function choose(cut) {
    chosen = cut;
    if (cut !== null) {
      playing = null;
      film.pause();
      film.currentTime = cut.from;
      timeline.reveal((cut.from + cut.to) / 2);
    }
    show();
    id('list').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  function move(cut, edge, seconds) {
    const least = 0.04; // a frame
    cut[edge] = edge === 'from' ? Math.min(within(seconds), tenth(cut.to - least)) : Math.max(within(seconds), tenth(cut.from + least));
    film.currentTime = cut[edge];
    change();
  }

  function decide(state) {
    if (chosen !== null) {
      chosen.state = state;
      change();
    }
  }

  function step(by) {
    const all = shown();
    if (all.length > 0) {
      const at = all.indexOf(chosen);
      choose(all[at < 0 ? Math.max(0, all.findIndex(cut => cut.to > film.currentTime)) : Math.max(0, Math.min(all.length - 1, at + by))]);
    }
  }

  function add() {
    const from = within(Math.min(film.currentTime, list.seconds - 0.1));
    const cut = { id: cuts.reduce((most, each) => Math.max(most, each.id), 0) + 1, kind: 'by-hand', from,
      to: within(from + 2), why: 'Added by hand.', confidence: 1, state: 'accepted' };
    cuts.push(cut);
    chosen = cut;
    change();
  }

  function addChapter() {
    const at = within(film.currentTime);
    if (at < list.seconds && !chapters.some(chapter => Math.abs(chapter.at - at) < 0.04)) {
      chapters.push({ at, title: `Chapter ${chapters.length + 1}` });
      change();
      const fields = [...document.querySelectorAll('#chapters input')];
      fields[chapters.findIndex(chapter => chapter.at === at)]?.select();
    }
  }

  function playAround() {
    if (chosen !== null) {
      playing = chosen;
      film.currentTime = Math.max(0, chosen.from - 2);
      film.play();
    }
  }

  async function save() {
    if (!changed) {
      return;
    }
    id('state').textContent = 'Saving …';
    const problem = id('problem');
    try {
      const answer = await fetch('cuts', { method: 'PUT', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ revision, cuts, chapters }) });
      if (!answer.ok) {
        throw new Error(await answer.text());
      }
      revision = (await answer.json()).revision;
      changed = false;
      problem.hidden = true;
    } catch (error) {
      problem.textContent = `It is not saved. ${error.message === 'Failed to fetch' ? 'The command that serves this page has ended.' : error.message}`;
      problem.hidden = false;
    }
    show();
  }

  film.addEventListener('error', () => { film.hidden = true; id('unplayable').hidden = false; });
  // jumps over what is cut out, and ends when it played around a cut
  const follow = () => {
    timeline.at(film.currentTime);
    id('now').textContent = `${minutes(film.currentTime, true)} of ${minutes(list.seconds)}`;
    if (!film.paused) {
      const over = playing !== null ? [playing] : id('without').checked ? cuts.filter(cut => cut.state === 'accepted') : [];
      const cut = over.find(each => film.currentTime >= each.from - 0.02 && film.currentTime < each.to - 0.05);
      if (cut !== undefined) {
        film.currentTime = cut.to;
      } else if (playing !== null && film.currentTime > playing.to + 2) {
        film.pause();
        playing = null;
      }
      requestAnimationFrame(follow);
    }
  };
  ['play', 'seeked', 'timeupdate', 'loadedmetadata'].forEach(name => film.addEventListener(name, follow));

  const clicks = { save, add, play: playAround, 'add-chapter': addChapter, accept: () => decide('accepted'),
    reject: () => decide('rejected'), undecide: () => decide('proposed'),
    remove: () => { cuts = cuts.filter(cut => cut !== chosen); chosen = null; change(); },
    'zoom-in': () => timeline.zoomBy(2), 'zoom-out': () => timeline.zoomBy(0.5),
    'accept-all': () => { shown().forEach(cut => { cut.state = 'accepted'; }); change(); },
    'reject-all': () => { shown().forEach(cut => { cut.state = 'rejected'; }); change(); } };
  Object.entries(clicks).forEach(([name, click]) => id(name).addEventListener('click', click));
  ['kind', 'only', 'sure'].forEach(name => id(name).addEventListener('change', showList));
  ['from', 'to'].forEach(edge => id(edge).addEventListener('change', event => {
    if (chosen !== null && event.target.value !== '') {
      move(chosen, edge, Number(event.target.value));
      event.target.value = chosen[edge].toFixed(2);
    }
  }));

  const keys = { j: () => step(1), k: () => step(-1), a: () => decide('accepted'), r: () => decide('rejected'),
    u: () => decide('proposed'), n: add, c: addChapter, p: playAround, '+': () => timeline.zoomBy(2),
    '-': () => timeline.zoomBy(0.5), '[': () => chosen && move(chosen, 'from', film.currentTime),
    ']': () => chosen && move(chosen, 'to', film.currentTime), ' ': () => film.paused ? film.play() : film.pause(),
    ArrowLeft: () => { film.currentTime -= 1; }, ArrowRight: () => { film.currentTime += 1; } };
  addEventListener('keydown', event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      save();
      return;
    }
    const writes = event.target.matches('input:not([type=checkbox]), select, video');
    const presses = event.key === ' ' && event.target.matches('button, input, summary');
    const key = keys[event.key] || keys[event.key.toLowerCase()];
    if (key && !writes && !presses && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      key();
    }
  });
  addEventListener('beforeunload', event => {
    if (changed) {
      event.preventDefault();
    }
  });
  show();
  follow();
})();
