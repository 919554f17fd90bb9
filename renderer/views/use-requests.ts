// The night as Networks' coordinator sees it: requests of both sides joined, ordered, filtered and
// counted. Worked out once per change and handed down; the parts of the desk only draw it.
import { useMemo } from 'react';
import { sideOf, type DeskSide } from '../../shared/domain/desk.ts';
import { isSameSupplier, joinRequests, pictureWith } from '../../shared/domain/request-join.ts';
import type { Picture } from '../../shared/domain/request-picture.ts';
import {
  countRequests,
  isInRequestGroup,
  matchesRequest,
  nextRequest,
  orderRequests,
  type RequestGroup,
} from '../../shared/domain/request-queue.ts';
import type { Snapshot } from '../console/snapshot.ts';
import { useSnapshot } from './use-console.ts';

export type Partner = Snapshot['partners'][number];

export interface RequestNight {
  readonly pictures: readonly Picture[];
  /** What the chosen group and the search leave, in order of work. */
  readonly rows: readonly Picture[];
  readonly counts: Readonly<Record<RequestGroup, number>>;
  readonly open: Picture | null;
  readonly next: Picture | null;
  /** Suppliers on the same gateway. */
  readonly suppliers: readonly Partner[];
}

export function useSide(): DeskSide {
  const { desk, enrolment } = useSnapshot();
  return sideOf(desk, enrolment === null ? null : enrolment.organisation.isNetworks);
}

export function usePictures(): readonly Picture[] {
  const { requests, authors, enrolment } = useSnapshot();
  const own = enrolment?.organisation.id ?? null;
  const isNetworks = enrolment?.organisation.isNetworks ?? false;
  return useMemo(
    () => joinRequests(requests, { authors, own, isNetworks }),
    [requests, authors, own, isNetworks],
  );
}

export function useNight(): RequestNight {
  const { place, now, device, partners } = useSnapshot();
  const pictures = usePictures();
  const suppliers = useMemo(() => partners.filter((each) => !each.isNetworks), [partners]);
  const ordered = useMemo(() => orderRequests(pictures, now), [pictures, now]);
  const counts = useMemo(() => countRequests(pictures, now), [pictures, now]);
  const rows = useMemo(() => {
    const name = (supplier: string) => partnerOf(suppliers, supplier)?.name ?? '';
    return ordered.filter((picture) =>
      place.search === ''
        ? isInRequestGroup(picture, place.requests, now)
        : matchesRequest(picture, place.search, name),
    );
  }, [ordered, place.requests, place.search, now, suppliers]);
  const open = place.request === null ? null : (pictureWith(pictures, place.request) ?? null);
  const next = nextRequest(ordered, now, { device, open: open?.id ?? null });
  return { pictures, rows, counts, open, next, suppliers };
}

export function partnerOf(
  partners: readonly Partner[],
  supplier: string | null,
): Partner | undefined {
  return supplier === null
    ? undefined
    : partners.find(({ organisation }) => isSameSupplier(organisation, supplier));
}

/** Whom Networks' word is for: the supplier's organisation, where the gateway knows it. */
export function addressee(
  partners: readonly Partner[],
  supplier: string | null,
): { readonly to?: string } {
  const known = partnerOf(partners, supplier);
  return known === undefined ? {} : { to: known.organisation };
}
