// On paper: white whatever the screen is, and as an image, since a canvas that is drawn just before printing comes out blank.

/** @param {Page} page */
function printable(page) {
  const root = document.documentElement;
  addEventListener('beforeprint', () => {
    root.dataset.paper = '';
    page.restyle();
    draw(page);
    const image = document.createElement('img');
    image.className = 'printed';
    image.alt = page.plot.title;
    image.src = byId('lines').toDataURL();
    byId('chart').append(image);
  });
  addEventListener('afterprint', () => {
    delete root.dataset.paper;
    document.querySelectorAll('.printed').forEach(image => image.remove());
    page.restyle();
    page.frame();
  });
}
