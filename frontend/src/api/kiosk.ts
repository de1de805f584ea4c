import * as bound from '../../wailsjs/go/kiosk/Kiosk';
import { makeQueue } from './queue';
import type { AnswerRequest, ConsentRequest, KioskSession, NoteRequest, PracticeRequest, Saved, Status, VisitRequest } from './types';

const queue = makeQueue();

/** What the counsellor can do with a session that was handed over, besides letting it go on. */
export type Act = 'finish' | 'pause' | 'discard';

/** All that the participant's page can ask for. Every call rejects with a Failure. */
export interface KioskApi {
  /** Which world is on screen, and the desk's choices. */
  status(): Promise<Status>;
  /** Tries to open the workspace again after a failed start; otherwise the status. */
  retry(): Promise<Status>;
  /** The session handed over, with texts in its language and the answers given. */
  session(): Promise<KioskSession>;
  /** Changes the language of the session; the answers stay. */
  speak(language: string): Promise<KioskSession>;
  /** Stores which step comes on screen (an item id or one of the steps of `way.ts`) and the visit that ended; gives the step back. */
  visit(request: VisitRequest): Promise<string>;
  /** Stores the answer to the notice; a no ends the session. */
  consent(request: ConsentRequest): Promise<KioskSession>;
  /** Stores how the practice of a type of response went. */
  practised(request: PracticeRequest): Promise<PracticeRequest>;
  /** Stores one complete answer; resolves only after the commit. */
  answer(request: AnswerRequest): Promise<Saved>;
  /** Stores that something happened to the session that only the page can see. */
  note(request: NoteRequest): Promise<NoteRequest>;
  /** Hands the answers in; needs every item answered. */
  finish(): Promise<KioskSession>;
  /** Opens the acts of the way back with the counsellor's PIN. */
  unlock(pin: string): Promise<Status>;
  /** Closes them again: the participant goes on. */
  resume(): Promise<Status>;
  /** Ends the hand-over with one of the acts. */
  leave(act: Act): Promise<Status>;
  /** Closes the window as it is; the next start comes back to the session. */
  quit(): Promise<Status>;
}

export const kiosk: KioskApi = {
  status: () => queue(() => bound.Status()),
  retry: () => queue(() => bound.Retry()),
  session: () => queue(() => bound.Session()),
  speak: (language) => queue(() => bound.Speak(language)),
  visit: (request) => queue(() => bound.Visit(request)),
  consent: (request) => queue(() => bound.Consent(request)),
  practised: (request) => queue(() => bound.Practised(request)),
  answer: (request) => queue(() => bound.Answer(request)),
  note: (request) => queue(() => bound.Note(request)),
  finish: () => queue(() => bound.Finish()),
  unlock: (pin) => queue(() => bound.Unlock(pin)),
  resume: () => queue(() => bound.Resume()),
  leave: (act) => queue(() => bound.Leave(act)),
  quit: () => queue(() => bound.Quit()),
};
