import type { Participant } from '../api';

/** The name if there is one, otherwise the code. */
export function displayName(person: Pick<Participant, 'name' | 'code'>): string {
  return person.name === '' ? person.code : person.name;
}
