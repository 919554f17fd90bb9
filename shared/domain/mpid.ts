// A market participant's id: three characters, said in any case and meant in one.

/** As the market writes it, from whatever somebody typed. */
export const mpidIn = (said: string): string => said.trim().toUpperCase();

export const isMpid = (id: string): boolean => /^[0-9A-Z]{3}$/.test(mpidIn(id));
