import * as bound from '../../wailsjs/go/desk/Desk';
import { makeQueue } from './queue';
import type {
  About,
  ArchiveRequest,
  Backups,
  Conditions,
  ConditionsRequest,
  ConsentEntry,
  Departure,
  DepartureRequest,
  DeskNotice,
  ArithmeticRequest,
  Check,
  Diagnostics,
  Due,
  EarlierSession,
  GroupRequest,
  HandOverRequest,
  Demonstration,
  InstrumentCard,
  LogCheck,
  LogPage,
  LogRequest,
  Look,
  NormDraft,
  NormGroups,
  NormsOf,
  NoticeRequest,
  NoticeWords,
  Participant,
  ParticipantRequest,
  People,
  PersonRow,
  PeopleRequest,
  PINRequest,
  PrepareRequest,
  Readiness,
  ReplacedRequest,
  ReportRequest,
  ResultRequest,
  SavedArchive,
  SavedLog,
  SavedReport,
  SavedSupport,
  Session,
  Settings,
  Sheet,
  Status,
  Stored,
  View,
  WhatIfForm,
  WhatIfOpen,
  WhatIfReading,
  WhatIfRequest,
  Withdrawal,
  WithdrawalRequest,
  WorksheetRequest,
} from './types';

const queue = makeQueue();

/** All that the counsellor's pages can ask for. Every call rejects with a Failure. */
export interface DeskApi {
  /** Participants with their sessions, a page at a time. */
  people(request: PeopleRequest): Promise<People>;
  /** Makes (empty id) or changes a participant. */
  saveParticipant(request: ParticipantRequest): Promise<Participant>;
  /** The people who do not exist, in numbers. */
  demonstration(): Promise<Demonstration>;
  addDemonstration(): Promise<Demonstration>;
  /** Erases everybody who does not exist, and gives what was removed. */
  removeDemonstration(): Promise<Demonstration>;
  /** What is stored of a participant, in numbers, and which backups hold them. */
  holdings(participantId: string): Promise<Stored>;
  /** Asks where to, and writes everything about a participant there, sealed. */
  saveArchive(request: ArchiveRequest): Promise<SavedArchive>;
  /** Removes a participant with everything; the code confirms it. */
  erase(request: DepartureRequest): Promise<Departure>;
  /** Keeps finished sessions under a random code, without a person. */
  anonymise(request: DepartureRequest): Promise<Departure>;
  /** The people whose data have been kept long enough. */
  due(): Promise<Due>;
  /** Keeps that the clock was found right. */
  trustClock(): Promise<Due>;
  /** Every instrument found, also the faulty ones with their fault. */
  instruments(): Promise<InstrumentCard[]>;
  /** Makes a session ready for hand-over. */
  prepare(request: PrepareRequest): Promise<Session>;
  /** On what basis a session is answered, and what was arranged. */
  conditions(sessionId: string): Promise<Conditions>;
  /** Records them, and gives them as stored. */
  saveConditions(request: ConditionsRequest): Promise<Conditions>;
  /** Every basis of a participant's sessions, the newest first. */
  consents(participantId: string): Promise<ConsentEntry[]>;
  /** That consents of a participant were withdrawn, or that taken back: every entry, the newest first. */
  withdrawals(participantId: string): Promise<Withdrawal[]>;
  /** Stores that the consent to a session is withdrawn, or that this was a mistake, and gives the person as it is then. */
  withdraw(request: WithdrawalRequest): Promise<PersonRow>;
  /** What the desk tells participants before they answer. */
  notice(): Promise<DeskNotice>;
  /** Stores it, as a new version if its words are new. */
  saveNotice(request: NoticeRequest): Promise<DeskNotice>;
  /** What saveNotice would store, as participants would read it. */
  previewNotice(request: NoticeRequest): Promise<NoticeWords>;
  /** A stored version, as participants read it. */
  noticeVersion(version: number): Promise<NoticeWords>;
  /** What is worth knowing before a hand-over. */
  readiness(): Promise<Readiness>;
  /** Sets the PIN, or changes it with the old one. */
  setPIN(request: PINRequest): Promise<Readiness>;
  /** Gives the laptop to the participant of a session; needs the PIN. */
  handOver(request: HandOverRequest): Promise<Status>;
  /** Abandons an unfinished session; its answers stay stored. */
  discard(sessionId: string): Promise<Session>;
  /** The report of a finalised session, worded and rounded. */
  result(request: ResultRequest): Promise<View>;
  /** The sessions with which it can be compared, the newest first. */
  earlierSessions(sessionId: string): Promise<EarlierSession[]>;
  /** How that result came about, line by line. */
  arithmetic(request: ArithmeticRequest): Promise<Sheet>;
  /** Asks where to, and writes the PDF there. */
  saveReport(request: ReportRequest): Promise<SavedReport>;
  /** Asks where to, and writes the arithmetic of a result there as a PDF. */
  saveWorksheet(request: WorksheetRequest): Promise<SavedReport>;
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
  /** What can be typed to see what would come of it. */
  whatIfForm(request: WhatIfOpen): Promise<WhatIfForm>;
  /** What would come of typed totals or answers; nothing is stored. */
  whatIf(request: WhatIfRequest): Promise<WhatIfReading>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<Status>;
  /** The part of the settings that everyone at the desk may choose. */
  saveLook(look: Look): Promise<Status>;
  about(): Promise<About>;
  /** How long every call and query takes, and the limits that are passed. */
  diagnostics(): Promise<Diagnostics>;
  /** Forgets what was timed. */
  resetWatch(): Promise<Diagnostics>;
  /** Asks where to, and writes the support file there. */
  saveSupport(): Promise<SavedSupport>;
  /** One page of the log of acts, the newest first. */
  log(request: LogRequest): Promise<LogPage>;
  /** Checks every entry, the signatures and the witness. */
  checkLog(): Promise<LogCheck>;
  /** Asks where to, and writes the entries that match there as CSV. */
  saveLog(request: LogRequest): Promise<SavedLog>;
  /** Asks where to, and writes the signed head of the log there. */
  saveCheckpoint(): Promise<SavedLog>;
  /** How the check of all results stands. */
  check(): Promise<Check>;
  /** Begins it and does not wait for its end. */
  startCheck(): Promise<Check>;
  /** Ends it; what it found so far stays. */
  stopCheck(): Promise<Check>;
  /** What there is of backups, and what goes on with them. */
  backups(): Promise<Backups>;
  /** Asks for a backup now and does not wait for it. */
  backUp(): Promise<Backups>;
  /** Begins a trial restore and does not wait for its end. */
  startDrill(): Promise<Backups>;
  /** Asks for the folder that takes copies. */
  chooseSecondFolder(): Promise<Backups>;
  forgetSecondFolder(): Promise<Backups>;
  /** Overwrites and removes what a restore put aside. */
  removeReplaced(request: ReplacedRequest): Promise<Backups>;
}

