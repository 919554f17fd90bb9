// Everything that a night with a market is made of.
import type { MemoryFolder } from '../../support/memory-folder.ts';
import type { Clock } from '../clock.ts';
import type { SimulatedDesk } from '../desk.ts';
import type { SimulatedGateway } from '../gateway.ts';
import type { Network } from '../network.ts';
import type { SimulatedAgent } from './agent.ts';
import type { Clerk } from './clerk.ts';
import type { Customer, Failure } from './customers.ts';
import type { Judge } from './judge.ts';
import type { Mail } from './mail.ts';
import type { MarketProgram } from './market-program.ts';

export interface Judged {
  readonly seed: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly faults: Readonly<Record<string, number>>;
  readonly fault: (name: string) => void;
  readonly failure: Failure;
  readonly customers: readonly Customer[];
  readonly market: MarketProgram;
  readonly gateway: SimulatedGateway;
  readonly network: Network;
  readonly folder: MemoryFolder;
  readonly mail: Mail;
  readonly agent: SimulatedAgent;
  readonly desks: readonly SimulatedDesk[];
  readonly clerks: readonly Clerk[];
}

export interface World extends Judged {
  readonly judge: Judge;
}
