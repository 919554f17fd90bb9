// Who is ringing: suppliers on the same gateway first, by name or id as somebody types; any other by
// the MPID that was said.
import { useRef } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { foldText } from '../../shared/domain/summary.ts';
import { TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { asOf } from './request-words.ts';
import { partnerOf, type Partner } from './use-requests.ts';
import { useSnapshot } from './use-console.ts';

/** The organisation's id where it is known, else what was typed; null while nobody is named. */
export function supplierTyped(typed: string, partners: readonly Partner[]): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const found = matching(text, partners);
  const known = partnerOf(partners, text) ?? (found.length === 1 ? found[0] : undefined);
  return known?.organisation ?? text.toUpperCase();
}

function matching(typed: string, partners: readonly Partner[]): readonly Partner[] {
  const text = foldText(typed.trim());
  return partners.filter(
    ({ name, organisation }) =>
      foldText(name).includes(text) || foldText(organisation).startsWith(text),
  );
}

export function SupplierField(props: {
  readonly value: string;
  readonly partners: readonly Partner[];
  readonly autoFocus: boolean;
  readonly onChange: (text: string) => void;
  readonly onEnter: () => void;
}) {
  const { value, partners } = props;
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const list = useRef<HTMLDivElement>(null);
  const supplier = supplierTyped(value, partners);
  const known = partnerOf(partners, supplier);
  const found = known === undefined ? matching(value, partners) : [];
  const echo =
    known !== undefined
      ? t('phone.supplierKnown', { name: known.name, span: asOf(known, now, words) })
      : supplier === null
        ? t('phone.supplierHint')
        : t('phone.supplierTyped', { supplier });
  return (
    <>
      <TextField
        label={t('phone.supplier')}
        value={value}
        autoFocus={props.autoFocus}
        onChange={props.onChange}
        onEnter={props.onEnter}
        onDown={() => list.current?.focus()}
        echo={echo}
        tone={known === undefined ? undefined : 'good'}
      />
      {found.length === 0 ? null : (
        <ListBox
          ref={list}
          className="results short"
          aria-label={t('phone.found')}
          items={found.map((partner) => ({ ...partner, id: partner.organisation }))}
          onAction={(key) => props.onChange(String(key))}
        >
          {(partner) => (
            <ListBoxItem className="result" id={partner.id} textValue={partner.name}>
              <span className="mono">{partner.organisation}</span>
              <span className="cut">{partner.name}</span>
              <span className="small muted">{asOf(partner, now, words)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </>
  );
}
