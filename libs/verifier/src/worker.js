/**
 * A thread that checks signatures. It is JavaScript so that Node loads this very file, from the sources as well as from
 * the build, and it imports nothing of ours for the same reason: what needs no curve arithmetic (decoding, the strict
 * profile) the sender has done. `pack` in job.ts describes the layout that is read here.
 */
import { hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import sodium from 'sodium-native';

parentPort.on('message', (buffer) => {
  const view = new DataView(buffer);
  let digests = '';
  const held = [];
  for (let at = 0; at < buffer.byteLength;) {
    const message = new Uint8Array(buffer, at + 8, view.getUint32(at));
    const first = at + 8 + message.length;
    const end = first + 96 * view.getUint32(at + 4);
    let next = first;
    while (next < end && holds(buffer, next, message)) next += 96;
    digests += hash('sha256', message, 'hex');
    held.push((next - first) / 96);
    at = end;
  }
  parentPort.postMessage({ digests, held });
});

function holds(buffer, at, message) {
  const signature = new Uint8Array(buffer, at, 64);
  const publicKey = new Uint8Array(buffer, at + 64, 32);
  return sodium.crypto_sign_verify_detached(signature, message, publicKey);
}
