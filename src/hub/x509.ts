/** The certificates of the hub's own authority, as X.509 has them (RFC 5280): a root that may sign little, and what it signs. */

import { KeyObject, randomBytes, type X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { BitString, Integer, OctetString, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
  GeneralSubtree,
  NameConstraints,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs';

/** The curve that every browser has. */
const keyAlgorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export interface Pair {
  readonly certificate: Certificate;
  readonly privateKey: CryptoKey;
}

export interface Subnet {
  readonly address: string;
  readonly prefix: number;
}

interface Life {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Makes a root that may sign for servers only, and only for names that end in `domains` and addresses in `subnets` (IPv4). */
export const makeRoot = async (
  name: string,
  life: Life,
  { domains, subnets }: { readonly domains: readonly string[]; readonly subnets: readonly Subnet[] },
): Promise<Pair> => {
  const keys = await makeKeys();
  const root = await draft(keys, name, life);
  root.issuer = root.subject;
  const permitted = [
    ...domains.map((domain) => new GeneralName({ type: dnsName, value: domain })),
    ...subnets.map((subnet) => addressName([...bytesOf(subnet.address), ...maskOf(subnet.prefix)])),
    addressName([...loopback6, ...Array<number>(16).fill(0xff)]),
  ];
  root.extensions = [
    extension('2.5.29.19', true, new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema()),
    extension('2.5.29.15', true, bits(keyCertSign)),
    extension('2.5.29.37', false, new ExtKeyUsage({ keyPurposes: [serverAuth] }).toSchema()),
    extension(
      '2.5.29.30',
      true,
      new NameConstraints({
        permittedSubtrees: permitted.map((base) => new GeneralSubtree({ base })),
      }).toSchema(),
    ),
    extension('2.5.29.14', false, new OctetString({ valueHex: await root.getKeyHash() })),
  ];
  await root.sign(keys.privateKey, 'SHA-256');
  return { certificate: root, privateKey: keys.privateKey };
};

/** Makes a certificate for a server with these names and addresses (IPv4, and `::1`). */
export const makeLeaf = async (root: Pair, names: readonly string[], life: Life): Promise<Pair> => {
  const keys = await makeKeys();
  const leaf = await draft(keys, 'Grappe', life);
  leaf.issuer = root.certificate.subject;
  const authority = new OctetString({ valueHex: await root.certificate.getKeyHash() });
  leaf.extensions = [
    extension('2.5.29.19', true, new BasicConstraints({ cA: false }).toSchema()),
    extension('2.5.29.15', true, bits(digitalSignature)),
    extension('2.5.29.37', false, new ExtKeyUsage({ keyPurposes: [serverAuth] }).toSchema()),
    extension('2.5.29.17', false, new GeneralNames({ names: names.map(nameOf) }).toSchema()),
    extension('2.5.29.35', false, new AuthorityKeyIdentifier({ keyIdentifier: authority }).toSchema()),
  ];
  await leaf.sign(root.privateKey, 'SHA-256');
  return { certificate: leaf, privateKey: keys.privateKey };
};

/** Takes up a root that was written before. */
export const readPair = async (certificate: X509Certificate, key: KeyObject): Promise<Pair> => ({
  certificate: Certificate.fromBER(new Uint8Array(certificate.raw)),
  privateKey: await crypto.subtle.importKey(
    'pkcs8',
    new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })),
    keyAlgorithm,
    true,
    ['sign'],
  ),
});

export const certificatePem = ({ certificate }: Pair): string => {
  const lines = Buffer.from(certificate.toSchema(true).toBER())
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${lines?.join('\n') ?? ''}\n-----END CERTIFICATE-----\n`;
};

export const keyPem = ({ privateKey }: Pair): string =>
  KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();

const serverAuth = '1.3.6.1.5.5.7.3.1';
/** Kinds of GeneralName. */
const dnsName = 2;
const ipAddress = 7;
/** Of KeyUsage: the bit, and how many of its byte are not used. */
const digitalSignature = [0x80, 7] as const;
const keyCertSign = [0x04, 2] as const;
const loopback6 = [...Array<number>(15).fill(0), 1];

const makeKeys = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);

const draft = async (keys: CryptoKeyPair, name: string, { from, to }: Life): Promise<Certificate> => {
  const serial = randomBytes(16);
  // Positive, and of full length.
  serial[0] = (Number(serial[0]) & 0x3f) | 0x40;
  const certificate = new Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: new Uint8Array(serial).buffer }),
    notBefore: new Time({ type: 0, value: new Date(from) }),
    notAfter: new Time({ type: 0, value: new Date(to) }),
    subject: new RelativeDistinguishedNames({
      typesAndValues: [
        new AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) }),
      ],
    }),
  });
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  return certificate;
};

const extension = (
  extnID: string,
  critical: boolean,
  value: { toBER(sizeOnly?: boolean): ArrayBuffer },
): Extension => new Extension({ extnID, critical, extnValue: value.toBER(false) });

const bits = ([byte, unusedBits]: readonly [number, number]): BitString =>
  new BitString({ valueHex: new Uint8Array([byte]).buffer, unusedBits });

const nameOf = (name: string): GeneralName => {
  if (name === '::1') return addressName(loopback6);
  return isIPv4(name) ? addressName(bytesOf(name)) : new GeneralName({ type: dnsName, value: name });
};

const addressName = (bytes: readonly number[]): GeneralName =>
  new GeneralName({
    type: ipAddress,
    value: new OctetString({ valueHex: new Uint8Array(bytes).buffer }),
  });

const bytesOf = (address: string): number[] => address.split('.').map(Number);

const maskOf = (prefix: number): number[] =>
  [0, 8, 16, 24].map((before) => 0xff & (0xff00 >> Math.min(8, Math.max(0, prefix - before))));
