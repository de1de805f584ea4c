import { describe, expect, it } from 'vitest';
import { Failure, type Conditions, type ConditionsRequest, type InstrumentCard, type Part, type People, type PeopleRequest, type PersonRow, type Session, type View } from '../api';
import { Desk } from './desk.svelte';
import { fieldsOf, PersonForm } from './people/form.svelte';
import { hits, PeopleList } from './people/people.svelte';
import { sectionsOf } from './result/sections';
import { NewSession } from './session/new.svelte';

const person = { id: 'p1', code: 'R-0001', name: 'Dewi', respondent: {}, createdAt: 1, demonstration: false };
const age = { id: 'age', label: 'Age', type: 'integer', min: 10, max: 100, options: [] };
const card: InstrumentCard = {
  id: 'a', version: '1.0.0', title: 'A', purpose: '', group: '', notice: '', items: 20, minutesLow: 1, minutesHigh: 2,
  languages: [{ code: 'id', name: 'Bahasa Indonesia' }, { code: 'en', name: 'English' }], fields: [age], supervision: 'open', licence: { holder: '', statement: '' }, norms: [], state: 'ready', fault: '',
};

/** A desk whose role may see results. */
const full = { holder: { id: 'h1', name: '', role: 'owner' as const }, may: ['Desk.Result'], sessionId: '' };

describe('PeopleList', () => {
  const page = (query: string, next = ''): People => ({ rows: [{ participant: { ...person, name: query }, sessions: [] }], next, total: 1 });

  it('asks for the newest search only while a call is under way', async () => {
    const asked: string[] = [];
    let open: (() => void) | undefined;
    const list = new PeopleList({
      people: async ({ query }: PeopleRequest) => {
        asked.push(query);
        if (query === 'd') await new Promise<void>((done) => (open = done));
        return page(query);
      },
    });
    const first = list.search('d');
    void list.search('de');
    const last = list.search('dew');
    open?.();
    await Promise.all([first, last]);
    expect(asked).toEqual(['d', 'dew']);
    expect(list.shown).toBe('dew');
  });

  it('adds the next page and stops at the last', async () => {
    const list = new PeopleList({ people: async ({ after }) => page(after, after === '' ? 'x' : '') });
    await list.search('');
    await list.more();
    await list.more();
    expect(list.rows.map((row) => row.participant.name)).toEqual(['', 'x']);
  });

  it('adds the next page once, however often it is asked for, and none to another list', async () => {
    let open = (): void => undefined;
    const list = new PeopleList({
      people: async ({ after }) => {
        if (after !== '') await new Promise<void>((done) => (open = done));
        return page(after, `${after}x`);
      },
    });
    await list.search('');
    const twice = [list.more(), list.more()];
    open();
    await Promise.all(twice);
    expect(list.rows.map((row) => row.participant.name)).toEqual(['', 'x']);
    const late = list.more();
    await list.search('');
    open();
    await late;
    expect(list.rows.map((row) => row.participant.name)).toEqual(['']);
  });

  it('asks for the newest search also where the one before it fails', async () => {
    let refuse = (): void => undefined;
    const list = new PeopleList({
      people: async ({ query }) => {
        if (query === 'd') await new Promise<void>((_, no) => (refuse = () => no(new Failure('disk_failed'))));
        return page(query);
      },
    });
    const first = list.search('d');
    void list.search('dewi');
    refuse();
    await first;
    expect(list.shown).toBe('dewi');
  });

  it('shows the search after a failed one', async () => {
    const list = new PeopleList({ people: async ({ query }) => (query === 'bad' ? Promise.reject(new Failure('disk_full')) : page(query)) });
    await expect(list.search('bad')).rejects.toMatchObject({ code: 'disk_full' });
    await list.search('good');
    expect(list.shown).toBe('good');
  });
});

describe('hits', () => {
  it.each([
    ['Wawan', 'wa', ['Wa', 'wa']],
    ['Karwan', 'WA', ['wa']],
    ['Dewi', '', []],
    ['İpek', 'p', []],
  ])('marks in %s what %s finds', (text, query, marked) => {
    const pieces = hits(text, query);
    expect(pieces.filter((p) => p.hit).map((p) => p.text)).toEqual(marked);
    expect(pieces.map((p) => p.text).join('')).toBe(text);
  });
});

