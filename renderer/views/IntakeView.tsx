export function IntakeView() { return null; }
