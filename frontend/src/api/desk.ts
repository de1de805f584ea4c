import * as bound from '../../wailsjs/go/bridge/Desk';
import { makeQueue } from './queue';
import type {
  About,
  Diagnostics,
  GroupRequest,
  InstrumentCard,
  NormDraft,
  NormGroups,
  NormsOf,
  Participant,
  ParticipantRequest,
  People,
  PeopleRequest,
  PrepareRequest,
  ReportRequest,
  ResultRequest,
  SavedReport,
  SavedSupport,
  Session,
  Settings,
  Status,
  View,
} from './types';

const queue = makeQueue();

/** All that the counsellor's pages can ask for. Every call rejects with a Failure. */
export interface DeskApi {
  /** Participants with their sessions, a page at a time. */
  people(request: PeopleRequest): Promise<People>;
  /** Makes (empty id) or changes a participant. */
  saveParticipant(request: ParticipantRequest): Promise<Participant>;
  /** Every instrument found, also the faulty ones with their fault. */
  instruments(): Promise<InstrumentCard[]>;
  /** Makes a session ready for hand-over. */
  prepare(request: PrepareRequest): Promise<Session>;
  /** Gives the laptop to the participant of a session. */
  handOver(sessionId: string): Promise<Status>;
  /** Abandons an unfinished session; its answers stay stored. */
  discard(sessionId: string): Promise<Session>;
  /** The report of a finalised session, worded and rounded. */
  result(request: ResultRequest): Promise<View>;
  /** Asks where to, and writes the PDF there. */
  saveReport(request: ReportRequest): Promise<SavedReport>;
  /** The norms of every usable instrument. */
  norms(): Promise<NormsOf[]>;
  /** Asks for a norm file and reads it: what it would change, or its faults. */
  draftNorm(): Promise<NormDraft>;
  /** Takes a draft without faults. */
  importNorm(key: string): Promise<NormsOf[]>;
  /** The norm groups that a finalised session's result may use. */
  normGroups(sessionId: string): Promise<NormGroups>;
  /** Chooses one of them; the stored result stays as it is. */
  chooseGroup(request: GroupRequest): Promise<NormGroups>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<Status>;
  about(): Promise<About>;
  /** How long every call and query takes, and the limits that are passed. */
  diagnostics(): Promise<Diagnostics>;
  /** Forgets what was timed. */
  resetWatch(): Promise<Diagnostics>;
  /** Asks where to, and writes the support file there. */
  saveSupport(): Promise<SavedSupport>;
}

export const desk: DeskApi = {
  people: (request) => queue(() => bound.People(request)),
  saveParticipant: (request) => queue(() => bound.SaveParticipant(request)),
  instruments: () => queue(() => bound.Instruments()),
  prepare: (request) => queue(() => bound.Prepare(request)),
  handOver: (sessionId) => queue(() => bound.HandOver(sessionId)),
  discard: (sessionId) => queue(() => bound.Discard(sessionId)),
  result: (request) => queue(() => bound.Result(request)),
  saveReport: (request) => queue(() => bound.SaveReport(request)),
  norms: () => queue(() => bound.Norms()),
  draftNorm: () => queue(() => bound.DraftNorm()),
  importNorm: (key) => queue(() => bound.ImportNorm(key)),
  normGroups: (sessionId) => queue(() => bound.NormGroups(sessionId)),
  chooseGroup: (request) => queue(() => bound.ChooseGroup(request)),
  settings: () => queue(() => bound.Settings()),
  saveSettings: (settings) => queue(() => bound.SaveSettings(settings)),
  about: () => queue(() => bound.About()),
  diagnostics: () => queue(() => bound.Diagnostics()),
  resetWatch: () => queue(() => bound.ResetWatch()),
  saveSupport: () => queue(() => bound.SaveSupport()),
};
