/** The programs for notes that `cargo xtask test hosts` installs, and where each puts its pages. */
export const HOSTS = [
  { name: 'html', site: '.', page: 'index.html' },
  { name: 'mdbook', site: 'book', page: 'lecture-7.html' },
  { name: 'revealjs', site: '.', page: 'index.html', isDeck: true },
  { name: 'vitepress', site: 'site', page: 'notes/' },
  { name: 'docusaurus', site: 'site', page: 'notes/' },
  { name: 'sphinx', site: 'site', page: 'index.html' },
  { name: 'myst', site: 'site', page: 'index.html' },
  { name: 'slidev', site: 'site', page: 'index.html', isDeck: true, allows: ['cdn.jsdelivr.net/gh/slidevjs/slidev/assets/favicon.png'] },
  { name: 'marp', site: '.', page: 'index.html', isDeck: true },
];
