// Each file is sent on its own, with progress, retry and preview; photographs are made smaller first.
(function () {
  'use strict';
  const LONGEST = 2048;
  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => element.setAttribute(name, value));
    if (text) element.textContent = text;
    return element;
  };

  async function smaller(file) {
    if (!/^image\/(jpeg|png)$/.test(file.type) || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = LONGEST / Math.max(picture.width, picture.height);
      if (scale >= 1) return file;
      const canvas = make('canvas', { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.86));
      return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }) : file;
    } catch (error) {
      return file;
    }
  }

  document.querySelectorAll('[data-upload][data-url]').forEach((field) => {
    const words = field.dataset;
    const input = field.querySelector('input[type=file]');
    const list = field.querySelector('.uploads');
    const news = field.querySelector('[data-upload-status]');
    const token = () => { const hidden = field.closest('form').querySelector('input[name="csrf_token"]'); return hidden ? hidden.value : ''; };
    field.classList.add('enhanced');
    list.querySelectorAll('li').forEach((item) => {
      const box = item.querySelector('input[type=checkbox]');
      if (box) box.parentElement.replaceWith(remover(item, item.querySelector('img') ? item.querySelector('img').alt : item.textContent.trim()));
    });

    function remover(item, name) {
      const button = make('button', { type: 'button', class: 'plain', 'aria-label': words.remove.replace('{name}', name) }, '×');
      button.addEventListener('click', () => {
        item.remove();
        input.focus();
        input.dispatchEvent(new Event('change', { bubbles: true }));
      });
      return button;
    }

    function refuse(item, text, retry) {
      item.querySelector('progress').hidden = true;
      const line = item.querySelector('.message');
      line.hidden = false;
      line.textContent = text;
      news.textContent = text;
      if (!retry) return;
      const button = make('button', { type: 'button', class: 'button little' }, words.retry);
      button.addEventListener('click', () => { button.remove(); line.hidden = true; retry(); });
      item.append(button);
    }

    function keep(item, answer, file) {
      item.querySelector('progress').hidden = true;
      item.querySelector('.state').textContent = '✓ ' + words.sent;
      news.textContent = file.name + ' ' + words.sent;
      item.append(make('input', { type: 'hidden', name: words.name + '-kept', value: answer.id }));
      if (words.caption) {
        item.append(make('input', { class: 'input', name: words.name + '-caption-' + answer.id, placeholder: words.placeholder, 'aria-label': words.caption.replace('{name}', file.name) }));
      }
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }

    function send(item, file) {
      const bar = item.querySelector('progress');
      const state = item.querySelector('.state');
      const request = new XMLHttpRequest();
      const data = new FormData();
      const failed = () => refuse(item, words.failed.replace('{name}', file.name), () => send(item, file));
      data.append('file', file, file.name);
      data.append('csrf_token', token());
      bar.hidden = false;
      request.open('POST', words.url);
      request.responseType = 'json';
      request.setRequestHeader('Accept', 'application/json');
      request.setRequestHeader('X-CSRFToken', token());
      request.upload.addEventListener('progress', (event) => {
        const percent = event.total ? Math.round(100 * event.loaded / event.total) : 0;
        bar.value = percent;
        state.textContent = words.progress.replace('{percent}', percent);
      });
      request.addEventListener('error', failed);
      request.addEventListener('load', () => {
        const answer = request.response || {};
        if (request.status < 300 && answer.id !== undefined) keep(item, answer, file);
        else if (request.status < 500 && answer.message) { state.textContent = ''; refuse(item, answer.message); }
        else failed();
      });
      request.send(data);
    }

    async function add(original) {
      const item = make('li');
      const isPicture = original.type.startsWith('image/');
      const picture = isPicture ? make('img', { alt: original.name }) : make('span', { class: 'file-kind' }, original.name);
      if (isPicture) picture.src = URL.createObjectURL(original);
      const line = make('p', { class: 'message' });
      line.hidden = true;
      item.append(picture, make('progress', { max: 100, value: 0, 'aria-label': original.name }), make('span', { class: 'state' }), line, remover(item, original.name));
      list.append(item);
      const file = await smaller(original);
      if (file.size > Number(words.maxBytes)) refuse(item, words.tooLarge.replace('{name}', original.name));
      else send(item, file);
    }

    input.addEventListener('change', () => {
      const files = Array.from(input.files);
      input.value = '';
      const room = Number(words.max) - list.children.length;
      if (files.length > room) news.textContent = words.tooMany;
      news.classList.toggle('hidden-text', files.length <= room);
      files.slice(0, Math.max(room, 0)).forEach(add);
    });
  });
})();
