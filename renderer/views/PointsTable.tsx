// The twelve points of failure as this desk has them.
import { useState } from 'react';
import { agreedPoints } from '../../shared/domain/desk.ts';
import { failurePoints, treatments } from '../../shared/domain/interfaces.ts';
import { useWords } from '../i18n/words.tsx';
import { Part } from './Part.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

/** Labels and what is not yet agreed can be put right, row by row; what the DR says stays as it is. */
export function Points() {
  const console = useConsole();
  const { desk } = useSnapshot();
  const { t } = useWords();
  const points = agreedPoints(desk);
  const change = (key: string, value: string) =>
    void console.run({ do: 'settings', changes: { [key]: value } });
  return (
    <Part title={t('settings.points')} wide>
      <div className="sheet-table">
        <table>
          <thead>
            <tr>
              <th>{t('settings.point')}</th>
              <th>{t('settings.process')}</th>
              <th>{t('settings.system')}</th>
              <th>{t('settings.party')}</th>
              <th>{t('settings.treatment')}</th>
            </tr>
          </thead>
          <tbody>
            {failurePoints.map((point, index) => (
              <tr key={point.no}>
                <td className="mono">{point.no}</td>
                <td>
                  <CellText
                    label={t('settings.labelOf', { point: point.no })}
                    value={points[index]?.process ?? point.process}
                    shipped={point.process}
                    onSave={(text) => change(`point.${point.no}.label`, text)}
                  />
                </td>
                <td>{point.system}</td>
                <td>{t(`party.${point.party}`)}</td>
                <td>
                  {point.treatment === 'toBeAgreed' ? (
                    <span className="line">
                      <select
                        className="select"
                        aria-label={t('settings.treatmentOf', { point: point.no })}
                        value={points[index]?.treatment ?? 'toBeAgreed'}
                        onChange={(event) =>
                          change(`point.${point.no}.treatment`, event.target.value)
                        }
                      >
                        {treatments.map((each) => (
                          <option key={each} value={each}>
                            {each === 'toBeAgreed'
                              ? t('settings.toBeAgreed')
                              : t('settings.agreedHere', { treatment: t(`treatment.${each}`) })}
                          </option>
                        ))}
                      </select>
                      {point.proposal === null ? null : (
                        <span className="small muted">
                          {t(`incident.proposal.${point.proposal}`)}
                        </span>
                      )}
                    </span>
                  ) : (
                    t(`treatment.${point.treatment}`)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Part>
  );
}

/** Saved when it is left; emptied, it says again what was shipped. */
function CellText(props: {
  readonly label: string;
  readonly value: string;
  readonly shipped: string;
  readonly onSave: (text: string) => void;
}) {
  const [text, setText] = useState(props.value);
  return (
    <input
      className="cell"
      aria-label={props.label}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        const next = text.trim();
        if (next === '') setText(props.shipped);
        if (next !== props.value) props.onSave(next === props.shipped ? '' : next);
      }}
    />
  );
}
