/**
 * A journal's path as a line has room for it: the world and the beginning of the file's name say
 * which it is; the whole stands in the settings.
 */
export function shownPath(path: string): string {
  const [folder = '', file = ''] = path.split(/[\\/]/).slice(-2);
  return `…/${folder}/${file.slice(0, 8)}….jsonl`;
}
