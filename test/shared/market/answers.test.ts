// Answers of the market on their way into the log.
import { describe, expect, test } from 'vitest';
import { answerFrom } from '../../../shared/market/answers.ts';
import { messageTypes, rowOf, type Message } from '../../../shared/market/messages.ts';

const header = { MarketTimestamp: 1_700_000_000_000, TxRefNbr: 'answer-1', SenderID: 'ESB' };
const MPRN = '10934478153';
const of = (type: string, body: object): Message =>
  ({ type, header, body: { MPRN, ...body }, lines: [] }) as unknown as Message;

describe('an answer', () => {
  test('MSG20: says who it is about, what it says and every name it can be found by', () => {
    const rejected = of('117R', {
      OriginalTxRefNbr: 'ours-1',
      MPBusinessReference: 'BF-1',
      NetworksReferenceNumber: 'N-9',
      RejectReasonCode: 'NOB',
      Comment: 'not on our book',
    });
    expect(answerFrom(rejected, 'utc', 'a.xml')).toEqual({
      mprn: MPRN,
      answer: {
        type: '117R',
        tells: 'rejected',
        txRefNbr: 'answer-1',
        at: 1_700_000_000_000,
        original: 'ours-1',
        businessReference: 'BF-1',
        networksReference: 'N-9',
        reasonCode: 'NOB',
        comment: 'not on our book',
        file: 'a.xml',
      },
    });
  });

  test('MSG20: a day with a clock time says when it was switched, a day alone does not', () => {
    const at = (EffectiveFromDate: string, wall: 'utc' | 'irish' = 'utc') =>
      answerFrom(of('307', { EffectiveFromDate }), wall)?.answer.effectiveAt;
    expect(at('2026-07-21')).toBe(undefined);
    expect(at('2026-07-21T20:11:00')).toBe(Date.parse('2026-07-21T20:11:00Z'));
    expect(at('2026-07-21T20:11:00', 'irish')).toBe(Date.parse('2026-07-21T19:11:00Z'));
  });

  test('MSG20: a status that nobody knows means nothing; a 601 names no customer; requests and daily lists are no answers', () => {
    const status = (StatusCode: string) => answerFrom(of('131', { StatusCode }), 'utc')?.answer;
    expect([status('CANC')?.status, status('comp')?.status, status('X9')?.status]).toEqual([
      'cancelled',
      'completed',
      undefined,
    ]);
    expect(status('X9')?.statusCode).toBe('X9');
    const gateway = { ...of('601', {}), body: { RejectedTxRefNbr: 'ours-1' } } as Message;
    expect(answerFrom(gateway, 'utc')).toMatchObject({
      mprn: null,
      answer: { original: 'ours-1', tells: 'rejectedAtGateway' },
    });
    const isAnswer = messageTypes.filter((type) => answerFrom(of(type, {}), 'utc') !== null);
    const silent = messageTypes.filter((type) => !isAnswer.includes(type));
    expect(silent.map((type) => rowOf(type).tells).toSorted()).toEqual([
      'dailyCount',
      'dailyList',
      'request',
    ]);
  });
});
