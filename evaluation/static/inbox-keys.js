// J opens the next item, K the one before, and nothing else; only where the reader turned letters on in the settings.
(function () {
  'use strict';
  if (!document.documentElement.hasAttribute('data-letter-keys')) return;
  document.addEventListener('keydown', (event) => {
    const place = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(place.tagName) || place.isContentEditable) return;
    const key = event.key.toLowerCase();
    if (key !== 'j' && key !== 'k') return;
    const link = document.querySelector('a[data-key="' + key + '"]');
    if (link) { event.preventDefault(); link.click(); }
  });
})();
