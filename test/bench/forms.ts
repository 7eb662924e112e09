import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  Equals,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { validate } from '@hadic/ledger';
import { canonicalize, type Json } from '@hadic/signing';
import { compete, type Contender, type Row } from './harness.js';
import type { WireLine } from './world.js';

export interface FormsPlan {
  rounds: number;
  calibrate: () => number;
  lines: readonly WireLine[];
}

class Quantity {
  @Matches(/^\d+(\.\d{1,6})?$/) value!: string;
  @Matches(/^[A-Z0-9]{2,3}$/) unit!: string;
}

class Signer {
  @Matches(/^did:key:z6Mk\w{44}$/) key!: string;
  @MaxLength(64) org!: string;
  @IsString() role!: string;
}

class IngredientReceived {
  @MaxLength(130) site!: string;
  @MaxLength(200) lotId!: string;
  @MaxLength(130) materialId!: string;
  @MaxLength(200) supplier!: string;
  @MaxLength(64) supplierLot!: string;
  @ValidateNested() @Type(() => Quantity) qty!: Quantity;
  @IsIn(['GOOD', 'DAMAGED', 'WET', 'LEAKING', 'OTHER']) condition!: string;
  @MaxLength(64) zone!: string;
  @MaxLength(64) deliveryNote!: string;
  @IsOptional() @MaxLength(64) poNo?: string;
  @IsOptional() poLine?: number;
  @IsOptional() @MaxLength(130) certificate?: string;
  @IsOptional() @MaxLength(200) sourceLot?: string;
  @IsOptional() @MaxLength(200) shipment?: string;
  @IsOptional() @IsISO8601() expiresOn?: string;
}

/** What a plain Nest service would declare for a delivery, header and all. */
class Delivery {
  @Matches(/^[0-9a-f-]{36}$/) id!: string;
  @Equals('IngredientReceived') type!: string;
  @Equals(1) v!: number;
  @Matches(/^[0-9a-f]{64}$/) ledger!: string;
  @MaxLength(200) stream!: string;
  @IsISO8601() occurredAt!: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => Signer) signers!: Signer[];
  @IsArray() evidence!: object[];
  @IsObject() @ValidateNested() @Type(() => IngredientReceived) data!: IngredientReceived;
}

/** The small work that every event goes through: its canonical text, and the check of its form. */
export async function forms({ rounds, calibrate, lines }: FormsPlan): Promise<Row[]> {
  const events = lines.map(({ event }) => event as object as Json);
  const deliveries = lines
    .filter(({ event }) => event.type === 'IngredientReceived')
    .map(({ event }) => event as object as Json);
  const rows = await compete(
    {
      subject: 'canonical text (RFC 8785)',
      unit: 'ev/s',
      rounds,
      contenders: [
        each('JSON.stringify, not canonical', events, (event) => JSON.stringify(event)),
        each('canonicalize', events, (event) => canonicalize(event)),
      ],
    },
    calibrate,
  );
  const checked = await compete(
    {
      subject: 'form of a delivery',
      unit: 'ev/s',
      rounds,
      contenders: [
        each(
          'class-validator on a class',
          deliveries,
          (event) =>
            validateSync(plainToInstance(Delivery, event), { whitelist: true, forbidNonWhitelisted: true }).length ===
            0,
        ),
        each('compiled schema', deliveries, (event) => validate(event).length === 0),
      ],
    },
    calibrate,
  );
  return [...rows, ...checked];
}

/** Goes through the events for a while; an answer of false fails. */
function each(name: string, events: readonly Json[], work: (event: Json) => unknown): Contender {
  return {
    name,
    run: () => {
      const start = performance.now();
      let done = 0;
      for (; performance.now() - start < 100; done++) {
        if (work(events[done % events.length] as Json) === false) throw new Error(`${name} refuses an event.`);
      }
      return { rate: (done * 1_000) / (performance.now() - start) };
    },
  };
}
