import type { Header, Role } from './header.js';
import { Rejected, type Refusal } from './rejected.js';

/** Throws unless one listed signer acts for `org` in one of the roles: for parties that only the stream or the registry can name. */
export function requireParty(event: Header, party: { org: string; roles: readonly Role[]; code: Refusal }): void {
  const { org, roles, code } = party;
  if (event.signers.some((signer) => signer.org === org && roles.includes(signer.role))) return;
  throw new Rejected(code, '/signers', { organisation: org, roles: roles.join(' / ') });
}