export const desk: DeskApi = {
  people: (request) => queue(() => bound.People(request)),
  saveParticipant: (request) => queue(() => bound.SaveParticipant(request)),
  demonstration: () => queue(() => bound.Demonstration()),
  addDemonstration: () => queue(() => bound.AddDemonstration()),
  removeDemonstration: () => queue(() => bound.RemoveDemonstration()),
  holdings: (participantId) => queue(() => bound.Holdings(participantId)),
  saveArchive: (request) => queue(() => bound.SaveArchive(request)),
  erase: (request) => queue(() => bound.Erase(request)),
  anonymise: (request) => queue(() => bound.Anonymise(request)),
  due: () => queue(() => bound.Due()),
  trustClock: () => queue(() => bound.TrustClock()),
  instruments: () => queue(() => bound.Instruments()),
  prepare: (request) => queue(() => bound.Prepare(request)),
  conditions: (sessionId) => queue(() => bound.Conditions(sessionId)),
  saveConditions: (request) => queue(() => bound.SaveConditions(request as Parameters<typeof bound.SaveConditions>[0])),
  consents: (participantId) => queue(() => bound.Consents(participantId)),
  withdrawals: (participantId) => queue(() => bound.Withdrawals(participantId)),
  withdraw: (request) => queue(() => bound.Withdraw(request)),
  notice: () => queue(() => bound.Notice()),
  saveNotice: (request) => queue(() => bound.SaveNotice(request)),
  previewNotice: (request) => queue(() => bound.PreviewNotice(request)),
  noticeVersion: (version) => queue(() => bound.NoticeVersion(version)),
  readiness: () => queue(() => bound.Readiness()),
  setPIN: (request) => queue(() => bound.SetPIN(request)),
  handOver: (request) => queue(() => bound.HandOver(request)),
  discard: (sessionId) => queue(() => bound.Discard(sessionId)),
  result: (request) => queue(() => bound.Result(request)),
  earlierSessions: (sessionId) => queue(() => bound.EarlierSessions(sessionId)),
  arithmetic: (request) => queue(() => bound.Arithmetic(request)),
  saveReport: (request) => queue(() => bound.SaveReport(request)),
  saveWorksheet: (request) => queue(() => bound.SaveWorksheet(request)),
  norms: () => queue(() => bound.Norms()),
  draftNorm: () => queue(() => bound.DraftNorm()),
  importNorm: (key) => queue(() => bound.ImportNorm(key)),
  normGroups: (sessionId) => queue(() => bound.NormGroups(sessionId)),
  chooseGroup: (request) => queue(() => bound.ChooseGroup(request)),
  whatIfForm: (request) => queue(() => bound.WhatIfForm(request)),
  whatIf: (request) => queue(() => bound.WhatIf(request)),
  settings: () => queue(() => bound.Settings()),
  saveLook: (look) => queue(() => bound.SaveLook(look)),
  saveSettings: (settings) => queue(() => bound.SaveSettings(settings)),
  about: () => queue(() => bound.About()),
  diagnostics: () => queue(() => bound.Diagnostics()),
  resetWatch: () => queue(() => bound.ResetWatch()),
  saveSupport: () => queue(() => bound.SaveSupport()),
  log: (request) => queue(() => bound.Log(request)),
  checkLog: () => queue(() => bound.CheckLog()),
  saveLog: (request) => queue(() => bound.SaveLog(request)),
  saveCheckpoint: () => queue(() => bound.SaveCheckpoint()),
  check: () => queue(() => bound.Check()),
  startCheck: () => queue(() => bound.StartCheck()),
  stopCheck: () => queue(() => bound.StopCheck()),
  backups: () => queue(() => bound.Backups()),
  backUp: () => queue(() => bound.BackUp()),
  startDrill: () => queue(() => bound.StartDrill()),
  chooseSecondFolder: () => queue(() => bound.ChooseSecondFolder()),
  forgetSecondFolder: () => queue(() => bound.ForgetSecondFolder()),
  removeReplaced: (request) => queue(() => bound.RemoveReplaced(request)),
};
