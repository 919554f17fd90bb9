// Who is asking: a device by its token, from the `Authorization` header or, in a browser, from a
// cookie that no page can read. A cookie goes along with whatever a page sends, so with one only a
// page of our own may ask.
import type { FastifyRequest } from 'fastify';
import type { Device, Journal } from '../journal/journal.ts';
import { hashOfToken } from '../secrets.ts';

export const COOKIE = 'backstop-device';

/** How long a browser keeps the cookie, seconds: as long as browsers keep any. */
export const COOKIE_SECONDS = 400 * 24 * 60 * 60;

export function callerOf(journal: Journal, request: FastifyRequest): Device | null {
  const token = tokenOf(request);
  return token === null ? null : journal.deviceByToken(hashOfToken(token));
}

/** A cookie's request from a page that is not ours. */
export function isForged(request: FastifyRequest, origin: string): boolean {
  if (request.headers.authorization !== undefined) return false;
  if (request.cookies[COOKIE] === undefined) return false;
  return !isSameOrigin(request, origin);
}

/** What the browser says of the page that asks; a browser that says nothing is not believed. */
export function isSameOrigin(request: FastifyRequest, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  const from = request.headers.origin;
  if (site === undefined && from === undefined) return false;
  return (site === undefined || site === 'same-origin') && (from === undefined || from === origin);
}

function tokenOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return request.cookies[COOKIE] ?? null;
  return /^Bearer ([\w-]{1,200})$/i.exec(header)?.[1] ?? null;
}
