// What viewers see of whoever plays: a pointer, its clicks, and a frame around what is talked about. It lies in a closed
// shadow root, so that neither the page nor those who look for its elements meet it.
(() => {
  let root = null;
  const layer = () => {
    if (root === null || !root.host.isConnected) {
      const host = document.createElement('div');
      host.setAttribute('aria-hidden', 'true');
      host.style.cssText = 'position:fixed;inset:0;pointer-events:none;z-index:2147483647';
      root = host.attachShadow({ mode: 'closed' });
      const style = new CSSStyleSheet();
      style.replaceSync(`
        .pointer { position: absolute; width: 26px; height: 26px; margin: -2px 0 0 -3px; display: none; }
        .ring { position: absolute; width: 44px; height: 44px; margin: -22px 0 0 -22px; border-radius: 50%;
          border: 4px solid #d9480f; background: rgba(217, 72, 15, .18); display: none; box-sizing: border-box; }
        .focus { position: absolute; border: 4px solid #d9480f; border-radius: 8px; display: none; box-sizing: border-box; }`);
      root.adoptedStyleSheets = [style];
      const ring = document.createElement('div');
      ring.className = 'ring';
      const focus = document.createElement('div');
      focus.className = 'focus';
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('class', 'pointer');
      svg.setAttribute('viewBox', '0 0 26 26');
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', 'M3 2 L3 21 L8 16.5 L11.2 24 L14.6 22.6 L11.5 15.3 L18.5 15.3 Z');
      path.setAttribute('fill', '#111');
      path.setAttribute('stroke', '#fff');
      path.setAttribute('stroke-width', '1.6');
      svg.append(path);
      root.append(focus, ring, svg);
      document.documentElement.append(host);
    }
    return root;
  };
  window.slipwayPointer = at => {
    for (const part of [layer().querySelector('.pointer'), layer().querySelector('.ring')]) {
      part.style.left = `${at.x}px`;
      part.style.top = `${at.y}px`;
    }
    layer().querySelector('.pointer').style.display = 'block';
  };
  window.slipwayPress = down => { layer().querySelector('.ring').style.display = down ? 'block' : 'none'; };
  window.slipwayFocus = box => {
    const focus = layer().querySelector('.focus');
    focus.style.display = box ? 'block' : 'none';
    if (box) {
      focus.style.left = `${box.x - 6}px`;
      focus.style.top = `${box.y - 6}px`;
      focus.style.width = `${box.width + 12}px`;
      focus.style.height = `${box.height + 12}px`;
    }
  };
})();
