// Shows the pages that hold all the words, and marks where in the contents they are.
(() => {
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const pages = [...document.querySelectorAll('article')].map(page => ({
    page, entry: document.querySelector(`nav a[href="#${page.id}"]`).closest('li'), text: page.textContent.toLowerCase() }));
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(word => word !== '');
    let count = 0;
    pages.forEach(({ page, entry, text }) => {
      const hit = words.every(word => text.includes(word));
      page.hidden = !hit;
      entry.hidden = !hit;
      count += hit ? 1 : 0;
    });
    found.textContent = words.length === 0 ? '' : count === 1 ? '1 page has it' : `${count} pages have it`;
  });
})();
