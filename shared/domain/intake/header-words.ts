// Columns by the words of their headers, whatever the fields are: exact words first, then words
// that contain each other.

export const plainWord = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Per column the field it holds, or null; no field is given twice. Earlier fields are asked first. */
export function columnsByWords<F extends string>(
  header: readonly string[],
  words: Readonly<Record<F, readonly string[]>>,
): readonly (F | null)[] {
  const fields = Object.keys(words) as F[];
  const taken = new Set<F>();
  const names = header.map(plainWord);
  const found: (F | null)[] = names.map(() => null);
  const claim = (fits: (name: string, synonym: string) => boolean) => {
    for (const [index, name] of names.entries()) {
      if (found[index] !== null || name === '') continue;
      for (const field of fields) {
        if (taken.has(field) || !words[field].some((synonym) => fits(name, synonym))) continue;
        found[index] = field;
        taken.add(field);
        break;
      }
    }
  };
  claim((name, synonym) => name === synonym);
  claim(
    (name, synonym) =>
      synonym.length >= 5 &&
      (name.includes(synonym) || (name.length >= 5 && synonym.includes(name))),
  );
  return found;
}
