import type { InstrumentCard } from '../api';
import { t } from '../i18n';

/** What a card says about the state of its instrument: in a word, why, and what can be done. */
export interface StateWords {
  state: string;
  why: string;
  todo: string;
}

/** Words the state of a card; a ready one has nothing to explain. */
export function stateWords(card: InstrumentCard): StateWords {
  switch (card.state) {
    case 'ready':
      return { state: t('desk.instruments.state.ready'), why: '', todo: '' };
    case 'command_line':
      return {
        state: t('desk.instruments.state.command_line'),
        why: t('desk.instruments.why.command_line'),
        todo: t('desk.instruments.todo.command_line', { ID: card.id }),
      };
    case 'needs_wording':
      return {
        state: t('desk.instruments.state.needs_wording'),
        why: t('desk.instruments.why.needs_wording'),
        todo: t('desk.instruments.todo.needs_wording'),
      };
    case 'faulty':
      return { state: t('desk.instruments.state.faulty'), why: card.fault, todo: t('desk.instruments.todo.faulty') };
  }
}
