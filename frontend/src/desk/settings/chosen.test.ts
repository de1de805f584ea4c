import { expect, it, vi } from 'vitest';
import { Desk } from '../desk.svelte';
import { Chosen } from './chosen.svelte';

it('shows what is stored when of two quick choices the first is refused', async () => {
  let stored: Record<string, unknown> = { lockMinutes: 5, privacyMinutes: 5 };
  let refusals = 1;
  vi.stubGlobal('go', {
    desk: {
      Desk: {
        Settings: async () => stored,
        SaveSettings: async (given: typeof stored) => {
          if (refusals-- > 0) throw '{"code":"disk_full"}';
          stored = given;
          return {};
        },
      },
    },
  });
  const rest = () => new Promise((done) => setTimeout(done));
  const desk = new Desk(() => undefined, { holder: { id: 'h1', name: '', role: 'owner' }, may: [], sessionId: '' });
  const chosen = new Chosen(desk);
  await rest();
  void chosen.change({ lockMinutes: 10 });
  void chosen.change({ privacyMinutes: 3 });
  await rest();
  await rest();
  expect(chosen.settings).toEqual(stored);
});