describe('PersonForm', () => {
  it.each([
    ['', true], ['21', true], ['7', false], ['101', false], ['2.5', false], ['x', false],
  ])('takes the age %j: %s', (value, good) => {
    const form = new PersonForm();
    form.facts = { age: value };
    expect(form.check([age])).toBe(good);
    expect('age' in form.errors).toBe(!good);
  });

  it('leaves out what is not given and trims the rest', () => {
    const form = new PersonForm(person);
    form.name = ' Dewi A. ';
    form.facts = { age: ' ', country: ' Bali ' };
    expect(form.request()).toEqual({ id: 'p1', code: 'R-0001', name: 'Dewi A.', respondent: { country: 'Bali' } });
  });

  it('puts a refusal beside its field and no other', () => {
    const form = new PersonForm(person);
    expect(form.refuse(new Failure('invalid', { Field: 'code', Reason: 'taken' }))).toBe(true);
    expect(Object.keys(form.errors)).toEqual(['code']);
    expect(form.refuse(new Failure('disk_full'))).toBe(false);
  });

  it('asks each field of several instruments once', () => {
    expect(fieldsOf([card, { ...card, id: 'b' }]).map((f) => f.id)).toEqual(['age']);
  });
});

describe('NewSession', () => {
  const session = { id: 's1' } as Awaited<ReturnType<NewSession['prepare']>> extends infer R ? (R extends { session: infer S } ? S : never) : never;

  it('keeps one participant through a failed preparation', async () => {
    const ids: string[] = [];
    let fail = true;
    const plan = new NewSession(undefined, {
      instruments: async () => [card],
      saveParticipant: async (request) => {
        ids.push(request.id);
        return { ...person, id: 'new' };
      },
      prepare: async () => {
        if (fail) throw new Failure('disk_full');
        return session;
      },
      saveConditions: async () => Promise.reject(new Failure('internal')),
    });
    await plan.load('en');
    await expect(plan.prepare()).rejects.toMatchObject({ code: 'disk_full' });
    fail = false;
    expect((await plan.prepare())?.session).toBe(session);
    expect(ids).toEqual(['', 'new']);
  });

  it('leads a refused code back to its field', async () => {
    const plan = new NewSession(undefined, {
      instruments: async () => [card],
      saveParticipant: async () => Promise.reject(new Failure('invalid', { Field: 'code', Reason: 'taken' })),
      prepare: async () => session,
      saveConditions: async () => Promise.reject(new Failure('internal')),
    });
    await plan.load('en');
    plan.step = 'when';
    expect(await plan.prepare()).toBeUndefined();
    expect(plan.step).toBe('who');
  });

  it('proposes the desk’s language only where the instrument has it', async () => {
    const plan = new NewSession(person, { instruments: async () => [{ ...card, state: 'needs_wording' }, { ...card, id: 'b' }, { ...card, id: 'c', state: 'command_line' }], saveParticipant: async () => person, prepare: async () => session, saveConditions: async () => Promise.reject(new Failure('internal')) });
    await plan.load('en');
    expect([plan.step, plan.instrumentId, plan.language]).toEqual(['what', 'b', 'en']);
    plan.choose('b', 'fr');
    expect(plan.language).toBe('id');
  });

  it('records the conditions with one session through a refused date', async () => {
    const prepared: string[] = [];
    const asked: ConditionsRequest[] = [];
    const made = { id: 's1', participantId: 'p1', instrument: { id: 'a', version: '1.0.0', hash: '' }, language: 'en' } as Session;
    const plan = new NewSession(person, {
      instruments: async () => [card],
      saveParticipant: async () => person,
      prepare: async ({ participantId }) => {
        prepared.push(participantId);
        return made;
      },
      saveConditions: async (request) => {
        asked.push(request);
        if (request.date === '2026-01-01') throw new Failure('invalid', { Field: 'date', Reason: 'bad_date' });
        return {} as Conditions;
      },
    });
    await plan.load('en');
    const { conditions } = plan;
    conditions.basis = 'paper';
    conditions.date = '2026-1-1';
    expect(await plan.prepare()).toBeUndefined();
    expect([prepared, Object.keys(conditions.errors)]).toEqual([[], ['date']]);
    conditions.date = '2026-01-01';
    expect(await plan.prepare()).toBeUndefined();
    expect(Object.keys(conditions.errors)).toEqual(['date']);
    conditions.date = '2026-01-02';
    conditions.arranged = ['reader', 'helper'];
    conditions.note = ' large print ';
    expect((await plan.prepare())?.session).toBe(made);
    expect(prepared).toEqual(['p1']);
    expect(asked.at(-1)).toEqual({
      sessionId: 's1', basis: 'paper', date: '2026-01-02',
      accommodations: { reader: true, extraTime: false, keyboard: false, helper: true, note: 'large print' },
    });
  });

  it('waits for somebody chosen', () => {
    const plan = new NewSession(undefined);
    plan.who = 'existing';
    expect(plan.next()).toBe(false);
    expect(plan.unchosen).toBe(true);
    plan.person = person;
    expect(plan.next()).toBe(true);
  });
});

