// Hostile texts for every place where a text can stand, and what notices when
// one of them is taken for anything but text.

/** Where a script would report to, and what a request would ask. */
const call = (n) => `xss(${n})`;
const url = (n) => `//foreign.invalid/${n}`;

/** What is smuggled in: markup, addresses and rules that run or fetch something. */
const carriers = [
  (n) => `<script>${call(n)}</script>`,
  (n) => `<script src=${url(n)}></script>`,
  (n) => `<img src=x onerror=${call(n)}>`,
  (n) => `<img src=${url(n)}>`,
  (n) => `<img srcset="${url(n)} 2x" sizes=9px>`,
  (n) => `<svg onload=${call(n)}>`,
  (n) => `<svg><script>${call(n)}</script></svg>`,
  (n) => `<svg><animate onbegin=${call(n)} attributeName=x dur=1s>`,
  (n) => `<svg><image href=${url(n)} /></svg>`,
  (n) => `<svg><use href="${url(n)}#a" /></svg>`,
  (n) => `<iframe src="javascript:parent.${call(n)}"></iframe>`,
  (n) => `<iframe srcdoc="<script>parent.${call(n)}</script>"></iframe>`,
  (n) => `<iframe src=${url(n)}></iframe>`,
  (n) => `<object data="${url(n)}"></object>`,
  (n) => `<embed src="${url(n)}">`,
  (n) => `<link rel=stylesheet href=${url(n)}>`,
  (n) => `<style>@import '${url(n)}';</style>`,
  (n) => `<style>*{background:url(${url(n)})}</style>`,
  (n) => `<p style="background:url(${url(n)})">x</p>`,
  (n) => `<video src=${url(n)} onerror=${call(n)}></video>`,
  (n) => `<video poster=${url(n)}></video>`,
  (n) => `<audio src=x onerror=${call(n)}></audio>`,
  (n) => `<body onload=${call(n)}>`,
  (n) => `<details open ontoggle=${call(n)}>x</details>`,
  (n) => `<input autofocus onfocus=${call(n)}>`,
  (n) => `<select autofocus onfocus=${call(n)}></select>`,
  (n) => `<marquee onstart=${call(n)}>x</marquee>`,
  (n) => `<a href="javascript:${call(n)}" autofocus onfocus=${call(n)}>x</a>`,
  (n) => `<form action="javascript:${call(n)}"><button autofocus onfocus=${call(n)}>x</button></form>`,
  (n) => `<math><mtext><table><mglyph><style><img src=x onerror=${call(n)}></style></mglyph></table></mtext></math>`,
  (n) => `<noscript><p title="</noscript><img src=x onerror=${call(n)}>"></noscript>`,
  (n) => `<template><img src=x onerror=${call(n)}></template><img src=x onerror=${call(n)}>`,
  (n) => `<base href=${url(n)}><img src=a>`,
  (n) => `<meta http-equiv=refresh content="0;url=${url(n)}">`,
  (n) => `&lt;img src=x onerror=${call(n)}&gt;`,
  (n) => `&#60;script&#62;${call(n)}&#60;/script&#62;`,
  (n) => `\\u003cimg src=x onerror=${call(n)}\\u003e`,
  (n) => `javascript:${call(n)}`,
  (n) => `data:text/html,<script>${call(n)}</script>`,
  (n) => `{@html '<img src=x onerror=${call(n)}>'}{${call(n)}}\${${call(n)}}{{${call(n)}}}`,
];

/** What they hide behind: ways out of an attribute, an element, a comment or a string. */
const covers = [(what) => what, (what) => `"> ${what}`, (what) => `'/>${what}`, (what) => `</title></textarea></style></script>${what}`, (what) => `*\`${'\u202e'}]]>-->${what}`];

/** All of them, each with a number of its own by which it is known again. */
export const payloads = covers.flatMap((cover, c) => carriers.map((carrier, i) => cover(carrier(c * carriers.length + i))));

/** Which payloads stand in a text, by their numbers. */
export function numbersIn(text) {
  const all = [...text.matchAll(/xss\((\d+)\)|foreign\.invalid\/(\d+)/g)].map((m) => Number(m[1] ?? m[2]));
  return new Set(all.filter((n) => n < payloads.length)); // a chart breaks its lines without a space
}

/**
 * The script to run before the page's own, with the payloads as its argument:
 * whatever Go answers, each text in it ends in hostile texts. Names of things
 * (identifiers, dates, codes of the program) stay, or nothing would be shown.
 */
export function poison(all) {
  window.hits = [];
  window.xss = (n) => window.hits.push(n);
  // How many payloads an answer holds, as the name of the window says: it outlives a reload.
  const said = () => /^hostile (\d+) (\d+)$/.exec(window.name);
  const budget = () => Number(said()?.[1] ?? 0);
  const named = new Set(['name', 'title', 'label', 'text', 'stem', 'heading', 'words', 'word', 'note', 'member', 'unit', 'low', 'high', 'sign', 'short']);
  const kept = new Set(['id', 'hash', 'kind', 'type', 'key', 'language', 'version', 'date', 'at', 'path', 'step', 'dataDir']);
  let next = Number(said()?.[2] ?? 0);
  const isText = (key, value) => value !== '' && !kept.has(key) && !/^kitewise-[\w-]+\.kwb$/.test(value) && (/\s/.test(value) || named.has(key));
  const count = (value, key) =>
    typeof value === 'string' ? Number(isText(key, value))
    : value !== null && typeof value === 'object' ? Object.entries(value).reduce((sum, [k, v]) => sum + count(v, Array.isArray(value) ? key : k), 0)
    : 0;
  const spoil = (value, key, at, many) => {
    if (typeof value === 'string') {
      if (!isText(key, value)) return value;
      let out = value;
      for (let i = 0; i < many; i++) out += ` ${all[next++ % all.length]}`;
      return out;
    }
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((v) => spoil(v, key, at, many));
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, spoil(v, k, `${at}.${k}`, many)]));
  };
  // So many in each text that a page stays one that can be laid out.
  const share = (value) => Math.max(2, Math.min(all.length, Math.ceil(budget() / Math.max(1, count(value, '')))));
  const answer = (value, method) => ((next += 7), budget() > 0 ? spoil(value, '', method, share(value)) : value);
  const wrap = (value, path) =>
    new Proxy(value, {
      get(target, key) {
        const inner = target[key];
        if (typeof inner === 'function') return (...args) => inner.apply(target, args).then((out) => answer(out, `${path}.${key}`));
        return inner !== null && typeof inner === 'object' ? wrap(inner, key) : inner;
      },
    });
  let bound;
  Object.defineProperty(window, 'go', { configurable: true, get: () => bound && wrap(bound, ''), set: (v) => (bound = v) });
}

/** From now on, also after a reload, every answer of Go is hostile; `many` bounds the payloads in one, `from` is the first. */
export const turnHostile = (page, many, from = 0) => page.evaluate((name) => (window.name = name), `hostile ${many} ${from}`);

/** Watches a page for requests that leave the program, but for those that its own policy stopped; gives the list, which changes. */
export function foreignRequests(app) {
  const out = [];
  const foreign = (request) => !request.url().startsWith(app.url) && !/^(data|blob|about):/.test(request.url());
  app.page.on('request', (request) => foreign(request) && out.push(request.url()));
  app.page.on('requestfailed', (request) => {
    if (foreign(request) && request.failure().errorText === 'csp') out.splice(out.indexOf(request.url()), 1);
  });
  return out;
}
