export function BackFixView() { return null; }
