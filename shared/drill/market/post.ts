// Answers on their way back: hub, EMMA, our inbox. They wait in front of what is down, as 017s do.
import type { MessageType } from '../../market/messages.ts';
import type { Agenda } from './agenda.ts';
import type { Answer } from './answers.ts';
import { between, streamOf, type Draw } from './draw.ts';
import type { Faults } from './faults.ts';
import { Lines } from './lines.ts';
import type { Settings } from './options.ts';
import type { Outages } from './outages.ts';
import type { Parcel } from './parcel.ts';

interface Letter {
  readonly answer: Answer;
  readonly parcel: Parcel | null;
  readonly draw: Draw;
  /** Sent once more because somebody asked: it is looked after, and arrives. */
  readonly isAsked?: true;
}

export interface PostTools {
  readonly settings: Settings;
  readonly agenda: Agenda;
  readonly outages: Outages;
  readonly faults: Faults;
  /** The hub has it: it counts for the day. */
  readonly atHub: (type: MessageType, txRefNbr: string) => void;
  readonly deliver: (answer: Answer) => void;
}

export class Post {
  readonly #tools: PostTools;
  readonly letters: Lines<Letter>;
  /** What has left the hub, by its TxRefNbr. */
  readonly #left = new Map<string, Letter>();

  constructor(tools: PostTools) {
    this.#tools = tools;
    const { agenda, outages, settings } = tools;
    this.letters = new Lines({
      points: [7, 6],
      agenda,
      outages,
      drainMs: settings.drainMs,
      passed: (point, letter) => (point === 7 ? this.#leaveHub(letter) : this.#arrive(letter)),
    });
  }

  /** `parcel`: the sending that it answers; null for what answers none. */
  send(answer: Answer, parcel: Parcel | null): void {
    const { agenda, settings } = this.#tools;
    const letter = this.#letter(answer, parcel);
    const enter = () => this.letters.enter(7, letter, between(letter.draw, settings.hopMs));
    if (this.#strikes('neverAnswered', letter)) return;
    const isLate = this.#strikes('answerLate', letter);
    const isBehind = this.#strikes('answerOutOfOrder', letter);
    if (!isLate && !isBehind) return enter();
    agenda.put(
      agenda.now + between(letter.draw, isLate ? settings.lateMs : settings.disorderMs),
      enter,
    );
  }

  /** What the hub writes itself begins at it. */
  sendFromHub(answer: Answer, parcel: Parcel | null): void {
    this.#leaveHub(this.#letter(answer, parcel));
  }

  /** The same message under the same TxRefNbr; nothing where none has left under it. */
  resend(txRefNbr: string): void {
    const sent = this.#left.get(txRefNbr);
    if (sent === undefined) return;
    const letter = { ...sent, isAsked: true } as const;
    this.letters.enter(6, letter, between(letter.draw, this.#tools.settings.hopMs));
  }

  #letter(answer: Answer, parcel: Parcel | null): Letter {
    const words = `answer|${answer.message.header.TxRefNbr}|${parcel?.sending ?? 1}`;
    return { answer, parcel, draw: streamOf(this.#tools.settings.seed, words) };
  }

  #leaveHub(letter: Letter): void {
    const { type, header } = letter.answer.message;
    this.#tools.atHub(type, header.TxRefNbr);
    this.#left.set(header.TxRefNbr, letter);
    this.letters.enter(6, letter, between(letter.draw, this.#tools.settings.hopMs));
  }

  #arrive(letter: Letter): void {
    const { agenda, deliver, settings } = this.#tools;
    if (letter.isAsked === true) return deliver(letter.answer);
    if (letter.parcel?.sending === 1 && this.#strikes('answerLost', letter)) return;
    deliver(letter.answer);
    if (this.#strikes('answerDoubled', letter))
      agenda.put(agenda.now + between(letter.draw, settings.disorderMs), () =>
        deliver(letter.answer),
      );
  }

  #strikes(kind: Parameters<Faults['strikes']>[0], { answer, parcel }: Letter): boolean {
    return parcel !== null && answer.isFinal && this.#tools.faults.strikes(kind, parcel);
  }
}
