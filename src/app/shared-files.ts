/**
 * Files that another application of the device hands to the installed app (`share_target` of the manifest). The device posts
 * them to an address of the app; the service worker keeps them for the page that it then shows, and no server sees them.
 *
 * Any page of the web can post there as well. So nothing is opened before a person was asked.
 */

/** Below the app's own address. */
export const sharePath = 'partage';
/** Of the posted form. */
const shareField = 'files';
/** The query of the page's address when the files could not be kept. */
export const shareFailed = 'partage';

const cacheName = 'grappe-shared';
const nameHeader = 'X-Grappe-Name';
/** More than a congress has devices. */
const fileLimit = 500;

/** Keeps what was posted; gives where to go then. `scope`: the app's address. For the service worker. */
export const keepShared = async (request: Request, scope: string): Promise<string> => {
  const home = new URL(scope);
  try {
    const files = (await request.formData()).getAll(shareField).filter((file) => file instanceof File);
    const cache = await caches.open(cacheName);
    for (const [n, file] of files.slice(0, fileLimit).entries()) {
      const place = new URL(`${sharePath}/${String(n)}`, home);
      await cache.put(
        place,
        new Response(file, { headers: { [nameHeader]: encodeURIComponent(file.name) } }),
      );
    }
  } catch {
    home.search = shareFailed;
  }
  return home.href;
};

/** Takes what was kept: it is there once. For the page. */
export const takeShared = async (): Promise<readonly File[]> => {
  // Not on plain http, where there is no service worker either.
  if (!('caches' in globalThis) || !(await caches.has(cacheName))) return [];
  const cache = await caches.open(cacheName);
  const files: File[] = [];
  for (const place of await cache.keys()) {
    const kept = await cache.match(place);
    if (kept) files.push(new File([await kept.blob()], nameOf(kept)));
  }
  await caches.delete(cacheName);
  return files;
};

const nameOf = (kept: Response): string => {
  try {
    return decodeURIComponent(kept.headers.get(nameHeader) ?? '');
  } catch {
    return '';
  }
};
