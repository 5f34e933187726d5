// Keeps a draft on the server: two seconds after the last key, on leaving a field and when the page is hidden.
// Answer of the address: {"version", "saved_at", "autosave_url", "action"}, each optional; 409 means that the draft was
// changed elsewhere. Nothing is kept on the device. The first save of a new draft carries a key of its own: sent again after
// a lost answer it leads to the draft that was made, and what was typed since is saved there.
(function () {
  'use strict';
  const PAUSE = 2000;
  const RETRY = 15000;

  document.querySelectorAll('form[data-autosave-url]').forEach((form) => {
    const status = form.querySelector('[data-autosave-status]') || form.insertBefore(document.createElement('p'), form.firstChild);
    status.classList.add('saved');
    status.setAttribute('role', 'status');
    let timer = null;
    let busy = false;
    let stopped = false;
    let again = false;
    let waiting = null;
    const machinery = new Set(['request_key', 'csrf_token', 'version']);
    const key = form.querySelector('input[name="request_key"]');
    let firstKey = key && !versionOf() ? key.value + '-draft' : '';
    let last = content();

    function versionOf() {
      const version = form.querySelector('input[name="version"]');
      return version ? version.value : '';
    }

    function sent(text) {
      const data = new URLSearchParams(text);
      const token = form.querySelector('input[name="csrf_token"]');
      if (token) data.append('csrf_token', token.value);
      if (versionOf()) data.append('version', versionOf());
      if (firstKey) data.append('request_key', firstKey);
      return data;
    }

    function content() {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === 'string' && !machinery.has(name)) data.append(name, value);
      }
      return data.toString();
    }

    function say(text, trouble) {
      status.textContent = text;
      status.classList.toggle('trouble', Boolean(trouble));
    }

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    function take(answer) {
      const version = form.querySelector('input[name="version"]');
      if (version && answer.version !== undefined) version.value = answer.version;
      firstKey = '';
      if (answer.autosave_url) form.dataset.autosaveUrl = answer.autosave_url;
      if (answer.action) form.setAttribute('action', answer.action);
      const time = answer.saved_at || new Date().toTimeString().slice(0, 5);
      say('✓ ' + form.dataset.saved.replace('{time}', time));
      form.dispatchEvent(new CustomEvent('draft-saved', { bubbles: true }));
    }

    async function save(leaving) {
      const now = content();
      if (stopped || now === last) return;
      if (busy) { again = true; return; }
      busy = true;
      const token = form.querySelector('input[name="csrf_token"]');
      try {
        const response = await fetch(form.dataset.autosaveUrl, {
          method: 'POST',
          body: sent(now),
          headers: { Accept: 'application/json', 'X-CSRFToken': token ? token.value : '' },
          credentials: 'same-origin',
          keepalive: leaving === true && now.length < 50000,
        });
        const known = response.redirected && response.ok && (response.headers.get('Content-Type') || '').startsWith('application/json');
        if (known) {
          take(await response.json());
          again = true;
        } else if (response.redirected || response.status === 401) {
          say(form.dataset.signedOut, true);
        } else if (response.status === 409) {
          stopped = true;
          say(form.dataset.conflict, true);
        } else if (response.ok) {
          last = now;
          take(response.status === 204 ? {} : await response.json());
        } else if (response.status >= 500) {
          later(RETRY);
        } else {
          const answer = await response.json().catch(() => ({}));
          if (answer.message) say(answer.message, true);
        }
      } catch (error) {
        say(form.dataset.offline, true);
        later(RETRY);
      }
      busy = false;
      if (waiting) { form.requestSubmit(waiting.submitter); return; }
      if (again) { again = false; later(PAUSE); }
    }

    form.addEventListener('input', () => later(PAUSE));
    form.addEventListener('change', () => later(PAUSE));
    form.addEventListener('focusout', () => later(200));
    // Handed in while a draft is on its way: the answer brings the version and the address that the form needs.
    form.addEventListener('submit', (event) => {
      stopped = true;
      clearTimeout(timer);
      if (!busy) return;
      event.preventDefault();
      event.stopPropagation();
      waiting = { submitter: event.submitter };
    });
    window.addEventListener('online', () => later(0));
    window.addEventListener('pageshow', (event) => { if (event.persisted) { stopped = false; waiting = null; } });
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true); });
  });
})();
