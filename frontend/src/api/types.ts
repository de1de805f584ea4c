// The shapes of the wire under short names. They are generated from Go; their
// enumerations become plain texts here, so that the page compares with 'desk'
// and not with a name of the generator.
import type { bridge, diag, domain, report } from '../../wailsjs/go/models';

type Plain<T> = T extends string
  ? `${T}`
  : T extends (infer U)[]
    ? Plain<U>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;

/** Why an operation failed; the words stand in the locales under `error.<code>`. */
export type Code = Plain<domain.Code>;
export type SessionState = Plain<domain.SessionState>;
export type Mode = Plain<bridge.Mode>;

export type Problem = Plain<domain.Error>;
export type Status = Plain<bridge.Status>;
export type LanguageChoice = Plain<bridge.LanguageChoice>;

export type KioskSession = Plain<bridge.KioskSession>;
export type KioskSection = Plain<bridge.KioskSection>;
export type KioskItem = Plain<bridge.KioskItem>;
export type KioskPlace = Plain<bridge.KioskPlace>;
export type AnswerRequest = Plain<bridge.AnswerRequest>;
export type Saved = Plain<bridge.Saved>;

export type Participant = Plain<domain.Participant>;
export type Session = Plain<domain.Session>;
export type PeopleRequest = Plain<bridge.PeopleRequest>;
export type People = Plain<bridge.People>;
export type PersonRow = Plain<bridge.PersonRow>;
export type SessionRow = Plain<bridge.SessionRow>;
export type ParticipantRequest = Plain<bridge.ParticipantRequest>;
export type InstrumentCard = Plain<bridge.InstrumentCard>;
export type RespondentField = Plain<bridge.RespondentField>;
export type FieldOption = Plain<bridge.FieldOption>;
export type PrepareRequest = Plain<bridge.PrepareRequest>;
export type ResultRequest = Plain<bridge.ResultRequest>;
export type ReportRequest = Plain<bridge.ReportRequest>;
export type SavedReport = Plain<bridge.SavedReport>;
export type Settings = Plain<bridge.Settings>;
export type NormsOf = Plain<bridge.NormsOf>;
export type NormGroupRow = Plain<bridge.NormGroupRow>;
export type NormDraft = Plain<bridge.NormDraft>;
export type NormGroups = Plain<bridge.NormGroups>;
export type GroupRequest = Plain<bridge.GroupRequest>;
export type About = Plain<bridge.About>;
export type Diagnostics = Plain<bridge.Diagnostics>;
export type SavedSupport = Plain<bridge.SavedSupport>;
/** A limit of the program or its workspace that is passed. */
export type WatchNotice = Plain<diag.Notice>;

/** The report as a reader sees it: worded, rounded, with the points of its charts. */
export type View = Plain<report.View>;
/** One part of the report; which field is filled follows its kind. */
export type Part = Plain<report.Part>;
/** A small table of the report, and a sentence with words in bold before it. */
export type Table = Plain<report.Table>;
export type Point = Plain<report.Point>;
/** One mark on a session or its result, in words. */
export type Flag = Plain<report.Flag>;
