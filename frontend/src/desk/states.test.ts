import { afterEach, describe, expect, it } from 'vitest';
import type { InstrumentCard } from '../api';
import { i18n } from '../i18n';
import { stateWords } from './states';

const card: InstrumentCard = {
  id: 'x', version: '1.0.0', title: 'X', purpose: '', group: '', notice: '', supervision: 'open', licence: { holder: '', statement: '' }, norms: [], items: 1, minutesLow: 1, minutesHigh: 2,
  languages: [], fields: [], state: 'ready', fault: '',
};

describe('the state of an instrument', () => {
  afterEach(() => i18n.use('en'));

  it.each(['en', 'id'])('says why and what can be done, but for a ready one (%s)', (language) => {
    i18n.use(language);
    expect(stateWords(card)).toMatchObject({ why: '', todo: '' });
    const said = new Set<string>();
    for (const state of ['command_line', 'needs_wording', 'faulty'] as const) {
      const words = stateWords({ ...card, state, fault: 'manifest.json: …' });
      for (const text of Object.values(words)) expect(text).not.toMatch(/^$|\[|\{\{/);
      said.add(words.state).add(words.todo);
    }
    expect(said.size).toBe(6);
  });

  it('tells a fault in the words that came with it', () => {
    expect(stateWords({ ...card, state: 'faulty', fault: 'text.en.json: missing' }).why).toBe('text.en.json: missing');
    expect(stateWords({ ...card, state: 'command_line', id: 'values' }).todo).toContain('--instrument values');
  });
});
