// Keeps a draft on the server: two seconds after the last key, on leaving a field and when the page is hidden.
// Answer of the address: {"version", "saved_at", "autosave_url", "action"}, each optional; 409 means that the draft was
// changed elsewhere. Nothing is kept on the device.
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
    let last = content();

    function content() {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === 'string' && name !== 'request_key' && name !== 'csrf_token') data.append(name, value);
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
      if (version && answer.version !== undefined) {
        version.value = answer.version;
        last = content();
      }
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
          body: new URLSearchParams(now + '&csrf_token=' + encodeURIComponent(token ? token.value : '')),
          headers: { Accept: 'application/json', 'X-CSRFToken': token ? token.value : '' },
          credentials: 'same-origin',
          keepalive: leaving === true && now.length < 50000,
        });
        if (response.redirected || response.status === 401) {
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
