import * as bound from '../../wailsjs/go/bridge/Kiosk';
import { makeQueue } from './queue';
import type { AnswerRequest, KioskSession, Saved, Status } from './types';

const queue = makeQueue();

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
  /** Stores which step is on screen: an item id, "" or "*review"; gives it back. */
  visit(step: string): Promise<string>;
  /** Stores one complete answer; resolves only after the commit. */
  answer(request: AnswerRequest): Promise<Saved>;
  /** Finalises the session; needs every item answered. */
  finish(): Promise<KioskSession>;
  /** The counsellor's way back to the desk; pauses an unfinished session. */
  leave(): Promise<Status>;
}

export const kiosk: KioskApi = {
  status: () => queue(() => bound.Status()),
  retry: () => queue(() => bound.Retry()),
  session: () => queue(() => bound.Session()),
  speak: (language) => queue(() => bound.Speak(language)),
  visit: (step) => queue(() => bound.Visit(step)),
  answer: (request) => queue(() => bound.Answer(request)),
  finish: () => queue(() => bound.Finish()),
  leave: () => queue(() => bound.Leave()),
};
