// Asks whether a file is ready and shows the page anew when its state has changed; gives up after ten minutes.
(function () {
  'use strict';
  document.querySelectorAll('[data-poll-url]').forEach((place) => {
    const begun = Date.now();
    let pause = 2000;
    async function ask() {
      if (Date.now() - begun > 600000) return;
      if (document.visibilityState === 'visible') {
        try {
          const response = await fetch(place.dataset.pollUrl, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
          const answer = response.ok ? await response.json() : {};
          if (answer.state && answer.state !== place.dataset.state) { location.reload(); return; }
        } catch (error) { pause = 10000; }
      }
      pause = Math.min(pause * 1.3, 15000);
      setTimeout(ask, pause);
    }
    setTimeout(ask, pause);
  });
})();
