// A request by phone in under twenty seconds: who rings, which MPRN, their reference, Enter. The
// MPRN is shown as it is read back; what is here already is said before it is saved a second time.
import { useState } from 'react';
import { formatMprn, groupsOf, parseMprn } from '../../shared/domain/mprn.ts';
import { parseReference } from '../../shared/domain/reference.ts';
import { isSameSupplier } from '../../shared/domain/request-join.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import { Banner, Button, Choice, TextField } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { spokenMprn } from './describe.ts';
import { mprnWords } from './mprn-words.ts';
import { describeRequest, spokenReference } from './request-words.ts';
import { SupplierField, supplierTyped } from './SupplierField.tsx';
import { echoTime } from './time-echo.ts';
import { useDraft } from './use-draft.ts';
import { addressee, type RequestNight } from './use-requests.ts';
import { useConsole, useSnapshot } from './use-console.ts';

/** Kept from call to call: whoever rings has often more than one. */
const SUPPLIER = 'phone-supplier';

export function PhoneSheet(props: { readonly night: RequestNight }) {
  const { night } = props;
  const console = useConsole();
  const { now, device, operator } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const [who, setWho] = useDraft(SUPPLIER);
  const [mprn, setMprn] = useDraft('phone/mprn');
  const [reference, setReference] = useDraft('phone/reference');
  const [paid, setPaid] = useDraft('phone/paid');
  const [second, setSecond] = useDraft('phone/second');
  const [person, setPerson] = useDraft('phone/person');
  const [priority, setPriority] = useDraft('phone/priority');
  const [asks, setAsks] = useDraft('phone/asks');
  const type = asks === 'holdD05' ? 'holdD05' : 'reenergise';
  // Counts saved ones: the sheet is the same, the focus goes back to the MPRN.
  const [saved, setSaved] = useState(0);

  const supplier = supplierTyped(who, night.suppliers);
  const read = parseMprn(mprn);
  const typed = read.ok ? read.value.mprn : null;
  const unusual = read.ok && read.value.prefix === 'unusual';
  const told = echoReference(reference, words);
  const paidEcho = echoTime(paid, now, words, { clock: true, empty: t('phone.paidUnknown') });
  const bad = supplier === null || typed === null || told.tone === 'bad' || paidEcho.tone === 'bad';
  const here =
    typed === null
      ? undefined
      : night.pictures.find((each) => each.type === type && isOf(each, typed));
  const elsewhere =
    told.reference === null || typed === null || supplier === null
      ? undefined
      : night.pictures.find(
          (each) =>
            isSameSupplier(each.supplier, supplier) &&
            each.asked.concat(each.typed).some(({ made }) => made.reference === told.reference) &&
            !isOf(each, typed),
        );

  const save = async (thenAnother: boolean) => {
    if (bad || supplier === null || typed === null) return;
    const written = await console.run(
      {
        do: 'takeByPhone',
        mprn: typed,
        supplier,
        priority: priority === 'yes',
        type,
        ...addressee(night.suppliers, supplier),
        ...(told.reference === null ? {} : { reference: told.reference }),
        ...(paidEcho.at === null ? {} : { paidAt: paidEcho.at }),
        ...(second.trim() === '' ? {} : { secondIdentifier: second.trim() }),
        ...(person.trim() === '' ? {} : { person: person.trim() }),
        ...(unusual && operator !== null ? { overriddenBy: operator } : {}),
      },
      ({ subject }) =>
        thenAnother ? {} : { view: 'desk', sheet: null, request: subject, search: '' },
    );
    if (!written.ok) return;
    console.dropDrafts('phone/');
    for (const clear of [setMprn, setReference, setPaid, setSecond, setPriority, setAsks])
      clear('');
    if (thenAnother) setSaved(saved + 1);
  };
  const leave = () => void console.go({ sheet: null });
  const enter = () => void save(false);
  useKeys({ 'ctrl+enter': () => void save(true), enter }, { inDialog: true });
  return (
    <Dialog
      title={t('phone.title')}
      hint={t('phone.hint')}
      side
      onClose={leave}
      foot={
        <>
          <Button kind="go" hint="↵" disabled={bad} onPress={enter}>
            {t('phone.save')}
          </Button>
          <Button hint="Ctrl ↵" disabled={bad} onPress={() => void save(true)}>
            {t('phone.saveNext')}
          </Button>
          <span className="grow" />
          <Button kind="quiet" hint="Esc" onPress={leave}>
            {t('common.leave')}
          </Button>
        </>
      }
    >
      <SupplierField
        value={who}
        partners={night.suppliers}
        autoFocus={who === ''}
        onChange={setWho}
        onEnter={enter}
      />
      <TextField
        key={`mprn ${saved}`}
        mono
        label={t('phone.mprn')}
        value={mprn}
        autoFocus={who !== '' || saved > 0}
        onChange={setMprn}
        onEnter={enter}
        echo={
          read.ok
            ? t('phone.readBack', { spoken: spokenMprn(groupsOf(read.value.mprn)) })
            : mprn.trim() === ''
              ? t('phone.mprnHint')
              : mprnWords(read.error, words)
        }
        tone={read.ok ? 'good' : undefined}
      />
      {typed === null ? null : (
        <div className="read shown" aria-hidden="true">
          {groupsOf(typed).map((group, index) => (
            <span key={index}>{group}</span>
          ))}
        </div>
      )}
      {unusual ? <Banner tone="soon">{t('mprn.override', { by: operator ?? '' })}</Banner> : null}
      {here === undefined ? null : (
        <Banner tone="soon">
          {t('phone.already', {
            reference: here.reference,
            state: describeRequest(here, now, device, words),
          })}
        </Banner>
      )}
      {elsewhere === undefined ? null : (
        <Banner tone="late">
          {t('phone.referenceElsewhere', { mprn: formatMprn(elsewhere.mprn) })}
        </Banner>
      )}
      <TextField
        mono
        label={t('phone.reference')}
        value={reference}
        onChange={setReference}
        onEnter={enter}
        echo={told.echo}
        tone={told.tone}
      />
      <TextField
        label={t('phone.paid')}
        value={paid}
        placeholder={t('caller.paidHint')}
        onChange={setPaid}
        onEnter={enter}
        echo={paidEcho.echo}
        tone={paidEcho.tone}
      />
      <div className="form-grid">
        <TextField
          mono
          label={t('phone.second')}
          value={second}
          onChange={setSecond}
          onEnter={enter}
        />
        <TextField label={t('phone.person')} value={person} onChange={setPerson} onEnter={enter} />
      </div>
      <Choice
        label={t('phone.asks')}
        value={type}
        options={[
          { value: 'reenergise', label: t('request.type.reenergise') },
          { value: 'holdD05', label: t('request.type.holdD05') },
        ]}
        onChange={setAsks}
      />
      <Choice
        label={t('phone.priority')}
        value={priority === 'yes' ? 'yes' : 'no'}
        options={[
          { value: 'no', label: t('common.no') },
          { value: 'yes', label: t('common.yes') },
        ]}
        onChange={setPriority}
      />
    </Dialog>
  );
}

const isOf = (picture: Picture, mprn: string): boolean =>
  picture.asked.concat(picture.typed).some(({ made }) => made.mprn === mprn);

interface ToldReference {
  readonly reference: string | null;
  readonly echo: string;
  readonly tone: 'good' | 'warn' | 'bad' | undefined;
}

/** As it was understood; a wrong check letter means that a sign was misheard, and is asked for again. */
function echoReference(typed: string, words: Words): ToldReference {
  const { t } = words;
  const read = parseReference(typed);
  if (read.ok) {
    const spoken = spokenReference(read.value);
    return {
      reference: read.value,
      echo: t('phone.referenceRead', { reference: read.value, spoken }),
      tone: 'good',
    };
  }
  switch (read.error.code) {
    case 'empty':
      return { reference: null, echo: t('phone.referenceHint'), tone: undefined };
    case 'checkLetter':
      return { reference: null, echo: t('phone.referenceWrong'), tone: 'bad' };
    case 'notAReference':
      return { reference: typed.trim(), echo: t('phone.referenceStrange'), tone: 'warn' };
  }
}
