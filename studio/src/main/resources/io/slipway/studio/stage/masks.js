// Runs in every page before its own scripts. Observers are called before the browser paints, so that no frame of a
// recording ever holds what is covered here.
(() => {
  const secrets = new RegExp(window.slipwaySecrets, 'g');
  delete window.slipwaySecrets;
  const mask = '********';
  const marked = '[data-secret]';
  const cover = text => text.replace(secrets, mask);

  const coverNode = node => {
    if (node.nodeType === Node.TEXT_NODE) {
      const secret = node.parentElement && node.parentElement.closest(marked);
      const covered = secret && node.data.trim() !== '' ? mask : cover(node.data);
      if (covered !== node.data) {
        node.data = covered;
      }
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of ['value', 'title', 'placeholder', 'aria-label', 'alt']) {
        const value = node.getAttribute(name);
        if (value !== null && node.type !== 'hidden' && cover(value) !== value) {
          node.setAttribute(name, cover(value));
        }
      }
      node.childNodes.forEach(coverNode);
    }
  };

  new MutationObserver(changes => changes.forEach(change => {
    if (change.type === 'childList') {
      change.addedNodes.forEach(coverNode);
    } else {
      coverNode(change.target);
    }
  })).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  const style = new CSSStyleSheet();
  style.replaceSync(`input[type=password], [data-secret] { -webkit-text-security: disc !important; }
    * { caret-color: transparent !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
})();
