import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Status } from '../../api';
import { Desk, type Page } from '../desk.svelte';
import Result from './Result.svelte';

/** Go's side: every call waits until it is let go or refused. */
function bound() {
  const asked: string[] = [];
  let end: { go: (answer: unknown) => void; refuse: (thrown: unknown) => void } | undefined;
  const call = (name: string) => (given: unknown) => {
    asked.push(`${name} ${typeof given === 'string' ? given : (given as { sessionId: string }).sessionId}`);
    return new Promise((go, refuse) => (end = { go, refuse }));
  };
  vi.stubGlobal('go', { desk: { Desk: { EarlierSessions: call('earlier'), Result: call('result'), NormGroups: call('groups') } } });
  const rest = async () => {
    await new Promise((done) => setTimeout(done));
    await tick();
  };
  return {
    asked,
    async ended(how: 'go' | 'refuse', what: unknown) {
      await rest();
      end?.[how](what);
      await rest();
    },
  };
}

const status = { languages: [] } as unknown as Status;
let shown: object | undefined;

function end(): void {
  if (shown) void unmount(shown);
  shown = undefined;
}

/** A desk on the result of a session, that then shows another page. */
function leave(next: Page) {
  const desk = new Desk(() => undefined, { holder: { id: 'h1', name: '', role: 'owner' }, may: ['Desk.Result'], sessionId: '' });
  desk.go({ name: 'result', sessionId: 'a' });
  // As on the desk: the properties are those of the page that is open.
  const page = () => desk.page as { sessionId: string };
  shown = mount(Result, { target: document.body, props: { desk, status, comesBack: false, get sessionId() { return page().sessionId; } } });
  return {
    desk,
    go() {
      desk.go(next, 'a word');
      end();
    },
  };
}

beforeAll(() => {
  Element.prototype.scrollTo = () => undefined;
  window.scrollTo = () => undefined;
});
afterEach(end);

it('whoever left a result while it was read stays where they went, and nothing more is looked at', async () => {
  const { asked, ended } = bound();
  const next: Page = { name: 'new' };
  const { desk, go } = leave(next);
  await tick();
  go();
  await ended('go', []);
  await ended('refuse', '{"code":"not_found"}');
  expect([desk.page, desk.message?.text, asked]).toEqual([next, 'a word', ['earlier a']]);
});

it('a result that cannot be read any more takes nobody away from another page', async () => {
  const { asked, ended } = bound();
  const next: Page = { name: 'result', sessionId: 'b' };
  const { desk, go } = leave(next);
  await ended('go', []);
  go();
  await ended('refuse', '{"code":"disk_failed"}');
  expect([desk.page, desk.message?.text, desk.left, asked]).toEqual([next, 'a word', '', ['earlier a', 'result a']]);
});

it('the control: a result that cannot be read leads back to the list and says why', async () => {
  const { ended } = bound();
  const { desk } = leave({ name: 'new' });
  await ended('refuse', '{"code":"disk_failed"}');
  expect([desk.page.name, desk.left, desk.message?.kind]).toEqual(['people', 'a', 'warn']);
});
