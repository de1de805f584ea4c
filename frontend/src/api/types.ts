// The shapes of the wire, as backend/bridge and backend/domain declare them.
import type { report } from '../../wailsjs/go/models';

/** Why an operation failed; the words stand in the locales under `error.<code>`. */
export type Code =
  | 'internal'
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'locked'
  | 'session_closed'
  | 'stale_answer'
  | 'instrument_invalid'
  | 'text_missing'
  | 'norm_missing'
  | 'disk_full'
  | 'read_only'
  | 'no_permission'
  | 'in_use'
  | 'newer_database'
  | 'damaged_database';

export interface LanguageChoice {
  code: string;
  name: string;
}

export interface Problem {
  code: Code;
  params: Record<string, string>;
}

export type Mode = 'broken' | 'participant' | 'desk';

export interface Status {
  mode: Mode;
  problem?: Problem | null;
  language: string;
  theme: string;
  languages: LanguageChoice[];
  version: string;
  /** The session that has just come back to the desk, else "". */
  sessionId: string;
}

export interface KioskPlace {
  rank: number;
  word: string;
  prompt: string;
}

export interface KioskItem {
  id: string;
  section: string;
  type: string;
  title: string;
  stem: string;
  endings: string[];
  ranks: number[];
  places: KioskPlace[];
  revision: number;
}

export interface KioskSection {
  id: string;
  title: string;
  instruction: string;
  items: string[];
}

export interface KioskSession {
  sessionId: string;
  title: string;
  intro: string;
  greeting: string;
  language: string;
  languages: LanguageChoice[];
  done: boolean;
  resumed: boolean;
  step: string;
  minutesLow: number;
  minutesHigh: number;
  sections: KioskSection[];
  items: KioskItem[];
}

export interface AnswerRequest {
  sessionId: string;
  itemId: string;
  ranks: number[];
  revision: number;
  firstActionMs: number;
  totalMs: number;
  changes: number;
  means: string;
  focusLosses: number;
}

export interface Saved {
  itemId: string;
  revision: number;
  answered: number;
  total: number;
}

export type SessionState = 'prepared' | 'running' | 'paused' | 'finalised' | 'abandoned';

export type Respondent = Record<string, string>;

export interface Participant {
  id: string;
  code: string;
  name: string;
  respondent: Respondent;
  createdAt: number;
}

export interface InstrumentRef {
  id: string;
  version: string;
  hash: string;
}

export interface NormRef {
  version: string;
  hash: string;
}

export interface Session {
  id: string;
  participantId: string;
  instrument: InstrumentRef;
  norm: NormRef;
  language: string;
  state: SessionState;
  seed: string;
  step: string;
  createdAt: number;
  startedAt: number;
  finalisedAt: number;
  answered: number;
  total: number;
}

export interface PeopleRequest {
  query: string;
  after: string;
}

export interface People {
  rows: PersonRow[];
  next: string;
  total: number;
}

export interface PersonRow {
  participant: Participant;
  sessions: SessionRow[];
}

export interface SessionRow {
  session: Session;
  instrumentTitle: string;
  headline: string;
  /** The place 1..total of the item on screen; 0 on the welcome and on the review. */
  at: number;
  usable: boolean;
}

export interface ParticipantRequest {
  id: string;
  code: string;
  name: string;
  respondent: Respondent;
}

export interface InstrumentCard {
  id: string;
  version: string;
  title: string;
  purpose: string;
  notice: string;
  items: number;
  minutesLow: number;
  minutesHigh: number;
  languages: LanguageChoice[];
  fields: RespondentField[];
  fault: string;
}

export interface RespondentField {
  id: string;
  label: string;
  type: string;
  min: number;
  max: number;
  options: FieldOption[];
}

export interface FieldOption {
  id: string;
  label: string;
}

export interface PrepareRequest {
  participantId: string;
  instrumentId: string;
  language: string;
}

export interface ResultRequest {
  sessionId: string;
  language: string;
}

export interface ReportRequest {
  sessionId: string;
  language: string;
  paper: string;
}

export interface SavedReport {
  path: string;
  pages: number;
}

export interface Settings {
  language: string;
  theme: string;
  paper: string;
}

export interface About {
  version: string;
  goVersion: string;
  dataDir: string;
  notices: string;
}

/** A result as its reader sees it, and the pieces that the desk shows one by one. */
export type View = report.View;
export type ViewPart = report.Part;
export type ViewTable = report.Table;
export type ViewPoint = report.Point;
export type ViewFlag = report.Flag;
export type ViewSummary = report.Summary;
export type ViewKite = report.Kite;
export type ViewBars = report.Bars;
export type ViewGrid = report.Grid;
export type ViewContexts = report.Contexts;
export type ViewIndex = report.Index;
export type ViewTexts = report.Texts;
export type ViewSteps = report.Steps;
export type ViewAbout = report.About;
