// Small comforts of every page. Each has a plain way behind it.
(function () {
  'use strict';
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const isTyping = (element) => element && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable);

  // Things that only work with script are hidden until it runs.
  all('[data-script]').forEach((element) => { element.hidden = false; });
  all('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });

  // After a refused form the reader starts at the list of what to change.
  const summary = document.querySelector('[data-error-summary]');
  if (summary) summary.focus();

  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      const find = document.querySelector('[data-find]');
      if (find && find.offsetParent) { event.preventDefault(); find.focus(); find.select(); }
    }
    if (event.key === 'Escape') {
      all('details.menu[open]').forEach((menu) => { menu.open = false; menu.querySelector('summary').focus(); });
    }
  });
  document.addEventListener('click', (event) => {
    all('details.menu[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  // Today and yesterday, counted from the day of the server.
  const dayFrom = (offset) => {
    const day = new Date(document.documentElement.dataset.today + 'T00:00:00Z');
    day.setUTCDate(day.getUTCDate() + offset);
    return day.toISOString().slice(0, 10);
  };
  all('[data-day]').forEach((button) => button.addEventListener('click', () => {
    const input = document.getElementById(button.dataset.for);
    input.value = dayFrom(Number(button.dataset.day));
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.focus();
  }));

  // An end before the start belongs to the next day; the label says so.
  all('[data-time-range]').forEach((range) => {
    const [start, end] = all('input', range);
    const label = end && range.querySelector('label[for="' + end.id + '"]');
    if (!label) return;
    const words = label.textContent;
    const show = () => { label.textContent = words + (start.value && end.value && end.value <= start.value ? range.dataset.nextDay : ''); };
    range.addEventListener('input', show);
    show();
  });

  // Usual comments go to the place of the cursor.
  all('[data-insert]').forEach((button) => button.addEventListener('click', () => {
    const area = document.getElementById(button.dataset.insert);
    const place = area.selectionEnd || area.value.length;
    area.setRangeText(button.textContent.trim(), area.selectionStart || place, place, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  }));

  // Ticked rows: choose all, and say how many.
  all('[data-select-all]').forEach((box) => {
    const rows = () => all('input[type=checkbox][name="' + box.dataset.selectAll + '"]:not(:disabled)', box.form || document);
    box.addEventListener('change', () => {
      rows().forEach((row) => { row.checked = box.checked; });
      box.dispatchEvent(new Event('counted', { bubbles: true }));
    });
  });
  all('[data-bulk]').forEach((bar) => {
    const form = bar.closest('form');
    const count = bar.querySelector('[data-bulk-count]');
    const plain = count.textContent;
    const show = () => {
      const chosen = all('input[name="' + bar.dataset.bulk + '"]:checked', form).length;
      count.textContent = chosen ? bar.dataset.chosen.replace('{count}', chosen) : plain;
    };
    form.addEventListener('change', show);
    form.addEventListener('counted', show);
    show();
  });

  // Back to a list: the same place. The address holds filter and page, the browser keeps the scroll.
  // A form is sent once; a second press waits for the answer of the first.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if ((form.getAttribute('method') || 'get').toLowerCase() !== 'post') return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener('pageshow', () => all('form[data-sent]').forEach((form) => { delete form.dataset.sent; }));
})();
