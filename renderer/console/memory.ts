// Everything open, in memory: small summaries of the cases, and the incidents. Lists are made anew
// only when something in them has changed, so that what depends on them can tell by identity.
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { Summary } from '../../shared/domain/summary.ts';

export class Memory {
  readonly #summaries = new Map<string, Summary>();
  readonly #incidents = new Map<string, IncidentState>();
  #list: readonly Summary[] | null = null;
  #incidentList: readonly IncidentState[] = [];

  get summaries(): readonly Summary[] {
    this.#list ??= [...this.#summaries.values()];
    return this.#list;
  }

  get incidents(): readonly IncidentState[] {
    return this.#incidentList;
  }

  /** The mass failure that began last and has not ended. */
  get incident(): IncidentState | null {
    let found: IncidentState | null = null;
    for (const incident of this.#incidentList) {
      if (incident.endedAt === null && (found === null || incident.since > found.since))
        found = incident;
    }
    return found;
  }

  summary(subject: string): Summary | undefined {
    return this.#summaries.get(subject);
  }

  take(summaries: readonly Summary[], incidents: readonly IncidentState[]): void {
    for (const summary of summaries) {
      if (summary.open) this.#summaries.set(summary.subject, summary);
      else this.#summaries.delete(summary.subject);
    }
    if (summaries.length > 0) this.#list = null;
    if (incidents.length === 0) return;
    for (const incident of incidents) this.#incidents.set(incident.subject, incident);
    this.#incidentList = [...this.#incidents.values()];
  }
}
