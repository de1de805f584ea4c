// The real program behind a browser: the development build serves the built
// page and answers its calls by the real Go methods. Every start gets a folder
// of its own for data, home and settings.
import { execFile, spawn } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { opened } from './porter.mjs';
import { endProcess, startDisplay } from './display.mjs';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..', '..', '..');
const binary = process.env.KITEWISE_DEV ?? join(root, 'build/bin/kitewise-dev');

/**
 * Starts the program and a browser on it, and ends both after test `t`.
 * @param {import('node:test').TestContext} t
 * @param {object} [options] `viewport`, `context` (more options of the browser's context), `instruments` (own ones, from testdata), `licensed` (true brings the wording of testdata for the structure that needs it),
 *   `env` (more of the program's environment), `pageDir` (another build of the page), `before` (a script and its argument, run in every page before its own),
 *   `fresh` (true leaves the first run to the test; otherwise the workspace is made and the desk open)
 * @returns {Promise<App>}
 */
export async function startApp(t, { viewport = { width: 1280, height: 800 }, context = {}, instruments = [], licensed = false, pageDir, before, env = {}, fresh = false } = {}) {
  const app = new App(pageDir, before);
  app.env = env;
  t.after(() => app.stop());
  await app.prepare(instruments);
  if (licensed) await app.importLicensed();
  await app.launch();
  app.fresh = fresh;
  await app.open({ viewport, ...context });
  return app;
}

class App {
  /** The browser's page. */
  page;
  /** Errors that the page threw or wrote to its console, for `assertQuiet`. */
  errors = [];
  /** What the environment of the program says besides. */
  env = {};
  /** What the program is started by: a command that ends in running another. */
  by = [];
  /** The workspace, and where every save dialog saves. */
  dataDir;
  savePath;
  /** The file that every open dialog chooses, and the folder. */
  openPath;
  folderPath;
  url;
  /** Leaves the first run and every unlocking to the test. */
  fresh = false;
  #folder;
  #display;
  #process;
  #browser;
  #context;
  #log = '';
  #pageDir;
  #before;

  constructor(pageDir = join(root, 'frontend', 'dist'), before = null) {
    this.#pageDir = pageDir;
    this.#before = before;
  }

  async prepare(instruments = []) {
    this.#folder = await mkdtemp(join(tmpdir(), 'kitewise-e2e-'));
    this.dataDir = join(this.#folder, 'data');
    this.openPath = join(this.#folder, 'norms.csv');
    this.savePath = join(this.#folder, 'report.pdf');
    this.folderPath = join(this.#folder, 'stick');
    await mkdir(this.folderPath);
    await mkdir(join(this.#folder, 'home'));
    for (const id of instruments) {
      await cp(join(root, 'testdata', 'instruments', id), join(this.dataDir, 'instruments', id), { recursive: true });
    }
    // A development build writes bindings beside its wails.json: not into the sources.
    await mkdir(join(this.#folder, 'cwd', 'frontend'), { recursive: true });
    await copyFile(join(root, 'wails.json'), join(this.#folder, 'cwd', 'wails.json'));
    this.#display = await startDisplay();
  }

  /** Brings wording for klsi-4.0 by the command line, as a licence holder does. */
  async importLicensed() {
    await run(binary, ['instruments', 'import', '--licensed', join(root, 'testdata', 'licensed', 'nonsense.csv'), '--data', this.dataDir]);
  }

  /** Starts the program on the workspace and waits until it answers. */
  async launch() {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}/`;
    const home = join(this.#folder, 'home');
    const [command, ...args] = [...this.by, binary, '--data', this.dataDir];
    this.#process = spawn(command, args, {
      cwd: join(this.#folder, 'cwd'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH, LANG: 'C.UTF-8', DISPLAY: this.#display.name, HOME: home,
        XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config'), XDG_CACHE_HOME: join(home, 'cache'),
        GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1', KITEWISE_SAVE_PATH: this.savePath, KITEWISE_OPEN_PATH: this.openPath,
        KITEWISE_FOLDER_PATH: this.folderPath,
        KITEWISE_QUICK_KEYS: '1',
        assetdir: this.#pageDir, devserver: `127.0.0.1:${port}`, loglevel: 'Error', ...this.env,
      },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (text) => (this.#log += text));
    }
    await this.#answering();
  }

  async #answering() {
    for (let tries = 0; tries < 1200; tries++) {
      if (this.#process.exitCode !== null) throw new Error(`the program ended: ${this.#log}`);
      const ok = await fetch(`${this.url}wails/runtime.js`).then((r) => r.ok, () => false);
      if (ok) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`the program does not answer: ${this.#log}`);
  }

  /** Opens a page on the program. */
  async open(options) {
    this.#browser ??= await chromium.launch({
      executablePath: process.env.CHROMIUM ?? 'chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    this.#context ??= await this.#browser.newContext({ reducedMotion: 'reduce', bypassCSP: true, ...options });
    this.page = await this.#context.newPage();
    if (this.#before !== null) await this.page.addInitScript(...this.#before);
    this.page.setDefaultTimeout(30_000);
    this.page.on('pageerror', (error) => {
      // The window's own script finds no window in a browser.
      if (!`${error.stack}`.includes('/wails/ipc.js')) this.errors.push(`${error}`);
    });
    this.page.on('console', (m) => m.type() === 'error' && !m.text().includes('/wails/ipc.js') && this.errors.push(m.text()));
    await this.page.goto(this.url);
    const ready = () => this.page.waitForFunction(() => 'go' in window);
    await ready();
    if (!this.fresh && (await opened(this.page))) {
      await this.page.reload();
      await ready();
    }
  }

  /** Ends the program, by SIGTERM or as `signal` says, and starts it again on the same data, after what happens `between`. */
  async restart({ signal = 'SIGTERM', between = async () => {} } = {}) {
    await this.page.close();
    await endProcess(this.#process, signal);
    await between();
    await this.launch();
    await this.open();
  }

  /** Fails when the page threw or wrote an error, or the program wrote a panic. */
  assertQuiet() {
    if (this.errors.length > 0) throw new Error(`the page reported: ${this.errors.join('; ')}`);
    // A browser's first word is one that the window alone understands.
    // An answer that meets a page just being loaded anew, as locking does, finds no browser.
    const lines = this.#log.split('\n').filter((line) => !line.includes('runtime:ready') && !line.includes('Websocket write message failed'));
    const bad = lines.filter((line) => /panic|DATA RACE|window: (error|fatal)/.test(line));
    if (bad.length > 0) throw new Error(`the program reported: ${bad.join('\n')}`);
  }

  /** The number of the program's process. */
  get pid() {
    return this.#process.pid;
  }

  /** All that the program wrote, for tests that nothing personal is in it. */
  get log() {
    return this.#log;
  }

  /** Ends all of it. The program is not asked: it does not close while a participant has it. */
  async stop() {
    await this.#browser?.close();
    if (this.#process) await endProcess(this.#process, 'SIGKILL');
    await this.#display?.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A port that nobody listens on at the moment. */
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
