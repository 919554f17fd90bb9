export function BookView() { return null; }
