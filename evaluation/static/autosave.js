// Keeps a draft on the server: two seconds after the last key, on leaving a field and when the page is hidden.
// Answer of the address: {"version", "saved_at", "autosave_url", "action"}, each optional; 409 means that the draft was
// changed elsewhere. Nothing is kept on the device. Every save carries a key of its own: sent again after a lost answer it
// leads to what was kept, and what was typed since is saved on top of that.
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
    let unanswered = '';
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
      if (!unanswered && key) unanswered = key.value + '-' + Math.random().toString(36).slice(2, 12);
      if (unanswered) data.append('request_key', unanswered);
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
        unanswered = '';
        const known = response.redirected && response.ok && (response.headers.get('Content-Type') || '').startsWith('application/json');
        if (known) {
          take(await response.json());
          again = true;
        } else if (response.redirected || response.status === 401) {
          waiting = null;
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
      if (waiting) {
        const { submitter } = waiting;
        waiting = null;
        if (!unanswered) form.requestSubmit(submitter);
        return;
      }
      if (again) { again = false; later(PAUSE); }
    }

    form.addEventListener('input', () => later(PAUSE));
    form.addEventListener('change', () => later(PAUSE));
    form.addEventListener('focusout', () => later(200));
    // Handed in while a draft is on its way, or while its answer is lost: the answer brings the version and the address that
    // the form needs. Without a connection nothing is handed in, and the text stays on the page.
    form.addEventListener('submit', (event) => {
      clearTimeout(timer);
      if (!busy && !unanswered) { stopped = true; return; }
      event.preventDefault();
      event.stopPropagation();
      waiting = { submitter: event.submitter };
      if (!busy) { last = null; save(); }
    });
    window.addEventListener('online', () => later(0));
    window.addEventListener('pageshow', (event) => { if (event.persisted) { stopped = false; waiting = null; } });
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true); });
  });
})();
