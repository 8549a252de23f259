'use strict';
const API = '/api/v1/';
const HISTORY = 120;
const $ = (id) => document.getElementById(id);
let state = null;
let channels = [];
let held = 0; // until when the volume is the hand's, not the box's
const history = [];

// ---- words and numbers ----

const STATUS = {
  starting: 'Starting', idle: 'Nothing on', loading: 'Loading', playing: 'Playing', buffering: 'Buffering',
  relaying: 'Relaying',
};

function rate(bytes) {
  const bits = bytes * 8;
  return bits >= 995e3 ? (bits / 1e6).toFixed(1) + ' Mbit/s' : Math.round(bits / 1e3) + ' kbit/s';
}

function size(bytes) {
  return bytes >= 1 << 30 ? (bytes / (1 << 30)).toFixed(1) + ' GiB' : Math.round(bytes / (1 << 20)) + ' MiB';
}

function time(ms) {
  return ms < 0 ? '–' : ms < 1000 ? Math.round(ms) + ' ms' : (ms / 1000).toFixed(ms < 9950 ? 1 : 0) + ' s';
}

function span(seconds) {
  const d = Math.floor(seconds / 86400), h = Math.floor(seconds / 3600) % 24, m = Math.floor(seconds / 60) % 60;
  return d ? d + ' d ' + h + ' h' : h ? h + ' h ' + m + ' min' : m ? m + ' min' : Math.floor(seconds) + ' s';
}

function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [...words[0]][0] + [...words[1]][0] : [...name].slice(0, 2).join('');
  return letters.toUpperCase();
}

function hue(text) {
  let h = 7;
  for (const c of text) h = (h * 31 + c.codePointAt(0)) % 3600;
  return h / 10;
}

function paintBadge(badge, id, name) {
  badge.textContent = name ? initials(name) : '–';
  badge.style.backgroundColor = name ? 'hsl(' + hue(id) + ' 48% 32%)' : '';
}

function put(id, text, grade) {
  const at = $(id);
  if (at.textContent !== text) at.textContent = text;
  if (grade !== undefined && at.className !== grade) at.className = grade;
}

// ---- the page ----

function showState(now) {
  state = now;
  document.body.classList.toggle('watch-only', !now.steerable);
  document.body.classList.toggle('screenless', !now.screen);
  const node = now.node || 'Martlet';
  put('node', node);
  document.title = (now.name ? now.name + ' · ' : '') + node;
  showOn(now);
  showBoard(now.board, now.uptime);
  put('down', rate(now.down));
  put('up', rate(now.up));
  remember(now);
  drawGraph();
  drawMap(now.buffer);
  showNeighbours(now.neighbours);
  markCurrent();
  put('version', now.version ? 'Martlet ' + now.version : 'Martlet');
}

/** One point a second, however often the box tells. */
function remember(now) {
  const last = history[history.length - 1], at = Date.now();
  const replaced = last && at - last.at < 800 ? history.pop() : {at};
  history.push({at: replaced.at, down: now.down, up: now.up});
  if (history.length > HISTORY) history.shift();
}

function showOn(now) {
  const named = channels.find((c) => c.id === now.channel);
  put('name', now.name || 'Nothing on');
  paintBadge($('badge'), now.channel, now.name);
  put('status', STATUS[now.status] || now.status, 'status ' + now.status);
  const group = named && named.group ? '· ' + named.group : '';
  put('where', (named && named.number ? '· Channel ' + named.number + ' ' : '') + group);
  $('problem').hidden = !now.problem;
  put('problem', now.problem);
  const on = now.channel !== '';
  const share = now.continuity * 100;
  put('continuity', on ? (share > 99.94 ? '100' : share.toFixed(1)) + ' %' : '–',
      !on ? '' : share >= 99.5 ? 'good' : share >= 97 ? 'warn' : 'bad');
  put('lag', time(on ? now.lag_ms : -1));
  put('ahead', on ? now.buffer_seconds.toFixed(1) + ' s' : '–');
  put('startup', time(now.startup_ms));
  put('zap', time(now.zap_ms));
  put('dropped', on ? String(now.dropped) : '–');
  $('mute').setAttribute('aria-pressed', String(now.muted));
  $('mute').title = now.muted ? 'Sound on' : 'Mute';
  if (Date.now() > held) {
    $('volume').value = now.volume;
    put('volume-text', String(now.volume));
  }
}

function showBoard(board, uptime) {
  put('uptime', span(uptime));
  const show = (row, known) => { $(row).hidden = !known; };
  show('heat-row', board && board.celsius !== null);
  show('memory-row', board && board.memory_total > 0);
  show('own-row', board && board.memory_process > 0);
  show('throttle-row', board && (board.celsius !== null || board.throttling.length > 0));
  show('up-row', board && board.uptime > 0);
  if (!board) return;
  if (board.celsius !== null) {
    put('heat', board.celsius.toFixed(0) + ' °C', board.celsius >= 80 ? 'bad' : board.celsius >= 70 ? 'warn' : '');
    $('heat-bar').value = board.celsius;
  }
  put('memory', size(board.memory_used) + ' of ' + size(board.memory_total));
  $('memory-bar').value = board.memory_total ? board.memory_used / board.memory_total : 0;
  put('own', size(board.memory_process));
  put('throttle', board.throttling.join(', ') || 'none', board.throttling.length ? 'bad' : '');
  put('board-up', span(board.uptime));
}

