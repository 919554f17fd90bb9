// An entry of a case in one line: what happened, what it changed, from what to what.
import type { Change } from '../../shared/domain/changes.ts';
import type { DomainEvent } from '../../shared/domain/events.ts';
import type { Words } from '../i18n/words.tsx';
import { answerWords, notAskedWords, stepWords } from './answer-words.ts';
import { changeWords } from './finding-words.ts';
import { powerWords } from './power-words.ts';

export function describeEvent(
  event: DomainEvent,
  change: Change | undefined,
  now: number,
  words: Words,
): string {
  const { t, format } = words;
  const changed = (change?.facts ?? []).map((each) => changeWords(each, now, words)).join(', ');
  switch (event.kind) {
    case 'case.reported':
      return [
        t('history.case.reported', { source: t(`history.source.${event.body.source}`) }),
        event.body.typedMprn === undefined
          ? ''
          : t('history.typed', { typed: event.body.typedMprn }),
        event.body.facts.openD05 === 'yes' || event.body.facts.openD05 === 'no'
          ? t(`d05Said.${event.body.facts.openD05}`)
          : '',
        changed,
      ]
        .filter(Boolean)
        .join('; ');
    case 'case.learnt':
      return [changed === '' ? t('history.case.learnt') : sentence(changed), event.body.note]
        .filter(Boolean)
        .join('; ');
    case 'step.answered': {
      const { step, answer, fields = {}, times = {} } = event.body;
      const before = change?.answerBefore ?? null;
      const is = answerWords(step, { answer, fields, times }, now, words);
      const was = before === null ? '' : answerWords(step, before, now, words);
      return `${stepWords(step, words)}: ${was === '' || was === is ? is : t('history.fromTo', { was, is })}`;
    }
    case 'call.started':
      return t(`history.call.started.${event.body.to}`);
    case 'outcome.recorded': {
      const said = [
        t(`outcomeLong.${event.body.outcome}`),
        event.body.esbnReference,
        event.body.person,
        event.body.promisedAt === undefined
          ? undefined
          : t('answer.promised', { at: format.when(event.body.promisedAt, now) }),
        event.body.againAt === undefined
          ? undefined
          : t('history.again', { at: format.when(event.body.againAt, now) }),
        event.body.toldBy === undefined ? undefined : t(`teller.${event.body.toldBy}`),
        event.body.note,
      ]
        .filter(Boolean)
        .join(', ');
      return [said, notAskedWords(change?.notAsked ?? [], words)].filter(Boolean).join('. ');
    }
    case 'power.recorded':
      return powerWords(event.body, now, words);
    case 'case.excluded':
      return t('history.excludedBecause', { reason: t(`exclude.${event.body.reason}`) });
    case 'case.noted':
      return `${t('case.note')}: ${event.body.note}`;
    case 'case.referenced':
      return t('history.case.referenced', { reference: event.body.reference });
    case 'case.unlisted':
      return t('history.case.unlisted', { file: event.body.file });
    case 'case.closed':
      return t(`history.case.closed.${event.body.because}`);
    case 'power.cutOff':
      return t('history.power.cutOff', { type: event.body.type });
    case 'power.heardOff':
      return t('history.power.heardOff', { type: event.body.type });
    case 'case.claimed':
    case 'case.released':
    case 'call.waiting':
    case 'call.joined':
    case 'call.left':
    case 'power.stillOff':
    case 'breach.acknowledged':
    case 'entry.undone':
      return t(`history.${event.kind}`);
    default:
      return event.kind;
  }
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
