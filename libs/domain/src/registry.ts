import type { Role } from './header.js';

/** Who may sign, which sites there are, which shipments left: what decisions need from outside their own stream. */

export interface KeyEntry {
  org: string;
  person: string;
  custodial: boolean;
  registeredAt: number;
  /** Log index of the revocation or rotation, once there is one. */
  revokedAt?: number;
  /** Declared compromise (HC-001): events of the key from log index `from` on, known since index `knownAt`. */
  doubtful?: { from: number; knownAt: number; event: string };
}

export interface Mandate {
  /** Id of the MandateGranted event. */
  id: string;
  org: string;
  person: string;
  role: Role;
  validFrom: string;
  validTo?: string;
  /** Sites that the mandate is limited to. */
  sites?: readonly string[];
  withdrawnAt?: number;
}

export interface Organisation {
  id: string;
  legalName: string;
  roles: readonly Role[];
}

export interface Site {
  id: string;
  org: string;
  name: string;
  lines: readonly string[];
  operatingSince: string;
}

export interface Dispatch {
  shipment: string;
  sender: string;
  consignee: string;
  units: readonly string[];
}

/** Folded from the log in order; owned by its folder and changed in place. */
export interface Registry {
  ledger?: string;
  simulated: boolean;
  registrar: string;
  organisations: Map<string, Organisation>;
  keys: Map<string, KeyEntry>;
  /** By `<organisation> <person> <role>`. */
  mandates: Map<string, Mandate[]>;
  mandateById: Map<string, Mandate>;
  businessNumbers: Map<string, string>;
  sites: Map<string, Site>;
  /** By the id of any record of its registration, corrections included. */
  siteByEvent: Map<string, string>;
  dispatches: Map<string, Dispatch>;
  /** By the id of any record of its Shipped, corrections included. */
  shipmentByEvent: Map<string, string>;
}

export function emptyRegistry(): Registry {
  return {
    simulated: false,
    registrar: '',
    organisations: new Map(),
    keys: new Map(),
    mandates: new Map(),
    mandateById: new Map(),
    businessNumbers: new Map(),
    sites: new Map(),
    siteByEvent: new Map(),
    dispatches: new Map(),
    shipmentByEvent: new Map(),
  };
}

export function mandateKey(org: string, person: string, role: Role): string {
  return `${org} ${person} ${role}`;
}
