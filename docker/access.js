// Gives the services of HADIC their own user on a secured EventStoreDB, who may read and append but neither delete, truncate
// nor change the access to a stream. Runs as often as you like: it puts things right, and a new password takes effect.
//   ESDB_URL              as the services have it: esdb://user:password@host:port,…?tls=true&tlsCAFile=…
//   STORE_ADMIN_PASSWORD  of the user `admin`
//   NODE_EXTRA_CA_CERTS   the same file as tlsCAFile
// eslint-disable-next-line no-restricted-imports -- two writes as administrator, which the services must not be able to do
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { setTimeout as wait } from 'node:timers/promises';

const PATIENCE_MS = 300_000;

const [, user, password, nodes, options] =
  /^esdb:\/\/([^:@]+):([^@]+)@([^/?]+)\/?(\?.*)$/.exec(process.env.ESDB_URL ?? '') ?? [];
const adminPassword = process.env.STORE_ADMIN_PASSWORD;
if (!options || !adminPassword) {
  console.error('Set ESDB_URL (with user and password) and STORE_ADMIN_PASSWORD.');
  process.exit(2);
}

/** The leader's address. A node is alive before the cluster has a leader, and only the cluster's gossip tells. */
async function findLeader() {
  for (const node of nodes.split(',')) {
    const signal = AbortSignal.timeout(3_000);
    const answer = await fetch(`https://${node}/gossip?format=json`, { signal }).catch(() => undefined);
    const { members = [] } = answer?.ok ? await answer.json() : {};
    const leader = members.find(({ state, isAlive }) => state === 'Leader' && isAlive);
    if (leader) return `https://${leader.httpEndPointIp}:${leader.httpEndPointPort}`;
  }
  throw new Error(
    `Of ${nodes} none names a leader: look at their logs, and whether tlsCAFile signed their certificates.`,
  );
}

/** Users exist in the HTTP API alone. */
async function post(url, body) {
  return fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
}

async function giveUser(leader) {
  const login = decodeURIComponent(user);
  const secret = decodeURIComponent(password);
  const made = await post(`${leader}/users/`, { loginName: login, fullName: 'HADIC', groups: [], password: secret });
  const answer =
    made.status === 409 ? await post(`${leader}/users/${user}/command/reset-password`, { newPassword: secret }) : made;
  if (answer.ok) return;
  const hint = answer.status === 401 ? ' Unless the store is new, STORE_ADMIN_PASSWORD is not its password.' : '';
  throw new Error(`The user ${login} was not made (HTTP ${answer.status}).${hint}`);
}

async function giveAccess() {
  const client = EventStoreDBClient.connectionString(
    `esdb://admin:${encodeURIComponent(adminPassword)}@${nodes}${options}`,
  );
  const login = decodeURIComponent(user);
  const both = ['$admins', login];
  const defaults = {
    // Every stream that says nothing else: $d deletes, $mw truncates, limits in age and changes the access itself.
    $userStreamAcl: { $r: both, $w: both, $d: '$admins', $mr: both, $mw: '$admins' },
    $systemStreamAcl: { $r: '$admins', $w: '$admins', $d: '$admins', $mr: '$admins', $mw: '$admins' },
  };
  await client.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data: defaults }));
  // The services read one log of everything, which is open to administrators alone unless it is said here.
  await client.setStreamMetadata('$all', { acl: { readRoles: both } });
  await client.dispose();
}

// A new store makes the user `admin` a moment after it has elected its first leader: until then his password is refused.
let told;
for (const end = Date.now() + PATIENCE_MS; ; await wait(2_000)) {
  try {
    await giveUser(await findLeader());
    await giveAccess();
    console.log(`${decodeURIComponent(user)} may read and append.`);
    break;
  } catch (error) {
    if (error.message !== told) console.error(`Not yet: ${error.message}`);
    told = error.message;
    if (Date.now() > end) process.exit(1);
  }
}
