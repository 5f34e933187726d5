// The grid of a shift: totals while typing, Enter to the next row, Space for present, a pasted column fills downward.
// Elsewhere in the form: [data-time-range] gives the length of the shift, [data-grid-names] takes pasted names and hands
// them to the text area [data-grid-paste], which the server matches.
(function () {
  'use strict';
  document.querySelectorAll('[data-grid]').forEach((table) => {
    const form = table.closest('form');
    const rows = Array.from(table.tBodies[0].rows);
    const hours = (row) => row.querySelector('[data-grid-hours]');
    const present = (row) => row.querySelector('[data-grid-present]');
    const range = form.querySelector('[data-time-range]');
    let length = shiftLength();

    function shiftLength() {
      if (!range) return null;
      const [start, end] = Array.from(range.querySelectorAll('input')).map((input) => {
        const [hour, minute] = input.value.split(':').map(Number);
        return Number.isFinite(minute) ? hour * 60 + minute : null;
      });
      if (start === null || end === null || start === undefined || end === undefined) return null;
      return Math.round((end > start ? end - start : end - start + 1440) / 6) / 10;
    }

    function number(text) {
      const plain = text.replace(/[０-９．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xFEE0));
      return Number(plain) || 0;
    }

    function total() {
      const there = rows.filter((row) => present(row).checked);
      const sum = there.reduce((whole, row) => whole + number(hours(row).value), 0);
      const figures = { present: there.length, absent: rows.length - there.length, hours: Math.round(sum * 10) / 10 };
      form.querySelectorAll('[data-grid-total]').forEach((place) => { place.textContent = figures[place.dataset.gridTotal].toLocaleString('en'); });
    }

    function mark(row, byHand) {
      const there = present(row).checked;
      row.classList.toggle('absent', !there);
      if (!byHand) return;
      if (there && !hours(row).value) hours(row).value = hours(row).dataset.before || (length === null ? '' : length);
      if (!there) {
        hours(row).dataset.before = hours(row).value;
        hours(row).value = '';
        row.querySelector('[data-grid-remark]').focus();
      }
      total();
    }

    function sameCell(input, step) {
      const row = rows[rows.indexOf(input.closest('tr')) + step];
      return row ? row.cells[input.closest('td').cellIndex].querySelector('input:not([type=hidden])') : null;
    }

    table.addEventListener('change', (event) => {
      if (event.target.hasAttribute('data-grid-present')) mark(event.target.closest('tr'), true);
    });
    table.addEventListener('input', (event) => { if (event.target.hasAttribute('data-grid-hours')) total(); });

    table.addEventListener('keydown', (event) => {
      const input = event.target.closest('input');
      if (!input || event.isComposing) return;
      const step = event.key === 'Enter' ? (event.shiftKey ? -1 : 1) : event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (step) {
        event.preventDefault();
        const next = sameCell(input, step);
        if (next) { next.focus(); if (next.select && next.type !== 'checkbox') next.select(); }
        return;
      }
      if (event.key === ' ' && input.hasAttribute('data-grid-hours')) {
        event.preventDefault();
        present(input.closest('tr')).click();
      }
    });

    table.addEventListener('paste', (event) => {
      const lines = event.clipboardData.getData('text').replace(/\r/g, '').replace(/\n+$/, '').split('\n');
      const input = event.target.closest('input');
      if (!input || input.type === 'checkbox' || lines.length < 2) return;
      event.preventDefault();
      let cell = input;
      for (const line of lines) {
        if (!cell) break;
        cell.value = line.split('\t')[0].trim();
        cell.dispatchEvent(new Event('input', { bubbles: true }));
        cell = sameCell(cell, 1);
      }
    });

    form.querySelectorAll('[data-grid-names]').forEach((box) => box.addEventListener('paste', (event) => {
      const text = event.clipboardData.getData('text');
      const area = form.querySelector('[data-grid-paste]');
      if (!area || !/[\n\t、，,;；]/.test(text.trim())) return;
      event.preventDefault();
      area.value = (area.value ? area.value + '\n' : '') + text.trim();
      const fold = area.closest('details');
      if (fold) fold.open = true;
      area.focus();
    }));

    if (range) {
      range.addEventListener('input', () => {
        const before = length;
        length = shiftLength();
        if (length === null) return;
        rows.forEach((row) => {
          if (present(row).checked && (hours(row).value === '' || number(hours(row).value) === before)) hours(row).value = length;
        });
        total();
      });
    }
    rows.forEach((row) => mark(row, false));
    total();
  });
})();