describe('a session that comes back', () => {
  const rows = (...names: string[]) =>
    [{ participant: person, sessions: [{ session: { id: 's1' }, urgent: names.map((name) => ({ code: name, name, detail: '' })) }] }] as unknown as PersonRow[];

  it('says its safety flags once, and only of that session', () => {
    const desk = new Desk(() => {}, { ...full, sessionId: 's1' });
    desk.returned = 's1';
    desk.welcomeBack(rows('Answer of concern', 'Ask now!'));
    expect(desk.message).toEqual({ kind: 'warn', text: 'The session of Dewi needs your attention: Answer of concern. Ask now! Only you see this.' });
    desk.hush();
    desk.welcomeBack(rows('Answer of concern'));
    expect(desk.message).toBeUndefined();
  });

  it('says that the participant declined, and what can follow', () => {
    const desk = new Desk(() => {}, full);
    desk.returned = 's1';
    const declined = [{ participant: person, sessions: [{ session: { id: 's1', reason: 'declined' }, urgent: [] }] }] as unknown as PersonRow[];
    desk.welcomeBack(declined);
    expect(desk.message?.text).toContain('Dewi did not agree to take part. Only that is stored.');
  });

  it('leads to the result, or to the list where the role sees none', () => {
    const assistant = { holder: { id: 'h2', name: 'Ayu', role: 'assistant' as const }, may: ['Desk.People'], sessionId: 's1' };
    expect(new Desk(() => {}, { ...full, sessionId: 's1' }).page).toEqual({ name: 'result', sessionId: 's1', comesBack: true });
    const desk = new Desk(() => {}, assistant);
    expect([desk.page, desk.returned]).toEqual([{ name: 'people' }, 's1']);
    const finished = [{ participant: person, sessions: [{ session: { id: 's1', state: 'finalised' }, urgent: [] }] }] as unknown as PersonRow[];
    desk.welcomeBack(finished);
    expect(desk.message?.text).toBe('The session of Dewi is finished. A counsellor opens the result.');
    const other = new Desk(() => {}, assistant);
    other.welcomeBack(rows('Please call the counsellor now.'));
    expect(other.message).toEqual({ kind: 'warn', text: 'The session of Dewi: Please call the counsellor now.' });
  });

  it('says nothing where nothing is raised', () => {
    const desk = new Desk(() => {}, full);
    desk.returned = 's1';
    desk.welcomeBack(rows());
    expect([desk.message, desk.returned]).toEqual([undefined, '']);
  });
});

describe('sectionsOf', () => {
  const part = (kind: string) => ({ id: kind, kind, short: kind }) as unknown as Part;
  const view = (...kinds: string[]) => ({ parts: kinds.map(part) }) as View;

  it('joins the kite to the summary and the index to the situations', () => {
    const sections = sectionsOf(view('summary', 'kite', 'bars', 'grid', 'contexts', 'index', 'texts', 'about'), 'Q');
    expect(sections.map((s) => s.label)).toEqual(['summary', 'bars', 'grid', 'index', 'texts', 'Q', 'about']);
    expect(sections[3]?.parts.map((p) => p.kind)).toEqual(['contexts', 'index']);
  });

  it('puts the marks last where nothing tells about the result, and loses no part', () => {
    expect(sectionsOf(view('about'), 'Q', 'A', 'N').map((s) => s.id)).toEqual(['quality', 'arithmetic', 'norms', 'about']);
    const sections = sectionsOf(view('index', 'kite'), 'Q');
    expect(sections.map((s) => s.id)).toEqual(['index', 'kite', 'quality']);
  });
});
