// The protocol test server as a program: it speaks to EventStoreDB clients as EventStoreDB does, for tests and for trying
// things out. It is NOT a database: it serves the loopback alone, keeps everything in memory and never syncs a disk.
//
//   node dist/test/esdb/main.js [--cluster] [--ports 2113[,2123,2133]] [--version 23.10.8] [--file PATH]
//     [--tls-cert PEM --tls-key PEM [--tls-ca PEM]] [--user name:password] [--with-parent]
//
// The first line on stdout is {"url","urls","control","pid"}: connection strings of all nodes and of each, the URL of the
// control port. With --with-parent it ends when its stdin does.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Cluster } from './cluster.js';
import { openControl } from './control.js';
import { LOOPBACK } from './gate.js';
import { Journal } from './journal.js';
import { Log } from './log.js';
import { Node } from './node.js';
import { serve } from './services.js';

const { values } = parseArgs({
  options: {
    cluster: { type: 'boolean', default: false },
    host: { type: 'string', default: LOOPBACK },
    ports: { type: 'string' },
    version: { type: 'string', default: '23.10.8' },
    file: { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-ca': { type: 'string' },
    user: { type: 'string' },
    'with-parent': { type: 'boolean', default: false },
  },
});

function tlsOf(cert: string | undefined, key: string | undefined): { cert: string; key: string } | undefined {
  if (cert === undefined || key === undefined) return undefined;
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

/** The connection string of some nodes. */
function urlOf(host: string, ports: readonly number[]): string {
  const ca = values['tls-ca'];
  const query =
    values['tls-cert'] === undefined ? 'tls=false' : `tls=true${ca === undefined ? '' : `&tlsCAFile=${ca}`}`;
  const user = values.user === undefined ? '' : `${values.user}@`;
  return `esdb://${user}${ports.map((port) => `${host}:${port}`).join(',')}?${query}`;
}

if (values.host !== LOOPBACK) {
  console.error(`This is a test server and no database: it listens on ${LOOPBACK} only, not on ${values.host}.`);
  process.exit(2);
}
const tls = tlsOf(values['tls-cert'], values['tls-key']);
const host = tls === undefined ? LOOPBACK : 'localhost';
const log = new Log(values.file === undefined ? undefined : new Journal(values.file));
const cluster = new Cluster(log, { version: values.version, host, user: values.user });
const ports = values.ports?.split(',').map(Number) ?? (values.cluster ? [0, 0, 0] : [0]);
for (const port of ports) {
  cluster.nodes.push(await Node.start(port, tls, (call, node) => void serve(call, { cluster, node })));
}
cluster.heal();
const open = cluster.nodes.map(({ gate }) => gate.port);
const first = {
  url: urlOf(host, open),
  urls: open.map((port) => urlOf(host, [port])),
  control: await openControl(cluster),
  pid: process.pid,
};
console.log(JSON.stringify(first));
console.error('Test server that speaks the EventStoreDB protocol. NOT a database: what it holds is lost when it ends.');
if (values['with-parent']) process.stdin.on('end', () => process.exit(0)).resume();
