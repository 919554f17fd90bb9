// What befalls desks, agent and gateway: they die and come back, lose sight of each other, and the
// gateway goes on from a backup.
import type { World } from './world.ts';

const MIN = 60_000;

export function troubles(world: World, night: number): void {
  const { clock, random, network, gateway, desks, agent, fault } = world;
  const until = clock.now + night;
  let hasBackup = false;
  const next = () => clock.after(random() * 5 * MIN, trouble);
  const trouble = async (): Promise<void> => {
    if (network.isHealed || clock.now > until) return;
    const kind = Math.floor(random() * 7);
    const desk = desks[Math.floor(random() * desks.length)];
    if (kind === 0 || kind === 1) {
      const who = kind === 1 ? agent : desk;
      if (who !== undefined) network.parted.add(who);
      fault(kind === 1 ? 'agent parted' : 'desk parted');
      clock.after(random() * 20 * MIN, () => {
        if (who !== undefined) network.parted.delete(who);
      });
    } else if (kind === 2) {
      fault('gateway restarted');
      gateway.stop();
      clock.after(random() * 3 * MIN, () => gateway.start(clock.now));
    } else if (kind === 3 && !hasBackup) {
      await gateway.backUp();
      hasBackup = true;
    } else if (kind === 3) {
      fault('restored from backup');
      gateway.restore(clock.now);
      hasBackup = false;
    } else if (kind === 4) {
      fault('agent restarted');
      if (agent.isUp) agent.crash(random() * 3 * MIN);
    } else if (desk !== undefined) {
      fault('desk restarted');
      await desk.restart();
    }
    next();
  };
  next();
}
