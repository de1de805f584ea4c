import * as bound from '../../wailsjs/go/porter/Porter';
import { makeQueue } from './queue';
import type { AddRequest, BackupOffer, ChangeRequest, FinishRequest, Holder, Kit, PickRequest, RecoverRequest, RemoveRequest, ResetRequest, Restored, RestoreRequest, Status, UnlockRequest } from './types';

const queue = makeQueue();

/** What makes, opens and locks the workspace. Every call rejects with a Failure. */
export interface PorterApi {
  /** Prepares the keys of a new workspace; nothing is stored yet. */
  begin(passphrase: string): Promise<Kit>;
  /** Makes the workspace that was begun, and opens the desk. */
  finish(request: FinishRequest): Promise<Status>;
  /** Opens the desk for one of its people; `who` is '' where there is one only. */
  unlock(request: UnlockRequest): Promise<Status>;
  /** Opens with the recovery code and sets a new passphrase. */
  recover(request: RecoverRequest): Promise<Status>;
  /** Whether the next unlocking goes on in spite of a doubt about the log. */
  accept(yes: boolean): Promise<Status>;
  lock(): Promise<Status>;
  /** Somebody works at the desk: it stays open. */
  here(): Promise<Status>;
  changePassphrase(request: ChangeRequest): Promise<Status>;
  /** Makes a new recovery code; the old one holds until a group of it is kept. */
  newCode(passphrase: string): Promise<Kit>;
  /** Puts the new code in the place of the old one, with the group that was asked for. */
  keepCode(group: string): Promise<Status>;
  /** Who can open the desk, the owner first. */
  holders(): Promise<Holder[]>;
  /** Each needs the owner's passphrase and gives the list after it. */
  addHolder(request: AddRequest): Promise<Holder[]>;
  removeHolder(request: RemoveRequest): Promise<Holder[]>;
  resetHolder(request: ResetRequest): Promise<Holder[]>;
  /** Looks at one of the workspace's own backups, or asks for a file. */
  pickBackup(request: PickRequest): Promise<BackupOffer>;
  /** Puts the picked backup in the place of what stands here, and opens the desk. */
  restore(request: RestoreRequest): Promise<Restored>;
  forgetBackup(): Promise<Status>;
}

export const porter: PorterApi = {
  begin: (passphrase) => queue(() => bound.Begin(passphrase)),
  finish: (request) => queue(() => bound.Finish(request)),
  unlock: (request) => queue(() => bound.Unlock(request)),
  recover: (request) => queue(() => bound.Recover(request)),
  accept: (yes) => queue(() => bound.Accept(yes)),
  lock: () => queue(() => bound.Lock()),
  here: () => queue(() => bound.Here()),
  changePassphrase: (request) => queue(() => bound.ChangePassphrase(request)),
  newCode: (passphrase) => queue(() => bound.NewCode(passphrase)),
  keepCode: (group) => queue(() => bound.KeepCode(group)),
  holders: () => queue(() => bound.Holders()),
  addHolder: (request) => queue(() => bound.AddHolder(request as Parameters<typeof bound.AddHolder>[0])),
  removeHolder: (request) => queue(() => bound.RemoveHolder(request)),
  resetHolder: (request) => queue(() => bound.ResetHolder(request)),
  pickBackup: (request) => queue(() => bound.PickBackup(request)),
  restore: (request) => queue(() => bound.Restore(request)),
  forgetBackup: () => queue(() => bound.ForgetBackup()),
};
