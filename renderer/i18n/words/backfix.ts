export const backfix = {} as const;
