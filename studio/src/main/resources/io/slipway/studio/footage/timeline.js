// The time line: a wave, cuts with edges that can be moved, chapters, and where the film is. It knows nothing of saving.
class Timeline {
  constructor(length, wave, on) {
    this.length = length;
    this.wave = wave;
    this.on = on;
    this.zoom = 1;
    this.box = document.getElementById('timeline');
    this.track = document.getElementById('track');
    this.canvas = document.getElementById('wave');
    this.cuts = document.getElementById('cuts');
    this.marks = document.getElementById('marks');
    this.head = document.getElementById('head');
    this.ruler = document.getElementById('ruler');
    this.box.addEventListener('scroll', () => this.draw());
    new ResizeObserver(() => this.layout()).observe(this.box);
    this.track.addEventListener('pointerdown', event => {
      if (!event.target.closest('.cut, .edge')) {
        on.seek(this.time(event.clientX));
      }
    });
  }

  time(clientX) {
    const rect = this.track.getBoundingClientRect();
    return Math.max(0, Math.min(this.length, (clientX - rect.left) / rect.width * this.length));
  }

  percent(seconds) { return `${seconds / this.length * 100}%`; }

  layout() {
    this.track.style.width = `${this.zoom * 100}%`;
    this.rule();
    this.draw();
  }

  /** Keeps what is in the middle in the middle. */
  zoomBy(factor) {
    const most = Math.max(1, this.length / 10);
    const middle = (this.box.scrollLeft + this.box.clientWidth / 2) / this.track.clientWidth;
    this.zoom = Math.max(1, Math.min(most, this.zoom * factor));
    this.layout();
    this.box.scrollLeft = middle * this.track.clientWidth - this.box.clientWidth / 2;
  }

  rule() {
    const least = 70 / this.track.clientWidth * this.length;
    const step = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find(s => s >= least) || 7200;
    const ticks = [];
    for (let at = 0; at < this.length && ticks.length < 2000; at += step) {
      const tick = document.createElement('span');
      tick.style.left = this.percent(at);
      tick.textContent = minutes(at, step < 1);
      ticks.push(tick);
    }
    this.ruler.replaceChildren(...ticks);
  }

  /** Only what is seen is painted: a canvas cannot be as wide as four hours. */
  draw() {
    const width = this.box.clientWidth;
    const dense = window.devicePixelRatio || 1;
    this.canvas.width = width * dense;
    this.canvas.height = 90 * dense;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = '90px';
    const paint = this.canvas.getContext('2d');
    paint.scale(dense, dense);
    paint.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--wave');
    const total = this.track.clientWidth;
    for (let x = 0; x < width; x++) {
      const from = Math.floor((this.box.scrollLeft + x) / total * this.wave.length);
      const to = Math.max(from + 1, Math.floor((this.box.scrollLeft + x + 1) / total * this.wave.length));
      let loudest = 0;
      for (let i = from; i < to && i < this.wave.length; i++) {
        loudest = Math.max(loudest, this.wave[i]);
      }
      const high = loudest * 0.8;
      paint.fillRect(x, 48 - high / 2, 1, Math.max(1, high));
    }
  }

  show(cuts, chosen, chapters) {
    const bars = cuts.map(cut => {
      const bar = document.createElement('button');
      bar.type = 'button';
      bar.tabIndex = -1;
      bar.className = `cut ${cut.state}`;
      bar.style.left = this.percent(cut.from);
      bar.style.width = this.percent(cut.to - cut.from);
      bar.title = `${cut.kind}, ${minutes(cut.from, true)} to ${minutes(cut.to, true)}, ${cut.state}`;
      bar.setAttribute('aria-label', bar.title);
      if (cut === chosen) {
        bar.setAttribute('aria-current', 'true');
      }
      bar.addEventListener('click', () => this.on.choose(cut));
      return bar;
    });
    const focused = document.activeElement?.dataset?.edge;
    const edges = chosen ? ['from', 'to'].map(edge => this.edge(chosen, edge)) : [];
    this.cuts.replaceChildren(...bars, ...edges);
    edges.find(edge => edge.dataset.edge === focused)?.focus({ preventScroll: true });
    this.marks.replaceChildren(...chapters.map(chapter => {
      const mark = document.createElement('div');
      mark.className = 'mark';
      mark.style.left = this.percent(chapter.at);
      return mark;
    }));
  }

  edge(cut, which) {
    const edge = document.createElement('div');
    edge.className = 'edge';
    edge.tabIndex = 0;
    edge.dataset.edge = which;
    edge.style.left = this.percent(cut[which]);
    edge.setAttribute('role', 'slider');
    edge.setAttribute('aria-label', which === 'from' ? 'Beginning of the cut' : 'End of the cut');
    edge.setAttribute('aria-valuemin', which === 'from' ? 0 : cut.from);
    edge.setAttribute('aria-valuemax', which === 'from' ? cut.to : this.length);
    edge.setAttribute('aria-valuenow', cut[which]);
    edge.setAttribute('aria-valuetext', minutes(cut[which], true));
    edge.addEventListener('keydown', event => {
      const step = { ArrowLeft: -0.1, ArrowDown: -0.1, ArrowRight: 0.1, ArrowUp: 0.1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        this.on.move(cut, which, cut[which] + (event.shiftKey ? 10 : 1) * step);
      }
    });
    edge.addEventListener('pointerdown', event => {
      event.preventDefault();
      edge.focus({ preventScroll: true });
      // the edge is made anew with each step, so the window follows the pointer
      const move = each => this.on.move(cut, which, this.time(each.clientX));
      const up = () => {
        removeEventListener('pointermove', move);
        removeEventListener('pointerup', up);
        removeEventListener('pointercancel', up);
      };
      addEventListener('pointermove', move);
      addEventListener('pointerup', up);
      addEventListener('pointercancel', up);
    });
    return edge;
  }

  at(seconds) { this.head.style.left = this.percent(Math.min(seconds, this.length)); }

  reveal(seconds) {
    const x = seconds / this.length * this.track.clientWidth;
    if (x < this.box.scrollLeft + 40 || x > this.box.scrollLeft + this.box.clientWidth - 40) {
      this.box.scrollLeft = x - this.box.clientWidth / 2;
    }
  }
}

function minutes(seconds, tenths) {
  const whole = Math.floor(seconds + 1e-6);
  const two = value => String(value).padStart(2, '0');
  const text = whole >= 3600
    ? `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
    : `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  return tenths ? `${text}.${Math.floor((seconds - whole) * 10 + 1e-6)}` : text;
}
