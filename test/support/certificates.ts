// Certificates made when they are needed, with the machine's `openssl`: an authority of our own, and
// what it signed well, too long ago, and for another machine; and one that only vouches for itself.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export interface Certificates {
  readonly authority: string;
  readonly good: Certificate;
  readonly selfSigned: Certificate;
  readonly expired: Certificate;
  readonly wrongName: Certificate;
}

export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const HERE = 'IP:127.0.0.1,DNS:localhost';

export function makeCertificates(folder: string): Certificates {
  /** Arguments apart by spaces; none of ours has one. */
  const openssl = (line: string) =>
    execFileSync('openssl', line.split(/\s+/), {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  const selfSigned = (name: string, extension: string): Certificate => {
    openssl(
      `req -x509 ${newKey} -days 2 -subj /CN=${name} -addext ${extension}
       -keyout ${name}.key -out ${name}.pem`,
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };

  const authority = selfSigned('authority', 'keyUsage=critical,keyCertSign,cRLSign');
  // `openssl ca` is the one command of every version that takes a beginning and an end.
  mkdirSync(join(folder, 'issued'));
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(
    join(folder, 'ca.cnf'),
    [
      '[ca]\ndefault_ca = own\n[own]',
      'database = index.txt\nnew_certs_dir = issued\nrand_serial = yes\ndefault_md = sha256',
      'policy = any\ncopy_extensions = copy\nunique_subject = no\n[any]\ncommonName = supplied\n',
    ].join('\n'),
  );
  const signed = (name: string, alternative: string, from: string, to: string): Certificate => {
    openssl(
      `req -new ${newKey} -subj /CN=${name} -addext subjectAltName=${alternative}
       -keyout ${name}.key -out ${name}.csr`,
    );
    openssl(
      `ca -batch -notext -config ca.cnf -cert authority.pem -keyfile authority.key
       -startdate ${from} -enddate ${to} -in ${name}.csr -out ${name}.pem`,
    );
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) };
  };
  const [long, past] = ['20200101000000Z', '20210101000000Z'];
  const future = '20991231000000Z';
  return {
    authority: authority.cert,
    selfSigned: selfSigned('alone', `subjectAltName=${HERE}`),
    good: signed('good', HERE, long, future),
    expired: signed('expired', HERE, long, past),
    wrongName: signed('elsewhere', 'DNS:gateway.supplier.example', long, future),
  };
}
