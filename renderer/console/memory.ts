// Everything open, in memory: small summaries of the cases, incidents, and tonight's requests. Lists are made anew
// only when something in them has changed, so that what depends on them can tell by identity.
import type { IncidentState } from '../../shared/domain/incident.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { Summary } from '../../shared/domain/summary.ts';

export interface Changes {
  readonly summaries: readonly Summary[];
  readonly incidents: readonly IncidentState[];
  readonly requests: readonly RequestState[];
}

export class Memory {
  readonly #summaries = new Map<string, Summary>();
  readonly #incidents = new Map<string, IncidentState>();
  readonly #requests = new Map<string, RequestState>();
  #list: readonly Summary[] | null = null;
  #requestList: readonly RequestState[] = [];
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

  get requests(): readonly RequestState[] {
    return this.#requestList;
  }

  summary(subject: string): Summary | undefined {
    return this.#summaries.get(subject);
  }

  /** Of a database that is no more. */
  forget(): void {
    this.#summaries.clear();
    this.#incidents.clear();
    this.#requests.clear();
    this.#list = null;
    this.#requestList = [];
    this.#incidentList = [];
  }

  take({ summaries, incidents, requests }: Changes): void {
    if (requests.length > 0) {
      for (const request of requests) this.#requests.set(request.subject, request);
      this.#requestList = [...this.#requests.values()];
    }
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
