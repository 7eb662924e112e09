import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Json, JsonObject } from '@hadic/signing';
import type { Context } from './context.js';
import {
  checkClock,
  checkDisk,
  checkFiles,
  checkNode,
  checkProjection,
  checkService,
  checkStore,
  diskOf,
  type Facts,
  type Finding,
} from './doctor-checks.js';
import { EXIT, Failure } from './failure.js';
import { isObject, readText } from './files.js';

const PATIENCE_MS = 5_000;
const MARKS = { sound: '✓', warning: '!', trouble: '✗' };

/** `hadic doctor`: whether the installation is well, and for each finding what to do. */
export async function doctor(context: Context): Promise<number> {
  context.args.atMost(0);
  const { io, home, storeFile } = context;
  const configured = checkConfiguration(context);
  const secrets = [path.join(home, 'keys'), path.join(home, 'outbox'), path.dirname(storeFile)];
  const passphrase = io.env['HADIC_PASSPHRASE_FILE'];
  const findings = [
    checkNode(process.versions.node),
    configured,
    ...checkFiles([...secrets, ...(passphrase ? [passphrase] : [])]),
    ...(await checkServices(context, configured.state === 'sound')),
  ];
  for (const finding of findings) tell(context, finding);
  return findings.some(({ state }) => state === 'trouble') ? EXIT.failed : 0;
}

function checkConfiguration(context: Context): Finding {
  const { home } = context;
  try {
    const { ledger } = context.config();
    readText(path.join(home, 'founding.json'));
    return { check: 'configuration', state: 'sound', slots: { ledger: `${ledger.slice(0, 12)}…`, home } };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const reason = context.say(error.key, error.slots);
    return { check: 'configuration', state: 'trouble', code: 'configuration-unreadable', slots: { reason } };
  }
}

/** The service that answers this home, and the provenance where it runs apart. Without any, the store itself. */
async function checkServices(context: Context, isConfigured: boolean): Promise<Finding[]> {
  const { env } = context.io;
  const isNamed = context.args.text('url') !== undefined || Boolean(env['HADIC_URL']);
  const urls = new Set(isConfigured || isNamed ? [context.url, context.provenanceUrl] : []);
  const answers = await Promise.all([...urls].map((url) => ask(context, url)));
  const findings = answers.flatMap(({ findings: found }) => found);
  const hasStore = answers.some(({ facts }) => facts !== undefined);
  return [...findings, ...(env['ESDB_URL'] || !hasStore ? await checkStoreItself(context, !hasStore) : [])];
}

async function ask(context: Context, url: string): Promise<{ facts?: Facts; findings: Finding[] }> {
  const { io } = context;
  const trouble = (code: NonNullable<Finding['code']>, slots: Finding['slots']) => ({
    findings: [{ check: 'service', state: 'trouble', code, slots: { url, ...slots } } satisfies Finding],
  });
  const token = io.env['HADIC_TOKEN'];
  const asked = io.now();
  const response = await fetch(`${url}/v1/service`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => undefined);
  const answered = io.now();
  if (response === undefined) return trouble('service-unreachable', {});
  if (response.status === 401) return trouble('token-refused', {});
  const body = (await response.json().catch(() => null)) as Json;
  if (!response.ok || !isFacts(body)) return trouble('service-foreign', { status: response.status });
  const findings = [
    checkService(url, body),
    checkStore(body),
    ...checkClock(url, body, { asked, answered }),
    ...(body.disk ? [checkDisk(body.disk)] : []),
    ...checkProjection(body),
  ];
  return { facts: body, findings };
}

function isFacts(body: Json): body is JsonObject & Facts {
  return isObject(body) && typeof body['now'] === 'string' && isObject(body['store']) && isObject(body['parts']);
}

/** Opens the store as the service would. The embedded one is locked while a service has it, so it is opened only where none answers. */
async function checkStoreItself(context: Context, isAlone: boolean): Promise<Finding[]> {
  const { storeFile, io } = context;
  const url = io.env['ESDB_URL'];
  const disk = isAlone ? [checkDisk(await diskOf(path.dirname(storeFile)))] : [];
  if (!url && !existsSync(storeFile)) {
    return [{ check: 'store', state: 'warning', code: 'store-missing', slots: { file: storeFile } }, ...disk];
  }
  // It loads native code, which no other command should wait for.
  const { DEFAULT_NAMESPACE, describePlace, openStore, StoreUnavailable } = await import('@hadic/store');
  const place = url ? { url, namespace: io.env['HADIC_NAMESPACE'] || DEFAULT_NAMESPACE } : { file: storeFile };
  try {
    const store = await openStore(place);
    try {
      await store.head();
      const version = 'version' in store ? `, ${String(store.version)}` : '';
      return [{ check: 'store', state: 'sound', slots: { store: describePlace(place) + version } }, ...disk];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const code = error.code === 'store-corrupt' ? 'store-corrupt' : 'store-unreachable';
    return [{ check: 'store', state: 'trouble', code, slots: { reason: error.message } }, ...disk];
  }
}

function tell(context: Context, { check, state, code, slots }: Finding): void {
  const detail = context.say(code === undefined ? `sound.${check}` : `finding.${code}`, slots);
  const todo = code === undefined ? undefined : context.say(`findingWayOut.${code}`, slots);
  if (context.json) return context.print(JSON.stringify({ check, state, code, detail, todo }));
  const name = context.say(`check.${check}`);
  context.print(`${MARKS[state]} ${name.padEnd(WIDTH)}  ${detail}`);
  if (todo !== undefined) context.print(`  ${' '.repeat(WIDTH)}  → ${todo}`);
}

/** The longest name of a check, in either language. */
const WIDTH = 15;
