// People by name, initials or number: a combobox over the text input; chosen ones become chips that can be taken away.
(function () {
  'use strict';
  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => element.setAttribute(name, value));
    if (text) element.textContent = text;
    return element;
  };

  document.querySelectorAll('[data-typeahead]').forEach((picker) => {
    const input = picker.querySelector('input[type=text]');
    const picked = picker.querySelector('.picked');
    const many = picker.hasAttribute('data-many');
    const name = input.name;
    const list = make('ul', { class: 'listbox', role: 'listbox', id: input.id + '-list', 'aria-label': labelText() });
    const news = make('p', { class: 'hidden-text', role: 'status' });
    let people = [];
    let active = -1;
    let timer = null;
    let asked = null;

    list.hidden = true;
    picker.append(list, news);
    const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id };
    Object.entries(attributes).forEach(([key, value]) => input.setAttribute(key, value));
    picked.querySelectorAll('li').forEach((item) => {
      const box = item.querySelector('input');
      item.replaceWith(chip(box.value, item.textContent.trim()));
    });
    showInput();

    function labelText() {
      const label = document.querySelector('label[for="' + input.id + '"]');
      return label ? label.textContent : '';
    }

    function chip(value, text) {
      const item = make('li');
      const remove = make('button', { type: 'button', 'aria-label': picker.dataset.remove.replace('{name}', text) }, '×');
      remove.addEventListener('click', () => {
        item.remove();
        showInput();
        input.focus();
        changed();
      });
      item.append(make('span', {}, text), make('input', { type: 'hidden', name: name, value: value }), remove);
      return item;
    }

    function showInput() {
      input.hidden = !many && picked.children.length > 0;
    }

    function changed() {
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    }

    function point(index) {
      active = index;
      Array.from(list.children).forEach((item, position) => item.setAttribute('aria-selected', String(position === index)));
      if (index < 0) { input.removeAttribute('aria-activedescendant'); return; }
      input.setAttribute('aria-activedescendant', list.children[index].id);
      list.children[index].scrollIntoView({ block: 'nearest' });
    }

    function choose(person) {
      const value = '@' + person.id;
      if (!picked.querySelector('input[value="' + CSS.escape(value) + '"]')) picked.append(chip(value, person.name));
      input.value = '';
      close();
      showInput();
      const focus = input.hidden ? picked.lastElementChild.querySelector('button') : input;
      focus.focus();
      changed();
    }

    function show() {
      list.replaceChildren(...people.map((person, index) => {
        const item = make('li', { role: 'option', id: list.id + '-' + index, 'aria-selected': 'false' });
        item.append(make('b', {}, person.name), make('span', {}, person.detail || ''));
        item.addEventListener('mousedown', (event) => { event.preventDefault(); choose(person); });
        return item;
      }));
      list.hidden = people.length === 0;
      input.setAttribute('aria-expanded', String(people.length > 0));
      news.textContent = people.length ? picker.dataset.found.replace('{count}', people.length) : picker.dataset.none;
      point(people.length ? 0 : -1);
    }

    async function ask() {
      const text = input.value.trim();
      if (asked) asked.abort();
      if (!text) { close(); return; }
      asked = new AbortController();
      const address = new URL(picker.dataset.typeahead, location.href);
      address.searchParams.set('q', text);
      try {
        const response = await fetch(address, { signal: asked.signal, headers: { Accept: 'application/json' }, credentials: 'same-origin' });
        if (!response.ok) return;
        people = await response.json();
        if (document.activeElement === input) show();
      } catch (error) {
        if (error.name !== 'AbortError') close();
      }
    }

    input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); close(); return; }
      if (event.key === 'ArrowDown' && list.hidden && input.value) { event.preventDefault(); ask(); return; }
      if (list.hidden) {
        if (event.key === 'Enter') event.preventDefault();
        return;
      }
      const moves = { ArrowDown: (active + 1) % people.length, ArrowUp: (active + people.length - 1) % people.length, Home: 0, End: people.length - 1 };
      if (event.key in moves) { event.preventDefault(); point(moves[event.key]); }
      if (event.key === 'Enter' && active >= 0) { event.preventDefault(); choose(people[active]); }
    });
  });
})();
