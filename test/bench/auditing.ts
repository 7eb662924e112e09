import type { Scene, Story } from './scene.js';
import { day } from './signed.js';

/** A surveillance audit of one maker: plan, findings, report over the log as the auditor saw it. */
export function* audit(scene: Scene, number: number): Story {
  const { cast, dice } = scene;
  const { id, admin } = cast.inspector;
  const auditee = dice.pick(cast.makers);
  const no = `${id}/A${String(number).padStart(5, '0')}`;
  yield {
    type: 'AuditPlanned',
    data: {
      ...{ audit: no, auditee: auditee.id, kind: 'SURVEILLANCE', standard: 'SJPH', team: [admin.ref] },
      scope: { sites: auditee.sites.map((site) => site.id), products: [auditee.product.id] },
      ...{ from: day(scene.nowMs()), to: day(scene.nowMs()) },
    },
    by: [[admin, 'LPH_OFFICER']],
  };
  for (let criterion = 1; criterion <= 5; criterion++) {
    const conform = dice.chance(0.9);
    const note = conform ? 'Sesuai kriteria.' : 'Catatan pembersihan tidak lengkap; diminta perbaikan.';
    yield {
      type: 'FindingRecorded',
      data: { audit: no, findingId: `F${criterion}`, criterion, conform, note },
      by: [[admin, 'AUDITOR_HALAL']],
    };
  }
  yield {
    type: 'AuditReportIssued',
    data: { audit: no, result: 'CONFORM_WITH_FINDINGS', head: scene.head() },
    by: [[admin, 'LPH_OFFICER']],
  };
}
