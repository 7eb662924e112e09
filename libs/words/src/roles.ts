import type { Role } from '@hadic/domain';
import type { Text } from './language.js';

export const roles = {
  REGISTRAR: { en: 'registrar', id: 'registrar' },
  ORG_ADMIN: { en: 'administrator', id: 'administrator' },
  PURCHASING: { en: 'purchasing', id: 'bagian pembelian' },
  PRODUCTION: { en: 'production', id: 'bagian produksi' },
  PENYELIA_HALAL: { en: 'halal supervisor (penyelia halal)', id: 'penyelia halal' },
  JULEHA: { en: 'halal slaughterer (juleha)', id: 'juru sembelih halal (juleha)' },
  HALAL_CHECKER: { en: 'halal checker', id: 'pemeriksa halal' },
  WAREHOUSE: { en: 'warehouse', id: 'bagian gudang' },
  CARRIER: { en: 'carrier', id: 'pengangkut' },
  EXPORTER: { en: 'exporter', id: 'eksportir' },
  BUYER: { en: 'buyer', id: 'pembeli' },
  COMPANION: { en: 'halal process companion (pendamping PPH)', id: 'pendamping PPH' },
  AUDITOR_HALAL: { en: 'halal auditor', id: 'auditor halal' },
  LPH_OFFICER: { en: 'officer of the halal inspection body (LPH)', id: 'petugas LPH' },
  FATWA_SECRETARY: { en: 'secretary of the fatwa commission', id: 'sekretaris komisi fatwa' },
  CERT_BODY: { en: 'certification body', id: 'lembaga sertifikasi' },
  LAB_SIGNATORY: { en: 'laboratory signatory', id: 'penandatangan laboratorium' },
  COMPETENT_AUTHORITY: { en: 'competent authority', id: 'otoritas berwenang' },
  KEY_HOLDER: { en: 'holder of the key itself', id: 'pemegang kunci itu sendiri' },
} satisfies Record<Role, Text>;
