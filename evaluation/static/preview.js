// Two small helps around the page as a reader sees it: it is shown anew after each automatic save, and the text for the
// WeChat editor can be copied. Where the browser keeps the clipboard closed, the text is selected and the reader told.
(function () {
  'use strict';
  document.addEventListener('draft-saved', () => {
    document.querySelectorAll('iframe[data-preview]').forEach((frame) => {
      const place = frame.contentWindow.scrollY;
      frame.addEventListener('load', () => frame.contentWindow.scrollTo(0, place), { once: true });
      frame.contentWindow.location.reload();
    });
  });

  document.querySelectorAll('[data-copy]').forEach((button) => button.addEventListener('click', () => {
    const frame = document.getElementById(button.dataset.copy);
    const inner = frame.contentDocument;
    const give = (event) => {
      event.preventDefault();
      event.clipboardData.setData('text/html', inner.body.innerHTML);
      event.clipboardData.setData('text/plain', inner.body.innerText);
    };
    window.getSelection().selectAllChildren(button);  // nothing is copied where nothing is selected
    document.addEventListener('copy', give);
    const copied = document.execCommand('copy');
    document.removeEventListener('copy', give);
    window.getSelection().removeAllRanges();
    if (!copied) {
      const range = inner.createRange();
      range.selectNodeContents(inner.body);
      const selection = frame.contentWindow.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      frame.contentWindow.focus();
    }
    const status = document.querySelector('[data-copy-status]');
    status.textContent = copied ? button.dataset.copied : button.dataset.selected;
  }));
})();
