/** The name by which a room finds the hub without a server for names: multicast DNS, RFC 6762. */

import makeMdns, { type MulticastDNS, type Options } from 'multicast-dns';

export interface LocalName {
  /** As in `grappe.local`. */
  readonly name: string;
  end(): void;
}

/** How long another hub of the network has to say that the name is its own. */
const patienceMs = 500;
const namesTried = 9;
const lifetimeSeconds = 120;

/**
 * Takes the first of `grappe.local`, `grappe-2.local`… that nobody answers to, and answers to it with the addresses of now.
 * Undefined where the network has no multicast, or all names are taken: this never keeps a hub from starting.
 */
export const takeLocalName = async (
  addresses: () => readonly string[],
  options: Options = {},
): Promise<LocalName | undefined> => {
  let mdns: MulticastDNS;
  try {
    mdns = makeMdns(options);
  } catch {
    return undefined;
  }
  const failed = new Promise<void>((resolve) => {
    mdns.on('error', () => resolve());
    mdns.on('warning', () => undefined);
  });
  for (let i = 1; i <= namesTried; i++) {
    const name = i === 1 ? 'grappe.local' : `grappe-${String(i)}.local`;
    const isTaken = await Promise.race([isAnswered(mdns, name, addresses), failed.then(() => undefined)]);
    if (isTaken === undefined) break;
    if (isTaken) continue;
    const answer = (): void => respond(mdns, name, addresses());
    mdns.on('query', ({ questions }) => {
      const isAsked = questions?.some(
        ({ name: asked, type }) => asked.toLowerCase() === name && (type === 'A' || String(type) === 'ANY'),
      );
      if (isAsked === true) answer();
    });
    answer();
    return { name, end: () => mdns.destroy() };
  }
  mdns.destroy();
  return undefined;
};

/** Whether somebody else answers to the name. */
const isAnswered = (mdns: MulticastDNS, name: string, own: () => readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const hear = ({
      answers,
    }: {
      answers: readonly { name: string; type: string; data?: unknown }[];
    }): void => {
      const isOthers = answers.some(
        (answer) =>
          answer.type === 'A' && answer.name.toLowerCase() === name && !own().includes(String(answer.data)),
      );
      if (isOthers) settle(true);
    };
    const settle = (isTaken: boolean): void => {
      clearTimeout(timer);
      mdns.off('response', hear);
      resolve(isTaken);
    };
    const timer = setTimeout(() => settle(false), patienceMs);
    mdns.on('response', hear);
    mdns.query({ questions: [{ name, type: 'A' }] });
  });

const respond = (mdns: MulticastDNS, name: string, addresses: readonly string[]): void =>
  mdns.respond({
    answers: addresses.map((data) => ({ name, type: 'A', ttl: lifetimeSeconds, flush: true, data })),
  });