function showNeighbours(all) {
  put('peers', String(all.length));
  $('alone').hidden = all.length > 0;
  const body = $('neighbours');
  body.closest('table').hidden = all.length === 0;
  while (body.rows.length > all.length) body.deleteRow(-1);
  all.forEach((n, i) => {
    let row = body.rows[i];
    if (!row) {
      row = body.insertRow();
      row.setAttribute('role', 'row'); // a phone lays it out as no table
      for (let c = 0; c < 5; c++) row.insertCell().setAttribute('role', 'cell');
      row.cells[1].className = 'wide';
    }
    const name = channels.find((c) => c.id === n.channel);
    const words = [n.address, name ? name.name : n.channel, rate(n.down), rate(n.up),
      n.rtt_ms > 0 ? (n.rtt_ms < 10 ? n.rtt_ms.toFixed(1) : n.rtt_ms.toFixed(0)) + ' ms' : '–'];
    words.forEach((w, c) => { if (row.cells[c].textContent !== w) row.cells[c].textContent = w; });
  });
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function channelRow(c) {
  const row = element('li');
  row.dataset.id = c.id;
  const zap = element('button', 'zap');
  zap.append(element('span', 'digits', c.number ? String(c.number) : ''));
  const badge = element('span', 'badge');
  badge.setAttribute('aria-hidden', 'true');
  paintBadge(badge, c.id, c.name);
  const words = element('span', 'words');
  words.append(element('b', '', c.name), element('span', '', c.group));
  zap.append(badge, words);
  zap.addEventListener('click', () => state && state.steerable && command('channel', {channel: c.id}));
  const relay = element('button', 'relay', 'Relay');
  relay.setAttribute('aria-label', 'Relay ' + c.name);
  relay.setAttribute('aria-pressed', String(c.relayed));
  relay.addEventListener('click', () =>
    command('relay', {channel: c.id, on: relay.getAttribute('aria-pressed') !== 'true'}));
  row.append(zap, relay);
  return row;
}

function showChannels(list) {
  channels = list;
  put('many', String(list.length));
  $('none').hidden = list.length > 0;
  $('find').hidden = list.length < 9;
  $('channels').replaceChildren(...list.map(channelRow));
  find();
  markCurrent();
}

function markCurrent() {
  if (!state) return;
  for (const row of $('channels').children) {
    const current = row.dataset.id === state.channel;
    row.classList.toggle('current', current);
    row.firstChild.setAttribute('aria-current', String(current));
    row.lastChild.hidden = current;
  }
}

function find() {
  const word = $('find').value.trim().toLowerCase();
  channels.forEach((c, i) => {
    const text = (c.number + ' ' + c.name + ' ' + c.group).toLowerCase();
    $('channels').children[i].hidden = word !== '' && !text.includes(word);
  });
}

// ---- drawings ----

function canvas(id) {
  const at = $(id), scale = window.devicePixelRatio || 1;
  const width = at.clientWidth, height = at.clientHeight;
  if (at.width !== Math.round(width * scale) || at.height !== Math.round(height * scale)) {
    at.width = Math.round(width * scale);
    at.height = Math.round(height * scale);
  }
  const pen = at.getContext('2d');
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  return {pen, width, height};
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
}

function drawMap(map) {
  const {pen, width, height} = canvas('map');
  const top = 8;
  pen.fillStyle = color('gone');
  pen.fillRect(0, top, width, height - top);
  const count = map.cells.length;
  if (!count) {
    put('map-text', '');
    $('map').setAttribute('aria-label', 'Nothing is received');
    return;
  }
  let missing = 0;
  const wide = width / count;
  for (let i = 0; i < count; i++) {
    const share = parseInt(map.cells[i], 16) / 15;
    if (share < 1) missing++;
    if (share === 0) continue;
    pen.globalAlpha = share === 1 ? 1 : .35 + share * .3;
    pen.fillStyle = color(share === 1 ? 'here' : 'part');
    const left = Math.round(i * wide);
    pen.fillRect(left, top, Math.round((i + 1) * wide) - left, height - top);
  }
  pen.globalAlpha = 1;
  const at = Math.max(4, Math.min(width - 4, (map.playing - map.first) / map.per_cell * wide));
  pen.fillStyle = color('ink');
  pen.fillRect(at - 1, top - 2, 2, height);
  pen.beginPath();
  pen.moveTo(at - 5, 0);
  pen.lineTo(at + 5, 0);
  pen.lineTo(at, 7);
  pen.fill();
  const ahead = Math.max(0, map.newest - map.playing);
  put('map-text', '▾ playing · ' + ahead.toLocaleString('en') + ' chunks to the newest');
  $('map').setAttribute('aria-label',
      ahead + ' chunks from playing to the newest; ' + Math.round(100 * missing / count) + ' percent of the strip has holes');
}

function drawGraph() {
  const {pen, width, height} = canvas('graph');
  const most = Math.max(125000, ...history.map((h) => Math.max(h.down, h.up)));
  put('scale', 'two minutes · peak ' + rate(most));
  for (const name of ['down', 'up']) {
    const points = history.map((h, i) =>
      [width - (history.length - 1 - i) * width / (HISTORY - 1), height - 3 - (height - 8) * h[name] / most]);
    if (points.length < 2) continue;
    pen.beginPath();
    points.forEach(([x, y]) => pen.lineTo(x, y));
    pen.strokeStyle = color(name);
    pen.lineWidth = 2;
    pen.lineJoin = 'round';
    pen.stroke();
    pen.lineTo(width, height);
    pen.lineTo(points[0][0], height);
    pen.fillStyle = color(name);
    pen.globalAlpha = .12;
    pen.fill();
    pen.globalAlpha = 1;
  }
}

function redraw() {
  if (state) {
    drawGraph();
    drawMap(state.buffer);
  }
}

// ---- commands ----

let toastEnd;
function toast(text) {
  const at = $('toast');
  at.textContent = text;
  at.classList.add('shown');
  clearTimeout(toastEnd);
  toastEnd = setTimeout(() => at.classList.remove('shown'), 4000);
}

const store = {
  get token() { try { return localStorage.getItem('martlet-token') || ''; } catch { return this.own || ''; } },
  set token(word) {
    this.own = word;
    try { word ? localStorage.setItem('martlet-token', word) : localStorage.removeItem('martlet-token'); } catch { /* private window */ }
    $('forget').hidden = !word;
  },
};

function askToken(why) {
  const dialog = $('ask');
  $('wrong').hidden = !why;
  put('wrong', why || '');
  $('token').value = '';
  if (!dialog.open) dialog.showModal();
  return new Promise((done) => {
    dialog.onclose = () => done(false);
    $('cancel').onclick = () => dialog.close();
    $('key').onsubmit = (e) => {
      e.preventDefault();
      store.token = $('token').value.trim();
      dialog.onclose = null;
      dialog.close();
      done(true);
    };
  });
}

async function command(name, body) {
  if (!store.token && !await askToken()) return null;
  for (;;) {
    let answer, said;
    try {
      answer = await fetch(API + name, {
        method: 'POST', body: JSON.stringify(body || {}), cache: 'no-store',
        headers: {'Content-Type': 'application/json', 'Authorization': 'Bearer ' + store.token},
      });
      said = await answer.json();
    } catch {
      toast('The box does not answer. Is it on?');
      return null;
    }
    if (answer.ok) return said;
    if (answer.status !== 401) {
      toast(said.error);
      return null;
    }
    store.token = '';
    if (!await askToken(said.error)) return null;
  }
}

let volumeDue = null;
function volumeMoved() {
  held = Date.now() + 1500;
  put('volume-text', $('volume').value);
  if (volumeDue) return;
  volumeDue = setTimeout(() => {
    volumeDue = null;
    command('volume', {volume: Number($('volume').value)});
  }, 150);
}

async function shoot() {
  $('shoot').disabled = true;
  const taken = await command('screenshot');
  $('shoot').disabled = false;
  if (taken) {
    $('picture').src = taken.url + '?' + Date.now();
    $('picture').hidden = false;
  }
}

function wire() {
  $('previous').onclick = () => command('step', {by: -1});
  $('next').onclick = () => command('step', {by: 1});
  $('mute').onclick = () => state && command('mute', {muted: !state.muted});
  $('volume').oninput = volumeMoved;
  $('find').oninput = find;
  $('shoot').onclick = shoot;
  $('identify').onclick = async () => { if (await command('identify')) toast('The box shows its name.'); };
  $('message').onsubmit = async (e) => {
    e.preventDefault();
    if (await command('message', {text: $('text').value, seconds: 8})) {
      $('text').value = '';
      toast('Shown.');
    }
  };
  $('forget').onclick = () => { store.token = ''; toast('Forgotten in this browser.'); };
  $('forget').hidden = !store.token;
  addEventListener('resize', redraw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
}

// ---- events ----

function pill(text, grade) {
  put('link', text, 'pill ' + grade);
}

function listen() {
  const events = new EventSource(API + 'events');
  events.addEventListener('state', (e) => {
    pill('Live', 'live');
    showState(JSON.parse(e.data));
  });
  events.addEventListener('channels', (e) => showChannels(JSON.parse(e.data)));
  events.onerror = () => {
    pill('Reconnecting', 'lost');
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

wire();
listen();
