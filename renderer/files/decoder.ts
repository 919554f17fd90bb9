// The platform's decoder of texts, as the readers of files want it.
import type { StartDecoder } from '../../shared/domain/intake/file.ts';

export const startDecoder: StartDecoder = (encoding, fatal) => {
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM: true });
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, { stream: !last });
    } catch {
      return undefined;
    }
  };
};
